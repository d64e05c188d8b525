import type { Condition, Field, FieldRelationship, Query, ValueQueryCondition, WhereClause } from '@jetstreamapp/soql-parser-js';
import type { ObjectSchema, Row } from './org.ts';
import { type Asking, type Column, columnAt } from './soql-columns.ts';
import { comparison, includesTest, type Literal, type Test, unquoted } from './soql-compare.ts';
import { QueryError } from './soql-error.ts';

type Predicate = (row: Row) => boolean;
/** Runs an inner query and answers the values of its one column. */
type InnerValues = (query: Query) => ReadonlySet<string>;

/** A direct field and the only texts it may have: lets an index replace the scan. */
interface Narrowing {
  readonly column: Column;
  readonly values: readonly string[];
}

export interface Filter {
  readonly test: Predicate;
  readonly narrowing: readonly Narrowing[];
}

type Leaf = ValueQueryCondition | Condition;
type Token = '(' | ')' | 'AND' | 'OR' | 'NOT' | { readonly leaf: Leaf };

/** The WHERE clause as a test of one row. */
export function filterOf(asking: Asking, object: ObjectSchema, where: WhereClause | undefined, inner: InnerValues): Filter {
  if (!where) return { test: () => true, narrowing: [] };
  const tokens = flattened(where);
  const narrowing: Narrowing[] = [];
  // With ANDs alone every condition must hold, so any of them may choose the candidates.
  const conjunction = tokens.every((token) => token !== 'OR' && token !== 'NOT');
  const leafTest = (leaf: Leaf): Predicate => {
    const { test, column, values } = condition(asking, object, leaf, inner);
    if (conjunction && values && column.via.length === 0) narrowing.push({ column, values });
    return (row) => test(column.read(row));
  };
  const state = { at: 0 };
  const test = expression(tokens, state, leafTest);
  if (state.at < tokens.length) throw malformed(tokens[state.at]);
  return { test, narrowing };
}

/** The parser hands the clause over as a chain with parentheses noted at its ends; here they become tokens again. */
function flattened(where: WhereClause): Token[] {
  const tokens: Token[] = [];
  const parens = (kind: '(' | ')', count: number | undefined): void => {
    for (let n = 0; n < (count ?? 0); n += 1) tokens.push(kind);
  };
  for (let at: WhereClause | undefined = where; at; at = 'right' in at ? at.right : undefined) {
    const { left } = at;
    if (left) parens('(', left.openParen);
    if (left && ('field' in left || 'fn' in left)) {
      tokens.push({ leaf: left });
      parens(')', left.closeParen);
    }
    if ('operator' in at) tokens.push(at.operator);
  }
  return tokens;
}

/** AND and OR side by side need parentheses in SOQL. */
function expression(tokens: readonly Token[], state: { at: number }, leaf: (leaf: Leaf) => Predicate): Predicate {
  const parts = [operand(tokens, state, leaf)];
  const joiner = tokens[state.at];
  while (tokens[state.at] === 'AND' || tokens[state.at] === 'OR') {
    if (tokens[state.at] !== joiner) throw malformed(tokens[state.at]);
    state.at += 1;
    parts.push(operand(tokens, state, leaf));
  }
  const [only] = parts;
  if (parts.length === 1 && only) return only;
  return joiner === 'OR' ? (row) => parts.some((part) => part(row)) : (row) => parts.every((part) => part(row));
}

function operand(tokens: readonly Token[], state: { at: number }, leaf: (leaf: Leaf) => Predicate): Predicate {
  const token = tokens[state.at];
  state.at += 1;
  if (token === 'NOT') {
    const negated = operand(tokens, state, leaf);
    return (row) => !negated(row);
  }
  if (token === '(') {
    const inside = expression(tokens, state, leaf);
    if (tokens[state.at] !== ')') throw malformed(tokens[state.at]);
    state.at += 1;
    return inside;
  }
  if (typeof token === 'object') return leaf(token.leaf);
  throw malformed(token);
}

function malformed(token: Token | undefined): QueryError {
  return new QueryError('MALFORMED_QUERY', `unexpected token: ${typeof token === 'string' ? token : '<EOF>'}`);
}

