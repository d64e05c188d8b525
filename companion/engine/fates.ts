import type { ProblemKind } from '../domain/problem.ts';

/** What happens to work that met a problem. */
export type Fate =
  | 'retry' // again, after what they said, else after a growing delay
  | 'park' // until money is there
  | 'branch' // an answer the flow itself deals with
  | 'correct' // back to a person, with the reason
  | 'bury' // dead letter with the original, alert
  | 'reject' // nothing kept, security alert
  | 'ask'; // never again: the provider is asked what became of it

/** One table decides. A kind without a fate does not compile. */
export const fates = {
  busy: 'retry',
  unreachable: 'retry',
  unfunded: 'park',
  declined: 'branch',
  invalid: 'correct',
  refused: 'bury',
  unmapped: 'bury',
  forged: 'reject',
  unknown: 'ask',
} as const satisfies Record<ProblemKind, Fate>;
