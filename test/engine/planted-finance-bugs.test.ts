import { describe, it } from '@jest/globals';
import { financeBugs } from '../../scripts/simulate/finance-bugs.ts';
import { oneStageForAll } from '../simulate/one-stage.ts';
import { findsOut } from '../simulate/planted.ts';

/** The first seed in which customers pay, with a consent; and where one needs more than that. */
const firstReceipts = 15;
const foundBefore: Readonly<Record<string, number>> = { 'the amount of before is told for what is owed now': 19 };
const stage = oneStageForAll();

describe('the simulator', () => {
  it.each(financeBugs.map((bug) => [bug.name, bug] as const))('finds out when %s', (_, bug) => findsOut(stage(), bug, foundBefore[bug.name] ?? firstReceipts), 300_000);
});
