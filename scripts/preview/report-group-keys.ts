import type { FieldSchema } from '../../sandbox/salesforce/org.ts';
import { dayText, momentOf, valueText } from './report-cells.ts';
import type { CellValue } from './report-columns.ts';
import { orderDecimals } from './report-decimals.ts';
import { ReportRefusal } from './report-refusal.ts';

/** Which group a value belongs to: what groups are told apart by, what they are sorted by, and what stands at their head. */
export interface GroupKey {
  readonly key: string;
  readonly label: string;
  readonly value: CellValue;
}

const dayMs = 86_400_000;
const month = new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', month: 'long', year: 'numeric' });

/** The first day of the period a moment lies in, and its name. Weeks begin on Sunday, as in the org. */
function period(granularity: string, ms: number): { start: number; label: string } {
  const at = new Date(ms);
  const [year, monthOfYear] = [at.getUTCFullYear(), at.getUTCMonth()];
  const today = Math.floor(ms / dayMs) * dayMs;
  switch (granularity) {
    case 'Day': return { start: today, label: dayText(today) };
    case 'Week': {
      const start = today - at.getUTCDay() * dayMs;
      return { start, label: `${dayText(start)} - ${dayText(start + 6 * dayMs)}` };
    }
    case 'Month': return { start: Date.UTC(year, monthOfYear), label: month.format(ms) };
    case 'Quarter': return { start: Date.UTC(year, monthOfYear - (monthOfYear % 3)), label: `Q${Math.floor(monthOfYear / 3) + 1} CY${year}` };
    case 'Year': return { start: Date.UTC(year, 0), label: `CY${year}` };
    default: throw ReportRefusal.unlearnt(`the grouping by ${granularity}`);
  }
}

/** The group of one value. Granularity counts for dates alone; metadata names one for every grouping. */
export function groupKey(field: FieldSchema, granularity: string, value: CellValue): GroupKey {
  if (value === null || value === '') return { key: '', label: '-', value: null };
  const ms = field.type === 'Date' || field.type === 'DateTime' ? momentOf(value) : undefined;
  if (ms !== undefined) {
    const { start, label } = period(granularity, ms);
    return { key: String(start), label, value: String(start) };
  }
  if (typeof value === 'boolean') return { key: String(value), label: value ? 'True' : 'False', value };
  return { key: value, label: valueText(field, value), value };
}

/** Ascending order of two groups: blank first, picklists in the order of their values, numbers and dates by size, texts by the alphabet. */
export function orderGroups(field: FieldSchema, one: GroupKey, other: GroupKey): number {
  if (one.value === null || other.value === null) return Number(one.value !== null) - Number(other.value !== null);
  const { picklist, type } = field;
  if (picklist) return picklist.values.indexOf(one.key) - picklist.values.indexOf(other.key) || one.key.localeCompare(other.key, 'en');
  if (['Date', 'DateTime', 'Number', 'Currency', 'Percent'].includes(type)) return orderDecimals(one.key, other.key);
  return one.label.localeCompare(other.label, 'en');
}
