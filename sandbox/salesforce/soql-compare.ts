import { compareDecimals, parseDecimal } from './formula-decimal.ts';
import { momentMs } from './moments.ts';
import type { FieldSchema, FieldValue } from './org.ts';
import { fullId } from './record-ids.ts';
import { dateSpan } from './soql-dates.ts';
import { QueryError } from './soql-error.ts';

/** One value of a condition, as the parser hands it over. */
export interface Literal {
  readonly type: string;
  readonly text: string;
}

/** As far as dates reach in JavaScript. */
const lastMomentMs = 8.64e15;

export type Test = (value: FieldValue) => boolean;

const numeric: ReadonlySet<string> = new Set(['Number', 'Currency', 'Percent']);
const references: ReadonlySet<string> = new Set(['Id', 'Lookup', 'MasterDetail', 'Hierarchy']);

/** The test `field operator literal` for one value of the field. Throws a QueryError when the literal does not fit the field. */
export function comparison(field: FieldSchema, operator: string, literal: Literal, nowMs: number, shownName: string): Test {
  if (literal.type === 'NULL') return nullTest(operator);
  const order = orderTo(field, literal, nowMs, shownName);
  switch (operator) {
    case '=':
      return (value) => value !== null && order(value) === 0;
    case '!=':
      return (value) => value === null || order(value) !== 0;
    case '<':
      return (value) => value !== null && order(value) < 0;
    case '<=':
      return (value) => value !== null && order(value) <= 0;
    case '>':
      return (value) => value !== null && order(value) > 0;
    case '>=':
      return (value) => value !== null && order(value) >= 0;
    case 'LIKE':
      return likeTest(unquoted(literal.text));
    default:
      throw new QueryError('MALFORMED_QUERY', `unexpected operator ${operator}`);
  }
}

function nullTest(operator: string): Test {
  if (operator === '=') return (value) => value === null;
  if (operator === '!=') return (value) => value !== null;
  return () => false;
}

/** How a stored value lies to the literal: below, at (or within), above. */
function orderTo(field: FieldSchema, literal: Literal, nowMs: number, shownName: string): (value: NonNullable<FieldValue>) => number {
  const mistyped = (type: string, quotes: boolean): QueryError =>
    new QueryError('INVALID_FIELD', `value of filter criterion for field '${shownName}' must be of type ${type} and should ${quotes ? 'be' : 'not be'} enclosed in quotes`);
  if (numeric.has(field.type)) {
    const wanted = parseDecimal(literal.text);
    if (literal.type === 'STRING' || !wanted) throw mistyped('double', false);
    return (value) => compareDecimals(parseDecimal(String(value)) ?? wanted, wanted);
  }
  if (field.type === 'Checkbox') {
    if (literal.type !== 'BOOLEAN') throw mistyped('boolean', false);
    const wanted = literal.text.toLowerCase() === 'true';
    return (value) => (value === wanted ? 0 : 1);
  }
  if (field.type === 'Date' || field.type === 'DateTime') return timeOrder(field, literal, nowMs, mistyped);
  if (literal.type !== 'STRING') throw mistyped(references.has(field.type) ? 'id' : 'string', true);
  const text = unquoted(literal.text);
  if (references.has(field.type)) return idOrder(text, shownName);
  if (field.caseSensitive) return (value) => compareText(String(value), text);
  const lower = text.toLowerCase();
  return (value) => compareText(String(value).toLowerCase(), lower);
}

function idOrder(text: string, shownName: string): (value: NonNullable<FieldValue>) => number {
  const wanted = text === '' ? '' : fullId(text);
  if (wanted === undefined) throw new QueryError('INVALID_QUERY_FILTER_OPERATOR', `invalid ID field: ${text} (${shownName})`);
  return (value) => compareText(String(value), wanted);
}

function timeOrder(field: FieldSchema, literal: Literal, nowMs: number, mistyped: (type: string, quotes: boolean) => QueryError): (value: NonNullable<FieldValue>) => number {
  const day = field.type === 'Date';
  const span = literal.type === 'DATE_LITERAL' || literal.type === 'DATE_N_LITERAL' ? dateSpan(literal.text, nowMs) : undefined;
  if (span) {
    if (![span.start, span.end].every((ms) => Math.abs(ms) <= lastMomentMs)) throw new QueryError('MALFORMED_QUERY', `date literal out of range: ${literal.text}`);
    const start = stored(span.start, day);
    const end = stored(span.end, day);
    return (value) => (String(value) < start ? -1 : String(value) >= end ? 1 : 0);
  }
  if (day !== (literal.type === 'DATE') || (!day && literal.type !== 'DATETIME')) throw mistyped(day ? 'date' : 'dateTime', false);
  if (day) return (value) => compareText(String(value), literal.text);
  const ms = momentMs(literal.text);
  if (ms === undefined) throw mistyped('dateTime', false);
  const wanted = stored(ms, false);
  return (value) => compareText(String(value), wanted);
}

/** Stored days and moments sort as text, so that a sweep over many rows parses nothing. */
function stored(ms: number, day: boolean): string {
  const iso = new Date(ms).toISOString();
  return day ? iso.slice(0, 10) : `${iso.slice(0, 23)}+0000`;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function likeTest(pattern: string): Test {
  const source = pattern.replace(/\\([%_])|([%_])|([.*+?^${}()|[\]\\/])/g, (_, escaped: string | undefined, wild: string | undefined, special: string | undefined) =>
    escaped ?? (wild === '%' ? '.*' : wild === '_' ? '.' : `\\${special ?? ''}`),
  );
  const matcher = new RegExp(`^${source}$`, 'is');
  return (value) => value !== null && matcher.test(String(value));
}

/** The text between the quotes; `\%` and `\_` stay escaped for LIKE. */
export function unquoted(text: string): string {
  const inner = text.startsWith("'") ? text.slice(1, -1) : text;
  const named: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };
  return inner.replace(/\\(?:u([\da-f]{4})|([^%_]))/gi, (_, code: string | undefined, letter: string = '') => (code === undefined ? (named[letter.toLowerCase()] ?? letter) : String.fromCharCode(parseInt(code, 16))));
}

/** INCLUDES and EXCLUDES of multi-select picklists: each wanted text is a set of values that must all be chosen. */
export function includesTest(wanted: readonly string[]): Test {
  const sets = wanted.map((each) => unquoted(each).toLowerCase().split(';'));
  return (value) => {
    const chosen = new Set(String(value ?? '').toLowerCase().split(';'));
    return value !== null && sets.some((set) => set.every((each) => chosen.has(each)));
  };
}
