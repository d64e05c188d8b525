import type { PaymentRequest } from '../domain/payout.ts';
import type { PayoutTerms } from '../domain/rehearsal-roles.ts';
import type { NewPayment } from '../store/ledger.ts';
import type { Payment } from '../store/ledger-rows.ts';
import type { Bundled } from './bundle.ts';
import type { Examined } from './examine-all.ts';
import { idOf, newPayment, openTestOffice } from './test-office.ts';

export type PaymentPatch = Partial<Pick<Payment, 'state' | 'attempt' | 'automaticAttempts' | 'approvedAt' | 'amountMinor' | 'currency' | 'recipientId' | 'payeeKey' | 'purpose' | 'invoiceNumber' | 'fundingAccountId' | 'program' | 'payoutDate'>>;
interface Given { readonly payment?: Partial<NewPayment>; readonly patch?: PaymentPatch; readonly request?: Partial<PaymentRequest>; readonly verdict?: Examined['verdict'] }

export const ref = (nth: number, attempt = '01'): string => `${idOf(nth)}-${attempt}`;
export const referencesOf = (bundled: readonly Bundled[]): readonly string[] => bundled.flatMap(({ attempts }) => attempts.map(({ reference }) => reference));

/** For tests only: a store with what is to be bundled in it, and a payer. */
export async function openBundling() {
  const bench = await openTestOffice();
  await bench.bind();
  return {
    ...bench,
    /** A payer whose programs hold this much, in minor units. */
    payer: (availableMinor: number, more: Partial<PayoutTerms> = {}): PayoutTerms => ({
      environment: 'sandbox', programs: [{ program: '100', currency: 'USD' }, { program: '200', currency: 'EUR' }], batchLimit: 2, unsendable: () => undefined,
      funds: async (program) => ({ available: { minor: availableMinor, currency: program === '100' ? 'USD' : 'EUR' }, asOf: bench.clock.at }), ...more,
    }),
    /** Taken up and examined: payable from program 100 unless something else is said. */
    async examined(nth: number, { payment = {}, patch, request = {}, verdict }: Given = {}): Promise<Examined> {
      const { ledger } = bench.store;
      await ledger.takeUp([newPayment(nth, payment)]);
      if (patch) await ledger.adopt([{ requestId: idOf(nth), attempt: 0, state: 'Approved for Payout', reason: null, ...patch }]);
      return { request: { id: idOf(nth), attempt: 0, payoutDate: undefined, dueDate: undefined, ...request } as PaymentRequest, payment: (await bench.payment(idOf(nth)))!, verdict: verdict ?? { is: 'payable', program: '100' } };
    },
    async state(nth: number): Promise<readonly unknown[]> {
      const { state: at, reason, clearsApproval } = (await bench.payment(idOf(nth)))!;
      return [at, reason, clearsApproval];
    },
  };
}
