import type { FieldType, Query, Subquery } from '@jetstreamapp/soql-parser-js';
import { accessTo } from './access.ts';
import { fieldOutput } from './field-output.ts';
import { apiName, apiRelationship, childrenNamed } from './names.ts';
import type { FieldSchema, ObjectSchema, Org, QueryResult, QueryRow, Row } from './org.ts';
import { type Asking, type Column, columnAt } from './soql-columns.ts';
import { QueryError } from './soql-error.ts';
import { pathOf, writtenOf } from './soql-where.ts';

type Write = (row: Row, into: Record<string, QueryRow[string]>) => void;
/** Runs a subquery over the children of one parent. */
export type Children = (subquery: Subquery, child: { object: ObjectSchema; field: FieldSchema }) => (parentId: string) => QueryResult | null;

/** How a row becomes a record of the answer, fields in the order of the query. */
export function projection(asking: Asking, object: ObjectSchema, query: Query | Subquery, children: Children): (row: Row) => QueryRow {
  const writes = (query.fields ?? []).flatMap((each) => selected(asking, object, each, children));
  return (row) => {
    const record: Record<string, QueryRow[string]> = { attributes: attributes(asking, object, row) };
    for (const write of writes) write(row, record);
    return record;
  };
}

export function attributes(asking: Pick<Asking, 'org' | 'version'>, object: ObjectSchema, row: Row): QueryRow {
  const type = apiName(asking.org.namespace, object);
  return { type, url: `/services/data/v${asking.version}/sobjects/${type}/${String(row['Id'])}` };
}

function selected(asking: Asking, object: ObjectSchema, each: FieldType, children: Children): Write[] {
  switch (each.type) {
    case 'Field':
    case 'FieldRelationship':
      return [single(asking, object, pathOf(asking, object, writtenOf(each)))];
    case 'FieldSubquery':
      return [subquery(asking, object, each.subquery, children)];
    case 'FieldFunctionExpression':
      return functionColumns(asking, object, each.functionName, each.parameters, each.alias);
    default:
      throw new QueryError('MALFORMED_QUERY', 'The sandbox org does not know TYPEOF. Name the fields one by one.');
  }
}

function single(asking: Asking, object: ObjectSchema, path: readonly string[]): Write {
  const column = columnAt(asking, object, path);
  return column.via.length === 0 ? direct(asking.org, column) : nested(asking, column);
}

function direct(org: Org, column: Column): Write {
  const name = apiName(org.namespace, column.field);
  return (row, into) => {
    into[name] = fieldOutput(column.field, column.read(row));
  };
}

/** `Recipient__r.Name` becomes an object inside the record; null when the lookup is empty or its record cannot be seen. */
function nested(asking: Asking, column: Column): Write {
  const { org } = asking;
  const name = apiName(org.namespace, column.field);
  return (row, into) => {
    let place = into;
    let at: Row | undefined = row;
    for (const lookup of column.via) {
      const parent: { object: ObjectSchema; row: Row } | undefined = at && parentRow(org, lookup, at);
      const key = apiRelationship(org.namespace, lookup, lookup.parentRelationship ?? lookup.name);
      if (!parent) {
        place[key] ??= null;
        return;
      }
      const inner = (place[key] ?? { attributes: attributes(asking, parent.object, parent.row) }) as Record<string, QueryRow[string]>;
      place[key] = inner;
      place = inner;
      at = parent.row;
    }
    place[name] = fieldOutput(column.field, column.read(row));
  };
}

function parentRow(org: Org, lookup: FieldSchema, row: Row): { object: ObjectSchema; row: Row } | undefined {
  const id = row[lookup.name];
  if (typeof id !== 'string') return undefined;
  const names = lookup.referenceTo?.[0] === '*' ? [...org.schema.keys()] : (lookup.referenceTo ?? []);
  for (const name of names) {
    const object = org.schema.get(name);
    const found = object?.keyPrefix === id.slice(0, 3) ? org.find(name, id) : undefined;
    if (object && found) return { object, row: found };
  }
  return undefined;
}

function subquery(asking: Asking, object: ObjectSchema, query: Subquery, children: Children): Write {
  const child = childrenNamed(asking.org, object, query.relationshipName);
  if (!child || !accessTo(asking.org, asking.by, child.object).read) {
    const message = `Didn't understand relationship '${query.relationshipName}' in FROM part of query call. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.`;
    throw QueryError.at(asking.soql, query.relationshipName, 'INVALID_TYPE', message);
  }
  const run = children(query, child);
  const name = apiRelationship(asking.org.namespace, child.field, child.field.relationshipName ?? query.relationshipName);
  return (row, into) => {
    into[name] = run(String(row['Id']));
  };
}

/** `FIELDS(ALL|STANDARD|CUSTOM)`, `toLabel(…)`; the other functions belong to aggregates. */
function functionColumns(asking: Asking, object: ObjectSchema, name: string, parameters: readonly unknown[], alias: string | undefined): Write[] {
  const [first] = parameters;
  if (typeof first !== 'string') throw new QueryError('MALFORMED_QUERY', `The sandbox org does not know ${name}() without a field.`);
  if (name.toUpperCase() === 'FIELDS') {
    const access = accessTo(asking.org, asking.by, object);
    const kind = first.toUpperCase();
    const fields = [...object.fields.values()].filter((field) => access.reads(field) && (kind === 'ALL' || (kind === 'CUSTOM') === field.custom));
    return fields.map((field) => single(asking, object, [apiName(asking.org.namespace, field)]));
  }
  if (name.toUpperCase() !== 'TOLABEL') throw new QueryError('MALFORMED_QUERY', `The sandbox org does not know the function ${name}().`);
  const column = columnAt(asking, object, pathOf(asking, object, first));
  return [
    (row, into) => {
      const value = column.read(row);
      into[alias ?? apiName(asking.org.namespace, column.field)] = value === null ? null : (column.field.picklist?.labels?.[String(value)] ?? value);
    },
  ];
}
