import type { Money } from './money.ts';
import type { PayoutState } from './payout-states.ts';

/** What the approval's own field updates stamped: the values that were approved, whatever the record says now. */
export interface Stamp {
  readonly amount: Money;
  readonly recipientId: string;
  readonly payeeKey: string;
  readonly purpose: string;
  /** ISO 8601; a second approval has a later one, which is how it is told from the first. */
  readonly approvedAt: string;
  readonly approvedById: string;
  readonly submittedById: string;
}

/** The approval process instance as the books' audit tables tell it. */
export interface ApprovalEvidence {
  readonly instanceId: string;
  readonly actorId: string;
  readonly submittedById: string;
  readonly completedAt: string;
}

export interface Recipient {
  readonly id: string;
  /** `<provider>:<environment>:<account>:<payee id>` */
  readonly payeeKey: string;
  readonly country: string | undefined;
  readonly status: string;
  readonly verified: boolean;
  /** When `status` was last confirmed with the provider, ISO 8601. */
  readonly statusCheckedAt: string | undefined;
  readonly payeeChangedById: string | undefined;
}

/** A Payment Request as it stands in the books now. */
export interface PaymentRequest {
  readonly id: string;
  readonly name: string;
  readonly status: PayoutState;
  readonly amount: Money;
  /** What is owed, where it was converted into `amount`. */
  readonly owed?: Money | undefined;
  readonly purpose: string;
  readonly invoiceNumber: string | undefined;
  /** YYYY-MM-DD */
  readonly payoutDate: string | undefined;
  /** YYYY-MM-DD: when the debt is due; it decides the order, never whether. */
  readonly dueDate?: string | undefined;
  readonly fundingAccountId: string | undefined;
  /** The provider's program of the Funding Account, when one is named. */
  readonly program: string | undefined;
  readonly recipient: Recipient;
  readonly createdById: string;
  /** The last attempt number in the books; 0 before the first. */
  readonly attempt: number;
  readonly stamp: Stamp | undefined;
  /** Whom it was submitted for, while its approver decides: an approval counts for no other payee. */
  readonly submittedPayeeKey?: string | undefined;
  readonly evidence: ApprovalEvidence | undefined;
  /** As the books have it: somebody has asked to stop it under the approval that stands, and nobody has let it go on since. */
  readonly isStopped?: boolean;
  /** Why the approval of the payment run it is on does not cover it, in words. */
  readonly runTrouble?: string;
}

/** One numbered try to pay one request. Immutable once written; the fingerprint is everything here but `batchId`. */
export interface Attempt {
  /** `<18-character Payment Request id>-<attempt, 2 digits>`, compared without case. */
  readonly reference: string;
  readonly requestId: string;
  readonly number: number;
  readonly connection: string;
  readonly program: string;
  readonly payeeId: string;
  readonly amount: Money;
  readonly purpose: string;
  readonly orgId: string;
  readonly batchId: string;
}

/** `a0X…AAA` and 1 → `a0X…AAA-01`. */
export const referenceOf = (requestId: string, attempt: number): string => `${requestId}-${String(attempt).padStart(2, '0')}`;

/** The payee id at the provider: the last part of the key. */
export const payeeIdOf = (payeeKey: string): string => payeeKey.split(':').slice(3).join(':');

/** The provider's account (for Payoneer its program) the payee is registered with: the third part of the key. */
export const payeeAccountOf = (payeeKey: string): string => payeeKey.split(':')[2] ?? '';

/** The provider's words, in ours. Only an explicit word is an outcome; anything unrecognised is `unrecognised` and stays pending. */
export type ProviderStatus = 'pending' | 'payee must act' | 'transferred' | 'cancelled' | 'unrecognised';

/** Why a payout was cancelled or refused, as far as the provider's code tells. `access`: we were not let in, whatever we brought. */
export type Cause = 'funds' | 'payee' | 'data' | 'duplicate' | 'returned' | 'access' | 'other';

export interface Reason {
  readonly code: string;
  readonly text: string;
  readonly cause: Cause;
}

/** What the provider says of a reference. `askedAt` (epoch ms) is when the question was put, so that late answers can be told. */
export type Sighting =
  | { readonly found: false; readonly askedAt: number }
  | {
      readonly found: true;
      readonly askedAt: number;
      readonly payoutId?: string;
      readonly payeeId: string;
      readonly amount: Money;
      readonly target?: Money;
      readonly status: ProviderStatus;
      /** The provider's own word, for the record. */
      readonly raw: string;
      readonly reason?: Reason;
    };

export interface Refusal {
  readonly reference: string;
  readonly reason: Reason;
}

/** What came of one call that moves money. Everything not documented as accepted or refused is unknown. */
export type Sent =
  | { readonly accepted: true }
  | { readonly refused: 'all'; readonly reason: Reason }
  | { readonly refused: readonly Refusal[] }
  | { readonly unknown: string }
  /** Certainly nothing left: turned away by our own breaker, permit or login before a byte was written. */
  | { readonly notSent: string };
