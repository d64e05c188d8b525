import type { z } from 'zod';
import type { Change, Written } from '../domain/change.ts';
import type { InboundEvent } from '../domain/events.ts';
import type { FundingAccount } from '../domain/funding-account.ts';
import type { FinanceCapabilities } from '../domain/rate-and-fee-books.ts';
import type { History } from '../domain/history.ts';
import type { Money } from '../domain/money.ts';
import type { Attempt, PaymentRequest, Sent, Sighting } from '../domain/payout.ts';
import type { Problem } from '../domain/problem.ts';
import type { PayeeStatus, RecipientCapabilities } from '../domain/recipient-capabilities.ts';
export type { Onboarding, PayeeStatus, RecipientBooks, RecipientRecord } from '../domain/recipient-capabilities.ts';
import type { ReceiptCapabilities, Vault } from '../domain/receipt-capabilities.ts';
export type { AccountBalance, AccountBalances, Consent, ConsentStanding, Movements, ReceiptBooks, Receipts, Vault } from '../domain/receipt-capabilities.ts';
import type { PayoutTerms, RehearsalBooks, RehearsalView } from '../domain/rehearsal-roles.ts';

/** The one face of every outside system. Each folder here exports exactly one, as its default. */
export interface Connector<Settings = unknown> {
  /** Also the folder and the word in `config/connections.json`. */
  readonly name: string;
  /** Its own environment variables without the connection's prefix. Parsed once, at start. */
  readonly settings: z.ZodType<Settings>;
  /** Opens nothing yet: the first call does. */
  open(settings: Settings, world: { readonly id: string; readonly tools: Tools; readonly gate: Gate; readonly vault?: Vault | undefined }): Connection;
}

/** What the system can do for us. What it cannot do is absent, never a method that throws. */
export interface Connection extends RecipientCapabilities, ReceiptCapabilities, FinanceCapabilities {
  readonly webhooks?: Webhooks;
  readonly wakeUps?: WakeUps;
  readonly payoutBooks?: PayoutBooks;
  readonly history?: History<Claim>;
  readonly payouts?: Payouts;
  readonly payees?: Payees;
  readonly payoutTerms?: PayoutTerms;
  readonly rehearsalBooks?: RehearsalBooks;
  readonly fees?: Fees;
  /** Present when something needs a person first (consent, a missing secret). Absent means ready. */
  readiness?(): 'ready' | { readonly missing: string; readonly doThis: string };
  close?(): Promise<void>;
}
export type Capability = Exclude<keyof Connection, 'readiness' | 'close'>;

/** A request exactly as it came: the signature covers method, full URL and raw bytes. */
export interface RawRequest {
  readonly method: string;
  /** The public URL as registered with the sender, never one built from forwarded headers. */
  readonly url: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Uint8Array;
}

export interface Webhooks {
  /** The events this sender has a URL for; each is the last part of `/webhooks/<connection id>/<event>`. */
  readonly events: readonly string[];
  /** Why production must not start with this configuration, or undefined when senders can be verified. */
  unverifiable(): string | undefined;
  /** Proves the sender and names the letter for deduplication. Pure but for the clock. @throws Problem `forged` */
  verify(request: RawRequest, event: string): { readonly key: string; readonly flags: readonly string[] };
  /** Says the letter in our words. Runs after it is kept, so a bad mapping loses nothing. @throws Problem `unmapped` */
  read(request: RawRequest, event: string): readonly InboundEvent[];
}

export interface WakeUps {
  /**
   * Listens until `stop` aborts, reconnecting by itself. `keep` must be awaited before the cursor counts as reached.
   * `lost` is called when the cursor turned out useless (corrupt or too old): the caller sweeps.
   */
  listen(
    cursor: string | undefined,
    keep: (events: readonly InboundEvent[], cursor: string) => Promise<void>,
    lost: (why: string) => Promise<void>,
    stop: AbortSignal,
  ): Promise<void>;
}

/** How far a ledger has counted: what the books hold beyond it was written by another, or by this one in a future that was taken back. */
export interface Standing {
  readonly epoch: number;
  readonly sequence: number;
  readonly version: number;
}

/** One reservation in the books: the fence between companions. */
export interface Reservation extends Standing {
  readonly attempt: Attempt;
  readonly companionId: string;
  /** The approval it acts on (ISO 8601): the books refuse it when a later one stands there. */
  readonly approvedAt: string;
}

/** A reservation as the books remember it, for recovery after a lost or restored store. */
export interface Claim extends Standing {
  readonly reference: string;
  readonly request: PaymentRequest;
  readonly reason: string | null;
  readonly changedAt: string; // ISO 8601
  /** The action somebody asks for on the record, where one stands there. */
  readonly wish?: string;
}

/** What a person asked for on a record, with a reason. */
type Wish = { readonly action: string; readonly reason: string; readonly byId: string };
/** `status`, and whether an approval stands, as the books show it beside the wish; `interested` created the request or last changed its payee (user ids). */
export type RequestedAction = Wish & { readonly requestId: string; readonly status: string; readonly approved: boolean; readonly interested: readonly string[] };
/** `shown`: what the books tell of the issue, which a store that began anew does not know. */
export type IssueAction = Wish & { readonly key: string; readonly shown: Omit<Extract<Change, { kind: 'issue' }>, 'kind' | 'version' | 'status' | 'answers'> | undefined };

