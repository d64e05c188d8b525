import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Payouts, RequestedAction } from '../connectors/connector.ts';
import { Problem } from '../domain/problem.ts';
import type { PayoutState } from '../domain/payout-states.ts';
import type { AttemptRow } from '../store/ledger-rows.ts';
import { carryOut, carryOutGranted } from './carry-out.ts';
import { idOf, newAttempt, newBatch, newPayment, openTestOffice, start } from './test-office.ts';

let bench: Awaited<ReturnType<typeof openTestOffice>>;
beforeAll(async () => { bench = await openTestOffice(); }, 60_000);
afterAll(() => bench.close());
beforeEach(() => bench.clear());

const given = async (state: PayoutState, stage: AttemptRow['stage'], stopWish: string | null = null): Promise<void> => {
  const { ledger, outbox } = bench.store;
  await ledger.takeUp([newPayment(1)], state);
  await ledger.plan([newBatch()], [newAttempt(1, { stage, posted: 1 })]);
  await ledger.adopt([{ requestId: idOf(1), attempt: 1, state, reason: null }]);
  await ledger.note(idOf(1), undefined, { stopWish });
  await outbox.done(await outbox.take(start + 60_000, 10));
};
const cancel = async (): Promise<'asked'> => 'asked';
/** Somebody asks, and the books take the answer. What is left of the wish to stop it. */
const after = async (action: string, status: PayoutState, more: Partial<Payouts> = { cancel }, wish: Partial<RequestedAction> = {}): Promise<string | null | undefined> => {
  bench.clock.at += 1_000;
  await carryOut(bench.office, more as Payouts, [{ requestId: idOf(1), action, reason: 'looked', byId: '005', status, approved: true, interested: [], ...wish }], bench.clock.at);
  await carryOutGranted(bench.office, await bench.store.outbox.take(bench.clock.at + 60_000, 10));
  await bench.query('delete from outbox');
  await bench.store.ledger.clearFlags([idOf(1)]);
  return (await bench.payment(idOf(1)))?.stopWish;
};

describe('that somebody asked to stop a payout', () => {
  it.each(['Cancel', 'Hold'])('is kept when it is answered, whatever is asked for after that and does not pay it: %s', async (wish) => {
    await given('In Progress', 'accepted');
    expect(await after(wish, 'In Progress')).toBe(`${wish} 005`);
    // What is on its way can be neither released nor re-initiated, and who asks for that is told so.
    for (const other of ['Retry', 'Release', 'Re-initiate', 'Look']) expect(await after(other, 'In Progress')).toBe(`${wish} 005`);
    expect((await bench.payment(idOf(1)))?.answeredAction).toBe('Look 005');
  });

  it('is kept as soon as it is heard, for another wish may stand there before it could be answered', async () => {
    await given('In Progress', 'accepted');
    const busy = { cancel: async () => Promise.reject(new Problem('busy', 'later')) };
    expect(await after('Cancel', 'In Progress', busy)).toBe('Cancel 005');
    expect(await bench.payment(idOf(1))).toMatchObject({ answeredAction: null, clearsAction: false });
    expect(await after('Retry', 'In Progress')).toBe('Cancel 005');
  });

  it.each([['Release', 'On Hold', 'withdrawn'], ['Re-initiate', 'On Hold', 'settled'], ['Re-initiate', 'Failed', 'settled'], ['Release', 'Approved for Payout', 'withdrawn']] as const)('is taken back by what pays it after all: %s of what is %s', async (wish, state, stage) => {
    await given(state, stage, 'Cancel 005');
    expect([await after(wish, state), (await bench.payment(idOf(1)))?.letsGoOn]).toEqual([null, true]);
    expect([await after('Retry', 'In Progress'), (await bench.payment(idOf(1)))?.letsGoOn]).toEqual([null, false]);
  });

  it.each(['Release', 'Re-initiate'])('is not forgotten in the books by a %s that is refused in words, where only they know of it', async (wish) => {
    await given('Awaiting Funds', 'unknown');
    await bench.query('update attempt set refused_with_batch = true');
    await after(wish, 'On Hold');
    expect(await bench.payment(idOf(1))).toMatchObject({ state: 'Awaiting Funds', letsGoOn: false, reason: expect.stringMatching(/^Can't be released|^Not re-initiated/) });
  });

  it('is not taken back before the books let it go on, nor by who may not let it, nor by a look at the funds', async () => {
    await given('On Hold', 'withdrawn', 'Hold 005');
    expect(await after('Release', 'On Hold', {}, { byId: newPayment(1).approvedById })).toBe('Hold 005');
    await carryOut(bench.office, {} as Payouts, [{ requestId: idOf(1), action: 'Release', reason: 'looked', byId: '006', status: 'On Hold', approved: true, interested: [] }], bench.clock.at + 1);
    expect(await bench.payment(idOf(1))).toMatchObject({ granted: { event: 'release' }, stopWish: 'Hold 005' });
    await bench.clear();
    await given('Awaiting Funds', 'settled', 'Hold 005');
    expect([await after('Retry', 'Awaiting Funds'), (await bench.payment(idOf(1)))?.reason]).toEqual(['Hold 005', 'Funds are being checked again.']);
  });
});
