import type { RateKind } from './rate.ts';

/** How amounts are reported and fees allocated in this installation. */
export interface FinanceRules {
  /** What requests are converted into for reports; undefined: no reporting amounts are written. */
  readonly reportingCurrency: string | undefined;
  /** Whether what is owed in another currency than it is paid in is converted before submission. */
  readonly convertOwed: boolean;
  /** An older rate is not used. */
  readonly rateMaxAgeMs: Readonly<Record<RateKind, number>>;
  /** A rate that differs by more from the one before is not believed until a person has looked. */
  readonly rateJumpPercent: number;
  /** Whether the org's own dated rates are fed, where it has them. */
  readonly datedRates: boolean;
  /** A changed allocation rule moves fees of payouts not older than this. */
  readonly reallocateMs: number;
}
