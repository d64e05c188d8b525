import { afterAll, beforeAll } from '@jest/globals';
import { openStage, type Stage } from '../../scripts/simulate/stage.ts';

/** Payouts of one simulated story, the same with and without a planted bug. */
export const payouts = 5;

/** One stage for all tests of a file, opened before the first and closed after the last. */
export function oneStageForAll(): () => Stage {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
    await stage.store(0);
  }, 60_000);
  afterAll(() => stage.close());
  return () => stage;
}
