import { evaluateFormula } from './formula.ts';
import { rowScope } from './formula-scope.ts';
import { toFieldValue } from './formula-field-value.ts';
import type { FieldSchema, FieldValue, ObjectSchema, Org, Row, User } from './org.ts';
import type { Storage } from './storage.ts';

/** A new record before the caller's values: defaults of its fields, and its owner. */
export function defaultsOf(org: Org, object: ObjectSchema, by: User): Row {
  const row: Row = {};
  for (const field of object.fields.values()) {
    const value = defaultOf(org, object, field, by);
    if (value !== null) row[field.name] = value;
  }
  if (object.fields.has('OwnerId')) row['OwnerId'] = by.id;
  return row;
}

function defaultOf(org: Org, object: ObjectSchema, field: FieldSchema, by: User): FieldValue {
  if (field.formula !== undefined) return null;
  if (field.picklist?.default !== undefined) return field.picklist.default;
  if (field.type === 'Checkbox') return field.defaultValue === 'true';
  if (field.defaultValue === undefined) return null;
  return toFieldValue(evaluateFormula(field.defaultValue, rowScope(org, object, { row: {}, prior: null, by })));
}

/** Values that the platform computes when it writes: auto numbers, full names, closed and won. */
export function derived(storage: Storage, object: ObjectSchema, row: Row, prior: Row | null): Row {
  const made: Row = {};
  if (!prior) {
    for (const field of object.fields.values()) {
      if (field.type === 'AutoNumber') made[field.name] = autoNumber(field, storage.nextNumber(`${object.name}.${field.name}`, field.startingNumber ?? 1));
    }
  }
  if (object.name === 'Contact' || object.name === 'User') made['Name'] = [row['FirstName'], row['LastName']].filter((part) => part !== null && part !== undefined).join(' ');
  if (object.name === 'Opportunity') {
    made['IsWon'] = row['StageName'] === 'Closed Won';
    made['IsClosed'] = String(row['StageName']).startsWith('Closed');
  }
  return made;
}

/** "PR-{000000}" and 7 make "PR-000007". */
function autoNumber(field: FieldSchema, number: number): string {
  return (field.displayFormat ?? '{0}').replace(/\{(0+)\}/, (_, zeros: string) => String(number).padStart(zeros.length, '0'));
}
