import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { BatchPatch, NewBatch } from './ledger.ts';
import { batchRow } from './test-ledger-store.ts';
import { lane, openLedgerWorld, writeDelayMs, type Given } from './test-ledger-world.ts';

let world: Awaited<ReturnType<typeof openLedgerWorld>>;
beforeAll(async () => void (world = await openLedgerWorld()));
beforeEach(() => world.clear());
afterAll(() => world.close());

/** Batches by their ids, each as it was made and what became of it. */
async function made(batches: Readonly<Record<string, Partial<NewBatch> & { readonly then?: BatchPatch }>>): Promise<void> {
  await world.ledger.plan(Object.entries(batches).map(([id, { then: _then, ...more }]) => ({ ...batchRow, ...more, id })), []);
  await world.ledger.patchBatches(Object.entries(batches).flatMap(([id, { then }]) => (then ? [[id, then] as const] : [])));
}
const idsOf = (rows: readonly { readonly id: string }[]): readonly string[] => rows.map((row) => row.id);
const otherLanes = (then: BatchPatch) => ({ 'of another connection': { connection: 'another', then }, 'of another program': { program: 'another', then }, 'in another currency': { currency: 'EUR', then } });

describe('what became of a batch', () => {
  const patch = { stage: 'settled', requestedMinor: 1, requestedCount: 2, approvedMinor: 3, movementMinor: 4, residueMinor: 5, bodyHash: 'h', sentAt: 6, settledAt: 7 } as const;

  it('is kept, and told to the books with the payments or well after them', async () => {
    world.clock.at = 1_000;
    await made({ it: {}, other: {} });
    await world.ledger.patchBatches([['it', patch]]);
    expect(await world.ledger.batches(['it'])).toEqual([{ ...batchRow, id: 'it', ...patch, told: false }]);
    expect((await world.ledger.batches(['other'])).map((row) => [row.stage, row.requestedCount])).toEqual([['intent', 0]]);
    expect(await world.told()).toEqual([{ kind: 'batch', key: 'it', at: 1_000 + 5 * writeDelayMs }]);
  });

  it('is all or nothing: what may not be changed at all takes the rest with it', async () => {
    await made({ it: {} });
    await expect(world.ledger.patchBatches([['it', { ...patch, currency: 'EUR' } as never]])).rejects.toThrow('Store: column currency of batch may not be changed.');
    expect([(await world.ledger.batches(['it']))[0]?.stage, await world.told()]).toEqual(['intent', []]);
  });

  it('is in the books once they were told of it', async () => {
    await made({ it: {}, other: {} });
    await world.ledger.batchesTold(['it']);
    expect((await world.ledger.batches(['it', 'other'])).map((row) => [row.id, row.told]).toSorted()).toEqual([['it', true], ['other', false]]);
  });
});

describe('how a batch stands', () => {
  const sent = { sentAt: 11, settledAt: 12 };
  it.each<[string, Readonly<Record<string, Given>>, string]>([
    ['unknown while one of its rows is being sent', { sending: { attempt: { stage: 'sending' } }, accepted: { attempt: { stage: 'accepted' } }, planned: {} }, 'unknown'],
    ['unknown while the outcome of one is', { unknown: { attempt: { stage: 'unknown' } }, accepted: { attempt: { stage: 'accepted' } } }, 'unknown'],
    ['open while one is on its way, though a person looks at one that is unknown', { held: { attempt: { stage: 'unknown' }, state: 'On Hold' }, accepted: { attempt: { stage: 'accepted' } }, planned: {} }, 'open'],
    ['planned while one is reserved', { reserved: { attempt: { stage: 'reserved' } }, settled: { attempt: { stage: 'settled' } } }, 'intent'],
    ['planned while one is', { planned: {}, settled: { attempt: { stage: 'settled' } } }, 'intent'],
    ['settled where all are', { settled: { attempt: { stage: 'settled' } }, refused: { attempt: { stage: 'refused' } }, withdrawn: { attempt: { stage: 'withdrawn' } } }, 'settled'],
    ['settled where a person looks at what is left', { unknown: { attempt: { stage: 'unknown' }, state: 'On Hold' }, sending: { attempt: { stage: 'sending' }, state: 'On Hold' } }, 'settled'],
  ])('is %s', async (_how, rows, stage) => {
    await world.plant({ ...rows, 'of another batch': { attempt: { batchId: 'other', stage: 'unknown' }, then: { providerStatus: 'Pending' } } });
    await world.ledger.patchBatches([['b', sent]]);
    expect(await world.ledger.standings(['b'])).toEqual([{ id: 'b', ...sent, isSeen: false, stage }]);
  });

  it('is settled without any row, and is told for each in order', async () => {
    await made({ 'b-2': {}, 'b-1': { then: sent }, 'b-0': {} });
    expect(await world.ledger.standings(['b-2', 'b-1'])).toEqual([{ id: 'b-1', ...sent, isSeen: false, stage: 'settled' }, { id: 'b-2', sentAt: null, settledAt: null, isSeen: false, stage: 'settled' }]);
  });

  it('shows whether the provider ever spoke of one of its rows', async () => {
    await world.plant({ silent: { attempt: { stage: 'accepted' } }, heard: { attempt: { stage: 'accepted' }, then: { providerStatus: 'Pending' } } });
    expect(await world.ledger.standings(['b'])).toEqual([{ id: 'b', sentAt: null, settledAt: null, isSeen: true, stage: 'open' }]);
  });
});

