import { isDay } from '../../sandbox/salesforce/moments.ts';
import { children, text, type XmlNode } from '../../sandbox/salesforce/xml.ts';
import type { ReportColumn } from './report-columns.ts';
import { ReportRefusal } from './report-refusal.ts';

/** One filter for the query and in words. */
export interface ReportFilter {
  readonly soql: string;
  readonly label: string;
  readonly text: string;
}

const comparisons: Readonly<Record<string, string>> = { equals: '=', notEqual: '!=', lessThan: '<', greaterThan: '>', lessOrEqual: '<=', greaterOrEqual: '>=' };
const words: Readonly<Record<string, string>> = {
  equals: 'equals', notEqual: 'not equal to', lessThan: 'less than', greaterThan: 'greater than', lessOrEqual: 'less or equal', greaterOrEqual: 'greater or equal',
  contains: 'contains', notContain: 'does not contain', startsWith: 'starts with', includes: 'includes', excludes: 'excludes',
};
/** `TODAY`, `LAST_N_DAYS:30` … as filters of reports spell them. */
const relativeDate = /^(TODAY|YESTERDAY|TOMORROW|(LAST|THIS|NEXT)_(WEEK|MONTH|QUARTER|YEAR)|(LAST|NEXT)_90_DAYS|(LAST|NEXT)_N_(DAYS|WEEKS|MONTHS|QUARTERS|YEARS):\d+|N_(DAYS|WEEKS|MONTHS|QUARTERS|YEARS)_AGO:\d+)$/;

/** One criterion. Several values in one text, between commas, mean any of them, and for a negative operator none of them. */
export function criterion(column: ReportColumn, item: XmlNode): ReportFilter {
  const operator = text(item, 'operator') ?? '';
  const value = text(item, 'value') ?? '';
  const said = words[operator];
  if (said === undefined || text(item, 'columnToColumn') === 'true') throw ReportRefusal.unlearnt(`the filter ${column.label} ${operator}`);
  const parts = value === '' ? [''] : value.split(',').map((each) => each.trim());
  const each = parts.map((part) => one(column, operator, part));
  const negative = ['notEqual', 'notContain', 'excludes'].includes(operator);
  return {
    soql: each.length === 1 ? (each[0] ?? '') : `(${each.join(negative ? ' AND ' : ' OR ')})`,
    label: column.label, text: value === '' ? `${operator === 'notEqual' ? 'is not' : 'is'} blank` : `${said} ${parts.join(', ')}`,
  };
}

function one({ field, select }: ReportColumn, operator: string, value: string): string {
  const path = select[0] ?? '';
  const comparison = comparisons[operator];
  if (comparison !== undefined) return date(field.type) && value !== '' && !relativeDate.test(value) ? onDays(path, field.type, operator, value) : `${path} ${comparison} ${literal(field.type, value)}`;
  if (operator === 'includes' || operator === 'excludes') return `${path} ${operator.toUpperCase()} (${quoted(value)})`;
  const pattern = `'${operator === 'startsWith' ? '' : '%'}${escaped(value).replace(/[%_]/g, '\\$&')}%'`;
  return operator === 'notContain' ? `(NOT ${path} LIKE ${pattern})` : `${path} LIKE ${pattern}`;
}

