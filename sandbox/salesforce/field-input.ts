import { isDay, moment, momentMs } from './moments.ts';
import type { FieldSchema, FieldValue } from './org.ts';
import { fullId } from './record-ids.ts';

/** A value that does not fit its field's type; doors answer JSON_PARSER_ERROR or MALFORMED_ID with it. */
export class MisfitValue extends Error {
  override readonly name = 'MisfitValue';
  readonly statusCode: string;

  constructor(statusCode: string, message: string) {
    super(message);
    this.statusCode = statusCode;
  }
}

/**
 * What a caller's JSON value is inside the org. `source` is the number as it stood in the JSON text, so that no digit is lost.
 * Throws a MisfitValue in Salesforce's words.
 */
export function fieldInput(field: FieldSchema, value: unknown, source?: string): FieldValue {
  if (value === null || value === undefined || value === '') return null;
  switch (field.type) {
    case 'Number':
    case 'Currency':
    case 'Percent':
      return decimalText(typeof value === 'number' ? (source ?? String(value)) : typeof value === 'string' ? value : '') ?? misfit('double', value);
    case 'Checkbox':
      return typeof value === 'boolean' ? value : value === 'true' ? true : value === 'false' ? false : misfit('boolean', value);
    case 'Date':
      return dayInput(value);
    case 'DateTime': {
      const ms = typeof value === 'string' ? momentMs(value) : undefined;
      return ms === undefined ? misfit('datetime', value) : moment(ms);
    }
    case 'Id':
    case 'Lookup':
    case 'MasterDetail':
    case 'Hierarchy':
      return typeof value === 'string' ? (fullId(value) ?? malformed(field, value)) : misfit('reference', value);
    default:
      return typeof value === 'string' ? textInput(value) : misfit('string', value);
  }
}

/** Leading and trailing blanks do not survive a save; what is then empty is null. */
function textInput(value: string): string | null {
  const trimmed = value.trim();
  return trimmed === '' ? null : trimmed;
}

function dayInput(value: unknown): string {
  const day = typeof value === 'string' ? value.slice(0, 10) : '';
  const whole = typeof value === 'string' && (value.length === 10 || momentMs(value) !== undefined);
  return whole && isDay(day) ? day : misfit('date', value);
}

function misfit(type: string, value: unknown): never {
  const kind = typeof value === 'number' ? (Number.isInteger(value) ? 'VALUE_NUMBER_INT' : 'VALUE_NUMBER_FLOAT') : typeof value === 'boolean' ? `VALUE_${String(value).toUpperCase()}` : typeof value === 'string' ? 'VALUE_STRING' : Array.isArray(value) ? 'START_ARRAY' : 'START_OBJECT';
  const shown = typeof value === 'object' ? '' : ` value ${String(value)}`;
  throw new MisfitValue('JSON_PARSER_ERROR', `Cannot deserialize instance of ${type} from ${kind}${shown} or request may be missing a required field at [line:1, column:1]`);
}

function malformed(field: FieldSchema, value: string): never {
  throw new MisfitValue('MALFORMED_ID', `${field.label}: id value of incorrect type: ${value}`);
}

/** Decimal text without exponent, leading or trailing zeros; undefined when the text is no number. */
export function decimalText(text: string): string | undefined {
  const match = /^\s*([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?\s*$/.exec(text);
  if (!match) return undefined;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  if (whole === '' && fraction === '') return undefined;
  const shift = Number(exponent);
  const digits = whole + fraction;
  const point = whole.length + shift;
  const padded = point > digits.length ? digits.padEnd(point, '0') : point < 0 ? '0'.repeat(-point) + digits : digits;
  const at = Math.max(point, 0);
  const left = padded.slice(0, at).replace(/^0+(?=\d)/, '') || '0';
  const right = padded.slice(at).replace(/0+$/, '');
  const magnitude = right === '' ? left : `${left}.${right}`;
  return sign === '-' && magnitude !== '0' ? `-${magnitude}` : magnitude;
}
