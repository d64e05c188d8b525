import { formatDecimal, parseDecimal, roundDecimal } from './formula-decimal.ts';
import { accessTo, sees } from './access.ts';
import { apiName } from './names.ts';
import type { FieldSchema, FieldValue, ObjectSchema, Org, Row, SaveContext, SaveError } from './org.ts';
import { fullId } from './record-ids.ts';

/** Longest texts of types whose metadata names no length. */
const openEnded = 255;

/**
 * Salesforce's own checks, after the before-save flows: required, type, length, restricted picklists, digits, references, unique keys.
 * Only what changed is looked at, except required fields. Rounds decimals in `row` and turns empty text into null.
 */
export function systemErrors(org: Org, context: SaveContext): SaveError[] {
  const { object, row, prior } = context;
  const errors: SaveError[] = [];
  const missing: FieldSchema[] = [];
  for (const field of object.fields.values()) {
    if (field.formula !== undefined) continue;
    if (row[field.name] === '' || row[field.name] === undefined) row[field.name] = null;
    const value = row[field.name] ?? null;
    if (value === null) {
      if (field.required) missing.push(field);
    } else if (!field.readOnly && value !== prior?.[field.name]) {
      const problem = valueError(org, context, field, value);
      if (problem) errors.push(problem);
    }
  }
  if (missing.length > 0) {
    const names = missing.map((field) => apiName(org.namespace, field));
    errors.unshift({ statusCode: 'REQUIRED_FIELD_MISSING', message: `Required fields are missing: [${names.join(', ')}]`, fields: missing.map(({ name }) => name) });
  }
  return errors;
}

function valueError(org: Org, context: SaveContext, field: FieldSchema, value: NonNullable<FieldValue>): SaveError | undefined {
  switch (field.type) {
    case 'Number':
    case 'Currency':
    case 'Percent':
      return numberError(org, context.row, field, String(value));
    case 'Picklist':
    case 'MultiselectPicklist':
      return picklistError(field, String(value));
    case 'Lookup':
    case 'MasterDetail':
    case 'Hierarchy':
      return referenceError(org, context, field, String(value));
    case 'Checkbox':
    case 'Date':
    case 'DateTime':
      return undefined;
    default:
      return textError(field, String(value)) ?? duplicateError(org, context, field, String(value));
  }
}

function textError(field: FieldSchema, value: string): SaveError | undefined {
  const limit = field.length ?? openEnded;
  // Counted in UTF-16 units, as Java and JavaScript count.
  if (value.length > limit) return refusal('STRING_TOO_LONG', `${field.label}: data value too large: ${value} (max length=${limit})`, field);
  if (field.type === 'Email' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value)) return refusal('INVALID_EMAIL_ADDRESS', `${field.label}: invalid email address: ${value}`, field);
  return undefined;
}

function numberError(org: Org, row: Row, field: FieldSchema, value: string): SaveError | undefined {
  const decimal = parseDecimal(value);
  if (!decimal) return refusal('INVALID_FIELD', `${field.label}: not a number: ${value}`, field);
  const { precision = 18, scale = 0 } = field;
  const kept = org.policies.extraDecimals === 'round' ? roundDecimal(decimal, scale) : decimal;
  const text = formatDecimal(kept);
  const whole = text.replace('-', '').split('.')[0] ?? '';
  if (whole !== '0' && whole.length > precision - scale) return refusal('NUMBER_OUTSIDE_VALID_RANGE', `${field.label}: value outside of valid range on numeric field: ${value}`, field);
  row[field.name] = text;
  return undefined;
}

function picklistError(field: FieldSchema, value: string): SaveError | undefined {
  if (field.picklist?.restricted !== true) return undefined;
  const chosen = field.type === 'MultiselectPicklist' ? value.split(';') : [value];
  const bad = chosen.find((each) => !field.picklist?.values.includes(each));
  return bad === undefined ? undefined : refusal('INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', `${field.label}: bad value for restricted picklist field: ${bad}`, field);
}

function referenceError(org: Org, context: SaveContext, field: FieldSchema, given: string): SaveError | undefined {
  const id = fullId(given);
  const target = id === undefined ? undefined : targetOf(org, field, id);
  if (id === undefined || !target) return refusal('FIELD_INTEGRITY_EXCEPTION', `${field.label}: id value of incorrect type: ${given}`, field);
  const found = org.find(target.name, id);
  if (!found) return refusal('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', field);
  if (context.source === 'api' && (!accessTo(org, context.by, target).read || !sees(org, context.by, target, found))) {
    return refusal('INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY', `insufficient access rights on cross-reference id: ${id}`, field);
  }
  context.row[field.name] = id;
  return undefined;
}

/** The object among those a lookup may point to whose ids begin so. */
function targetOf(org: Org, field: FieldSchema, id: string): ObjectSchema | undefined {
  const prefix = id.slice(0, 3);
  const names = field.referenceTo?.[0] === '*' ? [...org.schema.keys()] : (field.referenceTo ?? []);
  return names.map((name) => org.schema.get(name)).find((object) => object?.keyPrefix === prefix);
}

function duplicateError(org: Org, context: SaveContext, field: FieldSchema, value: string): SaveError | undefined {
  if (!field.unique) return undefined;
  const ownId = context.prior?.['Id'];
  const other = org.related(context.object.name, field.name, value).find((row) => row['Id'] !== ownId && (!field.caseSensitive || row[field.name] === value));
  if (!other) return undefined;
  return refusal('DUPLICATE_VALUE', `duplicate value found: ${apiName(org.namespace, field)} duplicates value on record with id: ${String(other['Id'])}`, field);
}

function refusal(statusCode: string, message: string, field: FieldSchema): SaveError {
  // A duplicate names its field in the message only, as real orgs answer it.
  return { statusCode, message, fields: statusCode === 'DUPLICATE_VALUE' ? [] : [field.name] };
}
