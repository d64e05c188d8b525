import { fieldOutput } from './field-output.ts';
import type { JsonNumber } from './json-numbers.ts';
import { momentMs } from './moments.ts';
import type { FieldSchema, FieldValue } from './org.ts';

/** A field of UI API and GraphQL: the raw value and what a page shows for it. */
export interface UiValue {
  readonly displayValue: string | null;
  readonly value: FieldValue | JsonNumber;
}

/** Value and display value of a stored value. Date-times are ISO 8601 in UTC with milliseconds ("2026-11-21T09:00:00.000Z"). */
export function uiValue(field: FieldSchema, stored: FieldValue): UiValue {
  const moment = field.type === 'DateTime' && typeof stored === 'string' ? momentMs(stored) : undefined;
  const value = moment === undefined ? fieldOutput(field, stored) : new Date(moment).toISOString();
  return { displayValue: stored === null ? null : displayValue(field, stored), value };
}

/**
 * The display value for the locale en_US and the time zone GMT, which every user here has. It is null unless the value can be translated or is a
 * date or a currency (UI API, Field Value); numbers, percents and texts have none (U-252).
 */
function displayValue(field: FieldSchema, stored: NonNullable<FieldValue>): string | null {
  const text = String(stored);
  const label = (each: string): string => field.picklist?.labels?.[each] ?? each;
  switch (field.type) {
    case 'Picklist':
      return label(text);
    case 'MultiselectPicklist':
      return text.split(';').map(label).join(';');
    case 'Date':
      return shortDay(new Date(`${text}T00:00:00Z`));
    case 'DateTime': {
      const date = new Date(momentMs(text) ?? 0);
      const hour = date.getUTCHours();
      return `${shortDay(date)} ${hour % 12 === 0 ? 12 : hour % 12}:${String(date.getUTCMinutes()).padStart(2, '0')} ${hour < 12 ? 'AM' : 'PM'}`;
    }
    case 'Currency':
      return money(text, field.scale ?? 2);
    default:
      return null;
  }
}

function shortDay(date: Date): string {
  return `${date.getUTCMonth() + 1}/${date.getUTCDate()}/${date.getUTCFullYear()}`;
}

/** "-1250.5" and 2 make "-$1,250.50". */
function money(decimal: string, scale: number): string {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(decimal) ?? [];
  const decimals = scale === 0 ? '' : `.${fraction.padEnd(scale, '0').slice(0, scale)}`;
  return `${sign}$${whole.replace(/\B(?=(\d{3})+$)/g, ',')}${decimals}`;
}
