import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { keepHints } from './hints.ts';
import { nextAskAt } from './judge.ts';
import { idOf, newAttempt, newBatch, newPayment, openTestOffice, start } from './test-office.ts';
import { timing } from './test-rows.ts';

let bench: Awaited<ReturnType<typeof openTestOffice>>;
beforeAll(async () => { bench = await openTestOffice(); }, 60_000);
afterAll(() => bench.close());
beforeEach(() => bench.clear());

const reference = `${idOf(1)}-01`;
const inADay = start + 86_400_000;

/** A payout that was asked about four times already and waits for the next day's question. */
async function polled(stage: 'accepted' | 'settled' = 'accepted', more = {}): Promise<void> {
  await bench.store.ledger.takeUp([newPayment(1)], 'In Progress');
  await bench.store.ledger.plan([newBatch()], [newAttempt(1, { stage, posted: 1, plannedAt: start, nextAskAt: inADay })]);
  await bench.store.ledger.patchAttemptsQuietly([[reference, { asked: 4, ...more }]]);
}
const hint = (final: boolean, of = reference) => keepHints(bench.office, [{ reference: of, final, word: 'x' }]);

describe('a notice', () => {
  it('that usually ends the journey is asked about at once, and again two hours later where the answer lagged behind it', async () => {
    await polled();
    expect(await hint(true)).toEqual([{ id: idOf(1), note: { hint: 'x' } }]);
    const row = await bench.attempt(reference);
    expect([row, await bench.timers()]).toMatchObject([{ hintedAt: start, nextAskAt: start }, { ask: start }]);
    if (row) expect(nextAskAt({ ...row, asked: row.asked + 1 }, start, timing)).toBe(start + 7_200_000);
  });

  it('that says a payout is on its way is asked about when the provider has had time to write it down, and changes nothing else', async () => {
    await polled();
    await hint(false);
    expect(await bench.attempt(reference)).toMatchObject({ hintedAt: start, nextAskAt: start + timing.hintSettlesMs, asked: 4 });
  });

  it('that says so about a payout whose end was seen brings no question', async () => {
    await polled('settled', { transferredAt: start });
    await hint(false);
    expect(await bench.attempt(reference)).toMatchObject({ hintedAt: start, nextAskAt: inADay, asked: 4 });
  });

  it('about a payout nobody knows is told to a person', async () => {
    await hint(true, 'somebody-else\u0000');
    expect(await bench.issues()).toMatchObject([{ kind: 'unknown reference', source: 'payer' }]);
  });
});
