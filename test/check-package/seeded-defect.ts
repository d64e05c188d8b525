import { join } from 'node:path';
import { readFolder } from '../../scripts/check-package/package-folder.ts';

/** One mistake, made by changing one file of our package in memory. */
export interface SeededDefect {
  /** What kind of mistake it is; several defects may be of one kind. */
  readonly kind: string;
  /** End of the file's path; with `added`, its whole path. */
  readonly file: string;
  /** The text that is replaced where it stands first. */
  readonly from: string;
  readonly to: string;
  /** Text of the line the finding must name; the first changed line when left out. `top` is line 1. */
  readonly at?: string;
  /** What the finding must say. */
  readonly says: RegExp;
  /** The file where the finding is expected, when it is another one. */
  readonly foundIn?: string;
  /** Files that the package does not have, by path: the defect may be in one of them. */
  readonly added?: Readonly<Record<string, string>>;
}

export const ourPackage: ReadonlyMap<string, string> = readFolder(join(import.meta.dirname, '..', '..', 'force-app'));

export interface Seeded {
  readonly files: ReadonlyMap<string, string>;
  readonly path: string;
  readonly line: number;
}

const lineAt = (text: string, position: number): number => text.slice(0, position).split('\n').length;

function firstChange(one: string, other: string): number {
  let position = 0;
  while (position < one.length && one[position] === other[position]) position += 1;
  return position;
}

/** Our package with the defect in it, and the place it must be found at. Throws when the text to change is not there. */
export function seed({ file, from, to, at, foundIn, added = {} }: SeededDefect): Seeded {
  const before = new Map([...ourPackage, ...Object.entries(added)]);
  const path = [...before.keys()].find((each) => each === file || each.endsWith(`/${file}`));
  const text = path === undefined ? undefined : before.get(path);
  if (path === undefined || text === undefined || !text.includes(from)) throw new Error(`The defect can't be made: ${file} does not hold ${from}`);
  const changed = text.replace(from, () => to);
  const files = new Map([...before, [path, changed]]);
  const where = foundIn === undefined ? path : [...files.keys()].find((each) => each.endsWith(`/${foundIn}`)) ?? foundIn;
  if (at === 'top') return { files, path: where, line: 1 };
  const shown = files.get(where) ?? '';
  const position = at === undefined ? firstChange(text, changed) : shown.indexOf(at);
  if (position < 0) throw new Error(`The expected line is not there: ${where} does not hold ${at ?? ''}`);
  return { files, path: where, line: lineAt(shown, position) };
}
