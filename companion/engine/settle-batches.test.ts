import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { AttemptPatch } from '../store/ledger.ts';
import type { AttemptRow } from '../store/ledger-rows.ts';
import { retotal, settleBatches, takeBack } from './settle-batches.ts';
import { idOf, newAttempt, newBatch, newPayment, openTestOffice, start } from './test-office.ts';

let bench: Awaited<ReturnType<typeof openTestOffice>>;
beforeAll(async () => { bench = await openTestOffice(); }, 60_000);
afterAll(() => bench.close());
beforeEach(() => bench.clear());

type Stage = AttemptRow['stage'];
const ref = (nth: number): string => `${idOf(nth)}-01`;

/** A batch whose rows stand at these stages, its payments at Sending. */
async function batchOf(stages: readonly Stage[], batch: Parameters<typeof newBatch>[0] = {}): Promise<void> {
  const { ledger } = bench.store;
  await ledger.takeUp(stages.map((_, at) => newPayment(at + 1, { amountMinor: 100 * (at + 1) })), 'Sending');
  await ledger.plan([newBatch(batch)], stages.map((stage, at) => newAttempt(at + 1, { stage, batchId: batch?.id ?? 'B1', amountMinor: 100 * (at + 1) })));
}
const patch = (nth: number, more: AttemptPatch): Promise<void> => bench.store.ledger.patchAttemptsQuietly([[ref(nth), more]]);
const settled = async (id = 'B1') => {
  await settleBatches(bench.office, [id, id]);
  return bench.batch(id);
};

describe('a batch', () => {
  it.each<[readonly Stage[], string]>([
    [['accepted', 'sending'], 'unknown'], [['settled', 'unknown'], 'unknown'], [['settled', 'accepted', 'reserved'], 'open'], [['settled', 'reserved'], 'intent'], [['refused', 'intent'], 'intent'], [['settled', 'refused', 'withdrawn'], 'settled'], [[], 'settled'],
  ])('whose rows are %j is %s', async (stages, stage) => {
    await batchOf(stages);
    expect(await settled()).toMatchObject({ stage, settledAt: stage === 'settled' ? start : null, sentAt: null });
  });

  it('is not held up by a row a person looks at', async () => {
    await batchOf(['unknown', 'accepted']);
    await bench.store.ledger.move([{ requestId: idOf(1), event: 'hold' }]);
    expect(await settled()).toMatchObject({ stage: 'open' });
  });

  it('was settled when it was settled first', async () => {
    await batchOf(['settled']);
    await settled();
    bench.clock.at += 1_000;
    expect(await settled()).toMatchObject({ settledAt: start });
    await patch(1, { stage: 'accepted' });
    expect(await settled()).toMatchObject({ stage: 'open', settledAt: null });
  });

  it('is read from its own rows alone', async () => {
    await batchOf(['settled']);
    const { ledger } = bench.store;
    await ledger.takeUp([newPayment(9)], 'Sending');
    await ledger.plan([newBatch({ id: 'B2' })], [newAttempt(9, { stage: 'unknown', batchId: 'B2' })]);
    await settleBatches(bench.office, ['B1', 'B2']);
    expect([(await bench.batch('B1'))?.stage, (await bench.batch('B2'))?.stage]).toEqual(['settled', 'unknown']);
  });

  it('that the provider knows was sent, whatever this copy of the store remembers', async () => {
    await batchOf(['accepted', 'accepted']);
    expect(await settled()).toMatchObject({ sentAt: null });
    await patch(2, { providerStatus: 'pending' });
    expect(await settled()).toMatchObject({ sentAt: start });
    bench.clock.at += 1_000;
    expect(await settled()).toMatchObject({ sentAt: start });
  });

  it.each(['recovered-x', 'remembered-x'])('that stands for what another store sent was not sent by this one: %s', async (id) => {
    await batchOf(['accepted'], { id });
    await patch(1, { providerStatus: 'pending' });
    expect(await settled(id)).toMatchObject({ stage: 'open', sentAt: null });
  });
});

describe('what a batch counts', () => {
  it('is what was not withdrawn, as it was planned and as it was approved', async () => {
    await batchOf(['reserved', 'withdrawn', 'sending']);
    await bench.query("update payment set amount_minor = 350 where request_id = $1", idOf(3));
    await retotal(bench.office, ['B1', 'B1']);
    expect(await bench.batch('B1')).toMatchObject({ requestedCount: 2, requestedMinor: 400, approvedMinor: 450, stage: 'intent' });
  });

  it('is nothing when nothing is left, and that settles it', async () => {
    await batchOf(['withdrawn']);
    await retotal(bench.office, ['B1']);
    expect(await bench.batch('B1')).toMatchObject({ requestedCount: 0, requestedMinor: 0, approvedMinor: 0, stage: 'settled' });
  });

  it('is counted for each batch apart', async () => {
    await batchOf(['reserved']);
    const { ledger } = bench.store;
    await ledger.takeUp([newPayment(9, { amountMinor: 7 })], 'Sending');
    await ledger.plan([newBatch({ id: 'B2' })], [newAttempt(9, { stage: 'reserved', batchId: 'B2', amountMinor: 7 })]);
    await retotal(bench.office, ['B1', 'B2']);
    expect([(await bench.batch('B1'))?.requestedMinor, (await bench.batch('B2'))?.requestedMinor]).toEqual([100, 7]);
  });
});

describe('money that arrived on one attempt', () => {
  it.each<[Stage, Stage]>([['intent', 'withdrawn'], ['reserved', 'withdrawn'], ['sending', 'sending'], ['unknown', 'unknown']])('finds a later one at %s and leaves it at %s', async (before, after) => {
    await batchOf(['settled']);
    const { ledger } = bench.store;
    await ledger.plan([newBatch({ id: 'B2', requestedCount: 1, requestedMinor: 100 })], [newAttempt(1, { reference: `${idOf(1)}-02`, number: 2, stage: before, batchId: 'B2', amountMinor: 100 })]);
    await takeBack(bench.office, await ledger.attempts([ref(1)]));
    expect(await bench.attempt(`${idOf(1)}-02`)).toMatchObject({ stage: after });
    expect(await bench.batch('B2')).toMatchObject(after === 'withdrawn' ? { stage: 'settled', settledAt: start, requestedCount: 0 } : { stage: 'intent', settledAt: null, requestedCount: 1 });
  });

  it('leaves the batch as what else is in it stands', async () => {
    await batchOf(['settled', 'settled']);
    const { ledger } = bench.store;
    await ledger.plan([newBatch({ id: 'B2', requestedCount: 2, requestedMinor: 300 })], [
      newAttempt(1, { reference: `${idOf(1)}-02`, number: 2, stage: 'intent', batchId: 'B2', amountMinor: 100 }), newAttempt(2, { reference: `${idOf(2)}-02`, number: 2, stage: 'settled', batchId: 'B2', amountMinor: 200 }),
    ]);
    await takeBack(bench.office, await ledger.attempts([ref(1)]));
    expect(await bench.batch('B2')).toMatchObject({ stage: 'settled', settledAt: start, requestedCount: 1, requestedMinor: 200 });
  });
});
