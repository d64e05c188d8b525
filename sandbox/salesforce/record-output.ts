import { accessTo, sees } from './access.ts';
import { ApiProblem, spelled } from './api-problem.ts';
import { fieldOutput } from './field-output.ts';
import { formulaFieldValue } from './formula-scope.ts';
import { apiName, fieldNamed } from './names.ts';
import type { FieldSchema, ObjectSchema, Org, QueryRow, Row, SaveResult } from './org.ts';
import type { RestCall } from './rest-call.ts';
import { attributes } from './projection.ts';

/** A record as GET answers it: the fields asked for, or all the user may read. Throws INVALID_FIELD. */
export function outputRecord(org: Org, call: RestCall, object: ObjectSchema, row: Row, names: readonly string[] | undefined): QueryRow {
  const access = accessTo(org, call.by, object);
  const fields = names ? [...new Set(names.map((name) => askedField(org, object, name, access.reads)))] : [...object.fields.values()].filter(access.reads);
  const record: Record<string, QueryRow[string]> = { attributes: attributes({ org, version: call.version }, object, row) };
  for (const field of fields) record[apiName(org.namespace, field)] = fieldOutput(field, field.formula === undefined ? row[field.name] : formulaFieldValue(org, object, row, field, call.by));
  if (names && !('Id' in record)) record['Id'] = row['Id'] ?? null;
  return record;
}

function askedField(org: Org, object: ObjectSchema, name: string, reads: (field: FieldSchema) => boolean): FieldSchema {
  const field = fieldNamed(org, object, name);
  if (!field || !reads(field)) throw new ApiProblem(400, 'INVALID_FIELD', `No such column '${name}' on sobject of type ${apiName(org.namespace, object)}`);
  return field;
}

/** The row, if it exists and sharing lets the user see it. */
export function visibleRow(org: Org, call: RestCall, object: ObjectSchema, id: string): Row | undefined {
  const row = org.find(object.name, id);
  return row && accessTo(org, call.by, object).read && sees(org, call.by, object, row) ? row : undefined;
}

/** One entry of a collection's answer. `created` belongs to upserts only. */
export function outputResult(org: Org, object: ObjectSchema, result: SaveResult, upsert = false): Record<string, unknown> {
  const errors = result.errors.map((error) => ({ statusCode: error.statusCode, message: error.message, fields: spelled(org, object, error.fields) }));
  return { ...(result.id === null ? {} : { id: result.id }), success: result.success, errors, ...(upsert ? { created: result.created ?? false } : {}) };
}
