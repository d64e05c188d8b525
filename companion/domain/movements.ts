import type { Money } from './money.ts';

/** What kinds of movements an account's list of transactions tells of, in our words; each connector translates its provider's categories. */
export type MovementKind = 'incoming' | 'refund' | 'withdrawal' | 'card' | 'outgoing' | 'fee';

/** An unknown word of the provider is `unrecognised`: it counts as pending, never as money received. */
export type MovementStatus = 'pending' | 'completed' | 'cancelled' | 'failed' | 'unrecognised';

/** One movement of an account as its provider tells it. The amount carries no sign: `direction` does. */
export interface Movement {
  /** The provider's own id of the transaction; unique within the account. */
  readonly id: string;
  readonly kind: MovementKind;
  readonly direction: 'In' | 'Out';
  readonly status: MovementStatus;
  /** The provider's own word for the status. */
  readonly raw: string;
  readonly amount: Money;
  /** ISO 8601, as the provider dates it. */
  readonly at: string;
  /** Who paid, as the provider names it; empty when it does not say. */
  readonly source: string;
  /** What the payer or the provider gave as a reference; empty when there is none. */
  readonly reference: string;
  readonly description: string;
}

export type TransactionType = 'Receipt' | 'Refund' | 'Withdrawal' | 'Card' | 'Other Payment' | 'Fee';

interface Rule {
  /** Whether money came from a customer: a Revenue of its own, matched with what it is for. */
  readonly revenue: boolean;
  readonly transaction: TransactionType;
  /** Payouts of ours have their row already, written by the flow that sent them: such a line only brings their fee. */
  readonly ownPayoutsApart: boolean;
}

/** What each kind of movement becomes in the books: the conditional mapping by transaction type. */
export const movementRules: Readonly<Record<MovementKind, Rule>> = {
  incoming: { revenue: true, transaction: 'Receipt', ownPayoutsApart: false },
  refund: { revenue: false, transaction: 'Refund', ownPayoutsApart: true },
  withdrawal: { revenue: false, transaction: 'Withdrawal', ownPayoutsApart: false },
  card: { revenue: false, transaction: 'Card', ownPayoutsApart: false },
  outgoing: { revenue: false, transaction: 'Other Payment', ownPayoutsApart: true },
  fee: { revenue: false, transaction: 'Fee', ownPayoutsApart: true },
};

/** Money that came in is a receipt; a line called incoming that takes money away is none, whatever it is called. */
export const isReceipt = ({ kind, direction }: Pick<Movement, 'kind' | 'direction'>): boolean => movementRules[kind].revenue && direction === 'In';

/** The word of a Revenue: only `Received` counts as money. */
export const receiptStatusOf = (status: MovementStatus): 'Pending' | 'Received' | 'Cancelled' | 'Failed' =>
  ({ pending: 'Pending', unrecognised: 'Pending', completed: 'Received', cancelled: 'Cancelled', failed: 'Failed' } as const)[status];

/** The word of a Payment Transaction for the same. */
export const transactionStatusOf = (status: MovementStatus): 'Pending' | 'Transferred' | 'Cancelled' | 'Refused' =>
  ({ pending: 'Pending', unrecognised: 'Pending', completed: 'Transferred', cancelled: 'Cancelled', failed: 'Refused' } as const)[status];
