import { accessTo, sees } from './access.ts';
import { ApiProblem } from './api-problem.ts';
import { fieldInput, MisfitValue } from './field-input.ts';
import { SpelledNumber } from './json-numbers.ts';
import { apiName, fieldNamed, objectNamed, parentNamed } from './names.ts';
import type { FieldSchema, ObjectSchema, Org, Row, SaveError, User } from './org.ts';
import { notSupported } from './soql-error.ts';

/** A record of a request: ready to be saved, or wrong on its own while its neighbours may be right. */
export type Input = { readonly object: ObjectSchema; readonly row: Row } | { readonly object: ObjectSchema; readonly error: SaveError };

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof SpelledNumber);
}

/** The object a path or `attributes.type` names, if the user may know of it. */
export function objectFor(org: Org, by: User, name: string): ObjectSchema | undefined {
  const object = objectNamed(org, name);
  if (!object) return undefined;
  const access = accessTo(org, by, object);
  return access.read || (object.kind === 'event' && access.create) ? object : undefined;
}

/** Reads `attributes.type`. Throws INVALID_TYPE, which refuses the whole request. */
export function objectOfRecord(org: Org, by: User, record: Readonly<Record<string, unknown>>): ObjectSchema {
  const { attributes } = record;
  const type = isObject(attributes) && typeof attributes['type'] === 'string' ? attributes['type'] : undefined;
  if (type === undefined) throw new ApiProblem(400, 'INVALID_INPUT', 'The sObject type must be specified in attributes.type of every record');
  const object = objectFor(org, by, type);
  if (!object) throw new ApiProblem(400, 'INVALID_TYPE', notSupported(type));
  return object;
}

/**
 * A caller's record as a row. Unknown or invisible fields and values of the wrong type refuse the whole request (U-005);
 * an id of the wrong form or an external id that leads nowhere refuse only this record.
 */
export function inputRow(org: Org, by: User, object: ObjectSchema, record: Readonly<Record<string, unknown>>): Input {
  const row: Row = {};
  const access = accessTo(org, by, object);
  try {
    for (const [name, value] of Object.entries(record)) {
      if (name === 'attributes') continue;
      const field = fieldNamed(org, object, name);
      if (field && access.reads(field)) row[field.name] = inputValue(field, value);
      else Object.assign(row, byExternalId(org, by, object, name, value));
    }
  } catch (error) {
    if (error instanceof ForeignKeyMissing) return { object, error: { statusCode: 'INVALID_FIELD', message: error.message, fields: [] } };
    if (error instanceof MisfitValue && error.statusCode === 'MALFORMED_ID') return { object, error: { statusCode: 'MALFORMED_ID', message: error.message, fields: [] } };
    throw error;
  }
  return { object, row };
}

class ForeignKeyMissing extends Error {}

export function inputValue(field: FieldSchema, value: unknown): Row[string] {
  return value instanceof SpelledNumber ? fieldInput(field, value.value, value.source) : fieldInput(field, value);
}

/** `"Payout_Batch__r": { "Batch_Key__c": "…" }` sets the lookup by the parent's external id. */
function byExternalId(org: Org, by: User, object: ObjectSchema, name: string, value: unknown): Row {
  const lookup = parentNamed(org, object, name);
  if (!lookup || !isObject(value)) throw new ApiProblem(400, 'INVALID_FIELD', `No such column '${name}' on sobject of type ${apiName(org.namespace, object)}`);
  const [key, ...more] = Object.entries(value).filter(([each]) => each !== 'attributes');
  if (!key || more.length > 0) throw new ApiProblem(400, 'INVALID_FIELD', `${name} must name exactly one external id`);
  const [keyName, keyValue] = key;
  for (const target of (lookup.referenceTo ?? []).flatMap((each) => org.schema.get(each) ?? [])) {
    const field = fieldNamed(org, target, keyName);
    if (!field || (!field.externalId && field.type !== 'Id')) continue;
    const wanted = String(inputValue(field, keyValue));
    const found = rowsByKey(org, target, field, wanted).find((row) => sees(org, by, target, row));
    if (!found) throw new ForeignKeyMissing(`Foreign key external ID: ${wanted.toLowerCase()} not found for field ${keyName} in entity ${apiName(org.namespace, target)}`);
    return { [lookup.name]: found['Id'] ?? null };
  }
  throw new ApiProblem(400, 'INVALID_FIELD', `${keyName} is not an external id of ${name}`);
}

/** The external id, or Id, that a path names. Throws a 404 for a field that does not exist or that the user may not see. */
export function keyField(org: Org, by: User, object: ObjectSchema, name: string): FieldSchema {
  const field = fieldNamed(org, object, name);
  if (field && (field.externalId || field.type === 'Id') && accessTo(org, by, object).reads(field)) return field;
  throw ApiProblem.notFound(`Provided external ID field does not exist or is not accessible: ${name}`);
}

/** Live rows with this external id, minding the case where the field does. */
export function rowsByKey(org: Org, object: ObjectSchema, field: FieldSchema, value: string): Row[] {
  if (field.type === 'Id') {
    const row = org.find(object.name, value);
    return row ? [row] : [];
  }
  return org.related(object.name, field.name, value).filter((row) => !field.caseSensitive || row[field.name] === value);
}
