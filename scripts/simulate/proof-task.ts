import type { Coverage } from './coverage.ts';
import type { Doom } from './life.ts';

/** A seed to run, with how many payouts; `crashAt` names where a process ends in it. */
export interface ProofSeed {
  readonly seed: number;
  readonly payouts: number;
  readonly crashAt?: Pick<Doom, 'at' | 'place'>;
}
export interface ProofTask {
  readonly seeds: readonly ProofSeed[];
}
/** A seed that broke rules, how many times, and its story. */
export interface Broken extends ProofSeed {
  readonly violations: number;
  readonly story: string;
}
/** What the seeds of a task went through together, and those that broke a rule. */
export interface ProofDone {
  readonly coverage: Coverage;
  readonly broken: readonly Broken[];
}
