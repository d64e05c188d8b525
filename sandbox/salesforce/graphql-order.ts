import type { Asked, Checking } from './graphql-selection.ts';
import { wrongType } from './graphql-selection.ts';
import { isInput, type Variables, wordOf } from './graphql-values.ts';
import type { FieldSchema, FieldValue, ObjectSchema, Row } from './org.ts';
import { compareValues } from './soql-aggregate.ts';
import { columnAt } from './soql-columns.ts';
import { uiField, uiParent } from './ui-objects.ts';

type Compare<S> = (a: S, b: S) => number;

const unsorted: ReadonlySet<string> = new Set(['MultiselectPicklist', 'LongTextArea', 'Html', 'EncryptedText']);

/** The `orderBy` argument: `{ Name: { order: DESC, nulls: LAST } }`, fields of a parent under its relationship, several as one object or a list. */
export function orderOf(checking: Checking, asked: Asked, object: ObjectSchema): Compare<Row> {
  return ordered(orderClauses(asked).flatMap((each) => criteria(checking, asked, { root: object, object, via: [] }, each)));
}

/** The clauses, whether one object or a list of them was given. */
export function orderClauses(asked: Asked): unknown[] {
  const { orderBy } = asked.args;
  return orderBy === undefined || orderBy === null ? [] : Array.isArray(orderBy) ? (orderBy as unknown[]) : [orderBy];
}

/** Compares by the first criterion that tells two rows apart. */
export function ordered<S>(all: readonly Compare<S>[]): Compare<S> {
  return (a, b) => {
    for (const compare of all) {
      const order = compare(a, b);
      if (order !== 0) return order;
    }
    return 0;
  };
}

interface Level {
  readonly root: ObjectSchema;
  readonly object: ObjectSchema;
  readonly via: readonly string[];
}

function criteria(checking: Checking, asked: Asked, level: Level, clause: unknown): Compare<Row>[] {
  if (!isInput(clause)) return none(wrongType(checking, asked, 'orderBy', 'must be an object'));
  const { org, by } = checking.asking;
  return Object.entries(clause).flatMap(([name, value]) => {
    const field = uiField(org, by, level.object, name);
    if (field && !unsorted.has(field.type) && isInput(value)) {
      const { read } = columnAt(checking.asking, level.root, [...level.via, name]);
      return [sorting(checking, asked, field, value, read)];
    }
    const [target, ...more] = uiParent(org, by, level.object, name)?.targets ?? [];
    if (!target || more.length > 0) return none(wrongType(checking, asked, 'orderBy', `contains a field not in '${level.object.name}_OrderBy': '${name}'`));
    return criteria(checking, asked, { ...level, object: target, via: [...level.via, name] }, value);
  });
}

function none(_: undefined): Compare<Row>[] {
  return [];
}

/** One clause over what `read` gives. Ascending and blanks first, unless it says otherwise. */
export function sorting<S>(checking: Checking, asked: Asked, field: FieldSchema, clause: Variables, read: (source: S) => FieldValue): Compare<S> {
  const order = wordOf(clause['order']) ?? 'ASC';
  const nulls = wordOf(clause['nulls']) ?? 'FIRST';
  if (!['ASC', 'DESC'].includes(order) || !['FIRST', 'LAST'].includes(nulls)) wrongType(checking, asked, 'orderBy', 'takes order ASC or DESC and nulls FIRST or LAST');
  const sign = order === 'DESC' ? -1 : 1;
  const blank = nulls === 'LAST' ? 1 : -1;
  return (a, b) => {
    const [left, right] = [read(a), read(b)];
    if (left === right) return 0;
    if (left === null) return blank;
    return right === null ? -blank : compareValues(field, left, right) * sign;
  };
}
