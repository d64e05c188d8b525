import { type OrderByClause, parseQuery, type Query, type Subquery } from '@jetstreamapp/soql-parser-js';
import { accessTo, sees } from './access.ts';
import { objectNamed } from './names.ts';
import type { ObjectSchema, Org, QueryResult, QueryRow, Row, User } from './org.ts';
import { fullId } from './record-ids.ts';
import { aggregate, compareValues, isAggregate, isPlainCount } from './soql-aggregate.ts';
import { type Asking, columnAt } from './soql-columns.ts';
import { notSupported, QueryError } from './soql-error.ts';
import { type Children, projection } from './projection.ts';
import { filterOf, type Filter, pathOf } from './soql-where.ts';

interface QueryOptions {
  readonly by: User;
  /** queryAll: deleted rows too. */
  readonly deleted?: boolean;
  /** API version for `attributes.url`; default 66.0. */
  readonly version?: string;
}

const parsed = new Map<string, Query>();
const parsedLimit = 500;

/** Runs a query; all rows at once, paging is the door's. Throws a QueryError. */
export function runQuery(org: Org, soql: string, options: QueryOptions): QueryResult {
  const query = parse(soql);
  const asking: Asking = { org, by: options.by, soql, version: options.version ?? '66.0' };
  const object = readable(asking, query.sObject ?? '');
  const rows = rowsOf(asking, object, query, options.deleted ?? false, inner(asking, options));
  if (isPlainCount(query)) return { totalSize: rows.length, done: true, records: [] };
  const records = isAggregate(query) ? cut(query, aggregate(asking, object, query, rows)) : recordsOf(asking, object, query, rows, options);
  return { totalSize: records.length, done: true, records };
}

/** The rows a query finds, in its order, for doors that write them in a shape of their own. Throws a QueryError. */
export function queriedRows(org: Org, soql: string, options: QueryOptions): { asking: Asking; object: ObjectSchema; query: Query; rows: readonly Row[] } {
  const query = parse(soql);
  const asking: Asking = { org, by: options.by, soql, version: options.version ?? '66.0' };
  const object = readable(asking, query.sObject ?? '');
  const found = rowsOf(asking, object, query, options.deleted ?? false, inner(asking, options));
  return { asking, object, query, rows: cut(query, ordered(asking, object, query.orderBy, found)) };
}

/** The object a query asks for, for doors that need its columns. */
export function queriedObject(org: Org, soql: string, by: User): { object: ObjectSchema; query: Query } {
  const query = parse(soql);
  return { query, object: readable({ org, by, soql, version: '66.0' }, query.sObject ?? '') };
}

function parse(soql: string): Query {
  const known = parsed.get(soql);
  if (known) return known;
  let query: Query;
  try {
    query = parseQuery(soql);
  } catch (error) {
    throw new QueryError('MALFORMED_QUERY', error instanceof Error ? error.message : String(error));
  }
  if (parsed.size >= parsedLimit) parsed.clear();
  parsed.set(soql, query);
  return query;
}

function readable(asking: Asking, name: string): ObjectSchema {
  const object = objectNamed(asking.org, name);
  if (!object || object.kind === 'event' || !accessTo(asking.org, asking.by, object).read) throw QueryError.at(asking.soql, name, 'INVALID_TYPE', notSupported(name));
  return object;
}

/** Semi-joins: the values of the inner query's one column. */
function inner(asking: Asking, options: QueryOptions): (query: Query) => ReadonlySet<string> {
  return (query) => {
    const object = readable(asking, query.sObject ?? '');
    const [field] = query.fields ?? [];
    if (field?.type !== 'Field') throw new QueryError('MALFORMED_QUERY', 'A semi-join selects exactly one field');
    const column = columnAt(asking, object, [field.field]);
    const values = rowsOf(asking, object, query, false, inner(asking, options)).map((row) => column.read(row));
    return new Set(values.filter((value) => value !== null).map(String));
  };
}

function rowsOf(asking: Asking, object: ObjectSchema, query: Query | Subquery, deleted: boolean, innerValues: (query: Query) => ReadonlySet<string>, among?: readonly Row[]): Row[] {
  const filter = filterOf(asking, object, query.where, innerValues);
  const candidates = among ?? narrowed(asking.org, object, filter, deleted) ?? asking.org.rows(object.name).values();
  const found: Row[] = [];
  for (const row of candidates) {
    if (!deleted && row['IsDeleted'] === true) continue;
    if (filter.test(row) && sees(asking.org, asking.by, object, row)) found.push(row);
  }
  return found;
}

/** Candidates by id or by an indexed value. Indexes leave deleted rows out, so queryAll scans. */
function narrowed(org: Org, object: ObjectSchema, filter: Filter, deleted: boolean): Row[] | undefined {
  if (deleted) return undefined;
  for (const { column, values } of filter.narrowing) {
    const { field } = column;
    if (field.name === 'Id') return [...new Set(values)].map((id) => org.find(object.name, id)).filter((row) => row !== undefined);
    const reference = field.referenceTo !== undefined;
    if (!reference && !field.unique && !field.externalId) continue;
    const keys = new Set(values.map((value) => (reference ? (fullId(value) ?? value) : value).toLowerCase()));
    return [...keys].flatMap((key) => org.related(object.name, field.name, key));
  }
  return undefined;
}

function recordsOf(asking: Asking, object: ObjectSchema, query: Query | Subquery, rows: readonly Row[], options: QueryOptions): QueryRow[] {
  const project = projection(asking, object, query, childrenOf(asking, options));
  return cut(query, ordered(asking, object, query.orderBy, rows)).map(project);
}

function cut<T>(query: Query | Subquery, rows: readonly T[]): readonly T[] {
  const offset = query.offset ?? 0;
  if (offset > 2000) throw new QueryError('NUMBER_OUTSIDE_VALID_RANGE', 'Maximum SOQL offset allowed is 2000');
  return rows.slice(offset, query.limit === undefined ? undefined : offset + query.limit);
}

function childrenOf(asking: Asking, options: QueryOptions): Children {
  return (subquery, child) => {
    // Compiled once for no parent, so that an unknown field is refused even where there are no rows.
    recordsOf(asking, child.object, subquery, [], options);
    return (parentId) => {
      const related = asking.org.related(child.object.name, child.field.name, parentId);
      const rows = rowsOf(asking, child.object, subquery, false, inner(asking, options), related);
      const records = recordsOf(asking, child.object, subquery, rows, options);
      return records.length === 0 ? null : { totalSize: records.length, done: true, records };
    };
  };
}

function ordered(asking: Asking, object: ObjectSchema, orderBy: OrderByClause | OrderByClause[] | undefined, rows: readonly Row[]): readonly Row[] {
  const clauses = orderBy === undefined ? [] : Array.isArray(orderBy) ? orderBy : [orderBy];
  if (clauses.length === 0) return rows;
  const criteria = clauses.map((clause) => {
    if (!('field' in clause)) throw new QueryError('MALFORMED_QUERY', 'The sandbox org orders by fields only, not by functions.');
    const column = columnAt(asking, object, pathOf(asking, object, clause.field));
    const sign = clause.order === 'DESC' ? -1 : 1;
    return { column, sign, nulls: clause.nulls === 'LAST' ? 1 : -1 };
  });
  return [...rows].sort((a, b) => {
    for (const { column, sign, nulls } of criteria) {
      const [left, right] = [column.read(a), column.read(b)];
      if (left === right) continue;
      if (left === null) return nulls;
      if (right === null) return -nulls;
      const order = compareValues(column.field, left, right) * sign;
      if (order !== 0) return order;
    }
    return 0;
  });
}
