import type { FieldFunctionExpression, HavingClause, Query } from '@jetstreamapp/soql-parser-js';
import { add, compareDecimals, type Decimal, decimalOf, divide, formatDecimal, parseDecimal } from './formula-decimal.ts';
import { fieldOutput } from './field-output.ts';
import { jsonNumber } from './json-numbers.ts';
import type { FieldSchema, FieldValue, ObjectSchema, QueryRow, Row } from './org.ts';
import { type Asking, columnAt } from './soql-columns.ts';
import { comparison } from './soql-compare.ts';
import { QueryError } from './soql-error.ts';
import { pathOf, writtenOf } from './soql-where.ts';

/** A column of an aggregate answer: its name, and its value for the rows of one group. */
interface GroupColumn {
  readonly name: string;
  readonly value: (rows: readonly Row[]) => QueryRow[string];
}

const aggregates: ReadonlySet<string> = new Set(['COUNT', 'COUNT_DISTINCT', 'SUM', 'AVG', 'MIN', 'MAX']);

export function isAggregate(query: Query): boolean {
  return query.groupBy !== undefined || (query.fields ?? []).some((each) => each.type === 'FieldFunctionExpression' && aggregates.has(each.functionName.toUpperCase()));
}

/** `SELECT COUNT() FROM …`: the number is totalSize, there are no records. */
export function isPlainCount(query: Query): boolean {
  const [only, ...more] = query.fields ?? [];
  return more.length === 0 && only?.type === 'FieldFunctionExpression' && only.functionName.toUpperCase() === 'COUNT' && only.parameters.length === 0;
}

/** Groups and sums. Records have the type AggregateResult; columns without alias are `expr0`, `expr1` … */
export function aggregate(asking: Asking, object: ObjectSchema, query: Query, rows: readonly Row[]): QueryRow[] {
  const keys = groupKeys(asking, object, query);
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = JSON.stringify(keys.map((read) => read(row)));
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  // Without GROUP BY there is one group, even of no rows.
  if (keys.length === 0 && groups.size === 0) groups.set('', []);
  const columns = groupColumns(asking, object, query);
  const kept = [...groups.values()].filter(having(asking, object, query.having));
  return kept.map((group) => ({ attributes: { type: 'AggregateResult' }, ...Object.fromEntries(columns.map(({ name, value }) => [name, value(group)])) }));
}

function groupKeys(asking: Asking, object: ObjectSchema, query: Query): ((row: Row) => FieldValue)[] {
  const groupBy = query.groupBy === undefined ? [] : Array.isArray(query.groupBy) ? query.groupBy : [query.groupBy];
  return groupBy.map((each) => {
    if (!('field' in each)) throw new QueryError('MALFORMED_QUERY', 'The sandbox org groups by fields only, not by functions.');
    return columnAt(asking, object, pathOf(asking, object, each.field)).read;
  });
}

function groupColumns(asking: Asking, object: ObjectSchema, query: Query): GroupColumn[] {
  let unnamed = 0;
  return (query.fields ?? []).map((each): GroupColumn => {
    if (each.type === 'FieldFunctionExpression') return { name: each.alias ?? `expr${unnamed++}`, value: aggregateOf(asking, object, each) };
    if (each.type !== 'Field' && each.type !== 'FieldRelationship') throw new QueryError('MALFORMED_QUERY', 'Only fields and aggregates can stand in a grouped query');
    const path = pathOf(asking, object, writtenOf(each));
    const column = columnAt(asking, object, path);
    return { name: ('alias' in each ? each.alias : undefined) ?? path.at(-1) ?? '', value: ([first]) => (first ? fieldOutput(column.field, column.read(first)) : null) };
  });
}

