import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { attemptRow, batchRow, requestId } from './test-ledger-store.ts';
import { openLedgerWorld, writeDelayMs } from './test-ledger-world.ts';

let world: Awaited<ReturnType<typeof openLedgerWorld>>;
beforeAll(async () => void (world = await openLedgerWorld()));
beforeEach(() => world.clear());
afterAll(() => world.close());

const unheard = {
  bodyHash: null, payoutId: null, providerStatus: null, providerRaw: null, reasonCode: null, reasonText: null, reasonCause: null, targetMinor: null, targetCurrency: null, feeMinor: null, feeCurrency: null,
  feeBasis: null, refusedWithBatch: false, sentAt: null, hintedAt: null, askedAt: null, asked: 0, missed: 0, cancelledFirstAt: null, transferredAt: null, returnedAt: null, wasLost: false, stranger: false,
  paidAgain: false, revived: false, timeline: [],
};
const heard = {
  stage: 'settled', posted: 2, bodyHash: 'h', payoutId: 'p', providerStatus: 'Transferred', providerRaw: 'raw', reasonCode: 'c', reasonText: 't', reasonCause: 'payee', targetMinor: 5, targetCurrency: 'EUR', feeMinor: 6,
  feeCurrency: 'USD', feeBasis: 'Actual', refusedWithBatch: true, sentAt: 11, hintedAt: 12, askedAt: 13, asked: 14, missed: 15, cancelledFirstAt: 16, transferredAt: 17, returnedAt: 18, nextAskAt: 19, unknownSince: 20,
  wasLost: true, stranger: true, paidAgain: true, revived: true, timeline: [{ at: '2026-01-01', text: 'Sent.' }], batchId: 'b',
} as const;

describe('a plan', () => {
  it('keeps its batch and its attempts as they were made', async () => {
    await world.plant({ it: { attempt: null } });
    const planned = attemptRow(0, { unknownSince: 3, nextAskAt: 4, posted: 1 });
    const batch = { ...batchRow, fundingAccountId: 'account', requestedMinor: 1_000, requestedCount: 1, approvedMinor: 1_000 };
    await world.ledger.plan([batch], [planned]);
    expect(await world.ledger.attempts([planned.reference])).toEqual([{ ...unheard, ...planned }]);
    expect(await world.ledger.batches(['b'])).toEqual([{ ...batch, movementMinor: null, residueMinor: 0, bodyHash: null, sentAt: null, settledAt: null, told: false }]);
  });

  it('keeps what was heard of an attempt that is imported', async () => {
    await world.plant({ it: { attempt: null } });
    const timeline = [{ at: '2026-01-01', text: 'Imported.' }];
    await world.ledger.plan([batchRow], [{ ...attemptRow(0), timeline } as never]);
    expect((await world.ledger.attempts([world.referenceOf('it')]))[0]?.timeline).toEqual(timeline);
  });

  it('leaves a batch as it is that was there before', async () => {
    await world.plant({ it: { batch: { requestedCount: 7 } } });
    await world.ledger.plan([{ ...batchRow, requestedCount: 9 }, { ...batchRow, id: 'b-2' }], []);
    expect((await world.ledger.batches(['b', 'b-2'])).map((row) => [row.id, row.requestedCount]).toSorted()).toEqual([['b', 7], ['b-2', 0]]);
  });

  it('takes a reference again that was withdrawn and never left', async () => {
    await world.plant({ it: { attempt: { stage: 'withdrawn', plannedBy: 'another' } } });
    await world.ledger.plan([], [attemptRow(0)]);
    expect(await world.ledger.attempts([world.referenceOf('it')])).toEqual([{ ...unheard, ...attemptRow(0) }]);
  });

  it.each([['withdrawn after it had left', { stage: 'withdrawn', posted: 1 }], ['refused', { stage: 'refused' }], ['still planned', { stage: 'intent' }]] as const)('takes no reference that is %s, and then nothing at all', async (_what, attempt) => {
    await world.plant({ other: { attempt: { stage: 'withdrawn', plannedBy: 'another' } }, it: { attempt } });
    await expect(world.ledger.plan([{ ...batchRow, id: 'b-2' }], [attemptRow(0), attemptRow(1)])).rejects.toThrow('duplicate key');
    expect((await world.ledger.attempts([world.referenceOf('other')])).map((row) => [row.stage, row.plannedBy])).toEqual([['withdrawn', 'another']]);
    expect(await world.ledger.batches(['b-2'])).toEqual([]);
  });
});

