import { accessTo, sees } from './access.ts';
import { formulaFieldValue } from './formula-scope.ts';
import { apiName, fieldNamed, parentNamed } from './names.ts';
import type { FieldSchema, FieldValue, ObjectSchema, Org, Row, User } from './org.ts';
import { noSuchColumn, QueryError } from './soql-error.ts';

/** Who asks what: handed through the whole query. */
export interface Asking {
  readonly org: Org;
  readonly by: User;
  /** For messages. */
  readonly soql: string;
  /** For `attributes.url`. */
  readonly version: string;
}

/** A column of a query: the field it ends at, and how to read it from a row of the queried object. */
export interface Column {
  readonly field: FieldSchema;
  /** Relationship fields on the way, none for a field of the object itself. */
  readonly via: readonly FieldSchema[];
  read(row: Row): FieldValue;
}

/** Resolves `Recipient__r.Contact__r.Name` (API names). Throws INVALID_FIELD for what does not exist or the user may not see. */
export function columnAt(asking: Asking, object: ObjectSchema, path: readonly string[]): Column {
  const [name = '', ...rest] = path;
  if (rest.length > 0) return throughParent(asking, object, name, rest);
  const field = fieldNamed(asking.org, object, name);
  if (!field || !accessTo(asking.org, asking.by, object).reads(field)) {
    throw QueryError.at(asking.soql, name, 'INVALID_FIELD', noSuchColumn(name, apiName(asking.org.namespace, object)));
  }
  if (field.formula !== undefined) return { field, via: [], read: (row) => formulaFieldValue(asking.org, object, row, field, asking.by) };
  return { field, via: [], read: (row) => row[field.name] ?? null };
}

function throughParent(asking: Asking, object: ObjectSchema, relationship: string, rest: readonly string[]): Column {
  const { org, by } = asking;
  const lookup = parentNamed(org, object, relationship);
  if (!lookup || !accessTo(org, by, object).reads(lookup)) {
    const message = `Didn't understand relationship '${relationship}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.`;
    throw QueryError.at(asking.soql, relationship, 'INVALID_FIELD', message);
  }
  const parents = parentsOf(asking, lookup, rest);
  const [first] = parents;
  if (!first) throw QueryError.at(asking.soql, relationship, 'INVALID_FIELD', noSuchColumn(rest.join('.'), relationship));
  return {
    field: first.column.field,
    via: [lookup, ...first.column.via],
    read(row) {
      const id = row[lookup.name];
      if (typeof id !== 'string') return null;
      const parent = parents.find(({ target }) => target.keyPrefix === id.slice(0, 3));
      const found = parent && org.find(parent.target.name, id);
      return found && sees(org, by, parent.target, found) ? parent.column.read(found) : null;
    },
  };
}

/** The objects a lookup leads to that have the rest of the path; several for Owner and the like. */
function parentsOf(asking: Asking, lookup: FieldSchema, rest: readonly string[]): { target: ObjectSchema; column: Column }[] {
  const { org, by } = asking;
  const names = lookup.referenceTo?.[0] === '*' ? [...org.schema.keys()] : (lookup.referenceTo ?? []);
  const targets = names.flatMap((name) => org.schema.get(name) ?? []).filter((target) => accessTo(org, by, target).read);
  if (targets.length === 1) return targets.map((target) => ({ target, column: columnAt(asking, target, rest) }));
  return targets.flatMap((target) => {
    try {
      return [{ target, column: columnAt(asking, target, rest) }];
    } catch (error) {
      if (error instanceof QueryError) return [];
      throw error;
    }
  });
}
