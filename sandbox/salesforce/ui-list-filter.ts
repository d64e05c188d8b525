import { decimalText } from './field-input.ts';
import { isDay } from './moments.ts';
import type { FieldSchema, FieldValue, Row } from './org.ts';
import { comparison, includesTest, type Literal, type Test } from './soql-compare.ts';
import { dateSpan } from './soql-dates.ts';

/** One condition of a list view, as deployed; `read` gives what it compares. */
export interface ListFilter {
  readonly field: FieldSchema;
  readonly operation: string;
  /** Several texts joined by commas count as alternatives. */
  readonly value: string;
  read(row: Row): FieldValue;
}

const symbols: Readonly<Record<string, string>> = { equals: '=', lessThan: '<', lessOrEqual: '<=', greaterThan: '>', greaterOrEqual: '>=' };

/** All conditions, or as the view's filter logic joins them ("1 AND (2 OR 3)"). Throws an Error for logic that cannot be read. */
export function listFilterTest(filters: readonly ListFilter[], logic: string | undefined, nowMs: number): (row: Row) => boolean {
  const tests = filters.map((filter) => {
    const test = filterTest(filter, nowMs);
    return (row: Row): boolean => test(filter.read(row));
  });
  if (logic === undefined) return (row) => tests.every((test) => test(row));
  const tokens = logic.toUpperCase().match(/\d+|AND|OR|NOT|[()]/g) ?? [];
  return new Logic(tokens, tests).whole();
}

function filterTest({ field, operation, value }: ListFilter, nowMs: number): Test {
  const texts = value.split(',').map((each) => each.trim());
  const negated = operation === 'notEqual' || operation === 'notContain' || operation === 'excludes';
  const any = texts.map((text) => oneTest(field, negated ? positive[operation] ?? operation : operation, text, nowMs));
  const some: Test = (stored) => any.some((test) => test(stored));
  return negated ? (stored) => !some(stored) : some;
}

const positive: Readonly<Record<string, string>> = { notEqual: 'equals', notContain: 'contains', excludes: 'includes' };
const pattern = (text: string): string => text.replace(/[%_]/g, '\\$&').replaceAll("'", "\\'");

function oneTest(field: FieldSchema, operation: string, text: string, nowMs: number): Test {
  if (operation === 'includes' || (operation === 'equals' && field.type === 'MultiselectPicklist')) return includesTest([`'${text}'`]);
  if (operation === 'contains') return comparison(field, 'LIKE', { type: 'STRING', text: `'%${pattern(text)}%'` }, nowMs, field.name);
  if (operation === 'startsWith') return comparison(field, 'LIKE', { type: 'STRING', text: `'${pattern(text)}%'` }, nowMs, field.name);
  const symbol = symbols[operation];
  if (symbol === undefined) throw new Error(`Sandbox Salesforce: list views with the operation ${operation} are not imitated. Use another operation.`);
  const literal = text === '' ? { type: 'NULL', text: 'null' } : literalOf(field, text);
  if (!literal) return () => false;
  if (field.type !== 'DateTime' || literal.type !== 'DATE') return comparison(field, symbol, literal, nowMs, field.name);
  // A day stands for all its moments.
  const test = comparison({ ...field, type: 'Date' }, symbol, literal, nowMs, field.name);
  return (stored) => test(stored === null ? null : String(stored).slice(0, 10));
}

function literalOf(field: FieldSchema, text: string): Literal | undefined {
  switch (field.type) {
    case 'Number':
    case 'Currency':
    case 'Percent': {
      const decimal = decimalText(text);
      return decimal === undefined ? undefined : { type: 'DECIMAL', text: decimal };
    }
    case 'Checkbox':
      return { type: 'BOOLEAN', text: String(text === '1' || text.toLowerCase() === 'true') };
    case 'Date':
    case 'DateTime':
      return dateLiteral(text);
    default:
      return { type: 'STRING', text: `'${text.replace(/\\/g, '\\\\').replaceAll("'", "\\'")}'` };
  }
}

/** "THIS_WEEK", "LAST 7 DAYS", "LAST_N_DAYS:7", "11/21/2026" or "2026-11-21". */
function dateLiteral(text: string): Literal | undefined {
  const word = text.toUpperCase().replace(/^(LAST|NEXT) (\d+) (DAYS|WEEKS|MONTHS|QUARTERS|YEARS)$/, '$1_N_$3:$2').replaceAll(' ', '_');
  if (dateSpan(word, 0)) return { type: 'DATE_LITERAL', text: word };
  const [, month = '', day = '', year = ''] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})/.exec(text) ?? [];
  const iso = year === '' ? text.slice(0, 10) : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isDay(iso) ? { type: 'DATE', text: iso } : undefined;
}

/** Reads filter logic: NOT before AND before OR, numbers from 1. */
class Logic {
  readonly #tokens: readonly string[];
  readonly #tests: readonly ((row: Row) => boolean)[];
  #at = 0;

  constructor(tokens: readonly string[], tests: readonly ((row: Row) => boolean)[]) {
    this.#tokens = tokens;
    this.#tests = tests;
  }

  whole(): (row: Row) => boolean {
    const test = this.#joined('OR', () => this.#joined('AND', () => this.#operand()));
    if (this.#at < this.#tokens.length) throw this.#unreadable();
    return test;
  }

  #joined(word: 'AND' | 'OR', read: () => (row: Row) => boolean): (row: Row) => boolean {
    const parts = [read()];
    while (this.#tokens[this.#at] === word) {
      this.#at += 1;
      parts.push(read());
    }
    return word === 'AND' ? (row) => parts.every((part) => part(row)) : (row) => parts.some((part) => part(row));
  }

  #operand(): (row: Row) => boolean {
    const token = this.#tokens[this.#at];
    this.#at += 1;
    if (token === 'NOT') {
      const inner = this.#operand();
      return (row) => !inner(row);
    }
    const test = this.#tests[Number(token) - 1];
    if (test) return test;
    if (token !== '(') throw this.#unreadable();
    const inner = this.#joined('OR', () => this.#joined('AND', () => this.#operand()));
    if (this.#tokens[this.#at] !== ')') throw this.#unreadable();
    this.#at += 1;
    return inner;
  }

  #unreadable(): Error {
    return new Error(`Sandbox Salesforce: the filter logic ${this.#tokens.join(' ')} of a list view cannot be read. Correct the list view.`);
  }
}
