import { percentile } from '../proof/percentile.ts';
import type { PlantedBug } from './planted-bugs.ts';
import { simulate } from './simulation.ts';
import type { Stage } from './stage.ts';

/** How many seeds one hunt for a planted bug took, from each of several first seeds; null where it was not found. */
export interface Hunted {
  readonly bug: string;
  readonly took: readonly (number | null)[];
  /** The seed and the rule that found it first. */
  readonly found: { readonly seed: number; readonly rule: string } | null;
}

const apart = 1_000;

/** Hunts one bug from `times` first seeds, `most` seeds each: 1, 2, 3 …, then 1001, 1002 … @throws Error where a seed breaks a rule without any bug: then none was noticed. */
export async function hunt(stage: Stage, bug: PlantedBug, { times, most, payouts, first = 1 }: { readonly times: number; readonly most: number; readonly payouts: number; readonly first?: number }): Promise<Hunted> {
  const took: (number | null)[] = [];
  let found: Hunted['found'] = null;
  for (let time = 0; time < times; time++) {
    const begin = first + time * apart;
    let seed = begin;
    for (; seed < begin + most; seed++) {
      const [violation] = (await simulate(stage, seed, { payouts, bug })).violations;
      if (!violation) continue;
      const [itsOwn] = (await simulate(stage, seed, { payouts })).violations;
      if (itsOwn) throw new Error(`Simulator: seed ${seed} with ${payouts} payouts breaks "${itsOwn.rule}" without any bug. Mend that first.`);
      found ??= { seed, rule: violation.rule };
      break;
    }
    took.push(seed < begin + most ? seed - begin + 1 : null);
  }
  return { bug: bug.name, took, found };
}

/** The middle one; null when most hunts found nothing. */
export function medianOf(took: Hunted['took']): number | null {
  const middle = percentile(took.map((seeds) => seeds ?? Infinity), 50);
  return middle === undefined || middle === Infinity ? null : middle;
}
