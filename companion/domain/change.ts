import type { Money } from './money.ts';
import type { PayoutState } from './payout-states.ts';

/** One line of a payment's story, oldest first; written as JSON into the transaction's timeline. */
export interface TimelineEntry {
  readonly at: string;
  readonly text: string;
}

export type TransactionStatus = 'Sending' | 'Outcome Unknown' | 'Pending' | 'Pending Payee' | 'Transferred' | 'Cancelled' | 'Returned' | 'Refused';

/**
 * What the companion wants remembered in the books, rendered from the ledger at the moment of writing.
 * `version` only ever grows for one record: the books refuse an older one. How the books spell it is their connector's affair.
 */
export type Change =
  | {
      readonly kind: 'request'; readonly key: string /* Payment Request id */; readonly version: number;
      readonly status: PayoutState; readonly reason: string | undefined;
      /** Null clears these; undefined leaves what the books hold. */
      readonly providerStatus: string | null | undefined; readonly batchKey: string | null | undefined;
      readonly expectedArrival: string | undefined;
      /** True when the approval no longer counts: the stamp is cleared. */
      readonly clearsApproval: boolean;
      /** The requested action that has been answered and is to be cleared, and who asked for it: `Hold 005…`. */
      readonly answers: string | undefined;
    }
  | {
      readonly kind: 'transaction'; readonly key: string /* provider key */; readonly version: number;
      readonly requestId: string; readonly batchKey: string; readonly fundingAccountId: string | undefined; readonly reference: string;
      readonly type: 'Payout' | 'Return'; readonly direction: 'Out' | 'In'; readonly status: TransactionStatus; readonly amount: Money;
      readonly payoutId: string | undefined; readonly providerStatus: string | undefined; readonly reason: string | undefined;
      readonly target: Money | undefined; readonly fee: (Money & { readonly basis: 'Actual' | 'Estimated' }) | undefined;
      readonly fxRate: { readonly rate: string; readonly source: string; readonly at: string } | undefined;
      readonly occurredAt: string; readonly timeline: readonly TimelineEntry[];
    }
  | {
      readonly kind: 'batch'; readonly key: string; readonly version: number;
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
      /** How far the reading of what was there before is, in words. */
      readonly firstLoad?: string | undefined;
    }
  | { readonly kind: 'funds'; readonly key: string /* Funding Account key */; readonly version: number; readonly available: Money; readonly asOf: string }
  | { readonly kind: 'snapshot'; readonly key: string; readonly version: number; readonly fundingAccountKey: string; readonly available: Money; readonly asOf: string }
  | { readonly kind: 'recipient'; readonly key: string /* Recipient Account id */; readonly version: number; readonly status: 'Pending' | 'Active' | 'Inactive' | 'Declined'; readonly checkedAt: string };

export type ChangeKind = Change['kind'];

/** The order in which changes are written, so that a lookup finds its row: parents first. */
export const changeOrder: readonly ChangeKind[] = ['funds', 'batch', 'recipient', 'request', 'transaction', 'snapshot', 'issue', 'connection'];

/**
 * What the books said to one change. `stale` = a newer version is already there, which is as good as written. `asked anew` = nothing was written, for the wish
 * it answers was changed meanwhile.
 */
export type Written = 'written' | 'stale' | 'asked anew' | { readonly refused: string; readonly code: string } | { readonly busy: string };
