import type { FieldSchema } from '../../sandbox/salesforce/org.ts';
import type { CellValue, ReportColumn } from './report-columns.ts';
import type { QueryRow } from '../../sandbox/salesforce/org.ts';
import { showDecimal } from './report-decimals.ts';

/** One value as a page shows it. `value` is the raw one: decimal text, ISO date, boolean. */
export interface ReportCell {
  readonly value: CellValue;
  readonly text: string;
  readonly target?: { readonly object: string; readonly id: string };
}

const numeric: ReadonlySet<string> = new Set(['Number', 'Currency', 'Percent', 'Summary']);
export const isNumeric = (field: FieldSchema): boolean => numeric.has(field.type);

// The org's zone is UTC and its locale en_US, whatever the machine that shows it.
const day = new Intl.DateTimeFormat('en-US', { timeZone: 'UTC' });
const moment = new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: '2-digit' });

/** Milliseconds of a stored Date ("2026-11-21") or DateTime ("…+0000"); undefined for anything else. */
export function momentOf(value: CellValue): number | undefined {
  if (typeof value !== 'string') return undefined;
  const ms = Date.parse(value.length === 10 ? `${value}T00:00:00Z` : value.replace(/\+0000$/, 'Z'));
  return Number.isNaN(ms) ? undefined : ms;
}

export const dayText = (ms: number): string => day.format(ms);

/** How Lightning writes a value: "11/21/2026", "11/21/2026, 9:30 AM", "1,250.500", a picklist's label. */
export function valueText(field: FieldSchema, value: CellValue): string {
  if (value === null) return '';
  if (typeof value === 'boolean') return value ? '✓' : '';
  const ms = field.type === 'Date' || field.type === 'DateTime' ? momentOf(value) : undefined;
  if (ms !== undefined) return field.type === 'Date' ? day.format(ms) : moment.format(ms);
  if (isNumeric(field)) return showDecimal(value, field.scale ?? 0);
  return field.picklist?.labels?.[value] ?? value;
}

export function cellOf(column: ReportColumn, row: QueryRow): ReportCell {
  const value = column.read(row);
  const target = value === null ? undefined : column.target(row);
  return { value, text: valueText(column.field, value), ...(target ? { target } : {}) };
}
