import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { hear } from './hear.ts';
import { idOf, lane, newAttempt, newBatch, newPayment, start } from './test-office.ts';
import { timing } from './test-rows.ts';
import { hour, missing, openHearing, ref, seen } from './test-hearing.ts';

let bench: Awaited<ReturnType<typeof openHearing>>;
beforeAll(async () => { bench = await openHearing(); }, 60_000);
afterAll(() => bench.close());
beforeEach(() => bench.clear());

const day = 24 * hour;
const cancelled = (cause: 'funds' | 'payee' | 'other') => seen('cancelled', { reason: { code: '9', text: 'words', cause } });
const doubtful = { stage: 'unknown', cancelledFirstAt: start - hour } as const;
const noted = (says: string, number = 1) => [{ id: idOf(1), note: { reference: ref(number), says } }];
const atNoon = '2026-11-21T10:00:00.000Z';

describe('what the provider says of a payout', () => {
  it('is written where it is news: the story, the batch, the books, the journal', async () => {
    await bench.given('Outcome Unknown', { stage: 'unknown', unknownSince: start - hour });
    expect(await bench.hears({ 1: seen('pending', { payoutId: '7' }) })).toEqual(noted('pending'));
    expect(await bench.attempt(ref(1))).toMatchObject({ stage: 'accepted', payoutId: '7', unknownSince: null, asked: 1, askedAt: start, nextAskAt: start + timing.pollsMs[1]!, timeline: [{ at: atNoon, text: 'pending at the provider as payout 7.' }] });
    expect([await bench.told(), (await bench.batch('B1'))?.stage, await bench.outbox()]).toEqual([['In Progress', null, false], 'open', ['batch B1', `request ${idOf(1)}`, `transaction ${ref(1)}`]]);
  });

  it('is noted quietly where it is none', async () => {
    await bench.given('In Progress', { providerRaw: 'pending', payoutId: '7', timeline: [{ at: atNoon, text: 'x' }] });
    await bench.store.ledger.adopt([{ requestId: idOf(1), attempt: 1, state: 'In Progress', reason: null }]);
    expect(await bench.hears({ 1: seen('pending', { payoutId: '7' }) })).toEqual([]);
    expect([await bench.story(1), (await bench.attempt(ref(1)))?.asked, (await bench.batch('B1'))?.stage, await bench.outbox()]).toEqual([['x'], 1, 'intent', []]);
  });

  it.each([['its number at the provider', { providerRaw: 'pending' }, ['pending', { payoutId: '7' }]], ['that it is known again', { stage: 'unknown', providerRaw: 'pending' }, ['pending', {}]]] as const)('is news also without words: %s', async (_what, attempt, [status, more]) => {
    await bench.given('Outcome Unknown', attempt);
    expect(await bench.hears({ 1: seen(status, more) })).toEqual(noted('pending'));
    expect([await bench.story(1), await bench.outbox()]).toEqual([[], ['batch B1', `request ${idOf(1)}`, `transaction ${ref(1)}`]]);
  });

  it.each([null, '7'])('is none where it is not known there (yet), and what was told of it stays: payout id %p', async (payoutId) => {
    await bench.given('Outcome Unknown', { stage: 'unknown', unknownSince: start - hour, payoutId });
    expect([await bench.hears({ 1: missing }), await bench.outbox(), await bench.told()]).toEqual([[], [], ['Outcome Unknown', 'before', false]]);
    expect(await bench.attempt(ref(1))).toMatchObject({ missed: 1, unknownSince: start - hour, payoutId });
  });

  it('is told as not found where that ends it', async () => {
    await bench.given('Failed', { stage: 'unknown', unknownSince: start - day, missed: 4 });
    expect(await bench.hears({ 1: missing })).toEqual(noted('not found'));
    expect([(await bench.attempt(ref(1)))?.stage, await bench.told(), (await bench.batch('B1'))?.stage]).toEqual(['settled', ['Failed', 'before', false], 'settled']);
  });

  it('fills sixty lines of a story, and no more', async () => {
    const timeline = Array.from({ length: 61 }, (_, at) => ({ at: atNoon, text: `${at}` }));
    await bench.given('In Progress', { timeline, providerRaw: 'pending' });
    await bench.hears({ 1: seen('pending') });
    expect(await bench.story(1)).toHaveLength(61);
    expect(await bench.hears({ 1: seen('payee must act', { askedAt: start + 1 }) })).toEqual(noted('payee must act'));
    expect(await bench.story(1)).toEqual([...Array.from({ length: 59 }, (_, at) => `${at + 2}`), 'Waits for the payee.']);
  });

  it('that it lacked funds ends the reading of the balance, which is taken anew in five minutes', async () => {
    await bench.store.lanes.reading(lane, 1_000, start, 1_000);
    await bench.given('Outcome Unknown', doubtful);
    await bench.hears({ 1: cancelled('funds') });
    expect([(await bench.told())?.[0], (await bench.store.lanes.read(lane))?.availableAt, await bench.timers()]).toEqual(['Awaiting Funds', null, { 'funds payer/100/USD': start + timing.fundsShortMs }]);
  });

  it.each([['payee', 'Needs Correction', true], ['other', 'Failed', false]] as const)('that it was cancelled for another reason leaves the balance as it is: %s', async (cause, state, clears) => {
    await bench.store.lanes.reading(lane, 1_000, start, 1_000);
    await bench.given('Outcome Unknown', doubtful);
    await bench.hears({ 1: cancelled(cause) });
    expect([(await bench.told())?.[0], (await bench.told())?.[2], (await bench.store.lanes.read(lane))?.availableAt, await bench.timers()]).toEqual([state, clears, start, {}]);
  });

  it.each([['the last', 1], ['an earlier', 2]] as const)("that it is somebody else's stops the lane, and is told: %s attempt", async (_which, count) => {
    await bench.given('In Progress', {}, ...(count > 1 ? [{ stage: 'settled' } as const] : []));
    await bench.hears({ 1: seen('pending', { payeeId: 'q' }) });
    expect((await bench.store.lanes.read(lane))?.stoppedBecause).toBe(`reference collision on ${ref(1)}`);
    expect((await bench.issuesOf()).map(({ kind, source, requestId }) => [kind, source, requestId])).toEqual([['reference collision', ref(1), idOf(1)]]);
  });

  it('that does not fit the state of the payment changes no state, and is told', async () => {
    await bench.given('Approved for Payout', { stage: 'unknown' });
    await bench.hears({ 1: missing });
    expect([await bench.told(), await bench.issuesOf()]).toEqual([['Approved for Payout', 'before', false], [{
      kind: 'forbidden move', severity: 'Critical', source: idOf(1), requestId: idOf(1), summary: '"miss" can\'t follow "Approved for Payout"',
      detail: "The provider's answer does not fit the payment's state (Approved for Payout). Nothing was changed; a person must compare both records.",
    }]]);
  });

  it.each([['pending', 'accepted', 1, 1_000], ['not found', 'withdrawn', 9, 9_000]] as const)('of one that was withdrawn counts in its batch again where it is known there: %s', async (says, stage, count, minor) => {
    await bench.given('In Progress', { stage: 'withdrawn' });
    await bench.store.ledger.patchBatches([['B1', { requestedCount: 9, requestedMinor: 9_000 }]]);
    await bench.hears({ 1: says === 'pending' ? seen('pending') : missing });
    expect([(await bench.attempt(ref(1)))?.stage, await bench.batch('B1')]).toMatchObject([stage, { requestedCount: count, requestedMinor: minor }]);
  });

  it('counts nothing again of a batch whose row was never withdrawn', async () => {
    await bench.given('In Progress', { stage: 'unknown' });
    await bench.store.ledger.patchBatches([['B1', { requestedCount: 9, requestedMinor: 9_000 }]]);
    await bench.hears({ 1: seen('pending') });
    expect(await bench.batch('B1')).toMatchObject({ stage: 'open', requestedCount: 9, requestedMinor: 9_000 });
  });

  it('is no news where it was asked before what is known', async () => {
    await bench.given('In Progress', { askedAt: start + 1 });
    expect([await bench.hears({ 1: seen('transferred') }), (await bench.attempt(ref(1)))?.asked, await bench.told()]).toEqual([[], 0, ['In Progress', 'before', false]]);
  });
});

describe('the look at what may be paid', () => {
  it('comes at once where one of several was kept back for its answer', async () => {
    const { ledger } = bench.store;
    await bench.given('Approved for Payout', { stage: 'refused' });
    await ledger.takeUp([newPayment(2)], 'In Progress');
    await ledger.plan([newBatch({ id: 'other' })], [newAttempt(2, { batchId: 'other', stage: 'accepted', posted: 1 })]);
    await hear(bench.office, await ledger.attempts([ref(1), `${idOf(2)}-01`]), new Map([[ref(1), missing], [`${idOf(2)}-01`, seen('pending')]]));
    expect(await bench.timers()).toEqual({ survey: start });
  });

  it('does not where what waits was not refused by name', async () => {
    await bench.given('Awaiting Funds', { stage: 'unknown', refusedWithBatch: true });
    await bench.hears({ 1: missing });
    expect(await bench.timers()).toEqual({});
  });
});
