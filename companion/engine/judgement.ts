import type { PayoutEvent } from '../domain/payout-states.ts';
import type { NewIssue } from '../store/issues.ts';
import type { AttemptPatch } from '../store/ledger.ts';

/** What one sighting means for one attempt. Nothing is written here. */
export interface Judgement {
  readonly patch: AttemptPatch;
  readonly event?: PayoutEvent;
  readonly reason?: string | null;
  /** A line for the payment's story, when there is something new to tell. */
  readonly line?: string;
  readonly issue?: Omit<NewIssue, 'source' | 'requestId'>;
  /** Why nothing more may leave this lane. */
  readonly stopsLane?: string;
  readonly clearsApproval?: boolean;
  /** The provider pays, or has paid, an attempt that was thought to be over: a later one that has not left is taken back. */
  readonly revives?: boolean;
}
