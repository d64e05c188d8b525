/** What went wrong, in the words that decide what happens next (one table of fates: engine/fates.ts). */
export type ProblemKind =
  | 'busy' // asked to slow down: wait as told, try again
  | 'unreachable' // no answer to a call that moves nothing: back off, then open the breaker
  | 'unfunded' // not enough money: park until there is
  | 'declined' // the answer is no: a branch of the flow
  | 'invalid' // our data is wrong: back to a person
  | 'refused' // the target will not take it: dead letter, alert
  | 'unmapped' // we do not understand it: dead letter, original kept
  | 'forged' // not who it says it is: reject, security alert
  | 'unknown'; // the money may have moved: ask, never send again

/**
 * Nobody is left alone for longer because of one answer. A Retry-After may be a moment in epoch seconds, or a date in the year 9999, by a mistake of
 * whatever stands in between, and what waits on it is kept across restarts. Who means more says so again when asked again.
 */
export const longestPauseMs = 15 * 60_000;

export interface ProblemDetails {
  readonly cause?: unknown;
  /** How long the other side asked us to wait, in milliseconds; taken as `longestPauseMs` at most. */
  readonly retryAfterMs?: number;
  /** The other side's own code, for the record: "10005", "REQUEST_LIMIT_EXCEEDED". */
  readonly code?: string;
}

/** The one error of the house. Its message says who speaks, what happened and what to do next. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly kind: ProblemKind;
  readonly retryAfterMs: number | undefined;
  readonly code: string | undefined;

  constructor(kind: ProblemKind, message: string, details: ProblemDetails = {}) {
    super(message, 'cause' in details ? { cause: details.cause } : undefined);
    this.kind = kind;
    this.retryAfterMs = details.retryAfterMs === undefined ? undefined : Math.min(details.retryAfterMs, longestPauseMs);
    this.code = details.code;
  }
}
