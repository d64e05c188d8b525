import { seededRandom } from '../../sandbox/kit/random.ts';

/** Draws for one purpose of one seed: what one purpose draws never shifts another's. */
export interface Chance {
  next(): number;
  /** True with this probability. */
  happens(probability: number): boolean;
  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number;
  pick<T>(from: readonly [T, ...T[]]): T;
}

export function openChance(seed: number, purpose: string): Chance {
  let mixed = seed >>> 0;
  for (const letter of purpose) mixed = Math.imul(mixed ^ letter.charCodeAt(0), 0x9e3779b1) >>> 0;
  const next = seededRandom(mixed);
  // The first draws of neighbouring seeds are alike.
  for (let warmUp = 0; warmUp < 3; warmUp++) next();
  const whole = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  return { next, whole, happens: (probability) => next() < probability, pick: (from) => from[whole(0, from.length - 1)] ?? from[0] };
}
