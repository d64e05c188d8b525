import { decimalText } from './field-input.ts';
import { sees } from './access.ts';
import type { Asked, Checking } from './graphql-selection.ts';
import { wrongType } from './graphql-selection.ts';
import { isInput, type Variables, wordOf } from './graphql-values.ts';
import { SpelledNumber } from './json-numbers.ts';
import { isDay, momentMs } from './moments.ts';
import type { FieldSchema, ObjectSchema, Row } from './org.ts';
import { fullId } from './record-ids.ts';
import { columnAt } from './soql-columns.ts';
import { comparison, includesTest, type Literal, type Test } from './soql-compare.ts';
import { dateSpan } from './soql-dates.ts';
import { uiField, uiObject, uiParent } from './ui-objects.ts';

type Predicate = (row: Row) => boolean;

/** Where in the filter the reading stands: the object of the fields, and the relationships that lead to it from the queried one. */
interface Level {
  readonly root: ObjectSchema;
  readonly object: ObjectSchema;
  readonly via: readonly string[];
}

const symbols: Readonly<Record<string, string>> = { eq: '=', ne: '!=', lt: '<', lte: '<=', gt: '>', gte: '>=', like: 'LIKE' };
const unfiltered: ReadonlySet<string> = new Set(['LongTextArea', 'Html', 'EncryptedText']);
const references: ReadonlySet<string> = new Set(['Id', 'Lookup', 'MasterDetail', 'Hierarchy']);

/** The `where` argument as a test of one row of the object: fields and parents' fields, and/or/not (U-253: in either letter case). */
export function whereOf(checking: Checking, asked: Asked, object: ObjectSchema): Predicate {
  const { where } = asked.args;
  return where === undefined || where === null ? () => true : filterOf(checking, asked, { root: object, object, via: [] }, where);
}

function filterOf(checking: Checking, asked: Asked, level: Level, filter: unknown): Predicate {
  if (!isInput(filter)) return nothing(wrongType(checking, asked, 'where', 'must be an object'));
  const tests = Object.entries(filter).map(([name, value]) => entryTest(checking, asked, level, name, value));
  return (row) => tests.every((test) => test(row));
}

function nothing(_: undefined): Predicate {
  return () => false;
}

function entryTest(checking: Checking, asked: Asked, level: Level, name: string, value: unknown): Predicate {
  const joined = /^(?:and|or|not)$/i.test(name) ? name.toLowerCase() : undefined;
  if (joined === 'not') {
    const inner = filterOf(checking, asked, level, value);
    return (row) => !inner(row);
  }
  if (joined !== undefined) {
    const parts = (Array.isArray(value) ? (value as unknown[]) : [value]).map((each) => filterOf(checking, asked, level, each));
    return joined === 'and' ? (row) => parts.every((part) => part(row)) : (row) => parts.some((part) => part(row));
  }
  const { org, by } = checking.asking;
  const field = uiField(org, by, level.object, name);
  if (field && !unfiltered.has(field.type)) return operatorsTest(checking, asked, level, field, name, value);
  const parent = uiParent(org, by, level.object, name);
  const [target, ...more] = parent?.targets ?? [];
  if (!parent || !target) return nothing(wrongType(checking, asked, 'where', `contains a field not in '${level.object.name}_Filter': '${name}'`));
  const via = [...level.via, name];
  if (more.length === 0) return filterOf(checking, asked, { ...level, object: target, via }, value);
  return polymorphic(checking, asked, { ...level, via }, parent.targets, value);
}

/** `Owner: { User: { Username: … } }`: the level below the relationship names the parent's object. */
function polymorphic(checking: Checking, asked: Asked, level: Level, targets: readonly ObjectSchema[], value: unknown): Predicate {
  if (!isInput(value)) return nothing(wrongType(checking, asked, 'where', 'must be an object'));
  const tests = Object.entries(value).map(([name, inner]) => {
    const target = targets.find((each) => each === uiObject(checking.asking.org, checking.asking.by, name));
    return target ? filterOf(checking, asked, { ...level, object: target }, inner) : nothing(wrongType(checking, asked, 'where', `contains a field not in the polymorphic filter: '${name}'`));
  });
  return (row) => tests.every((test) => test(row));
}

function operatorsTest(checking: Checking, asked: Asked, level: Level, field: FieldSchema, name: string, operators: unknown): Predicate {
  if (!isInput(operators)) return nothing(wrongType(checking, asked, `where.${name}`, 'must be an object of operators'));
  const column = columnAt(checking.asking, level.root, [...level.via, name]);
  const tests = Object.entries(operators).map(([operator, value]) => operatorTest(checking, asked, field, name, operator, value));
  return (row) => {
    const stored = column.read(row);
    return tests.every((test) => test(stored));
  };
}

const never: Test = () => false;

