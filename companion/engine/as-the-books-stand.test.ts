import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { PayoutState } from '../domain/payout-states.ts';
import { asTheBooksStand } from './as-the-books-stand.ts';
import { idOf, newAttempt, newBatch, newPayment, openTestOffice, start } from './test-office.ts';

let bench: Awaited<ReturnType<typeof openTestOffice>>;
beforeAll(async () => { bench = await openTestOffice(); }, 60_000);
afterAll(() => bench.close());
beforeEach(() => bench.clear());

/** One request in this state, with an attempt where a stage is named, as it stands after the books have said what they know. */
async function told(state: PayoutState, what: 'stopped' | 'cancelled', attempt?: Parameters<typeof newAttempt>[1]) {
  const { ledger } = bench.store;
  await ledger.takeUp([newPayment(1)], state);
  if (attempt) await ledger.plan([newBatch()], [newAttempt(1, attempt)]);
  await ledger.note(idOf(1), 'before', { letsGoOn: true, clearsAction: true, answeredAction: 'Release 005', answeredAt: start });
  const settled = await asTheBooksStand(bench.office, { stopped: [], cancelled: [], [what]: [idOf(1)] });
  return { settled: [...settled], ...(await bench.payment(idOf(1))) };
}

describe('what the books refuse to let go on', () => {
  it.each<PayoutState>(['Approved for Payout', 'Scheduled', 'Awaiting Funds'])('because somebody has asked to stop it is held, from %s', async (state) => {
    expect(await told(state, 'stopped')).toMatchObject({ settled: [idOf(1)], state: 'On Hold', letsGoOn: false, granted: null, reason: expect.stringContaining('Release lets it go on') });
  });

  it('stays what it is where it does not wait, and the answer that would let it go on is not told again', async () => {
    expect(await told('In Progress', 'stopped', { stage: 'accepted' })).toMatchObject({ settled: [idOf(1)], state: 'In Progress', letsGoOn: false, reason: 'before' });
  });

  it.each<PayoutState>(['Approved for Payout', 'Awaiting Funds', 'On Hold', 'Needs Correction', 'Failed'])('because somebody has given it up is given up, from %s', async (state) => {
    expect(await told(state, 'cancelled', { stage: 'withdrawn' })).toMatchObject({ settled: [idOf(1)], state: 'Cancelled', letsGoOn: false });
  });

  it.each<[PayoutState, string]>([['In Progress', 'accepted'], ['On Hold', 'unknown'], ['Approved for Payout', 'intent']])('is left to a person where it may be on its way, %s with an attempt that is %s', async (state, stage) => {
    expect(await told(state, 'cancelled', { stage: stage as 'unknown' })).toMatchObject({ settled: [], state, reason: 'before' });
  });

  it('moves nothing where there is nothing', async () => {
    expect([...(await asTheBooksStand(bench.office, { stopped: [], cancelled: [] }))]).toEqual([]);
  });
});
