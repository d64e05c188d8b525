import type { Money } from './money.ts';
import type { TransactionType } from './movements.ts';
import type { PayoutState } from './payout-states.ts';
import type { RecipientFacts } from './recipient.ts';

/** One line of a payment's story, oldest first; written as JSON into the transaction's timeline. */
export interface TimelineEntry {
  readonly at: string;
  readonly text: string;
}

export type TransactionStatus = 'Sending' | 'Outcome Unknown' | 'Pending' | 'Pending Payee' | 'Transferred' | 'Cancelled' | 'Returned' | 'Refused';

/** What is told of a recipient. What is undefined stays as the books hold it. */
export interface RecipientTold {
  readonly status: 'Invited' | 'Pending' | 'Active' | 'Inactive' | 'Declined' | undefined;
  /** When the provider said so, ISO 8601. */
  readonly checkedAt: string | undefined;
  /** The provider's page on which the payee registers. */
  readonly link: string | undefined;
  /** What was found, for a person; null clears it. */
  readonly reason: string | null | undefined;
  /** Another than before says that the provider now speaks of somebody else, or pays them otherwise. */
  readonly fingerprint: string | undefined;
  /** What was blank and is known now. */
  readonly fills: Partial<RecipientFacts>;
  /** The requested action was answered and is to be cleared. */
  readonly answered: boolean;
}

/**
 * What the companion wants remembered in the books, rendered from the ledger at the moment of writing.
 * `version` only ever grows for one record: the books refuse an older one. How the books spell it is their connector's affair.
 */
