import { simulate } from '../../scripts/simulate/simulation.ts';
import type { Stage } from '../../scripts/simulate/stage.ts';
import { storyOf, summaryOf } from '../../scripts/simulate/story.ts';
import { payouts } from './one-stage.ts';

/** `npm test` simulates 64 seeds within 90 seconds, in groups of so many, half of them in each of two files that run side by side, and beside nothing else; `npm run test:long` the next 64. */
const seedsInGroup = 8;
const groups = 4;
export const groupsFrom = (first: number): readonly number[] => Array.from({ length: groups }, (_, group) => first + group * seedsInGroup);

/** @throws Error with the story of the first seed in the group that breaks a rule. */
export async function expectClean(stage: Stage, from: number): Promise<void> {
  for (let seed = from; seed < from + seedsInGroup; seed++) {
    const outcome = await simulate(stage, seed, { payouts });
    if (outcome.violations.length) throw new Error(`${summaryOf(outcome)}\n${storyOf(outcome, payouts)}`);
  }
}
