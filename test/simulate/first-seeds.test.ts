import { describe, expect, it } from '@jest/globals';
import { simulate } from '../../scripts/simulate/simulation.ts';
import { oneStageForAll, payouts } from './one-stage.ts';
import { expectClean, groupsFrom } from './seeds.ts';

const stage = oneStageForAll();

describe('a companion in simulated weather', () => {
  it.each(groupsFrom(1))('pays every debt once and says so, in seeds from %i on', (from) => expectClean(stage(), from), 300_000);

  it('does the same again for the same seed', async () => {
    const hashes: string[] = [];
    for (let run = 0; run < 2; run++) hashes.push((await simulate(stage(), 7, { payouts })).hash);
    expect(hashes[1]).toBe(hashes[0]);
    expect((await simulate(stage(), 8, { payouts })).hash).not.toBe(hashes[0]);
  }, 60_000);
});