/** What one look at the books tells: what a rehearsal looks at too, and what people asked for and decided. */
export interface Survey extends Omit<RehearsalView, 'waiting'> {
  readonly actions: readonly RequestedAction[];
  /** Those with a wish that are On Hold or at Needs Correction and were never sent, as far as they can be read. */
  readonly held: readonly PaymentRequest[];
  readonly issueActions: readonly IssueAction[];
  readonly fundingAccounts: readonly FundingAccount[];
  /** The latest modification among `requests`, ISO 8601: the next sweep's watermark. */
  readonly until: string | undefined;
}

/** The books for payouts. Every method is safe to repeat. */
export interface PayoutBooks {
  identity(): Promise<{ readonly orgId: string; readonly isSandbox: boolean }>;
  /** Requests that wait to be paid (Approved for Payout, Scheduled, Awaiting Funds), asked-for actions and settings: one call. */
  survey(scope: { readonly since?: string }): Promise<Survey>;
  /** Reserves each row on its own (allOrNone false). A row the books refuse is not sent. */
  reserve(rows: readonly Reservation[]): Promise<ReadonlyMap<string, 'reserved' | { readonly refused: string; readonly code: string }>>;
  /** Writes what fits into as few calls as it can, and says of each what came of it. Keys are `<kind> <key>`. */
  write(changes: readonly Change[]): Promise<ReadonlyMap<string, Written>>;
  /** Everything reserved that is not terminal, and everything a ledger standing at `after` can't have made: a higher epoch, the same epoch and a higher sequence, or a higher version. */
  claims(after: Standing): Promise<readonly Claim[]>;
  /** These reservations as the books have them now, with their requests, and with the payee their recipients have now, whoever was approved. One that is not there, or can't be read, is left out. */
  reserved(references: readonly string[]): Promise<readonly Claim[]>;
  /** What was paid, paid and returned, or failed, and changed since (ISO 8601). One that can't be read is left out: nothing of it is open. */
  endedSince(since: string): Promise<readonly Claim[]>;
  /** The highest epoch and version any request carries; 0 for none. */
  newest(): Promise<Omit<Standing, 'sequence'>>;
  /** The highest version these records hold; 0 for none. Keys as in changes. */
  newestVersion(records: readonly Pick<Change, 'kind' | 'key'>[]): Promise<number>;
  /** Whether the kill switch in the books is on: one call. */
  paused(): Promise<boolean>;
  /** Calls left today, as last heard; undefined before the first answer. */
  quota(): { readonly used: number; readonly limit: number } | undefined;
}

declare const permitBrand: unique symbol;
/** Proof that a send is allowed: minted in engine/once.ts only, for one call. */
export interface SendPermit {
  readonly [permitBrand]: true;
  /** Epoch ms after which nothing may be written to the socket, and the call is given up as unknown. */
  readonly deadlineAt: number;
  /** Re-checks the lease. Asked just before writing to the socket. */
  stillMine(): boolean;
}

export interface Payouts extends PayoutTerms {
  readonly sameReference: 'refused' | 'returns the first' | 'unproven';
  /** The exact body of one submission; all attempts of one program. Pure. */
  prepare(batch: readonly Attempt[]): string;
  /** Sends that body once. Never retries, never throws: what is not documented as accepted or refused is `unknown`. */
  send(batch: readonly Attempt[], body: string, permit: SendPermit): Promise<Sent>;
  /** One question per reference, paced; an answer that could not be had is a Problem in the map. */
  ask(attempts: readonly Pick<Attempt, 'reference' | 'program' | 'amount'>[]): Promise<ReadonlyMap<string, Sighting | Problem>>;
  cancel(attempt: Pick<Attempt, 'reference' | 'program'>): Promise<'asked' | 'too late'>;
}

export interface Payees {
  status(program: string, payeeId: string): Promise<PayeeStatus>;
}

export interface Fees {
  /** Actual fees by reference in lower case, among the provider's transactions since `since` (epoch ms); what can't be read is passed over and logged. */
  actual(since: number): Promise<ReadonlyMap<string, Money>>;
  /** The configured schedule's fee, or undefined when there is none: never zero by default. */
  estimate(amount: Money): Money | undefined;
}

export type CallClass = 'ask' | 'send' | 'balance' | 'poll' | 'look';
/** Paces calls to one connection and keeps its breaker; state lives in the database, keyed by connection id. Never retries. */
export interface Gate {
  /** Waits for its turn, then makes the call once. @throws Problem `unreachable` while the breaker is open, `busy` during a long pause, or what `call` throws. */
  pass<T>(kind: CallClass, call: () => Promise<T>): Promise<T>;
}

export type Log = Readonly<Record<'debug' | 'info' | 'warn' | 'error', (message: string, fields?: Readonly<Record<string, unknown>>) => void>>;

/** The world, handed in. Nothing else may reach for the clock, randomness, timers or sockets. */
export interface Tools {
  readonly now: () => number; // epoch milliseconds
  readonly fetch: typeof fetch;
  readonly random: () => number; // in [0, 1)
  readonly timer: {
    /** Runs `what` once after `ms`; the returned function cancels it. */
    after(ms: number, what: () => void): () => void;
    sleep(ms: number, stop?: AbortSignal): Promise<void>;
  };
  readonly log: Log;
}
