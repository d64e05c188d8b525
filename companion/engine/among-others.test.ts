import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { hear } from './hear.ts';
import { recordOutcome } from './outcome.ts';
import { idOf, lane, newAttempt, newBatch, newPayment, start } from './test-office.ts';
import { hour, openHearing, ref, seen } from './test-hearing.ts';
import { minute } from './test-rows.ts';

let bench: Awaited<ReturnType<typeof openHearing>>;
beforeAll(async () => { bench = await openHearing(); }, 60_000);
afterAll(() => bench.close());
beforeEach(() => bench.clear());
const cancelled = (cause: 'other' | 'funds', askedAt = start) => seen('cancelled', { askedAt, reason: { code: '9', text: 'words', cause } });

describe('a payout that was cancelled for lack of funds', () => {
  const stopped = 'Cancelled by the provider for lack of funds. It is not sent again by itself, for somebody had asked to stop it; Re-initiate sends it.';
  const wished = (stopWish: string) => bench.store.ledger.note(idOf(1), 'words', { clearsAction: true, answeredAction: 'Retry 005x', answeredAt: start - minute, stopWish, granted: null });

  it.each(['Cancel 005x', 'Hold 005x'])('does not go again by itself where somebody had asked to stop it, whatever was wanted since: %s', async (wish) => {
    await bench.given('In Progress', { cancelledFirstAt: start - hour });
    await wished(wish);
    await bench.hears({ 1: cancelled('funds') });
    expect(await bench.told()).toEqual(['Failed', stopped, false]);
    // Nothing else goes on the last reading of the balance either.
    expect(await bench.timers()).toMatchObject({ [`funds ${lane.connection}/${lane.program}/${lane.currency}`]: start + bench.office.timing.fundsShortMs });
  });

  it('does not go again either where it was held while it waited to go again', async () => {
    await bench.given('On Hold', { stage: 'unknown', refusedWithBatch: true, reasonCause: 'funds' });
    await wished('Hold 005x');
    await bench.hears({ 1: cancelled('funds') });
    bench.clock.at = start + hour;
    await bench.hears({ 1: cancelled('funds', start + hour) });
    expect(await bench.told()).toEqual(['Failed', stopped, false]);
  });

  it('goes again where nobody wants to stop it', async () => {
    await bench.given('In Progress', { cancelledFirstAt: start - hour });
    await bench.store.ledger.note(idOf(1), 'words', { clearsAction: true, answeredAction: 'Retry 005x', answeredAt: start - minute, granted: null });
    await bench.hears({ 1: cancelled('funds') });
    expect((await bench.told())?.[0]).toBe('Awaiting Funds');
  });
});

describe('a payout that comes back', () => {
  const paid = { stage: 'settled', transferredAt: start - 2 * hour } as const;
  const settled = 'has paid the debt: nothing is owed, and nothing is to be sent again.';

  it('leaves its debt paid where another one had paid it too', async () => {
    await bench.given('Completed', paid, { ...paid, cancelledFirstAt: start - hour });
    await bench.hears({ 2: cancelled('other') });
    expect(await bench.told()).toEqual(['Completed', `Paid by ${ref(1)}; ${ref(2)} came back from the bank.`, false]);
    expect(await bench.attempt(ref(2))).toMatchObject({ returnedAt: start });
    expect(await bench.issuesOf()).toMatchObject([{ kind: 'bank return', source: ref(2), detail: `${ref(1)} ${settled}` }]);
  });

  it('and is the earlier one says the same of the later one, and moves nothing', async () => {
    await bench.given('Completed', { ...paid, cancelledFirstAt: start - hour }, paid);
    await bench.hears({ 1: cancelled('other') });
    expect(await bench.told()).toEqual(['Completed', 'before', false]);
    expect(await bench.issuesOf()).toMatchObject([{ kind: 'bank return', source: ref(1), detail: `${ref(2)} ${settled}` }]);
  });

  it('opens its debt where the other one came back before', async () => {
    await bench.given('Completed', { ...paid, returnedAt: start - hour }, { ...paid, cancelledFirstAt: start - hour });
    await bench.hears({ 2: cancelled('other') });
    expect((await bench.told())?.[0]).toBe('Returned');
  });
});

describe('an attempt that was withdrawn here, and which the provider knows all the same', () => {
  it.each(['pending', 'cancelled', 'unrecognised', 'payee must act', 'transferred'] as const)('while the next one is planned keeps no other answer from being heard: %s', async (word) => {
    const { ledger } = bench.store;
    await bench.given('Approved for Payout', { stage: 'withdrawn' }, { stage: 'intent' });
    await ledger.adopt([{ requestId: idOf(1), attempt: 0, state: 'Approved for Payout', reason: null }]);
    await ledger.takeUp([newPayment(2, { attempt: 1 })], 'In Progress');
    await ledger.plan([newBatch({ id: 'B9' })], [newAttempt(2, { stage: 'accepted', batchId: 'B9', posted: 1 })]);
    const other = `${idOf(2)}-01`;
    await hear(bench.office, await ledger.attempts([ref(1), other]), new Map([[ref(1), seen(word)], [other, seen('transferred')]]));
    expect((await bench.payment(idOf(2)))?.state).toBe('Completed');
    expect((await bench.attempt(ref(1)))?.stage).toBe('settled');
    // Nothing is planned beside money that is on its way, or has arrived.
    expect((await bench.attempt(ref(2)))?.stage).toBe(word === 'cancelled' ? 'intent' : 'withdrawn');
    expect(await bench.batch('B1')).toMatchObject({ requestedCount: 1 });
  });
});

describe('an attempt that is refused by name', () => {
  const refused = async () => {
    const { ledger, db } = bench.store;
    const batch = await ledger.attempts([ref(2)]);
    await bench.hears({ 1: seen('transferred') });
    expect((await bench.told())?.[0]).toBe('On Hold');
    await db.transaction(() => recordOutcome(bench.office, lane, batch, { refused: [{ reference: ref(2), reason: { code: '10009', text: 'payee is inactive', cause: 'payee' } }] }));
  };

  it('leaves its debt paid where an earlier one was seen to have paid it while the call was under way: there is nothing to correct', async () => {
    await bench.given('Sending', { stage: 'settled' }, { stage: 'sending' });
    await refused();
    expect(await bench.told()).toEqual(['Completed', `Paid by ${ref(1)}; ${ref(2)} was refused.`, false]);
    expect(await bench.attempt(ref(2))).toMatchObject({ stage: 'refused', reasonCode: '10009' });
  });
});

describe('a payout that was alive after its request had ended', () => {
  it.each([['Cancelled', 'payee'], ['Failed', 'payee'], ['Cancelled', 'duplicate']] as const)('and is cancelled at the provider leaves it %s and calls nothing forbidden (%s)', async (state, cause) => {
    await bench.given(state, { stage: 'settled', revived: true, providerStatus: 'pending', cancelledFirstAt: start - hour });
    await bench.hears({ 1: seen('cancelled', { askedAt: start, reason: { code: '9', text: 'words', cause } }) });
    expect((await bench.told())?.[0]).toBe(state);
    expect(await bench.attempt(ref(1))).toMatchObject({ revived: false });
    expect((await bench.issuesOf()).map(({ kind }) => kind)).toEqual(cause === 'duplicate' ? ['second copy'] : []);
  });
});
