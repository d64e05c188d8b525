import { describe, it } from '@jest/globals';
import { machineBugs } from '../../scripts/simulate/machine-bugs.ts';
import { oneStageForAll } from '../simulate/one-stage.ts';
import { findsOut } from '../simulate/planted.ts';

/** Where one needs weather that few seeds bring: tried first. */
const foundBefore: Readonly<Record<string, number>> = { 'a permit to send has no end': 37, "the companion's own kill switch is not read": 2_076, 'what was paid is not asked about again': 9, 'the kill switch of the org is not read, and what the books refuse because of it is sent all the same': 132 };
const stage = oneStageForAll();

describe('the simulator', () => {
  it.each(machineBugs.map((bug) => [bug.name, bug] as const))('finds out when %s', (_, bug) => findsOut(stage(), bug, foundBefore[bug.name] ?? 1), 300_000);
});
