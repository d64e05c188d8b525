import { decimalOf, formatDecimal, parseDecimal } from './formula-decimal.ts';
import { FormulaError } from './formula-error.ts';
import { count, eager, plainText } from './formula-function.ts';
import type { FunctionTable } from './formula-function.ts';
import { textOf } from './formula-values.ts';
import type { FormulaValue } from './formula-values.ts';
import { fullId } from './record-ids.ts';

/** The 18-character form of an id; what is no id stays as it is. */
function caseSafeId(id: string): string {
  return fullId(id) ?? id;
}

function pad(args: readonly FormulaValue[], side: 'LPAD' | 'RPAD'): string {
  const [value = null, length = null, filler = ' '] = args;
  const text = plainText(value, side);
  const size = count(length, side);
  if (text.length >= size) return text.slice(0, size);
  const fill = plainText(filler, side);
  return side === 'LPAD' ? text.padStart(size, fill) : text.padEnd(size, fill);
}

function valueOf([value = null]: readonly FormulaValue[]): FormulaValue {
  const text = plainText(value, 'VALUE').trim();
  if (text === '') return null;
  const parsed = parseDecimal(text);
  if (!parsed) throw new FormulaError('value', `VALUE cannot read "${text}" as a number. Remove everything but digits, sign and point.`);
  return parsed;
}

function matches([value = null, pattern = null]: readonly FormulaValue[]): boolean {
  const source = plainText(pattern, 'REGEX');
  try {
    return new RegExp(`^(?:${source})$`, 'u').test(plainText(value, 'REGEX'));
  } catch (cause) {
    throw new FormulaError('value', `REGEX cannot read the pattern "${source}": ${String(cause)}. Correct the pattern.`);
  }
}

function replaceAll([value = null, from = null, to = null]: readonly FormulaValue[]): string {
  const search = plainText(from, 'SUBSTITUTE');
  const text = plainText(value, 'SUBSTITUTE');
  return search === '' ? text : text.replaceAll(search, () => plainText(to, 'SUBSTITUTE'));
}

function middle([value = null, start = null, length = null]: readonly FormulaValue[]): string {
  const from = Math.max(count(start, 'MID'), 1) - 1;
  return plainText(value, 'MID').slice(from, from + Math.max(count(length, 'MID'), 0));
}

function isNumber([value = null]: readonly FormulaValue[]): boolean {
  if (typeof value === 'object' && value?.kind === 'decimal') return true;
  return parseDecimal(plainText(value, 'ISNUMBER')) !== undefined;
}

function find([search = null, value = null, start = decimalOf(1)]: readonly FormulaValue[]): FormulaValue {
  const needle = plainText(search, 'FIND');
  if (needle === '') return decimalOf(0);
  return decimalOf(plainText(value, 'FIND').indexOf(needle, Math.max(count(start, 'FIND'), 1) - 1) + 1);
}

function right([value = null, length = null]: readonly FormulaValue[]): string {
  const text = plainText(value, 'RIGHT');
  return text.slice(Math.max(text.length - Math.max(count(length, 'RIGHT'), 0), 0));
}

function textFunction([value = null]: readonly FormulaValue[]): string {
  return typeof value === 'object' && value?.kind === 'decimal' ? formatDecimal(value) : textOf(value, 'TEXT');
}

/** Text functions. Source: help.salesforce.com, "Formula Operators and Functions A–Z". */
export const TEXT_FUNCTIONS: FunctionTable = {
  TEXT: eager(1, 1, textFunction),
  VALUE: eager(1, 1, valueOf),
  LEN: eager(1, 1, ([value = null]) => decimalOf(plainText(value, 'LEN').length)),
  LEFT: eager(2, 2, ([value = null, length = null]) => plainText(value, 'LEFT').slice(0, Math.max(count(length, 'LEFT'), 0))),
  RIGHT: eager(2, 2, right),
  MID: eager(3, 3, middle),
  UPPER: eager(1, 2, ([value = null]) => plainText(value, 'UPPER').toUpperCase()),
  LOWER: eager(1, 2, ([value = null]) => plainText(value, 'LOWER').toLowerCase()),
  TRIM: eager(1, 1, ([value = null]) => plainText(value, 'TRIM').trim()),
  SUBSTITUTE: eager(3, 3, replaceAll),
  BEGINS: eager(2, 2, ([value = null, start = null]) => plainText(value, 'BEGINS').startsWith(plainText(start, 'BEGINS'))),
  CONTAINS: eager(2, 2, ([value = null, part = null]) => plainText(value, 'CONTAINS').includes(plainText(part, 'CONTAINS'))),
  FIND: eager(2, 3, find),
  LPAD: eager(2, 3, (args) => pad(args, 'LPAD')),
  RPAD: eager(2, 3, (args) => pad(args, 'RPAD')),
  REGEX: eager(2, 2, matches),
  CASESAFEID: eager(1, 1, ([value = null]) => caseSafeId(plainText(value, 'CASESAFEID'))),
  ISNUMBER: eager(1, 1, isNumber),
  BR: eager(0, 0, () => '\n'),
  HYPERLINK: eager(2, 3, ([url = null, label = null]) => `<a href="${plainText(url, 'HYPERLINK')}">${plainText(label, 'HYPERLINK')}</a>`),
};
