import type { CashDay } from 'c/quittancePage';

/** The drawing's own units; the page stretches it to its width. */
const width = 640;
const balanceHeight = 160;
const flowMiddle = 210;
const flowHeight = 36;
const edge = 8;

/** A rectangle of the drawing. */
interface Bar {
  readonly key: string;
  readonly look: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A drawing of days: the balance as a line of steps, below it what came in (up) and went out (down). */
export interface Chart {
  readonly viewBox: string;
  readonly right: number;
  readonly flowMiddle: number;
  /** The line, as an SVG path; broken where no balance is known. */
  readonly line: string;
  readonly threshold: number | undefined;
  readonly zero: number;
  readonly bars: readonly Bar[];
  /** The day that is read: where it stands, and its balance if one is known. */
  readonly mark: { readonly x: number; readonly y: number | undefined };
  readonly bottom: number;
}

const rounded = (value: number): number => Math.round(value * 10) / 10;

function lineOf(days: readonly CashDay[], step: number, high: (amount: number) => number): string {
  return days
    .flatMap(({ balance }, at) => {
      if (balance === undefined) return [];
      const [from, to] = [rounded(edge + at * step), rounded(edge + (at + 1) * step)];
      const begins = days[at - 1]?.balance === undefined;
      return [`${begins ? `M${from} ${high(balance)}` : `V${high(balance)}`} H${to}`];
    })
    .join(' ');
}

function barsOf(days: readonly CashDay[], step: number): readonly Bar[] {
  const most = Math.max(0, ...days.flatMap(({ received, paid }) => [received, paid]));
  const heightOf = (amount: number): number => (most === 0 ? 0 : rounded((amount / most) * flowHeight));
  return days.flatMap(({ date, received, paid }, at) => {
    const place = { x: rounded(edge + at * step + step * 0.15), width: rounded(step * 0.7) };
    const came = { ...place, key: `${date} in`, look: 'bar bar_in', y: rounded(flowMiddle - heightOf(received)), height: heightOf(received) };
    const went = { ...place, key: `${date} out`, look: 'bar bar_out', y: flowMiddle, height: heightOf(paid) };
    return [...(received > 0 ? [came] : []), ...(paid > 0 ? [went] : [])];
  });
}

/** Draws the days; `threshold` is a balance, `marked` the index of the day that is read. The scale begins at zero, so that half as high is half as much. */
export function chartOf(days: readonly CashDay[], threshold: number | undefined, marked: number): Chart {
  const known = [...days.flatMap(({ balance }) => (balance === undefined ? [] : [balance])), ...(threshold === undefined ? [] : [threshold]), 0];
  const [least, most] = [Math.min(...known), Math.max(...known)];
  const span = most - least || 1;
  const high = (amount: number): number => rounded(edge + ((most - amount) / span) * (balanceHeight - edge));
  const step = (width - 2 * edge) / Math.max(1, days.length);
  const balance = days[marked]?.balance;
  return {
    viewBox: `0 0 ${width} ${flowMiddle + flowHeight + edge}`,
    right: width - edge,
    flowMiddle,
    line: lineOf(days, step, high),
    threshold: threshold === undefined ? undefined : high(threshold),
    zero: high(0),
    bars: barsOf(days, step),
    mark: { x: rounded(edge + (marked + 0.5) * step), y: balance === undefined ? undefined : high(balance) },
    bottom: flowMiddle + flowHeight,
  };
}

/** The day below a point of the drawing; `share` of its width, 0 to 1. */
export function dayAt(share: number, count: number): number {
  const inside = (share * width - edge) / (width - 2 * edge);
  return Math.min(count - 1, Math.max(0, Math.floor(inside * count)));
}
