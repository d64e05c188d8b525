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
const asks = async () => {
  const { hintedAt, nextAskAt, asked } = (await bench.attempt(reference))!;
  return { hintedAt, nextAskAt, asked };
};

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

  it.each(['settled', 'accepted'] as const)('brings no question either about a payout that arrived and is %s', async (stage) => {
    await polled(stage, { transferredAt: start });
    await hint(false);
    expect(await asks()).toEqual({ hintedAt: start, nextAskAt: inADay, asked: 4 });
  });

  it('that says so about a payout whose cancellation was confirmed brings no question', async () => {
    await polled('settled', { cancelledFirstAt: start });
    await hint(false);
    expect(await asks()).toEqual({ hintedAt: start, nextAskAt: inADay, asked: 4 });
  });

  it('of whatever kind about a payout that a person closed is asked about at once: it may be alive', async () => {
    await polled('settled');
    await hint(false);
    expect(await asks()).toEqual({ hintedAt: start, nextAskAt: start, asked: 1 });
  });

  it('never puts off a question that comes sooner, and asks about what nobody would have asked about any more', async () => {
    await polled('accepted', { nextAskAt: start - 1, asked: 0 });
    await hint(true);
    expect(await asks()).toEqual({ hintedAt: start, nextAskAt: start - 1, asked: 0 });
    await bench.store.ledger.patchAttemptsQuietly([[reference, { nextAskAt: null }]]);
    await hint(false);
    expect(await asks()).toMatchObject({ nextAskAt: start + timing.hintSettlesMs });
  });

  it('among several about one payout, in whatever spelling, is enough to ask at once', async () => {
    await polled();
    const told = await keepHints(bench.office, [{ reference, final: false, word: 'first' }, { reference: reference.toLowerCase(), final: true, word: 'second' }]);
    expect(told).toEqual([{ id: idOf(1), note: { hint: 'first' } }]);
    expect(await asks()).toMatchObject({ nextAskAt: start });
    expect(await bench.issues()).toEqual([]);
  });

  it('about a payout nobody knows is told to a person, however many came', async () => {
    const told = await keepHints(bench.office, [{ reference: `${'s'.repeat(60)}omebody\u0000`, final: true, word: 'paid' }, { reference: 'another', final: true, word: 'y' }]);
    expect(told).toEqual([]);
    expect(await bench.issues()).toMatchObject([{
      kind: 'unknown reference', source: 'payer', severity: 'Warning', count: 2, summary: 'A webhook speaks of a payout that was not made here',
      detail: `Reference ${'s'.repeat(60)}, "paid". It may belong to another system using the same program, or to a store that was lost.`,
    }]);
    expect(await bench.timers()).toEqual({});
  });

  it('in which a NUL was smuggled is about the payout it names all the same', async () => {
    await polled();
    expect(await hint(true, `\u0000${reference}\u0000`)).toHaveLength(1);
    expect(await bench.issues()).toEqual([]);
  });
});
