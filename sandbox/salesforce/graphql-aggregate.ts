import { orderClauses, ordered, sorting } from './graphql-order.ts';
import { connectionResolver } from './graphql-connection.ts';
import { chosenRows, valueResolver } from './graphql-record.ts';
import { type Asked, type Checking, leaf, noSuchField, objectResolver, onlyArguments, type Resolve, wrongType } from './graphql-selection.ts';
import { isInput, wordOf } from './graphql-values.ts';
import { apiName } from './names.ts';
import type { FieldSchema, FieldValue, ObjectSchema, QueryRow, Row } from './org.ts';
import { aggregateOf } from './soql-aggregate.ts';
import { columnAt } from './soql-columns.ts';
import { uiField } from './ui-objects.ts';

type Group = readonly Row[];

/** Aggregate functions as the answer names them, and as SOQL does. */
const functions: Readonly<Record<string, string>> = { count: 'COUNT', countDistinct: 'COUNT_DISTINCT', sum: 'SUM', avg: 'AVG', min: 'MIN', max: 'MAX' };
const numeric: ReadonlySet<string> = new Set(['Number', 'Currency', 'Percent']);
/** Parts of a date that can be grouped by: the name in the answer, and how it is read from the stored text. */
const dateParts: Readonly<Record<string, { readonly key: string; read(text: string): FieldValue }>> = {
  CALENDAR_YEAR: { key: 'calendarYear', read: (text) => Number(text.slice(0, 4)) },
  CALENDAR_QUARTER: { key: 'calendarQuarter', read: (text) => Math.ceil(Number(text.slice(5, 7)) / 3) },
  CALENDAR_MONTH: { key: 'calendarMonth', read: (text) => Number(text.slice(5, 7)) },
  DAY_IN_MONTH: { key: 'dayInMonth', read: (text) => Number(text.slice(8, 10)) },
  DAY_ONLY: { key: 'dayOnly', read: (text) => text.slice(0, 10) },
};

/** What rows are grouped by: a field, or a part of a date field. */
interface Key {
  readonly field: FieldSchema;
  readonly part: string | undefined;
  readonly read: (row: Row) => FieldValue;
}

/** `Payment_Request__c(where:, groupBy:, orderBy:, first:, after:, scope:)` under `aggregate`: one node for each group. */
export function aggregateResolver(checking: Checking, asked: Asked, object: ObjectSchema): () => unknown {
  const { org } = checking.asking;
  const type = `${apiName(org.namespace, object)}Aggregate`;
  onlyArguments(checking, asked, ['first', 'after', 'where', 'groupBy', 'orderBy', 'scope']);
  const chosen = chosenRows(checking, asked, object);
  const keys = keysOf(checking, asked, object);
  const compare = ordered(orderClauses(asked).flatMap((each) => groupOrder(checking, asked, object, keys, each)));
  const page = connectionResolver<Group>(checking, asked, type, (node) =>
    objectResolver<Group>(checking, node, type, (field) => {
      if (field.name !== 'aggregate') return noSuchField(checking, field, type);
      return objectResolver<Group>(checking, field, `${type}Fields`, (each) => fieldResolver(checking, each, object, keys, type));
    }));
  return () => page(grouped(chosen(org.rows(object.name).values()), keys).sort(compare));
}

function keysOf(checking: Checking, asked: Asked, object: ObjectSchema): Key[] {
  const { groupBy } = asked.args;
  if (groupBy === undefined || groupBy === null) return [];
  if (!isInput(groupBy)) return [];
  return Object.entries(groupBy).flatMap(([name, how]): Key[] => {
    const field = uiField(checking.asking.org, checking.asking.by, object, name);
    const word = isInput(how) ? wordOf(how['function']) : undefined;
    const datePart = word === undefined ? undefined : dateParts[word];
    const plain = isInput(how) && how['group'] === true;
    if (!field || (!plain && !datePart)) {
      wrongType(checking, asked, 'groupBy', `is not understood by the sandbox org at '${name}': group fields by { group: true }, or dates by one of ${Object.keys(dateParts).join(', ')}`);
      return [];
    }
    const { read } = columnAt(checking.asking, object, [name]);
    if (!datePart) return [{ field, part: undefined, read }];
    return [{ field, part: datePart.key, read: (row) => {
      const stored = read(row);
      return stored === null ? null : datePart.read(String(stored));
    } }];
  });
}