export type Change =
  | {
      readonly kind: 'request'; readonly key: string /* Payment Request id */; readonly version: number;
      readonly status: PayoutState; readonly reason: string | undefined;
      /** Held for a limit: the books ask whoever releases it for a right of its own. */
      readonly needsSecondApproval: boolean;
      /** Null clears these; undefined leaves what the books hold. */
      readonly providerStatus: string | null | undefined; readonly batchKey: string | null | undefined;
      readonly expectedArrival: string | undefined;
      /** ISO 8601; as above. */
      readonly leavesAt?: string | null | undefined;
      /** True when the approval no longer counts: the stamp is cleared. */
      readonly clearsApproval: boolean;
      /** The requested action that has been answered and is to be cleared, and who asked for it: `Hold 005…`. */
      readonly answers: string | undefined;
      /** The approval that somebody has asked to stop, by its time, ISO 8601; null where somebody lets it go on, undefined leaves what the books hold. */
      readonly stoppedApprovalAt?: string | null | undefined;
    }
  | {
      readonly kind: 'transaction'; readonly key: string /* provider key */; readonly version: number;
      readonly requestId: string; readonly batchKey: string; /** Undefined leaves what the books hold. */ readonly fundingAccountId: string | undefined; readonly reference: string;
      readonly type: 'Payout' | 'Return'; readonly direction: 'Out' | 'In'; readonly status: TransactionStatus; readonly amount: Money;
      readonly payoutId: string | undefined; readonly providerStatus: string | undefined; readonly reason: string | undefined;
      readonly target: Money | undefined; readonly fee: (Money & { readonly basis: 'Actual' | 'Estimated' }) | undefined;
      readonly fxRate: { readonly rate: string; readonly source: string; readonly at: string } | undefined;
      readonly occurredAt: string; readonly timeline: readonly TimelineEntry[];
      /** What the provider's own list says of it; undefined leaves what the books hold, no state clears it. */
      readonly reconciled?: { readonly state: 'Confirmed' | 'Awaited' | 'Different' | null; readonly at: string | undefined; readonly detail: string } | undefined;
    }
  | {
      readonly kind: 'batch'; readonly key: string; readonly version: number;
      /** Undefined leaves what the books hold. */
      readonly fundingAccountId: string | undefined; readonly currency: string; readonly status: 'Sending' | 'Outcome Unknown' | 'Open' | 'Settled';
      readonly requestedCount: number; readonly sentAt: string | undefined; readonly seal: 'Open' | 'Sealed' | 'Broken'; readonly sealDetail: string;
      /** Sums in minor units of `currency`; the movement is what the provider's balance did. Unknown sums are undefined. */
      readonly requested: Money; readonly approved: Money | undefined; readonly provider: Money | undefined; readonly movement: Money | undefined;
      readonly paid: Money; readonly returned: Money; readonly failed: Money; readonly held: Money; readonly inFlight: Money; readonly residue: Money;
    }
  | {
      readonly kind: 'issue'; readonly key: string; readonly version: number;
      readonly problem: string; readonly source: string; readonly severity: 'Info' | 'Warning' | 'Critical'; readonly status: 'Open' | 'Retrying' | 'Resolved' | 'Discarded';
      readonly count: number; readonly firstSeen: string; readonly lastSeen: string; readonly summary: string; readonly detail: string; readonly excerpt: string;
      readonly requestId: string | undefined; readonly answers: string | undefined;
    }
  | {
      readonly kind: 'connection'; readonly key: string; readonly version: number;
      readonly companionId: string; readonly epoch: number; readonly sequence: number; readonly mode: 'Normal' | 'Recovery' | 'Paused'; readonly heartbeatAt: string;
      readonly lastEventAt: string | undefined; readonly lastWebhookAt: string | undefined; readonly backlog: number; readonly oldestUnknownAt: string | undefined;
      readonly breaker: 'Closed' | 'Open' | 'Half-open'; readonly callsUsed: number | undefined; readonly callsLimit: number | undefined;
      /** Of the connections that need an account holder's consent. */
      readonly consent?: { readonly state: 'Given' | 'Missing' | 'Refused' | 'Off'; readonly detail: string; readonly link: string | undefined } | undefined;
      /** How far the reading of what was there before is, in words. */
      readonly firstLoad?: string | undefined;
      /** How far payouts were compared with the provider's own transactions, in words. */
      readonly reconciliation?: string | undefined;
    }
  | {
      readonly kind: 'receipt'; readonly key: string /* provider key of a Revenue */; readonly version: number;
      /** Undefined leaves what the books hold. */
      readonly fundingAccountId: string | undefined;
      readonly amount: Money; readonly receivedAt: string; readonly source: string; readonly reference: string;
      readonly status: 'Pending' | 'Received' | 'Cancelled' | 'Failed'; readonly providerStatus: string;
      /** Undefined leaves what the books hold: a person may have decided. */
      readonly match: { readonly state: 'Unmatched' | 'Proposed' | 'Matched'; readonly accountId: string | undefined; readonly contactId: string | undefined; readonly opportunityId: string | undefined; readonly reason: string } | undefined;
    }
  | {
      readonly kind: 'movement'; readonly key: string /* provider key of a Payment Transaction that pays no request */; readonly version: number;
      /** Undefined leaves what the books hold. */
      readonly fundingAccountId: string | undefined; readonly receiptKey: string | undefined; readonly type: TransactionType; readonly direction: 'In' | 'Out'; readonly status: 'Pending' | 'Transferred' | 'Cancelled' | 'Refused';
      readonly amount: Money; readonly providerStatus: string; readonly reference: string; readonly occurredAt: string; readonly timeline: readonly TimelineEntry[];
    }
  | {
      readonly kind: 'feeAllocation'; readonly key: string /* transaction key and number of the part */; readonly version: number;
      readonly transactionId: string; readonly accountId: string | undefined; readonly ruleId: string | undefined; readonly amount: Money; /** Decimal text. */ readonly percent: string | undefined;
      readonly basis: 'Actual' | 'Estimated'; readonly status: 'Allocated' | 'Suggested' | 'Unallocated' | 'Superseded'; readonly why: string;
      /** Of a suggestion: so many of so many like payments. */
      readonly times: number | undefined; readonly ofLike: number | undefined; readonly occurredAt: string; readonly allocatedAt: string;
    }
  | { readonly kind: 'rate'; readonly key: string; readonly version: number; readonly base: string; readonly quote: string; /** Decimal text. */ readonly rate: string; readonly source: string; readonly asOf: string }
  /** Undefined clears the rate the books hold beside an amount that is owed in no other currency any more. */
  | { readonly kind: 'conversion'; readonly key: string /* Payment Request id */; readonly version: number; readonly converted: { readonly owed: Money; readonly amount: Money; readonly rate: string; readonly source: string; readonly at: string } | undefined }
  /** Undefined clears what the books hold. */
  | { readonly kind: 'reporting'; readonly key: string /* Payment Request id */; readonly version: number; readonly reported: { readonly amount: Money; readonly rate: string; readonly source: string; readonly at: string } | undefined }
  | { readonly kind: 'funds'; readonly key: string /* Funding Account key */; readonly version: number; readonly available: Money; readonly asOf: string }
  | { readonly kind: 'snapshot'; readonly key: string; readonly version: number; readonly fundingAccountKey: string; readonly available: Money; readonly asOf: string }
  | ({ readonly kind: 'recipient'; readonly key: string /* Recipient Account id */; readonly version: number } & Partial<RecipientTold>);

export type ChangeKind = Change['kind'];

/** The order in which changes are written, so that a lookup finds its row: parents first. */
export const changeOrder: readonly ChangeKind[] = ['funds', 'batch', 'recipient', 'request', 'conversion', 'reporting', 'transaction', 'feeAllocation', 'receipt', 'movement', 'rate', 'snapshot', 'issue', 'connection'];

/**
 * What the books said to one change. `stale` = a newer version is already there, which is as good as written. `asked anew` = nothing was written, for the wish
 * it answers was changed meanwhile, or what it proposes was decided by a person. A conversion is `stale` too when the request was submitted or what is owed
 * was changed meanwhile: the next look sees what stands there.
 */
export type Written = 'written' | 'stale' | 'asked anew' | { readonly refused: string; readonly code: string } | { readonly busy: string };
