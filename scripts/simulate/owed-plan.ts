import type { Chance } from './chance.ts';

/** Something that happens to what is owed in one currency and paid in another, in milliseconds after the start. */
export type OwedHappening =
  | { readonly atMs: number; readonly what: 'owed otherwise'; readonly debt: OwedDebt }
  | { readonly atMs: number; readonly what: 'owed amount changes'; readonly index: number; readonly amount: string }
  | { readonly atMs: number; readonly what: 'owed amount asked anew'; readonly index: number }
  | { readonly atMs: number; readonly what: 'owed submitted' };

/** `payee` is the number of one of the plan's; it is paid in the currency of its program. */
interface OwedDebt {
  readonly payee: number;
  readonly amount: string;
  readonly currency: 'USD' | 'EUR' | 'SEK';
}

const hourMs = 3_600_000;
const amountOf = (chance: Chance): string => `${chance.whole(5, 400)}.${String(chance.whole(0, 99)).padStart(2, '0')}`;

/** Drafts that are owed in another currency, changed and asked anew while rates move, and submitted as soon as they have an amount, at the latest in the calm. */
export function owedPlanOf(chance: Chance, stormMs: number): readonly OwedHappening[] {
  const all: OwedHappening[] = [];
  const during = (): number => chance.whole(0, stormMs);
  const count = chance.whole(1, 3);
  for (let index = 0; index < count; index++) {
    all.push({ atMs: chance.whole(0, stormMs / 2), what: 'owed otherwise', debt: { payee: chance.whole(0, 3), amount: amountOf(chance), currency: chance.pick(['USD', 'EUR', 'SEK', 'SEK']) } });
    if (chance.happens(0.4)) all.push({ atMs: during(), what: 'owed amount changes', index, amount: amountOf(chance) });
    if (chance.happens(0.3)) all.push({ atMs: during(), what: 'owed amount asked anew', index });
  }
  for (const atMs of [during(), during(), stormMs + 13 * hourMs, stormMs + 26 * hourMs]) all.push({ atMs, what: 'owed submitted' });
  return all;
}
