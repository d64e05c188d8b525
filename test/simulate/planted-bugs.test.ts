import { describe, it } from '@jest/globals';
import { plantedBugs } from '../../scripts/simulate/planted-bugs.ts';
import { oneStageForAll } from './one-stage.ts';
import { findsOut } from './planted.ts';

/** Where a bug needs weather that few seeds bring: tried first, the others when chance has moved on. */
const foundBefore: Readonly<Record<string, number>> = {
  'a letter is acknowledged before it is kept': 5, "a webhook's word is taken for the status": 18, '"not found" once is taken for "never sent"': 48,
  'a sighting is not compared with the fingerprint': 6, 'cancelled is believed at the first reading': 44, 'a restored ledger is trusted': 8,
};

const stage = oneStageForAll();

describe('the simulator', () => {
  it.each(plantedBugs.map((bug) => [bug.name, bug] as const))('finds out when %s', (_, bug) => findsOut(stage(), bug, foundBefore[bug.name] ?? 1), 300_000);
});
