import { type JsonNumber, jsonNumber } from './json-numbers.ts';
import type { FieldSchema, FieldValue } from './org.ts';

/** What the API says for a stored value: amounts as JSON numbers, an unset checkbox as false, the rest as it is. */
export function fieldOutput(field: FieldSchema, value: FieldValue | undefined): FieldValue | JsonNumber {
  if (value === undefined || value === null) return field.type === 'Checkbox' ? false : null;
  if (field.type !== 'Number' && field.type !== 'Currency' && field.type !== 'Percent') return value;
  return jsonNumber(String(value));
}