const date = (type: string): boolean => type === 'Date' || type === 'DateTime';
const escaped = (value: string): string => value.replace(/['\\]/g, '\\$&');
const quoted = (value: string): string => `'${escaped(value)}'`;

function literal(type: string, value: string): string {
  if (type === 'Checkbox') return ['1', 'true', 'True'].includes(value) ? 'TRUE' : 'FALSE';
  if (value === '') return 'NULL';
  if (date(type)) return value;
  return ['Number', 'Currency', 'Percent', 'Summary'].includes(type) ? value : quoted(value);
}

/** A day compared with a moment means its beginning or its end; weeks and days are those of UTC, the org's zone. */
function onDays(path: string, type: string, operator: string, value: string): string {
  if (!isDay(value)) throw ReportRefusal.unlearnt(`the date ${value}`);
  const next = new Date(Date.parse(`${value}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
  const from = (day: string): string => (type === 'Date' ? day : `${day}T00:00:00Z`);
  const conditions: Readonly<Record<string, string>> = {
    equals: `(${path} >= ${from(value)} AND ${path} < ${from(next)})`, notEqual: `(${path} < ${from(value)} OR ${path} >= ${from(next)} OR ${path} = NULL)`,
    lessThan: `${path} < ${from(value)}`, greaterOrEqual: `${path} >= ${from(value)}`, greaterThan: `${path} >= ${from(next)}`, lessOrEqual: `${path} < ${from(next)}`,
  };
  return conditions[operator] ?? '';
}

/** Named spans of the standard date filter: what they mean in SOQL, and what the filter pane calls them. Calendar years, quarters and months. */
const intervals: Readonly<Record<string, readonly [literals: readonly string[], said: string]>> = {
  INTERVAL_TODAY: [['TODAY'], 'Today'], INTERVAL_YESTERDAY: [['YESTERDAY'], 'Yesterday'], INTERVAL_LAST7: [['LAST_N_DAYS:7'], 'Last 7 Days'], INTERVAL_LAST30: [['LAST_N_DAYS:30'], 'Last 30 Days'],
  INTERVAL_LAST60: [['LAST_N_DAYS:60'], 'Last 60 Days'], INTERVAL_LAST90: [['LAST_N_DAYS:90'], 'Last 90 Days'], INTERVAL_LAST120: [['LAST_N_DAYS:120'], 'Last 120 Days'],
  INTERVAL_THISWEEK: [['THIS_WEEK'], 'This Week'], INTERVAL_LASTWEEK: [['LAST_WEEK'], 'Last Week'], INTERVAL_THISMONTH: [['THIS_MONTH'], 'This Month'], INTERVAL_LASTMONTH: [['LAST_MONTH'], 'Last Month'],
  INTERVAL_LASTTHISMONTH: [['LAST_MONTH', 'THIS_MONTH'], 'Current and Previous Month'], INTERVAL_CURRENTQ: [['THIS_QUARTER'], 'Current CQ'], INTERVAL_PREVQ: [['LAST_QUARTER'], 'Previous CQ'],
  INTERVAL_CURPREVQ: [['LAST_QUARTER', 'THIS_QUARTER'], 'Current and Previous CQ'], INTERVAL_CURY: [['THIS_YEAR'], 'Current CY'], INTERVAL_PREVY: [['LAST_YEAR'], 'Previous CY'],
  INTERVAL_PREVCURY: [['LAST_YEAR', 'THIS_YEAR'], 'Current and Previous CY'],
};

/** The standard date filter; `soql` is empty for all time. */
export function timeFrame(column: ReportColumn, frame: XmlNode): ReportFilter {
  const interval = text(frame, 'interval') ?? '';
  const path = column.select[0] ?? '';
  if (interval === 'INTERVAL_CUSTOM') {
    const [start, end] = [text(frame, 'startDate'), text(frame, 'endDate')];
    const bounds = [...(start ? [onDays(path, column.field.type, 'greaterOrEqual', start)] : []), ...(end ? [onDays(path, column.field.type, 'lessOrEqual', end)] : [])];
    return { soql: bounds.join(' AND '), label: column.label, text: bounds.length === 0 ? 'All Time' : `${start ?? '…'} – ${end ?? '…'}` };
  }
  const [literals, said] = intervals[interval] ?? [];
  if (!literals || !said) throw ReportRefusal.unlearnt(`the date range ${interval}`);
  return { soql: `(${literals.map((each) => `${path} = ${each}`).join(' OR ')})`, label: column.label, text: said };
}

/** Joins criteria with the report's own logic, `1 AND (2 OR 3)`, or all of them with AND. */
export function joined(filter: XmlNode | undefined, criteria: readonly ReportFilter[]): string {
  const logic = filter && text(filter, 'booleanFilter');
  if (!logic) return criteria.map(({ soql }) => soql).join(' AND ');
  return `(${logic.replace(/\d+/g, (number) => {
    const found = criteria[Number(number) - 1];
    if (!found) throw new ReportRefusal(404, `Preview: the filter logic ${logic} names a filter ${number} that does not exist. Correct the report's metadata.`);
    return found.soql;
  })})`;
}

export const criteriaItems = (report: XmlNode): readonly XmlNode[] => children(report, 'filter').flatMap((each) => children(each, 'criteriaItems'));
