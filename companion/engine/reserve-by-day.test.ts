import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Claim, PayoutBooks, Reservation } from '../connectors/connector.ts';
import { Problem } from '../domain/problem.ts';
import type { PaymentRequest, Stamp } from '../domain/payout.ts';
import type { NewPayment } from '../store/ledger.ts';
import { reserveWave } from './reserve.ts';
import { idOf, lane, newAttempt, newBatch, newPayment, openTestOffice, start } from './test-office.ts';
import { minute, timing } from './test-rows.ts';

let bench: Awaited<ReturnType<typeof openTestOffice>>;
beforeAll(async () => {
  bench = await openTestOffice();
  await bench.bind();
}, 60_000);
afterAll(() => bench.close());
beforeEach(() => bench.clear());

const ref = (nth: number): string => `${idOf(nth)}-01`;
const midnight = Date.parse('2026-11-21T00:00:00Z');
const reason = 'Not sent yet: the books do not hold it as it was planned. It is read again, and goes out by itself as it stands there now.';

const stamp: Stamp = { amount: { minor: 1_000, currency: 'USD' }, recipientId: 'r', payeeKey: 'payer:sandbox:100:p', purpose: 'x', approvedAt: '2026-11-21T00:00:00.000Z', approvedById: 'approver', submittedById: 'submitter' };
/** As the books have it once it is reserved and nobody approved it again. */
const requestOf = (nth: number, more: Partial<PaymentRequest> = {}): PaymentRequest => ({
  id: idOf(nth), name: `PR-${nth}`, status: 'Sending', amount: stamp.amount, purpose: 'x', invoiceNumber: undefined, payoutDate: undefined, fundingAccountId: undefined, program: undefined, createdById: 'submitter', attempt: 1, evidence: undefined, stamp,
  recipient: { id: 'r', payeeKey: stamp.payeeKey, country: 'DE', status: 'Active', verified: true, statusCheckedAt: undefined, payeeChangedById: 'finance' }, ...more,
});
const claimOf = (nth: number, more: Partial<PaymentRequest> = {}): Claim => ({ reference: ref(nth), epoch: 1, sequence: nth, version: 1, reason: null, changedAt: stamp.approvedAt, request: requestOf(nth, more) });

async function planned(...payments: readonly Partial<NewPayment>[]): Promise<void> {
  const { ledger } = bench.store;
  await ledger.takeUp(payments.map((more, at) => newPayment(at + 1, { approvedAt: midnight, ...more })));
  await ledger.plan([newBatch({ requestedMinor: payments.length * 1_000, requestedCount: payments.length })], payments.map((_, at) => newAttempt(at + 1)));
}
/** Reserves what is planned; the books reserve all of it and hold `claims`. @returns the references that were read back, look by look */
async function reserve(claims: readonly Claim[] | Problem, meanwhile = async (): Promise<unknown> => undefined): Promise<readonly (readonly string[])[]> {
  const looks: (readonly string[])[] = [];
  const books = {
    reserve: async (rows: readonly Reservation[]) => new Map(rows.map(({ attempt }) => [attempt.reference, 'reserved' as const])),
    reserved: async (references: readonly string[]) => {
      looks.push(references);
      await meanwhile();
      if (claims instanceof Problem) throw claims;
      return claims;
    },
  } as unknown as PayoutBooks;
  await reserveWave(bench.office, books, lane, await bench.store.ledger.inLane(lane, ['intent']));
  return looks;
}
/** Requests the books are to be told of. */
const told = async () => (await bench.outbox()).filter((name) => name.startsWith('request'));
const stage = async (nth: number) => (await bench.attempt(ref(nth)))?.stage;

