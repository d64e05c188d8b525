import { keepable } from '../../domain/keepable.ts';
import { Problem } from '../../domain/problem.ts';

/** JSON as the books speak it, with every number as plain decimal text: no amount ever passes through a float. */
export type Json = string | boolean | null | readonly Json[] | Row;
export interface Row {
  readonly [name: string]: Json | undefined;
}

/** A number that is written exactly as its text. */
interface ExactNumber {
  readonly rawJSON: string;
}

type SourceReviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown;
// The language has these (ECMAScript "JSON.parse source text access"); TypeScript's library does not describe them yet.
const exact = JSON as unknown as {
  parse(text: string, reviver: SourceReviver): Json;
  rawJSON(text: string): ExactNumber;
};

const numberShape = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;
/** Beyond this no field of the books has digits, and expanding "1e999999999" would fill the memory. */
const longestExponent = 400;

/**
 * Writes a JSON number without exponent: "1.25E3" → "1250", "1250.50" → "1250.50". Salesforce prints large doubles with one.
 * @throws Problem `unmapped` when the text is no JSON number or absurdly large.
 */
export function plainDecimal(text: string): string {
  const match = numberShape.exec(text);
  const power = Number(match?.[4] ?? 0);
  if (!match || Math.abs(power) > longestExponent)
    throw new Problem('unmapped', `Salesforce connector: "${text.slice(0, 60)}" is not a number it can read. Correct the value on the record.`);
  const [, sign = '', whole = '0', fraction = ''] = match;
  if (power === 0) return text.replace(/[eE].*$/, '');
  const digits = `${whole}${fraction}`;
  const point = whole.length + power;
  const padded = point <= 0 ? '0'.repeat(1 - point) + digits : digits.padEnd(point, '0');
  const at = Math.max(point, 1);
  const left = padded.slice(0, at).replace(/^0+(?=\d)/, '');
  const right = padded.slice(at);
  return `${sign}${left}${right === '' ? '' : `.${right}`}`;
}

/** Reads JSON text; numbers arrive as plain decimal text, texts as ones that can be kept. @throws SyntaxError when it is no JSON, Problem `unmapped` for an unreadable number. */
export const parseExact = (text: string): Json =>
  exact.parse(text, (_key, value, context) => (typeof value === 'number' ? plainDecimal(context.source ?? String(value)) : typeof value === 'string' ? keepable(value) : value));

/** Decimal text as a JSON number, digit for digit. @throws Problem `unmapped` when it is no number. */
export const exactNumber = (text: string): ExactNumber => exact.rawJSON(plainDecimal(text));

export const isRow = (value: Json | undefined): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value);
export const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

/** The text of a field: undefined when it is absent, null or empty. Numbers are already decimal text. */
export function textOf(row: Row | undefined, name: string): string | undefined {
  const value = row?.[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The related row of a relationship, or undefined when the lookup is empty or not visible. */
export function rowOf(row: Row | undefined, name: string): Row | undefined {
  const value = row?.[name];
  return isRow(value) ? value : undefined;
}
