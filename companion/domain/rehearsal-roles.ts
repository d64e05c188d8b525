import type { Money } from './money.ts';
import type { Attempt, PaymentRequest } from './payout.ts';
import type { Rehearsal, RehearsalText } from './rehearsal.ts';

/** What may be known of a payer without being able to send through it: a rehearsal gets this and nothing more. */
export interface PayoutTerms {
  readonly environment: 'sandbox' | 'production';
  readonly programs: readonly { readonly program: string; readonly currency: string }[];
  readonly batchLimit: number;
  /** Why this attempt can't be sent as it stands, found before anything is reserved; undefined when it can. Pure. */
  unsendable(attempt: Attempt): string | undefined;
  funds(program: string): Promise<{ readonly available: Money; readonly asOf: number }>;
}

/** A person's wish to know what would happen if these requests were approved now. */
export interface RehearsalAsk {
  /** The record that asks, and that is answered. */
  readonly key: string;
  readonly of: { readonly runId: string } | { readonly requestIds: readonly string[] };
}

/** What a rehearsal looks at: requests in whatever state, and the settings that decide about them. */
export interface RehearsalView {
  readonly requests: readonly PaymentRequest[];
  /** All others that wait to be paid: approved before these, they may take the money first, whether the ledger has heard of them or not. */
  readonly waiting: readonly PaymentRequest[];
  /** Rows the books hold but which can't be read as a request, each with the reason. */
  readonly unreadable: readonly { readonly requestId: string; readonly why: string }[];
  readonly paused: boolean;
  readonly limits: { readonly request?: string; readonly payeeDaily?: string; readonly currencyDaily?: string };
  readonly allowSelfApproval: boolean;
  /** `stamp` = no audit tables to read (Flow approvals without them): the stamp alone is believed. */
  readonly approvalEvidence: 'classic' | 'flow' | 'stamp';
}

/** The books for rehearsals. Reading changes nothing; an answer touches only the record that asked, never a payment. */
export interface RehearsalBooks {
  /** Who waits for an answer, the oldest first: one call. */
  asked(): Promise<readonly RehearsalAsk[]>;
  /** What is to be rehearsed, as it stands: one call for a run or for 600 requests, and one more per further page and for the approvals of its runs. */
  view(of: RehearsalAsk['of']): Promise<RehearsalView>;
  /** Writes the answer, or why there is none. `already` = another instance was faster. Safe to repeat. */
  answer(key: string, answer: { readonly rehearsal: Rehearsal } | { readonly failed: string }): Promise<'written' | 'already'>;
  /** Asks as the integration user; the key of the record. For the command line. */
  ask(of: RehearsalAsk['of']): Promise<string>;
  /** What was answered, or undefined while nobody has. */
  read(key: string): Promise<{ readonly rehearsal: RehearsalText } | { readonly failed: string } | undefined>;
}
