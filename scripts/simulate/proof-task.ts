import type { Coverage, Passing } from './coverage.ts';

export interface ProofTask {
  readonly seeds: readonly Passing[];
}
/** A seed that broke rules, how many times, and its story. */
export interface Broken extends Passing {
  readonly violations: number;
  readonly story: string;
}
/** What the seeds of a task went through together, and those that broke a rule. */
export interface ProofDone {
  readonly coverage: Coverage;
  readonly broken: readonly Broken[];
}