/** A measure over the rows of a group: COUNT, COUNT_DISTINCT, SUM, AVG, MIN, MAX of a field. Throws a QueryError. */
export function aggregateOf(asking: Asking, object: ObjectSchema, call: Pick<FieldFunctionExpression, 'functionName' | 'parameters'>): (rows: readonly Row[]) => QueryRow[string] {
  const name = call.functionName.toUpperCase();
  const [first] = call.parameters;
  if (name === 'COUNT' && first === undefined) return (rows) => rows.length;
  if (!aggregates.has(name) || typeof first !== 'string') throw new QueryError('MALFORMED_QUERY', `The sandbox org does not know ${call.functionName}() here.`);
  const column = columnAt(asking, object, pathOf(asking, object, first));
  const present = (rows: readonly Row[]): NonNullable<FieldValue>[] => rows.map((row) => column.read(row)).filter((value) => value !== null);
  switch (name) {
    case 'COUNT':
      return (rows) => present(rows).length;
    case 'COUNT_DISTINCT':
      return (rows) => new Set(present(rows)).size;
    case 'SUM':
    case 'AVG':
      return (rows) => total(present(rows), name === 'AVG');
    default:
      return (rows) => extreme(column.field, present(rows), name === 'MAX' ? 1 : -1);
  }
}

function total(values: readonly FieldValue[], average: boolean): QueryRow[string] {
  if (values.length === 0) return null;
  const sum = values.reduce<Decimal>((so, value) => add(so, parseDecimal(String(value)) ?? decimalOf(0)), decimalOf(0));
  const result = average ? divide(sum, decimalOf(values.length)) : sum;
  return result ? jsonNumber(formatDecimal(result)) : null;
}

function extreme(field: FieldSchema, values: readonly NonNullable<FieldValue>[], sign: 1 | -1): QueryRow[string] {
  let best: NonNullable<FieldValue> | undefined;
  for (const value of values) if (best === undefined || compareValues(field, value, best) * sign > 0) best = value;
  return best === undefined ? null : fieldOutput(field, best);
}

/** Orders two stored values as SOQL does: numbers by value, picklists in the order of their values, texts without minding the case. */
export function compareValues(field: FieldSchema, a: NonNullable<FieldValue>, b: NonNullable<FieldValue>): number {
  if (field.type === 'Number' || field.type === 'Currency' || field.type === 'Percent') {
    return compareDecimals(parseDecimal(String(a)) ?? decimalOf(0), parseDecimal(String(b)) ?? decimalOf(0));
  }
  if (field.type === 'Picklist' && field.picklist) {
    const { values } = field.picklist;
    const place = (value: NonNullable<FieldValue>): number => (values.includes(String(value)) ? values.indexOf(String(value)) : values.length);
    if (place(a) !== place(b)) return place(a) - place(b);
  }
  // Ids sort as they are: their case tells records apart.
  const plain = field.type === 'Id' || field.referenceTo !== undefined || field.type === 'DateTime';
  const [left, right] = plain ? [String(a), String(b)] : [String(a).toLowerCase(), String(b).toLowerCase()];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** One condition on an aggregate, or several joined by AND. */
function having(asking: Asking, object: ObjectSchema, clause: HavingClause | undefined): (rows: readonly Row[]) => boolean {
  if (!clause) return () => true;
  const { left } = clause;
  if (!('fn' in left) || ('operator' in clause && clause.operator !== 'AND')) throw new QueryError('MALFORMED_QUERY', 'The sandbox org understands HAVING with aggregates joined by AND only.');
  const measure = aggregateOf(asking, object, { functionName: left.fn.functionName ?? '', parameters: (left.fn.parameters ?? []).filter((each): each is string => typeof each === 'string') });
  const number: FieldSchema = { name: 'n', label: 'n', type: 'Number', required: false, unique: false, externalId: false, caseSensitive: false, custom: false, readOnly: true };
  const test = comparison(number, left.operator, { type: 'DECIMAL', text: String(left.value) }, 0, left.fn.rawValue ?? '');
  const rest = 'right' in clause ? having(asking, object, clause.right) : (): boolean => true;
  return (rows) => {
    const value = measure(rows);
    return test(typeof value === 'object' && value && 'rawJSON' in value ? String(value.rawJSON) : String(value)) && rest(rows);
  };
}
