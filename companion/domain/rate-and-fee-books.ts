import type { FeeFacts, FeeRule } from './fee-rule.ts';
import type { Money } from './money.ts';
import type { Rate, RateKind } from './rate.ts';

/** What a connection must have where rates are converted with and fees allocated. */
export interface FinanceCapabilities {
  readonly feeBooks?: FeeBooks;
  readonly rateBooks?: RateBooks;
  readonly rates?: FxRateProvider;
}

/** Tells exchange rates. Reading moves nothing. What a payout was converted with comes from our own ledger and needs no provider. */
export interface FxRateProvider {
  readonly kind: Exclude<RateKind, 'observed'>;
  /** Who tells them, at most 80 characters. */
  readonly source: string;
  /** Why it tells none, in words, when it is switched off: then it costs no call. */
  readonly off: string | undefined;
  /** What it tells now, by one call at most. @throws Problem `busy`, `unreachable`, or `unmapped` when the answer is not what it is documented to be. */
  read(): Promise<readonly Rate[]>;
  /** When there was, or will be, something newer than what is held as of `latest` (both epoch ms): in the past means that reading is worth a call now. Pure. */
  newerAt(now: number, latest: number | undefined): number;
}

/** A request as far as its reporting amount goes. What it holds of it already is undefined where it is blank. */
export interface Reportable {
  readonly requestId: string;
  readonly name: string;
  readonly amount: Money;
  readonly reported: { readonly amount: Money; readonly rate: string } | undefined;
}
/** A request nobody has submitted that is owed in one currency and paid in another, or was: `owed` is undefined when only what was converted once is left on it. */
export interface Owed {
  readonly requestId: string;
  readonly name: string;
  readonly owed: Money | undefined;
  /** What it is paid in. */
  readonly into: string;
  /** What stands there to be paid; undefined while it is blank. */
  readonly amount: Money | undefined;
  /** Decimal text of the rate that stands there; undefined while it is blank. */
  readonly rate: string | undefined;
}
export interface RateBooks {
  /**
   * Requests changed since (ISO 8601) or all, as far as each is wanted: for reports those nobody has submitted and later ones without a reporting amount, to be
   * converted those nobody has submitted that are owed in another currency. One call for each 2,000, whether one of both is wanted or both.
   */
  convertible(scope: { readonly since?: string; readonly reportable: boolean; readonly owed: boolean }): Promise<{
    readonly requests: readonly Reportable[];
    readonly owed: readonly Owed[];
    readonly unreadable: readonly { readonly requestId: string; readonly why: string }[];
    readonly until: string | undefined;
  }>;
  /** Feeds the org's own dated rates, where it has them: how many were written, or why not, in words. Rates are told against the org's corporate currency. */
  feedDated(day: string, rateFrom: (corporate: string, currency: string) => string | undefined): Promise<{ readonly written: number } | { readonly off: string }>;
}

/** A fee the books hold, with what decides where it belongs. */
export interface KnownFee {
  /** The transaction's key in the books, and its record id. */
  readonly key: string;
  readonly transactionId: string;
  /** The Payment Request it was charged for. */
  readonly requestId: string;
  readonly fee: Money;
  readonly basis: 'Actual' | 'Estimated';
  readonly facts: FeeFacts;
  readonly occurredAt: string; // ISO 8601
}
/** A part of a fee as the books hold it. */
export interface KnownPart {
  readonly key: string;
  readonly status: string;
  readonly accountId: string | undefined;
  readonly ruleId: string | undefined;
  /** Decimal text. */
  readonly percent: string | undefined;
  /** As the companion wrote it. */
  readonly why: string;
}
export interface FeeBooks {
  /** Active rules, fees changed since (ISO 8601), and what people decided about suggestions: one call, and one more for each further 2,000 fees. */
  fees(scope: { readonly since: string }): Promise<{
    readonly rules: readonly FeeRule[];
    readonly unreadable: readonly { readonly id: string; readonly why: string }[];
    readonly fees: readonly KnownFee[];
    /** The parts of these fees that count in the books: another store than ours may have divided them. */
    readonly parts: readonly KnownPart[];
    readonly decisions: readonly { readonly transactionKey: string; readonly decision: 'Confirm' | 'Reject'; readonly byId: string }[];
    readonly until: string | undefined;
  }>;
}
