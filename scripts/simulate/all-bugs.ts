import { financeBugs } from './finance-bugs.ts';
import { machineBugs } from './machine-bugs.ts';
import { plantedBugs, type PlantedBug } from './planted-bugs.ts';

/** Every mistake that is planted to see whether the simulator notices it. */
export const allBugs: readonly PlantedBug[] = [...plantedBugs, ...machineBugs, ...financeBugs];
