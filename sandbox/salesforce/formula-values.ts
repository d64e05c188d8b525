import { FormulaError } from './formula-error.ts';
import { compareDecimals, formatDecimal } from './formula-decimal.ts';
import type { Decimal } from './formula-decimal.ts';

/** A calendar day, in days since 1970-01-01. */
export interface FormulaDate {
  readonly kind: 'date';
  readonly day: number;
}
/** A moment, in milliseconds since the epoch (UTC). */
export interface FormulaMoment {
  readonly kind: 'moment';
  readonly ms: number;
}
/** A picklist field's value: only some functions take it, exactly as in an org. */
interface FormulaPicklist {
  readonly kind: 'picklist';
  readonly value: string;
}
export type FormulaValue = null | boolean | string | Decimal | FormulaDate | FormulaMoment | FormulaPicklist;

export const DAY_MS = 86_400_000;

/** Null and empty text. */
export function isBlank(value: FormulaValue): boolean {
  return value === null || value === '' || (typeof value === 'object' && value.kind === 'picklist' && value.value === '');
}

/** What an author would call the value's type. */
export function typeName(value: FormulaValue): string {
  if (value === null) return 'blank';
  if (typeof value === 'boolean') return 'Boolean';
  if (typeof value === 'string') return 'Text';
  return { decimal: 'Number', date: 'Date', moment: 'Date/Time', picklist: 'Picklist' }[value.kind];
}

export function wrongType(place: string, expected: string, found: FormulaValue): FormulaError {
  const hint = typeName(found) === 'Picklist' ? ' Picklist fields are only supported in certain functions: wrap the field in TEXT() or use ISPICKVAL().' : ' Correct the formula.';
  return new FormulaError('value', `incorrect parameter type for ${place}: expected ${expected}, received ${typeName(found)}.${hint}`);
}

export function dateText(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** Days since the epoch of `YYYY-MM-DD` (a longer text is cut); undefined for what is no date. */
export function dayOf(text: string): number | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(text.trim());
  if (!match) return undefined;
  const ms = Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3]));
  const day = ms / DAY_MS;
  return dateText(day) === match[0] ? day : undefined;
}

/** `YYYY-MM-DD HH:MM:SSZ`, the text TEXT() gives for a date/time. */
function momentText(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')}Z`;
}

/** The text a value has after `&` or in TEXT(). */
export function textOf(value: FormulaValue, place: string): string {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') throw wrongType(place, 'Text', value);
  if (value.kind === 'decimal') return formatDecimal(value);
  if (value.kind === 'date') return dateText(value.day);
  if (value.kind === 'moment') return momentText(value.ms);
  return value.value;
}

function rank(value: FormulaValue): string {
  return value === null ? 'blank' : typeof value === 'object' ? value.kind : typeof value;
}

/**
 * Order of two values of one type; undefined when one of them is blank and the other is not.
 * A blank text equals empty text. A picklist value cannot be compared without TEXT().
 */
export function compareValues(left: FormulaValue, right: FormulaValue, place: string): -1 | 0 | 1 | undefined {
  for (const side of [left, right]) if (rank(side) === 'picklist') throw wrongType(place, 'a comparable value', side);
  if (isBlank(left) || isBlank(right)) return isBlank(left) && isBlank(right) ? 0 : undefined;
  if (rank(left) !== rank(right)) throw wrongType(place, typeName(left), right);
  if (typeof left === 'object' && left?.kind === 'decimal') return compareDecimals(left, right as Decimal);
  const a = primitive(left);
  const b = primitive(right);
  return a < b ? -1 : a > b ? 1 : 0;
}

function primitive(value: FormulaValue): string | number {
  if (typeof value === 'boolean') return Number(value);
  if (typeof value === 'string') return value;
  if (value?.kind === 'date') return value.day;
  return value?.kind === 'moment' ? value.ms : '';
}

/** True when two values are the same value (blank equals blank), of whatever types. */
export function sameValue(left: FormulaValue, right: FormulaValue): boolean {
  if (isBlank(left) || isBlank(right)) return isBlank(left) && isBlank(right);
  const a = rank(left) === 'picklist' ? textOf(left, '=') : left;
  const b = rank(right) === 'picklist' ? textOf(right, '=') : right;
  return rank(a) === rank(b) && compareValues(a, b, '=') === 0;
}
