import { sees } from './access.ts';
import { ApiProblem } from './api-problem.ts';
import { momentMs } from './moments.ts';
import { apiName, objectOfId } from './names.ts';
import type { ObjectSchema, Org, Row, User } from './org.ts';
import { fullId } from './record-ids.ts';
import { columnAt } from './soql-columns.ts';
import { uiValue } from './ui-field-value.ts';
import { uiField, uiParent, uiParentRow, uiSees } from './ui-objects.ts';
import { masterRecordType, tagged } from './ui-shapes.ts';

/** A field of a record, from it over its parents: `['Recipient__r', 'Payee_Key__c']`. */
export type FieldPath = readonly string[];

/** Levels of parents that a field may stand above its record. */
const deepestParent = 5;

/** Whether the field exists for this user. */
export function isField(org: Org, by: User, object: ObjectSchema, path: FieldPath): boolean {
  const [head = '', ...rest] = path;
  if (path.length > deepestParent + 1) return false;
  if (rest.length === 0) return uiField(org, by, object, head) !== undefined;
  return uiParent(org, by, object, head)?.targets.some((target) => isField(org, by, target, rest)) ?? false;
}

/** Fields named `Object.Field` as UI API takes them. Throws 400 for one without its object or, unless `optional`, one the user does not have (U-263). */
export function qualifiedFields(org: Org, by: User, object: ObjectSchema, names: readonly string[], optional: boolean): FieldPath[] {
  const name = apiName(org.namespace, object);
  return names.flatMap((each) => {
    const [head, ...path] = each.split('.');
    const known = head === name && path.length > 0;
    if (known && isField(org, by, object, path)) return [path];
    if (known && optional) return [];
    const problem = known ? `No such column '${path.join('.')}' on entity '${name}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name.` : `Invalid field ${each}: a field is written with its object, as ${name}.Name`;
    throw new ApiProblem(400, 'INVALID_FIELD', problem);
  });
}

/** The record behind an id. Throws 400 for a malformed id, 404 for none, 403 for one the user may not see (U-264). */
export function visibleRecord(org: Org, by: User, given: string): { readonly object: ObjectSchema; readonly row: Row } {
  const id = fullId(given);
  if (id === undefined) throw new ApiProblem(400, 'ILLEGAL_QUERY_PARAMETER_VALUE', `Invalid record ID: ${given}`);
  const object = objectOfId(org, id);
  const row = object && org.find(object.name, id);
  if (!object || !row) throw ApiProblem.notFound();
  if (!uiSees(org, by, object) || !sees(org, by, object, row)) throw new ApiProblem(403, 'INSUFFICIENT_ACCESS', "You don't have access to this record. Ask your administrator for help or to request access.");
  return { object, row };
}

/** A Record: the fields asked for, parents as nested records with their names as display values. */
export function recordShape(org: Org, by: User, object: ObjectSchema, row: Row, paths: readonly FieldPath[]): Record<string, unknown> {
  const at = (field: string): number => momentMs(String(row[field])) ?? 0;
  return tagged({
    apiName: apiName(org.namespace, object), childRelationships: {}, fields: fieldsShape(org, by, object, row, paths), id: row['Id'] ?? null, lastModifiedById: row['LastModifiedById'] ?? null,
    lastModifiedDate: new Date(at('LastModifiedDate')).toISOString(), recordTypeId: masterRecordType, recordTypeInfo: null, systemModstamp: new Date(at('SystemModstamp')).toISOString(), weakEtag: at('LastModifiedDate'),
  });
}

function fieldsShape(org: Org, by: User, object: ObjectSchema, row: Row, paths: readonly FieldPath[]): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  const deeper = new Map<string, FieldPath[]>();
  for (const [head = '', ...rest] of paths) {
    if (rest.length > 0) {
      deeper.set(head, [...(deeper.get(head) ?? []), rest]);
      continue;
    }
    const field = uiField(org, by, object, head);
    // A parent of several possible objects may lack a field that another of them has.
    if (field) fields[head] = uiValue(field, columnAt({ org, by, soql: '', version: '' }, object, [head]).read(row));
  }
  for (const [relationship, inner] of deeper) {
    const parent = uiParent(org, by, object, relationship);
    const found = parent && uiParentRow(org, by, parent.lookup, parent.targets, row);
    fields[relationship] = found ? { displayValue: found.row['Name'] ?? null, value: recordShape(org, by, found.object, found.row, inner) } : { displayValue: null, value: null };
  }
  return fields;
}