describe('batches', () => {
  it('are read by stage, the earliest first', async () => {
    await made({ late: { createdAt: 9 }, early: { createdAt: 8, stage: 'open' }, 'b as early': { createdAt: 8 }, settled: { stage: 'settled' } });
    expect(idsOf(await world.ledger.batchesIn(['intent', 'open']))).toEqual(['b as early', 'early', 'late']);
  });

  it('whose money may have moved were sent and are open, not accounted for, or settled since; the earliest first', async () => {
    const settled = { sentAt: 1, stage: 'settled', movementMinor: 5, settledAt: 99 } as const;
    await made({
      ...otherLanes({ sentAt: 1 }), 'never sent': {}, open: { createdAt: 9, then: { sentAt: 1, stage: 'open', movementMinor: 5, settledAt: 99 } }, 'not accounted for': { createdAt: 8, then: { ...settled, movementMinor: null } },
      'as early, settled since': { createdAt: 8, then: { ...settled, settledAt: 100 } }, 'settled before': { then: settled }, 'settled without a date': { then: { ...settled, settledAt: null } },
    });
    expect(idsOf(await world.ledger.batchesMoving(lane, 100))).toEqual(['as early, settled since', 'not accounted for', 'open']);
  });

  it('whose money may have moved are also those of which a row was paid or came back since', async () => {
    const row = (batchId: string): Given => ({ attempt: { batchId, stage: 'settled' } });
    await world.plant({
      paid: { ...row('paid'), then: { transferredAt: 100 } }, returned: { ...row('returned'), then: { transferredAt: 99, returnedAt: 100 } }, earlier: { ...row('earlier'), then: { transferredAt: 98, returnedAt: 99 } },
      'paid, never sent': { ...row('paid, never sent'), then: { transferredAt: 100 } },
    });
    await world.ledger.patchBatches(['paid', 'returned', 'earlier'].map((id) => [id, { sentAt: 1, stage: 'settled', movementMinor: 5, settledAt: 99 }]));
    expect(idsOf(await world.ledger.batchesMoving(lane, 100))).toEqual(['paid', 'returned']);
  });

  it('whose seal is broken the other way by as much or more are found, the latest first', async () => {
    const by = (residueMinor: number, createdAt = 1) => ({ createdAt, then: { residueMinor } });
    await made({ ...otherLanes({ residueMinor: -100 }), fell: by(-100), 'fell more': by(-101, 2), 'fell as late': by(-100, 2), 'fell less': by(-99), rose: by(100), 'rose more': by(101, 2), 'rose less': by(99), whole: {} });
    expect(idsOf(await world.ledger.batchesOver(lane, 100))).toEqual(['fell as late', 'fell more', 'fell']);
    expect(idsOf(await world.ledger.batchesOver(lane, -100))).toEqual(['rose more', 'rose']);
  });

  it('whose seal is broken at all are found', async () => {
    await made({ ...otherLanes({ residueMinor: 1 }), fell: { then: { residueMinor: -1 } }, rose: { then: { residueMinor: 1 } }, whole: {} });
    expect(idsOf(await world.ledger.brokenIn(lane)).toSorted()).toEqual(['fell', 'rose']);
  });
});
