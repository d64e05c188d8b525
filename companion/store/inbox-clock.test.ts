import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { farthestMs } from '../domain/timing.ts';
import { openInbox, type Inbox } from './inbox.ts';
import { heardWake } from './test-heard-wake.ts';
import { openLedgerStore } from './test-ledger-store.ts';
import { oddLetter } from './test-letter.ts';

const now = 1_795_000_000_000;
let opened: Awaited<ReturnType<typeof openLedgerStore>>;
let inbox: Inbox;
beforeAll(async () => void (opened = await openLedgerStore()));
beforeEach(async () => {
  opened.clock.at = now;
  await opened.database.script('truncate letter restart identity');
  inbox = openInbox(opened.database, heardWake().wake, opened.tools);
});
afterAll(() => opened.close());

/** Keeps letters under these keys, one after the other; the first is number 1. */
async function keepAll(...keys: readonly string[]): Promise<void> {
  for (const key of keys) await inbox.keep(oddLetter(key));
}

describe('letters that are due', () => {
  it('are also what a clock that ran ahead has put off farther than anything is planned, and somebody is told to look for them now', async () => {
    await keepAll('far', 'too far', 'dead');
    await inbox.bury(3, 'unreadable', 'issue');
    for (const [id, ms] of [[1, farthestMs], [2, farthestMs + 1]] as const) await inbox.postpone(id, now + ms, 'later');
    await opened.database.query("update letter set due_at = $1 where key = 'dead'", [now + 2 * farthestMs]);
    expect(await inbox.nextDue()).toBe(now);
    expect((await inbox.take(9)).map(({ key }) => key)).toEqual(['too far']);
    expect(await inbox.nextDue()).toBe(now + 60_000);
    await inbox.done([2]);
    expect(await inbox.nextDue()).toBe(now + farthestMs);
  });

  it('that came while a clock ran ahead are opened when it was put right, and the same words are news again', async () => {
    opened.clock.at = now + 2 * farthestMs;
    await keepAll('a', 'b');
    await inbox.done([2]);
    opened.clock.at = now;
    expect((await inbox.take(9)).map(({ key }) => key)).toEqual(['a']);
    expect([await inbox.keep(oddLetter('a')), await inbox.keep(oddLetter('b'))]).toEqual(['seen before', 'kept']);
  });
});
