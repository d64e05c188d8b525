import { formatDecimal } from './formula-decimal.ts';
import type { Decimal } from './formula-decimal.ts';
import { FormulaError } from './formula-error.ts';
import type { FormulaNode } from './formula-parser.ts';
import { textOf, wrongType } from './formula-values.ts';
import type { FormulaDate, FormulaMoment, FormulaValue } from './formula-values.ts';

/** What a formula may look at. `read` throws `FormulaError` (`unknown`) for a name that does not exist. */
export interface FormulaScope {
  /** The value of a field or global, e.g. `['Recipient__r', 'Payee_Key__c']` or `['$User', 'Id']`. */
  read(path: readonly string[]): FormulaValue;
  /** The field's value before this save; on a new record its current value. */
  readPrior(path: readonly string[]): FormulaValue;
  readonly isNew: boolean;
  /** The moment of evaluation, epoch milliseconds. */
  now(): number;
}

export interface Evaluation {
  readonly scope: FormulaScope;
  evaluate(node: FormulaNode): FormulaValue;
}

/** One function: how many arguments it takes and what it makes of them. */
export interface FormulaFunction {
  readonly min: number;
  readonly max: number;
  /** Arguments are handed over unevaluated where the function decides what is evaluated at all. */
  readonly apply: (args: readonly FormulaNode[], evaluation: Evaluation) => FormulaValue;
}
export type FunctionTable = Readonly<Record<string, FormulaFunction>>;

/** A function that wants all its arguments evaluated first. */
export function eager(min: number, max: number, apply: (args: readonly FormulaValue[], scope: FormulaScope) => FormulaValue): FormulaFunction {
  return { min, max, apply: (args, evaluation) => apply(args.map((arg) => evaluation.evaluate(arg)), evaluation.scope) };
}

/** True for TRUE; blank counts as FALSE. */
export function condition(value: FormulaValue, place: string): boolean {
  if (value === null) return false;
  if (typeof value !== 'boolean') throw wrongType(place, 'Boolean', value);
  return value;
}

export function numberOf(value: FormulaValue, place: string): Decimal | null {
  if (value === null) return null;
  if (typeof value !== 'object' || value.kind !== 'decimal') throw wrongType(place, 'Number', value);
  return value;
}

/** Text, a picklist excluded: Salesforce wants TEXT() around it. */
export function plainText(value: FormulaValue, place: string): string {
  if (value !== null && typeof value !== 'string') throw wrongType(place, 'Text', value);
  return textOf(value, place);
}

/** A number used as a count, cut to a whole one; blank is zero. */
export function count(value: FormulaValue, place: string): number {
  const decimal = numberOf(value, place);
  return decimal === null ? 0 : Math.trunc(Number(formatDecimal(decimal)));
}

export function dayOrMoment(value: FormulaValue, place: string): FormulaDate | FormulaMoment | null {
  if (value === null) return null;
  if (typeof value !== 'object' || (value.kind !== 'date' && value.kind !== 'moment')) throw wrongType(place, 'Date', value);
  return value;
}

export function argumentOf<T>(args: readonly T[], index: number, place: string): T {
  const found = args[index];
  if (found === undefined) throw new FormulaError('syntax', `${place} misses argument ${String(index + 1)}. Add it.`);
  return found;
}
