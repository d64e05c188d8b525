/** Every wait, deadline and interval of the house, in milliseconds; read from config/timing.json (production | sandbox). */
export interface Timing {
  /** After the last of a burst of wake-ups the books are surveyed; at the latest `surveyLatestMs` after the first. */
  readonly surveyQuietMs: number;
  readonly surveyLatestMs: number;
  /** The regular sweep, its overlap, and the full one by status. */
  readonly sweepMs: number;
  readonly sweepOverlapMs: number;
  readonly fullSweepMs: number;
  /** How old the last look at the kill switch in the books may be when a batch leaves. */
  readonly pauseFreshMs: number;
  readonly sendDeadlineMs: number;
  readonly callDeadlineMs: number;
  readonly leaseMs: number;
  /** Polls after acceptance; the last repeats until `pollForMs`. */
  readonly pollsMs: readonly number[];
  readonly pollForMs: number;
  /** Questions while an outcome is unknown; the last repeats. */
  readonly unknownAsksMs: readonly number[];
  /** After this long and `giveUpAfterMissed` questions an unknown outcome goes to a person. */
  readonly giveUpAfterMs: number;
  readonly giveUpAfterMissed: number;
  /** Questions after a refusal by name, reckoned from it: the provider may have taken another copy of the same call. */
  readonly refusedAsksMs: readonly number[];
  /** Two readings of a cancellation lie at least this far apart before it counts: a quarter of an hour, and ten minutes for a clock that is set in between. */
  readonly confirmCancelledMs: number;
  /** Questions after Transferred, for bank returns. */
  readonly returnAsksMs: readonly number[];
  /** How long a hint that is not final waits for a better one before the question is put. */
  readonly hintSettlesMs: number;
  /** A letter of the same bytes as one that was settled less than this ago is the same one, sent again; later it is news. */
  readonly repeatedLetterMs: number;
  /** Writing to the books: changes of this long travel together. */
  readonly writeDelayMs: number;
  /** Under a steady stream of changes the gap between two writes doubles up to this. */
  readonly writeGapLongestMs: number;
  readonly fundsMs: number;
  readonly fundsShortMs: number;
  readonly fundsFreshMs: number;
  readonly payeeStatusFreshMs: number;
  /** Looks at the recipients in the books, besides those that events ask for. */
  readonly recipientsMs: number;
  /** Questions about a payee who was invited and is not active yet; the last repeats until `payeePollForMs` after the invitation. */
  readonly payeePollsMs: readonly number[];
  readonly payeePollForMs: number;
  readonly feesMs: number;
  /** How often an account's transactions are asked for; how far each look reaches back; how often, and how far, a long look does. */
  readonly receiptsMs: number;
  readonly receiptsOverlapMs: number;
  readonly receiptsWholeMs: number;
  readonly receiptsBackMs: number;
  /** Between two looks at the balances of the account holder's own account. */
  readonly balancesMs: number;
  /** How long a day of the reconciliation is, from midnight UTC; how long after its end it is compared; how long a payout that the provider does not list is looked for again. */
  readonly reconcileEveryMs: number;
  readonly reconcileLateMs: number;
  readonly reconcilePatienceMs: number;
  /** Between two looks at fees, allocation rules and decisions in the books. */
  readonly feeAllocationMs: number;
  /** The longest between two rounds of exchange rates; and while a publication is late. */
  readonly ratesMs: number;
  readonly ratesAgainMs: number;
  /** Between two looks at requests without a reporting amount. */
  readonly reportingMs: number;
  /** How often the books are asked for rehearsals nobody was told of; an event asks at once. */
  readonly rehearseMs: number;
  readonly heartbeatMs: number;
  readonly maintenanceMs: number;
  readonly firstRetryMs: number;
  readonly longestRetryMs: number;
  readonly duplicateWindowMs: number;
}

/** No work and no question is planned further ahead: the last look for a return comes after 30 days. What is due later was set by a clock that ran ahead, and is due now. */
export const farthestMs = 31 * 86_400_000;

/** The right to send lasts three minutes after its holder was last seen: the clocks of instances and of their server have to agree to well within that. */
export const clocksDifferMs = 60_000;

/**
 * A moment that was noted lies no later than now by more than this: two instances, each a minute off their server, and a minute to spare. One that does was noted by a clock that ran ahead
 * and has been put right since. It tells nothing, be it an hour ahead or years: else whatever counts from it would wait until the time has caught up. What is nearer keeps nobody waiting
 * for longer than this.
 */
export const aheadMs = 3 * clocksDifferMs;

/** Whether a moment was noted by a clock that ran ahead, both in epoch ms. */
export const ranAhead = (moment: number | null, now: number): boolean => (moment ?? 0) > now + aheadMs;

/** A moment as it was noted (text of epoch ms); undefined where none was, or by a clock that ran ahead. */
export const notedAt = (text: string | undefined, now: number): number | undefined => (text === undefined || ranAhead(Number(text), now) ? undefined : Number(text));

/**
 * Whether something was noted (`moment`) after a look began (`lookedAt`, both epoch ms). What a clock that ran ahead noted is not believed, or no wish would be heard for as long as it
 * was ahead: later than now, and than a look that was begun by that very clock, by more than clocks may differ.
 */
export const notedSince = (moment: number | null, lookedAt: number, now: number): boolean => (moment ?? 0) >= lookedAt && !ranAhead(moment, Math.max(lookedAt, now));
