import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openInbox, type Inbox } from './inbox.ts';
import { heardWake } from './test-heard-wake.ts';
import { openLedgerStore } from './test-ledger-store.ts';
import { oddLetter } from './test-letter.ts';

const now = 1_795_000_000_000;
const hourMs = 3_600_000;
let opened: Awaited<ReturnType<typeof openLedgerStore>>;
let inbox: Inbox;
let woken: ReturnType<typeof heardWake>['woken'];
beforeAll(async () => void (opened = await openLedgerStore()));
beforeEach(async () => {
  opened.clock.at = now;
  await opened.database.script('truncate letter restart identity');
  const heard = heardWake();
  woken = heard.woken;
  inbox = openInbox(opened.database, heard.wake, opened.tools);
});
afterAll(() => opened.close());

const kept = () => opened.database.query('select id, state, tries, problem, issue, due_at - $1::bigint as due, settled_at - $1::bigint as settled from letter order by id', [now]);
const newLetter = { state: 'new', tries: 0, problem: null, issue: null, due: 0, settled: null };
/** Keeps letters under these keys, one after the other; the first is number 1. */
async function keepAll(...keys: readonly string[]): Promise<void> {
  for (const key of keys) expect(await inbox.keep(oddLetter(key))).toBe('kept');
  woken.length = 0;
}
const passed = (ms: number): void => void (opened.clock.at += ms);

describe('a letter', () => {
  it('is kept as it came, and somebody is woken for it', async () => {
    expect(await inbox.keep(oddLetter('a'))).toBe('kept');
    expect(await inbox.read(1)).toEqual({ ...oddLetter('a'), id: 1, state: 'new', tries: 0, problem: undefined, receivedAt: now });
    expect(await inbox.read(2)).toBeUndefined();
    expect(woken).toEqual([['letters', now]]);
    expect(await kept()).toEqual([{ id: 1, ...newLetter }]);
  });

  it('is known by its key among those of its connection, and nobody is woken for what was seen before', async () => {
    await keepAll('a');
    expect(await Promise.all([inbox.keep(oddLetter('a')), inbox.keep(oddLetter('a', { connection: 'other' })), inbox.keep(oddLetter('b'))])).toEqual(['seen before', 'kept', 'kept']);
    expect(await inbox.keep(oddLetter('a', { event: 'another' }))).toBe('seen before');
    expect(woken).toEqual([['letters', now]]);
    expect((await inbox.take(9)).map(({ connection, event, key }) => [connection, event, key])).toEqual([['payer', 'payout', 'a'], ['other', 'payout', 'a'], ['payer', 'payout', 'b']]);
  });

  it('kept inside a transaction is gone with it', async () => {
    const outer = opened.database.transaction(async () => {
      expect([await inbox.keep(oddLetter('a')), await inbox.keep(oddLetter('a'))]).toEqual(['kept', 'seen before']);
      throw new Error('rolled back');
    });
    await expect(outer).rejects.toThrow('rolled back');
    expect(await kept()).toEqual([]);
  });

  it('that was settled is opened again by the same words an hour later, not before, and not while it is dead', async () => {
    await keepAll('done', 'discarded', 'dead', 'waiting');
    await inbox.take(9);
    await inbox.done([1]);
    for (const id of [2, 3]) await inbox.bury(id, 'unreadable', 'dead letter');
    await inbox.discard(2);
    const again = async () => Promise.all(['done', 'discarded', 'dead', 'waiting'].map((key) => inbox.keep(oddLetter(key, { flags: ['twice'] }))));
    passed(hourMs - 1);
    expect(await again()).toEqual(['seen before', 'seen before', 'seen before', 'seen before']);
    passed(1);
    expect(await again()).toEqual(['kept', 'kept', 'seen before', 'seen before']);
    expect(await kept()).toMatchObject([
      { id: 1, state: 'new', tries: 0, due: hourMs, settled: null }, { id: 2, state: 'new', tries: 0, due: hourMs, settled: null }, { id: 3, state: 'dead', tries: 1 }, { id: 4, state: 'new', tries: 1, due: 60_000 },
    ]);
    expect((await inbox.take(9)).map(({ flags, receivedAt, tries }) => [flags.length, receivedAt, tries])).toEqual([[1, now + hourMs, 1], [1, now + hourMs, 1], [2, now, 2]]);
  });

  it('is opened again after as long as was said', async () => {
    const impatient = openInbox(opened.database, heardWake().wake, opened.tools, 5);
    await impatient.keep(oddLetter('a'));
    await impatient.done([1]);
    passed(5);
    expect(await impatient.keep(oddLetter('a'))).toBe('kept');
  });
});

describe('letters that are due', () => {
  it('are claimed the oldest first, counted, and hidden until the lease is over', async () => {
    await keepAll('a', 'b', 'c', 'd');
    await inbox.postpone(1, now + 2, 'later');
    await inbox.postpone(2, now + 1, 'sooner');
    await inbox.postpone(4, now + 4, 'not yet');
    passed(3);
    woken.length = 0;
    expect((await inbox.take(2)).map(({ id, tries, problem }) => [id, tries, problem])).toEqual([[2, 1, 'sooner'], [3, 1, undefined]]);
    expect((await inbox.take(2, 10)).map(({ id }) => id)).toEqual([1]);
    expect(await inbox.take(2)).toEqual([]);
    expect(woken).toEqual([['letters', now + 60_003], ['letters', now + 13]]);
    expect(await inbox.nextDue()).toBe(now + 4);
    passed(10);
    expect((await inbox.take(9)).map(({ id, tries }) => [id, tries])).toEqual([[1, 2], [4, 1]]);
  });

  it('at the same time are claimed in the order they came', async () => {
    await keepAll('a', 'b', 'c');
    const claimed = [];
    for (let nth = 0; nth < 3; nth++) claimed.push(...(await inbox.take(1)).map(({ key }) => key));
    expect(claimed).toEqual(['a', 'b', 'c']);
  });

  it('are told in the order they came, in whatever order they were due', async () => {
    await keepAll('a', 'b', 'c');
    for (const id of [1, 2, 3]) await inbox.postpone(id, now + 5 - id, 'later');
    passed(5);
    expect((await inbox.take(9)).map(({ id }) => id)).toEqual([1, 2, 3]);
  });

  it('are none where none is new', async () => {
    expect([await inbox.nextDue(), await inbox.counts(), await inbox.take(9)]).toEqual([undefined, { waiting: 0, dead: 0 }, []]);
    await keepAll('a');
    await inbox.done([1]);
    passed(1);
    expect([await inbox.nextDue(), await inbox.counts(), await inbox.take(9)]).toEqual([undefined, { waiting: 0, dead: 0 }, []]);
    expect(woken).toEqual([]);
  });
});

