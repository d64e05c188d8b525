import { inverse, ratioOf, rateText, times, type Rate, type RateKind, type Ratio } from './rate.ts';

/** Every reference rate is told against this one, so any two others meet in it. */
const pivot = 'EUR';
/** An agreed table is somebody's decision; a reference is published for everybody; what a payout was converted with holds the provider's margin. */
const order: readonly RateKind[] = ['table', 'reference', 'observed'];

export type Chosen =
  | { readonly is: 'rate'; readonly ratio: Ratio; /** Rounded to eight decimals, for people. */ readonly rate: string; readonly source: string; /** Epoch ms, of the older leg. */ readonly asOf: number }
  | { readonly is: 'stale'; readonly source: string; readonly asOf: number }
  | { readonly is: 'missing' };

interface Leg {
  readonly ratio: Ratio;
  readonly asOf: number;
  readonly source: string;
}

/** The latest of this pair, told either way round. */
function leg(rates: readonly Rate[], base: string, quote: string): Leg | undefined {
  const straight = rates.filter((rate) => rate.base === base && rate.quote === quote);
  const turned = rates.filter((rate) => rate.base === quote && rate.quote === base);
  // Sorting keeps the order of equals: of two told at once the one told this way round comes first.
  const [latest] = [...straight, ...turned].toSorted((a, b) => b.asOf - a.asOf);
  return latest && { ratio: latest.base === base ? ratioOf(latest.rate) : inverse(ratioOf(latest.rate)), asOf: latest.asOf, source: latest.source };
}

function through(rates: readonly Rate[], base: string, quote: string): Leg | undefined {
  const [first, second] = [leg(rates, base, pivot), leg(rates, pivot, quote)];
  if (!first || !second) return undefined;
  const source = first.source === second.source ? first.source : `${first.source}, ${second.source}`;
  return { ratio: times(first.ratio, second.ratio), asOf: Math.min(first.asOf, second.asOf), source: `${source} via ${pivot}`.slice(0, 80) };
}

/**
 * The rate from one currency to another as of a moment, out of rates that were believed by then: by kind in a fixed order, a direct pair before a cross through the
 * euro. One older than `maxAgeMs` of its kind is not used and the next kind is tried: what is left is said to be stale or missing, never guessed. Pure.
 */
export function chooseRate(rates: readonly Rate[], pair: { readonly base: string; readonly quote: string }, at: number, maxAgeMs: Readonly<Record<RateKind, number>>): Chosen {
  const { base, quote } = pair;
  if (base === quote) return { is: 'rate', ratio: { over: 1n, under: 1n }, rate: '1.00000000', source: 'the same currency', asOf: at };
  let stale: Leg | undefined;
  for (const kind of order) {
    const own = rates.filter((rate) => rate.kind === kind && rate.asOf <= at);
    for (const found of [leg(own, base, quote), through(own, base, quote)]) {
      if (found && at - found.asOf <= maxAgeMs[kind]) return { is: 'rate', rate: rateText(found.ratio), ...found };
      if (found && (!stale || found.asOf > stale.asOf)) stale = found;
    }
  }
  return stale ? { is: 'stale', source: stale.source, asOf: stale.asOf } : { is: 'missing' };
}
