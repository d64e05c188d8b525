import { describe, it } from '@jest/globals';
import { plantedBugs } from '../../scripts/simulate/planted-bugs.ts';
import { simulate } from '../../scripts/simulate/simulation.ts';
import { oneStageForAll, payouts } from './one-stage.ts';

const mostSeedsForOneBug = 80;

const stage = oneStageForAll();

describe('the simulator', () => {
  // Without the bug the same seeds are clean: that is what simulate.test.ts says.
  it.each(plantedBugs.map((bug) => [bug.name, bug] as const))('finds out when %s', async (_, bug) => {
    for (let seed = 1; seed <= mostSeedsForOneBug; seed++) {
      const { violations } = await simulate(stage(), seed, { payouts, bug });
      const [found] = violations;
      if (!found) continue;
      console.info(`${bug.name}: found with seed ${seed}. ${found.rule}: ${found.detail.slice(0, 120)}`);
      return;
    }
    throw new Error(`Simulator: ${mostSeedsForOneBug} seeds did not find that ${bug.name}. Draw weather that brings it out, or sharpen an invariant.`);
  }, 300_000);
});
