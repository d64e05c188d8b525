import type { Coverage } from './coverage.ts';
import type { Doom } from './life.ts';

/** Seeds to run, with how many payouts each; `crashAt` names where a process ends in each of them. */
export interface ProofTask {
  readonly seeds: readonly { readonly seed: number; readonly payouts: number; readonly crashAt?: Pick<Doom, 'at' | 'place'> }[];
}
/** What they went through together, and the story of each that broke a rule. */
export interface ProofDone {
  readonly coverage: Coverage;
  readonly stories: readonly string[];
}
