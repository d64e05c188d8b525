import type { Circumstances } from '../domain/examine.ts';
import type { Payment } from '../store/ledger-rows.ts';

/** What goes to a payee in a currency today, minor units; `requestId` where it is what another instance has planned of one of the requests that are being looked at. */
interface Committed {
  readonly connection: string;
  readonly payeeId: string;
  readonly currency: string;
  readonly minor: number;
  readonly requestId: string | null;
}
type Spending = Pick<Payment, 'requestId' | 'connection' | 'payeeId' | 'currency' | 'amountMinor'>;

const dayMs = 86_400_000;
/** When the day began whose limits count at `now`; both epoch ms, UTC. */
export const startOfDay = (now: number): number => now - (now % dayMs);

/** One payee, whatever program it is paid from, for it may be registered with many; and however its id is written. */
const payeeOf = ({ connection, payeeId, currency }: Pick<Payment, 'connection' | 'payeeId' | 'currency'>): string => `${connection} ${payeeId.toLowerCase()} ${currency}`;

/** What goes out today, to each payee and in each currency, while requests are looked at one after the other. */
export function spentBy(committed: readonly Committed[]) {
  const spent = new Map<string, number>();
  const planned = new Map<string, number>();
  const spend = (payment: Pick<Payment, 'connection' | 'payeeId' | 'currency'>, minor: number): void => {
    for (const key of [payeeOf(payment), payment.currency]) spent.set(key, (spent.get(key) ?? 0) + minor);
  };
  const keyOf = (row: Pick<Committed, 'requestId' | 'connection' | 'payeeId' | 'currency'>): string => `${row.requestId} ${payeeOf(row)}`;
  for (const row of committed) {
    spend(row, row.minor);
    if (row.requestId !== null) planned.set(keyOf(row), row.minor);
  }
  return {
    /** What goes out beside this request. What another instance has planned of it since it was taken up is the request itself, and counted once. */
    beside(payment: Spending): Pick<Circumstances, 'payeeTodayMinor' | 'currencyTodayMinor'> {
      const own = planned.get(keyOf(payment)) ?? 0;
      return { payeeTodayMinor: (spent.get(payeeOf(payment)) ?? 0) - own, currencyTodayMinor: (spent.get(payment.currency) ?? 0) - own };
    },
    /** This one goes out too: those after it are looked at beside it. What is planned of it counts already, whatever becomes of this look. */
    add(payment: Spending): void {
      if (!planned.has(keyOf(payment))) spend(payment, payment.amountMinor);
    },
  };
}