describe('attempts', () => {
  it('are found by their references in any letters, with a lock or without', async () => {
    await world.plant({ one: {}, two: {} });
    expect(world.namesOf(await world.ledger.attempts([world.referenceOf('two').toLowerCase(), 'of nobody']))).toEqual(['two']);
    expect(world.namesOf(await world.ledger.attempts([world.referenceOf('one').toUpperCase()], 'for update'))).toEqual(['one']);
  });

  it('are found by stage, the earliest plan first', async () => {
    await world.plant({ late: { attempt: { plannedAt: 9 } }, early: { attempt: { plannedAt: 8, stage: 'unknown' } }, 'as early': { attempt: { plannedAt: 8 } }, settled: { attempt: { stage: 'settled' } } });
    expect(world.namesOf(await world.ledger.attemptsIn(['intent', 'unknown']))).toEqual(['early', 'as early', 'late']);
  });

  it('are found by request, by number', async () => {
    await world.plant({ it: { attempt: { number: 2, stage: 'refused' } }, other: {} });
    await world.ledger.plan([], [attemptRow(0, { reference: 'z-1', number: 1, stage: 'refused' }), attemptRow(0, { reference: 'a-3', number: 3 })]);
    expect((await world.ledger.attemptsOf([world.idOf('it')])).map((row) => row.number)).toEqual([1, 2, 3]);
  });

  it('are found by batch, by reference', async () => {
    await world.plant({ c: { attempt: { reference: 'c' } }, a: { attempt: { reference: 'a' } }, b: { attempt: { reference: 'b', batchId: 'b-2' } } });
    expect((await world.ledger.attemptsOfBatch(['b'])).map((row) => row.reference)).toEqual(['a', 'c']);
  });

  it('are there or not', async () => {
    expect(await world.ledger.hasAttempts()).toBe(false);
    await world.plant({ it: {} });
    expect(await world.ledger.hasAttempts()).toBe(true);
  });
});

describe('what was heard of an attempt', () => {
  it('is kept and told to the books a while later', async () => {
    world.clock.at = 1_000;
    await world.plant({ it: {}, other: {} });
    await world.ledger.patchAttempts([[world.referenceOf('it'), heard]]);
    expect(await world.ledger.attempts([world.referenceOf('it')])).toEqual([{ ...attemptRow(0), ...heard }]);
    expect(await world.ledger.attempts([world.referenceOf('other')])).toEqual([{ ...unheard, ...attemptRow(1) }]);
    expect(await world.told()).toEqual([{ kind: 'transaction', key: world.referenceOf('it'), at: 1_000 + writeDelayMs }]);
  });

  it('is kept and not told where nobody needs to read it', async () => {
    await world.plant({ it: {} });
    await world.ledger.patchAttemptsQuietly([[world.referenceOf('it'), heard]]);
    expect(await world.ledger.attempts([world.referenceOf('it')])).toEqual([{ ...attemptRow(0), ...heard }]);
    expect(await world.told()).toEqual([]);
  });

  it.each(['reference', 'requestId', 'number', 'connection', 'program', 'payeeId', 'amountMinor', 'currency', 'purpose', 'orgId', 'sequence', 'plannedBy', 'plannedAt'])('never changes its %s', async (column) => {
    await world.plant({ it: {} });
    const wrong = [[world.referenceOf('it'), { stage: 'settled', [column]: attemptRow(1)[column as 'reference'] }]] as never;
    const told = `Store: column ${column} of attempt may not be changed.`;
    await expect(world.ledger.patchAttempts(wrong)).rejects.toThrow(told);
    await expect(world.ledger.patchAttemptsQuietly(wrong)).rejects.toThrow(told);
    expect(await world.ledger.attemptsOf([requestId(0)])).toEqual([{ ...unheard, ...attemptRow(0) }]);
  });
});
