import { exponentOf, type Money } from './money.ts';
import { Problem } from './problem.ts';

/** Where a rate comes from: an agreed table, a published reference, or what a payout was converted with. */
export type RateKind = 'table' | 'reference' | 'observed';

/** What one unit of `base` was worth in `quote` at a moment. */
export interface Rate {
  readonly kind: RateKind;
  readonly base: string;
  readonly quote: string;
  /** Decimal text as the source wrote it, at most `rateDecimals` decimals; never a float. */
  readonly rate: string;
  /** Epoch ms. */
  readonly asOf: number;
  /** Who says so, at most 80 characters. */
  readonly source: string;
}

/** Source, pair, moment and value: the same word told twice is one rate, and a correction another. */
export const rateKey = ({ kind, source, base, quote, asOf, rate }: Rate): string => `${kind}:${source}:${base}/${quote}:${new Date(asOf).toISOString()}:${rate}`;

/** An exact fraction, always positive. */
export interface Ratio {
  readonly over: bigint;
  readonly under: bigint;
}

/** The books keep a rate with so many decimals. */
const rateDecimals = 8;
const longestRate = 18;

const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? a : gcd(b, a % b));
const reduced = (over: bigint, under: bigint): Ratio => {
  const common = gcd(over, under);
  return { over: over / common, under: under / common };
};

/** Reads decimal text such as "1.0921" exactly. @throws Problem `unmapped` when it is no positive decimal of a countable length. */
export function ratioOf(text: string): Ratio {
  const plain = text.trim();
  const digits = plain.replace('.', '');
  const over = /^\d+(?:\.\d+)?$/.test(plain) && digits.length <= longestRate ? BigInt(digits) : 0n;
  if (over === 0n) throw new Problem('unmapped', `Exchange rates: "${text.slice(0, 40)}" is not a rate above zero with at most ${longestRate} digits. Correct it at its source.`);
  return reduced(over, 10n ** BigInt(plain.split('.')[1]?.length ?? 0));
}

export const inverse = ({ over, under }: Ratio): Ratio => ({ over: under, under: over });
export const times = (a: Ratio, b: Ratio): Ratio => reduced(a.over * b.over, a.under * b.under);

/** Half a unit and more goes up, as merchants round. Both are positive. */
const rounded = (over: bigint, under: bigint): bigint => (2n * over + under) / (2n * under);

/** Decimal text with eight decimals, rounded half up; "0.00000000" says that it is too small to be shown, not that it is nothing. */
export function rateText({ over, under }: Ratio): string {
  const digits = String(rounded(over * 10n ** BigInt(rateDecimals), under)).padStart(rateDecimals + 1, '0');
  return `${digits.slice(0, -rateDecimals)}.${digits.slice(-rateDecimals)}`;
}

/**
 * An amount in another currency, from the exact ratio, rounded once, half up, to that currency's smallest unit. A negative amount is the mirror of the
 * positive one. @throws Problem `invalid` when the result can't be counted exactly.
 */
export function convert({ minor, currency }: Money, ratio: Ratio, into: string): Money {
  const shift = exponentOf(into) - exponentOf(currency);
  const [up, down] = [10n ** BigInt(Math.max(shift, 0)), 10n ** BigInt(Math.max(-shift, 0))];
  const size = Number(rounded(BigInt(Math.abs(minor)) * ratio.over * up, ratio.under * down));
  if (!Number.isSafeInteger(size)) throw new Problem('invalid', `Exchange rates: the amount in ${into} is too large to be counted exactly.`);
  return { minor: minor < 0 ? -size : size, currency: into };
}

/** The same, undefined when it can't be counted: where many are converted at once, one with some zeros too many must not stop the others. */
export function convertIfCountable(money: Money, ratio: Ratio, into: string): Money | undefined {
  try {
    return convert(money, ratio, into);
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}

/** Whether `now` differs from `before` by more than so many per cent of `before`. */
export function jumped(before: Ratio, now: Ratio, percent: number): boolean {
  const [a, b] = [now.over * before.under, before.over * now.under];
  return [a - b, b - a].some((difference) => difference * 10_000n > b * BigInt(Math.round(percent * 100)));
}