/** Without groupBy all rows are one group, even of none. */
function grouped(rows: readonly Row[], keys: readonly Key[]): Group[] {
  const groups = new Map<string, Row[]>();
  if (keys.length === 0) return [rows];
  for (const row of rows) {
    const key = JSON.stringify(keys.map(({ read }) => read(row)));
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return [...groups.values()];
}

function fieldResolver(checking: Checking, asked: Asked, object: ObjectSchema, keys: readonly Key[], type: string): Resolve<Group> | undefined {
  const { org, by } = checking.asking;
  const field = uiField(org, by, object, asked.name);
  if (!field) return noSuchField(checking, asked, type);
  const own = keys.filter((key) => key.field === field);
  return objectResolver<Group>(checking, asked, `${field.type}Aggregate`, (part) => {
    const measure = functions[part.name];
    const datePart = own.find((key) => key.part === part.name);
    if (datePart) return inValue(checking, part, ([row]) => (row ? datePart.read(row) : null));
    if (measure !== undefined && (numeric.has(field.type) || (part.name !== 'sum' && part.name !== 'avg')) && field.type !== 'Checkbox') {
      return inValue(checking, part, aggregateOf(checking.asking, object, { functionName: measure, parameters: [apiName(org.namespace, field)] }));
    }
    const whole = own.find((key) => key.part === undefined);
    if (!['value', 'displayValue', 'label'].includes(part.name)) return noSuchField(checking, part, `${field.type}Aggregate`);
    // U-257: a field that is neither grouped nor measured is refused, as in SOQL.
    if (!whole) return wrongType(checking, asked, 'groupBy', `does not have ${asked.name}: a field must be grouped or aggregated`);
    const read = valueResolver(checking, { ...asked, selections: [{ kind: 'field', key: 'it', name: part.name, args: [], directives: [], selections: part.selections, at: part.at }] }, field);
    return ([row]) => (read(row ? whole.read(row) : null) as { readonly it: unknown }).it;
  });
}

/** `{ value }` around a number of a group; display values are what the value is. */
function inValue(checking: Checking, asked: Asked, read: (group: Group) => unknown): Resolve<Group> {
  return objectResolver<Group>(checking, asked, 'AggregateValue', (part) => {
    if (part.name === 'value') return leaf(checking, part, 'Double', read);
    if (part.name === 'displayValue') return leaf(checking, part, 'String', () => null);
    return noSuchField(checking, part, 'AggregateValue');
  });
}

/** Orders groups by a grouped field or, with `function`, by a measure. */
function groupOrder(checking: Checking, asked: Asked, object: ObjectSchema, keys: readonly Key[], clause: unknown): ((a: Group, b: Group) => number)[] {
  const { org, by } = checking.asking;
  return Object.entries(isInput(clause) ? clause : {}).flatMap(([name, how]) => {
    const field = uiField(org, by, object, name);
    const measure = isInput(how) ? wordOf(how['function']) : undefined;
    const key = keys.find((each) => each.field === field);
    if (!field || !isInput(how) || (measure === undefined ? !key : !Object.values(functions).includes(measure))) {
      wrongType(checking, asked, 'orderBy', `cannot order by '${name}': it must be grouped or aggregated`);
      return [];
    }
    if (measure === undefined) return [sorting<Group>(checking, asked, field, how, ([row]) => (row && key ? key.read(row) : null))];
    const value = aggregateOf(checking.asking, object, { functionName: measure, parameters: [name] });
    const counted = measure.startsWith('COUNT') ? { ...field, type: 'Number' as const } : field;
    return [sorting<Group>(checking, asked, counted, how, (group) => plain(value(group)))];
  });
}

function plain(value: QueryRow[string]): FieldValue {
  if (typeof value !== 'object' || value === null) return value;
  return 'rawJSON' in value ? String(value.rawJSON) : null;
}