interface Compiled {
  readonly test: Test;
  readonly column: Column;
  /** All texts for which the test can hold, where that is known. */
  readonly values?: readonly string[];
}

const longText: ReadonlySet<string> = new Set(['LongTextArea', 'Html', 'EncryptedText']);

function condition(asking: Asking, object: ObjectSchema, leaf: Leaf, inner: InnerValues): Compiled {
  if (!('field' in leaf)) throw new QueryError('MALFORMED_QUERY', 'The sandbox org does not know functions in WHERE. Compare the field itself.');
  const column = columnAt(asking, object, pathOf(asking, object, leaf.field));
  const shownName = leaf.field;
  if (longText.has(column.field.type)) throw QueryError.at(asking.soql, shownName, 'INVALID_FIELD', `field '${shownName}' can not be filtered in a query call`);
  const operator = leaf.operator.toUpperCase();
  if ('valueQuery' in leaf) {
    const values = inner(leaf.valueQuery);
    if (operator === 'IN') return { column, test: (value) => value !== null && values.has(String(value)), values: [...values] };
    return { column, test: (value) => value === null || !values.has(String(value)) };
  }
  const literals = literalsOf(leaf.value, leaf.literalType);
  if (operator === 'INCLUDES' || operator === 'EXCLUDES') {
    const includes = includesTest(literals.map(({ text }) => text));
    return { column, test: operator === 'INCLUDES' ? includes : (value) => !includes(value) };
  }
  const now = asking.org.world.clock.now();
  const texts = literals.every(({ type }) => type === 'STRING') ? literals.map(({ text }) => unquoted(text)) : undefined;
  if (operator === 'IN' || operator === 'NOT IN') return listed(column, operator, literals, texts, now, shownName);
  const [literal] = literals;
  if (!literal) throw malformed(undefined);
  const test = comparison(column.field, operator, literal, now, shownName);
  return { column, test, ...(operator === '=' && texts ? { values: texts } : {}) };
}

function listed(column: Column, operator: string, literals: readonly Literal[], texts: readonly string[] | undefined, now: number, shownName: string): Compiled {
  const tests = literals.map((literal) => comparison(column.field, '=', literal, now, shownName));
  const among: Test = texts && texts.length > 20 ? setTest(column, texts) : (value) => tests.some((test) => test(value));
  if (operator === 'NOT IN') return { column, test: (value) => !among(value) };
  return { column, test: among, ...(texts ? { values: texts } : {}) };
}

/** Long lists are looked up instead of being compared one by one. Ids of 15 characters are among them in their long form. */
function setTest(column: Column, texts: readonly string[]): Test {
  const fold = (text: string): string => (column.field.caseSensitive ? text : text.toLowerCase());
  if (['Id', 'Lookup', 'MasterDetail', 'Hierarchy'].includes(column.field.type)) {
    const cores = new Set(texts.map((text) => text.slice(0, 15)));
    return (value) => value !== null && cores.has(String(value).slice(0, 15));
  }
  const wanted = new Set(texts.map(fold));
  return (value) => value !== null && wanted.has(fold(String(value)));
}

function literalsOf(value: string | readonly string[], types: string | readonly string[] | undefined): Literal[] {
  const values = typeof value === 'string' ? [value] : value;
  return values.map((text, at) => ({ text, type: (typeof types === 'string' ? types : types?.[at]) ?? 'STRING' }));
}

/** Drops the alias or the object's own name in front of a field. */
export function pathOf(asking: Asking, object: ObjectSchema, written: string): string[] {
  const parts = written.split('.');
  const [head = ''] = parts;
  const alias = new RegExp(`\\bFROM\\s+(\\w+)(?:\\s+AS)?\\s+${head}\\b`, 'i').exec(asking.soql);
  if (parts.length > 1 && (head.toLowerCase() === object.name.toLowerCase() || alias)) return parts.slice(1);
  return parts;
}

/** A selected field as it stood in the query, relationships and alias included. */
export function writtenOf(each: Field | FieldRelationship): string {
  if ('rawValue' in each && each.rawValue !== undefined) return each.rawValue;
  return each.type === 'FieldRelationship' ? [...each.relationships, each.field].join('.') : each.field;
}
