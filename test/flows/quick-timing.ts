import { readFileSync } from 'node:fs';
import type { Timing } from '../../companion/domain/timing.ts';

const profiles = JSON.parse(readFileSync(new URL('../../config/timing.json', import.meta.url), 'utf8')) as Record<'production' | 'sandbox', Timing>;

/** The sandbox profile with shorter waits, so that a story of hours ends in seconds. The order of the waits among each other is kept. */
export const quickTiming: Timing = {
  ...profiles.sandbox,
  surveyQuietMs: 100, surveyLatestMs: 400, sweepMs: 500, fullSweepMs: 2_000, sendDeadlineMs: 1_000, callDeadlineMs: 1_000, leaseMs: 6_000,
  pollsMs: [500, 700, 1_000], unknownAsksMs: [200, 300, 400, 500], giveUpAfterMs: 3_000, giveUpAfterMissed: 5, refusedAsksMs: [800, 3_000], confirmCancelledMs: 600,
  returnAsksMs: [1_000, 2_000, 4_000, 8_000, 60_000], hintSettlesMs: 300, repeatedLetterMs: 1_000, writeDelayMs: 150, fundsMs: 2_000, fundsShortMs: 400, recipientsMs: 600, payeePollsMs: [500, 800], balancesMs: 500, feesMs: 2_000,
  feeAllocationMs: 500, ratesMs: 2_000, ratesAgainMs: 300, reportingMs: 400, rehearseMs: 400,
  heartbeatMs: 5_000, firstRetryMs: 100, longestRetryMs: 1_000,
};