describe('a letter that was opened', () => {
  it('is done, which clears its problem; one that is dead stays dead', async () => {
    await keepAll('a', 'b', 'c');
    await inbox.postpone(1, now + 5, 'busy');
    await inbox.bury(2, 'unreadable', 'issue 2');
    passed(7);
    await inbox.done([]);
    await inbox.done([1, 2]);
    expect(await kept()).toEqual([
      { id: 1, ...newLetter, state: 'done', due: 5, settled: 7 }, { id: 2, ...newLetter, state: 'dead', problem: 'unreadable', issue: 'issue 2', settled: 0 }, { id: 3, ...newLetter },
    ]);
  });

  it('is put off with its problem while it is new, and somebody is woken for then', async () => {
    await keepAll('a', 'b');
    await inbox.done([2]);
    await inbox.postpone(1, now + 5, 'busy');
    await inbox.postpone(2, now + 6, 'busy');
    expect(await kept()).toEqual([{ id: 1, ...newLetter, problem: 'busy', due: 5 }, { id: 2, ...newLetter, state: 'done', settled: 0 }]);
    expect(woken).toEqual([['letters', now + 5]]);
  });

  it('is buried while it is new, and counted', async () => {
    await keepAll('a', 'b', 'c');
    await inbox.done([2]);
    passed(3);
    for (const id of [1, 2]) await inbox.bury(id, 'unreadable', `issue ${id}`);
    expect(await kept()).toEqual([
      { id: 1, ...newLetter, state: 'dead', problem: 'unreadable', issue: 'issue 1', settled: 3 }, { id: 2, ...newLetter, state: 'done', settled: 0 }, { id: 3, ...newLetter },
    ]);
    expect(await inbox.counts()).toEqual({ waiting: 1, dead: 1 });
  });
});

describe('a person', () => {
  it('revives one letter that is settled in any way', async () => {
    await keepAll('done', 'dead', 'discarded', 'new', 'another');
    await inbox.take(9);
    await inbox.done([1, 5]);
    for (const id of [2, 3]) await inbox.bury(id, 'unreadable', 'issue');
    await inbox.discard(3);
    woken.length = 0;
    passed(9);
    expect([await inbox.revive(1), await inbox.revive(2), await inbox.revive(3), await inbox.revive(4), await inbox.revive(6)]).toEqual([true, true, true, false, false]);
    expect(await kept()).toEqual([
      { id: 1, ...newLetter, due: 9 }, { id: 2, ...newLetter, problem: 'unreadable', due: 9 }, { id: 3, ...newLetter, problem: 'unreadable', due: 9 },
      { id: 4, ...newLetter, tries: 1, due: 60_000 }, { id: 5, ...newLetter, state: 'done', tries: 1, due: 60_000, settled: 0 },
    ]);
    expect(woken).toEqual([['letters', now + 9], ['letters', now + 9], ['letters', now + 9]]);
  });

  it('discards one letter that is dead', async () => {
    await keepAll('a', 'b', 'c');
    for (const id of [1, 2]) await inbox.bury(id, 'unreadable', 'issue');
    passed(9);
    expect([await inbox.discard(1), await inbox.discard(1), await inbox.discard(3), await inbox.discard(4)]).toEqual([true, false, false, false]);
    expect((await kept()).map(({ state, settled }) => [state, settled])).toEqual([['discarded', 9], ['dead', 0], ['new', null]]);
    expect(woken).toEqual([]);
  });

  it('revives or discards all that are dead of one issue', async () => {
    await keepAll('a', 'b', 'c', 'd', 'e');
    for (const id of [1, 2, 3]) await inbox.bury(id, 'unreadable', 'issue');
    for (const id of [4, 5]) await inbox.bury(id, 'unreadable', 'another');
    await inbox.discard(1);
    passed(9);
    expect([await inbox.reviveAll('issue'), await inbox.reviveAll('issue'), await inbox.reviveAll('none')]).toEqual([2, 0, 0]);
    expect((await kept()).map(({ state, issue, due }) => [state, issue, due])).toEqual([['discarded', 'issue', 0], ['new', null, 9], ['new', null, 9], ['dead', 'another', 0], ['dead', 'another', 0]]);
    expect(woken).toEqual([['letters', now + 9]]);
    expect([await inbox.discardAll('another'), await inbox.discardAll('another'), await inbox.discardAll('issue')]).toEqual([2, 0, 0]);
    expect((await kept()).map(({ state, settled }) => [state, settled])).toEqual([['discarded', 0], ['new', null], ['new', null], ['discarded', 9], ['discarded', 9]]);
    expect(await inbox.counts()).toEqual({ waiting: 2, dead: 0 });
  });
});
