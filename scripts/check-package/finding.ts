import type { Element } from './xml-tree.ts';
import type { Package } from './package-model.ts';

/** One thing that is wrong, where, and what to do about it. */
export interface Finding {
  /** Path below the package folder. */
  readonly path: string;
  /** Counted from 1. */
  readonly line: number;
  readonly what: string;
  readonly todo: string;
}

/** One kind of rule: reads the package and tells what is wrong. */
export type Check = (pack: Package) => Iterable<Finding>;

/** A finding at an element, at a line, or, without either, at the first line of the file. */
export const finding = (path: string, where: Element | number | undefined, what: string, todo: string): Finding => ({
  path,
  line: typeof where === 'number' ? where : where?.line ?? 1,
  // A sentence that ends with a question or another sentence needs no further full stop.
  what: what.replace(/([.?])\.+$/, '$1'),
  todo,
});

/** The nearest of some names, as the end of a sentence: "did you mean X?", or '' when none is near. */
export function nearest(name: string, names: Iterable<string>): string {
  let best = { name: '', distance: Math.max(2, Math.floor(name.length / 3)) + 1 };
  for (const each of names) {
    const isBeginning = name.length > 4 && each.startsWith(name);
    const distance = isBeginning ? 1 : distanceOf(name.toLowerCase(), each.toLowerCase(), best.distance);
    if (distance < best.distance) best = { name: each, distance };
  }
  return best.name === '' ? '' : ` Did you mean ${best.name}?`;
}

/** Letters to change, add or drop; stops counting at `limit`. */
function distanceOf(one: string, other: string, limit: number): number {
  if (Math.abs(one.length - other.length) >= limit) return limit;
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[other.length] ?? limit;
}
