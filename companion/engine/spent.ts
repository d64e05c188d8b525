import type { Circumstances } from '../domain/examine.ts';
import type { Payment } from '../store/ledger-rows.ts';

/** What goes to a payee in a currency today, minor units; `requestId` where it is what another instance has planned of one of the requests that are being looked at. */
interface Committed {
  readonly payeeKey: string;
  readonly currency: string;
  readonly minor: number;
  readonly requestId: string | null;
}
type Spending = Pick<Payment, 'requestId' | 'payeeKey' | 'currency' | 'amountMinor'>;

/** What goes out today, to each payee and in each currency, while requests are looked at one after the other. */
export function spentBy(committed: readonly Committed[]) {
  const spent = new Map<string, number>();
  const planned = new Map<string, number>();
  const spend = ({ payeeKey, currency }: Pick<Payment, 'payeeKey' | 'currency'>, minor: number): void => {
    for (const key of [`${payeeKey} ${currency}`, currency]) spent.set(key, (spent.get(key) ?? 0) + minor);
  };
  const keyOf = ({ requestId, payeeKey, currency }: Pick<Committed, 'requestId' | 'payeeKey' | 'currency'>): string => `${requestId} ${payeeKey} ${currency}`;
  for (const row of committed) {
    spend(row, row.minor);
    if (row.requestId !== null) planned.set(keyOf(row), row.minor);
  }
  return {
    /** What goes out beside this request. What another instance has planned of it since it was taken up is the request itself, and counted once. */
    beside(payment: Spending): Pick<Circumstances, 'payeeTodayMinor' | 'currencyTodayMinor'> {
      const own = planned.get(keyOf(payment)) ?? 0;
      return { payeeTodayMinor: (spent.get(`${payment.payeeKey} ${payment.currency}`) ?? 0) - own, currencyTodayMinor: (spent.get(payment.currency) ?? 0) - own };
    },
    /** This one goes out too: those after it are looked at beside it. What is planned of it counts already, whatever becomes of this look. */
    add(payment: Spending): void {
      if (!planned.has(keyOf(payment))) spend(payment, payment.amountMinor);
    },
  };
}
