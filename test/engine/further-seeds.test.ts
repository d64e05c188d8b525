import { describe, it } from '@jest/globals';
import { oneStageForAll } from '../simulate/one-stage.ts';
import { expectClean, groupsFrom } from '../simulate/seeds.ts';

const stage = oneStageForAll();

describe('a companion in simulated weather', () => {
  it.each([...groupsFrom(33), ...groupsFrom(133)])('pays every debt once and says so, in seeds from %i on', (from) => expectClean(stage(), from), 300_000);
});
