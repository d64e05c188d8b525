import type { PlantedBug } from '../../scripts/simulate/planted-bugs.ts';
import { simulate } from '../../scripts/simulate/simulation.ts';
import type { Stage } from '../../scripts/simulate/stage.ts';
import { payouts } from './one-stage.ts';

const mostSeedsForOneBug = 80;

/** Tries `first`, then one seed after the other. Without the bug the same seeds are clean: that is what other tests say. @throws Error when none of them notices it. */
export async function findsOut(stage: Stage, bug: PlantedBug, first: number): Promise<void> {
  for (const seed of new Set([first, ...Array.from({ length: mostSeedsForOneBug }, (_, index) => index + 1)])) {
    const [found] = (await simulate(stage, seed, { payouts, bug })).violations;
    if (!found) continue;
    console.info(`${bug.name}: found with seed ${seed}. ${found.rule}: ${found.detail.slice(0, 120)}`);
    return;
  }
  throw new Error(`Simulator: ${mostSeedsForOneBug} seeds did not find that ${bug.name}. Draw weather that brings it out, or sharpen an invariant.`);
}
