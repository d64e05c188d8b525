import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Circumstances } from '../domain/examine.ts';
import type { PaymentRequest } from '../domain/payout.ts';
import type { PayoutState } from '../domain/payout-states.ts';
import { examineAll } from './examine-all.ts';
import { idOf, newPayment, openTestOffice, start } from './test-office.ts';
import { timing } from './test-rows.ts';

let bench: Awaited<ReturnType<typeof openTestOffice>>;
beforeAll(async () => void (bench = await openTestOffice()), 60_000);
afterAll(() => bench.close());
beforeEach(() => bench.clear());

const recipient: PaymentRequest['recipient'] = { id: 'r', payeeKey: 'payer:sandbox:100:p', country: 'DE', status: 'Active', verified: true, statusCheckedAt: undefined, payeeChangedById: 'finance' };
const survey = { limits: {}, allowSelfApproval: false, approvalEvidence: 'stamp' } as const;

/** Requests for different invoices, all of one payee of whom this is known. */
async function look(payee: Circumstances['payee'], numbers: readonly number[]): Promise<void> {
  const payments = await bench.store.ledger.payments(numbers.map(idOf));
  const found = payments.map((payment) => ({
    payment,
    request: {
      id: payment.requestId, name: payment.name, status: payment.state, amount: { minor: 1_000, currency: 'USD' }, purpose: 'x', invoiceNumber: payment.invoiceNumber ?? undefined, createdById: 'creator', attempt: 0, recipient,
      stamp: { amount: { minor: 1_000, currency: 'USD' }, recipientId: 'r', payeeKey: recipient.payeeKey, purpose: 'x', approvedAt: new Date(1).toISOString(), approvedById: 'approver', submittedById: 'submitter' },
    } as PaymentRequest,
  }));
  await examineAll(bench.office, survey, { programs: [{ program: '100', currency: 'USD' }] }, new Map([[recipient.payeeKey, payee]]), found);
}
const waiting = (numbers: readonly number[], state?: PayoutState) => bench.store.ledger.takeUp(numbers.map((nth) => newPayment(nth, { invoiceNumber: `INV-${nth}`, foundAt: start })), state);
const silent = 'Not sent yet: The provider could not be asked about the payee; it is asked again.';

describe('a payment whose payee nobody says a word about', () => {
  it('says so once it has waited for long, and a person hears of all of them together', async () => {
    await waiting([1, 2]);
    await waiting([3], 'Awaiting Funds');
    // However long it has waited for something else.
    bench.clock.at = start + timing.giveUpAfterMs;
    await look('active', [1, 2, 3]);
    for (const at of [0, timing.giveUpAfterMs - 1]) {
      bench.clock.at = start + timing.giveUpAfterMs + at;
      await look('no answer', [1, 2, 3]);
    }
    expect([(await bench.payment(idOf(1)))?.reason, await bench.issues()]).toEqual([null, []]);
    bench.clock.at += 1;
    await look('no answer', [1, 2, 3]);
    expect(await bench.store.ledger.payments([idOf(1), idOf(3)])).toMatchObject([{ state: 'Approved for Payout', reason: silent }, { state: 'Awaiting Funds', reason: silent }]);
    expect(await bench.issues()).toMatchObject([{ kind: 'payee unclear', source: 'payer, waited for', severity: 'Warning', count: 3, detail: expect.stringMatching(/^PR-1 is one of 3\. Not sent yet/) }]);
    expect(await bench.outbox()).toEqual(expect.arrayContaining([1, 2, 3].map((nth) => `request ${idOf(nth)}`)));
  });

  it('begins to wait anew once there was an answer', async () => {
    await waiting([1]);
    for (const payee of ['no answer', 'active', 'no answer'] as const) {
      await look(payee, [1]);
      bench.clock.at += timing.giveUpAfterMs - 1;
    }
    await look('no answer', [1]);
    expect([(await bench.payment(idOf(1)))?.reason, await bench.issues()]).toEqual([null, []]);
  });

  it('says it once, until something else is the reason', async () => {
    await waiting([1]);
    for (const payee of ['no answer', 'no answer', 'no answer', 'changed'] as const) {
      await look(payee, [1]);
      bench.clock.at += timing.giveUpAfterMs;
    }
    expect((await bench.issues()).reduce((sum, { count }) => sum + count, 0)).toBe(2);
    expect((await bench.payment(idOf(1)))?.reason).toMatch(/^Not sent yet: The provider has other details/);
  });

  it('falls due first where it was scheduled', async () => {
    await waiting([1], 'Scheduled');
    await bench.store.cursors.set('payees waited for', JSON.stringify({ [recipient.payeeKey]: start - timing.giveUpAfterMs }));
    await look('no answer', [1]);
    expect([await bench.payment(idOf(1)), await bench.issues()]).toMatchObject([{ state: 'Approved for Payout', reason: null }, []]);
  });
});
