import { describe, expect, it } from '@jest/globals';
import { simulate } from '../../scripts/simulate/simulation.ts';
import { storyOf, summaryOf } from '../../scripts/simulate/story.ts';
import { oneStageForAll, payouts } from './one-stage.ts';

const seedsInAll = 200;
const groups = 10;

const stage = oneStageForAll();

describe('a companion in simulated weather', () => {
  it.each(Array.from({ length: groups }, (_, group) => group * (seedsInAll / groups) + 1))('pays every debt once and says so, in seeds from %i on', async (from) => {
    for (let seed = from; seed < from + seedsInAll / groups; seed++) {
      const outcome = await simulate(stage(), seed, { payouts });
      if (outcome.violations.length) throw new Error(`${summaryOf(outcome)}\n${storyOf(outcome, payouts)}`);
    }
  }, 300_000);

  it('does the same again for the same seed', async () => {
    const hashes: string[] = [];
    for (let run = 0; run < 2; run++) hashes.push((await simulate(stage(), 7, { payouts })).hash);
    expect(hashes[1]).toBe(hashes[0]);
    expect((await simulate(stage(), 8, { payouts })).hash).not.toBe(hashes[0]);
  }, 60_000);
});