function operatorTest(checking: Checking, asked: Asked, field: FieldSchema, name: string, operator: string, value: unknown): Test {
  const now = checking.asking.org.world.clock.now();
  const misfit = (problem = `is not a valid ${field.type}`): undefined => wrongType(checking, asked, `where.${name}.${operator}`, problem);
  if (operator === 'inq' || operator === 'ninq') return joinTest(checking, asked, operator, value) ?? never;
  if (operator === 'in' || operator === 'nin') {
    const literals = (Array.isArray(value) ? (value as unknown[]) : [value]).map((each) => literalOf(field, each, misfit));
    const tests = literals.map((literal) => (literal ? comparison(field, '=', literal, now, name) : never));
    const among: Test = (stored) => tests.some((test) => test(stored));
    return operator === 'in' ? among : (stored) => !among(stored);
  }
  if ((operator === 'includes' || operator === 'excludes') && field.type === 'MultiselectPicklist') {
    const texts = (Array.isArray(value) ? (value as unknown[]) : [value]).map((each) => quoted(String(each)));
    const includes = includesTest(texts);
    return operator === 'includes' ? includes : (stored) => !includes(stored);
  }
  const symbol = symbols[operator];
  const plainOnly = field.type === 'Checkbox' || field.type === 'MultiselectPicklist';
  if (symbol === undefined || (plainOnly && operator !== 'eq' && operator !== 'ne')) {
    misfit(`contains a field not in the operators of ${field.type}: '${operator}'`);
    return never;
  }
  // An id of the wrong form finds nothing and is no error (Status Codes and Error Responses).
  if (references.has(field.type) && typeof value === 'string' && fullId(value) === undefined) return symbol === '!=' ? () => true : never;
  const literal = literalOf(field, value, misfit);
  return literal ? comparison(field, symbol, literal, now, name) : never;
}

/** A value as SOQL's comparisons take it; undefined after noting that it does not fit. */
function literalOf(field: FieldSchema, value: unknown, misfit: () => undefined): Literal | undefined {
  if (value === null) return { type: 'NULL', text: 'null' };
  switch (field.type) {
    case 'Number':
    case 'Currency':
    case 'Percent': {
      const text = value instanceof SpelledNumber ? decimalText(value.source) : undefined;
      return text === undefined ? misfit() : { type: 'DECIMAL', text };
    }
    case 'Checkbox':
      return typeof value === 'boolean' ? { type: 'BOOLEAN', text: String(value) } : misfit();
    case 'Date':
    case 'DateTime':
      return isInput(value) ? dateLiteral(field, value) ?? misfit() : misfit();
    default:
      return typeof value === 'string' ? { type: 'STRING', text: quoted(value) } : misfit();
  }
}

/** `{ value: "2026-11-21" }`, `{ literal: THIS_WEEK }` or `{ range: { last_n_days: 7 } }`. */
function dateLiteral(field: FieldSchema, { value, literal, range }: Variables): Literal | undefined {
  if (value === null) return { type: 'NULL', text: 'null' };
  if (typeof value === 'string') {
    if (field.type === 'Date') return isDay(value) ? { type: 'DATE', text: value } : undefined;
    return momentMs(value) === undefined ? undefined : { type: 'DATETIME', text: value };
  }
  const word = wordOf(literal);
  if (word !== undefined) return dateSpan(word, 0) ? { type: 'DATE_LITERAL', text: word } : undefined;
  const [first] = isInput(range) ? Object.entries(range) : [];
  if (!first || !(first[1] instanceof SpelledNumber)) return undefined;
  const text = `${first[0].toUpperCase()}:${first[1].source}`;
  return /_N_|^N_/.test(text) && dateSpan(text, 0) ? { type: 'DATE_N_LITERAL', text } : undefined;
}

/** In SOQL's quotes; `\%` and `\_` of a pattern stay as they are. */
function quoted(text: string): string {
  return `'${text.replace(/\\(?![%_])/g, '\\\\').replaceAll("'", "\\'")}'`;
}

/** `inq: { Contact: { LastName: … }, ApiName: "AccountId" }`: ids that the named field of some record of the inner object holds. */
function joinTest(checking: Checking, asked: Asked, operator: string, value: unknown): Test | undefined {
  const { org, by } = checking.asking;
  const bad = (problem: string): undefined => wrongType(checking, asked, `where.${operator}`, problem);
  if (!isInput(value)) return bad('must be an object');
  const { ApiName: fieldName, ...inner } = value;
  const [first] = Object.entries(inner);
  const object = first && uiObject(org, by, first[0]);
  const field = object && typeof fieldName === 'string' ? uiField(org, by, object, fieldName) : undefined;
  if (!first || !object || !field) return bad('names one object with its filter, and in ApiName the field whose values are meant');
  const test = filterOf(checking, asked, { root: object, object, via: [] }, first[1]);
  let ids: ReadonlySet<unknown> | undefined;
  const read = (): ReadonlySet<unknown> =>
    new Set([...org.rows(object.name).values()].filter((row) => row['IsDeleted'] !== true && sees(org, by, object, row) && test(row)).map((row) => row[field.name]));
  return (stored) => {
    ids ??= read();
    return ids.has(stored) === (operator === 'inq');
  };
}