describe('a reservation whose approval may be stamped with the day only', () => {
  it('is read back, and counts where the books hold it as it was planned', async () => {
    await planned({}, { invoiceNumber: 'i', fundingAccountId: 'f' });
    expect(await reserve([{ ...claimOf(1), reference: ref(1).toLowerCase() }, claimOf(2, { invoiceNumber: 'i', fundingAccountId: 'f' })])).toEqual([[ref(1), ref(2)]]);
    expect([await stage(1), await stage(2)]).toEqual(['reserved', 'reserved']);
    expect(await bench.payment(idOf(1))).toMatchObject({ state: 'Sending', attempt: 1, batchId: 'B1', reason: null });
    expect([await told(), await bench.timers()]).toEqual([[], {}]);
  });

  it.each<[string, Partial<PaymentRequest>]>([
    ['for another amount', { amount: { minor: 999, currency: 'USD' } }], ['in another currency', { amount: { minor: 1_000, currency: 'EUR' } }], ['to another payee', { recipient: { ...requestOf(1).recipient, payeeKey: 'payer:sandbox:100:q' } }],
    ['to another recipient', { recipient: { ...requestOf(1).recipient, id: 'r2' } }], ['for another purpose', { purpose: 'y' }], ['for another invoice', { invoiceNumber: 'i' }], ['from another account', { fundingAccountId: 'f' }],
    ['by another person', { stamp: { ...stamp, approvedById: 'another' } }], ['as another submitted it', { stamp: { ...stamp, submittedById: 'another' } }], ['by nobody', { stamp: undefined }], ['and is not reserved there', { status: 'Approved for Payout' }],
  ])('is given back before anything can be sent where it was approved %s: its number is used up, and the books are told', async (_what, more) => {
    await planned({}, {});
    await reserve([claimOf(1, more), claimOf(2)]);
    expect([await stage(1), await stage(2)]).toEqual(['withdrawn', 'reserved']);
    expect(await bench.payment(idOf(1))).toMatchObject({ state: 'Approved for Payout', attempt: 1, batchId: null, reason, clearsApproval: false });
    expect(await bench.payment(idOf(2))).toMatchObject({ state: 'Sending', attempt: 1, batchId: 'B1' });
    expect([await told(), await bench.issues(), await bench.timers()]).toEqual([[`request ${idOf(1)}`], [], { survey: start + timing.sweepMs }]);
    expect(await bench.batch('B1')).toMatchObject({ requestedCount: 1, requestedMinor: 1_000 });
  });

  it('is given back where the books do not show it', async () => {
    await planned({});
    await reserve([]);
    expect([await stage(1), await bench.payment(idOf(1)), await told()]).toMatchObject(['withdrawn', { state: 'Approved for Payout', attempt: 1, reason }, [`request ${idOf(1)}`]]);
  });

  it.each([['at midnight', 0, 1], ['at midnight a quarter of an hour from ours', 15 * minute, 1], ['at a time of day', 1_000, 0], ['a millisecond before midnight', -1, 0]])('is one of %s', async (_what, after, looks) => {
    await planned({ approvedAt: midnight + after });
    expect(await reserve([claimOf(1)])).toHaveLength(looks);
    expect(await stage(1)).toBe('reserved');
  });

  it('is read back alone: the fence knows the others apart', async () => {
    await planned({ approvedAt: midnight + 1_000 }, {});
    expect(await reserve([claimOf(2)])).toEqual([[ref(2)]]);
    expect([await stage(1), await stage(2)]).toEqual(['reserved', 'reserved']);
  });

  it('is not ours to send while it can\'t be read back, and is compared when it is asked for again', async () => {
    await planned({}, { approvedAt: midnight + 1_000 });
    await expect(reserve(new Problem('unreachable', 'No answer.'))).rejects.toThrow('No answer.');
    expect([await stage(1), await stage(2), await bench.payment(idOf(1))]).toMatchObject(['intent', 'intent', { state: 'Approved for Payout', attempt: 0 }]);
    await reserve([claimOf(1, { amount: { minor: 999, currency: 'USD' } })]);
    expect([await stage(1), await stage(2)]).toEqual(['withdrawn', 'reserved']);
  });

  it('of what a person gave up meanwhile stays given up, and the books are told', async () => {
    await planned({});
    await reserve([claimOf(1, { purpose: 'y' })], () => bench.store.ledger.adopt([{ requestId: idOf(1), attempt: 0, state: 'Cancelled', reason: null }]));
    expect([await stage(1), await bench.payment(idOf(1)), await told()]).toMatchObject(['withdrawn', { state: 'Cancelled', reason: null }, [`request ${idOf(1)}`]]);
  });

  it('of what another process took meanwhile moves nothing here, and the books are told how it stands', async () => {
    await planned({});
    await reserve([claimOf(1, { purpose: 'y' })], () => bench.query("update attempt set planned_by = 'another'"));
    expect([await stage(1), await bench.payment(idOf(1)), await told()]).toMatchObject(['intent', { state: 'Approved for Payout', attempt: 0, reason: null }, [`request ${idOf(1)}`]]);
  });
});
