import { accessTo } from '../../sandbox/salesforce/access.ts';
import { apiName } from '../../sandbox/salesforce/names.ts';
import type { Org, QueryRow, User } from '../../sandbox/salesforce/org.ts';
import { children, flag, text, texts, type XmlNode } from '../../sandbox/salesforce/xml.ts';
import { isNumeric } from './report-cells.ts';
import { chartOf, type ReportChart } from './report-chart.ts';
import { columnOf, type ReportBase, type ReportColumn } from './report-columns.ts';
import type { ReportFiles } from './report-files.ts';
import { criteriaItems, criterion, joined, timeFrame, type ReportFilter } from './report-filter.ts';
import { type Grouping, groupingsOf, groupsOf, rowOf, type ReportGroup, type ReportRow, type ReportSum, type Summed, summedColumn, sumsOf } from './report-groups.ts';
import { ReportRefusal } from './report-refusal.ts';

/** A report that was run, ready to be shown. */
export interface ReportResult {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly typeLabel: string;
  readonly object: string;
  readonly columns: readonly { readonly key: string; readonly label: string; readonly numeric: boolean; readonly summed: boolean }[];
  readonly groupings: readonly { readonly key: string; readonly label: string }[];
  /** Labels of columns that this person may not see; an org leaves them out in the same way. */
  readonly hidden: readonly string[];
  readonly filters: readonly { readonly label: string; readonly text: string }[];
  readonly count: number;
  /** Sums over all rows, one per column and currency. */
  readonly totals: readonly (ReportSum & { readonly label: string })[];
  readonly groups: readonly ReportGroup[];
  /** Of a tabular report. */
  readonly rows: readonly ReportRow[];
  readonly showDetails: boolean;
  readonly showSubTotals: boolean;
  readonly chart: ReportChart | null;
}

/** What dashboards need beside the result: the rows themselves and how they are grouped. */
export interface RanReport {
  readonly result: ReportResult;
  readonly records: readonly QueryRow[];
  readonly groupings: readonly Grouping[];
  readonly summed: readonly Summed[];
}

/** Runs a shipped report with the rights of `by`. Throws a ReportRefusal. */
export function runReport(org: Org, files: ReportFiles, name: string, by: User): RanReport {
  const report = files.reports.get(name);
  if (!report) throw ReportRefusal.unknown('report', name);
  const base = baseOf(org, files, report, by);
  const all = children(report, 'columns').map((each) => columnOf(base, text(each, 'field') ?? ''));
  const columns = all.filter(({ readable }) => readable);
  const groupings = groupingsOf(base, report);
  const sums = children(report, 'columns').filter((each) => texts(each, 'aggregateTypes').includes('Sum')).map((each) => text(each, 'field'));
  const summed = columns.filter(({ key }) => sums.includes(key)).map((column) => summedColumn(base, column));
  const filters = filtersOf(base, report);
  needed([...groupings.map(({ column }) => column), ...summed.flatMap(({ currency }) => currency ?? []), ...filters.columns]);
  const soql = queryOf(base, report, [...columns, ...groupings.map(({ column }) => column), ...summed.flatMap(({ currency }) => currency ?? [])], filters.soql);
  const records = org.query(soql, by).records;
  const result: ReportResult = {
    name, title: text(report, 'name') ?? name, description: text(report, 'description') ?? '', typeLabel: text(base.reportType, 'label') ?? '', object: apiName(org.namespace, base.object),
    columns: columns.map((column) => ({ key: column.key, label: column.label, numeric: isNumeric(column.field), summed: sums.includes(column.key) })),
    groupings: groupings.map(({ column }) => ({ key: column.key, label: column.label })),
    hidden: all.filter(({ readable }) => !readable).map(({ label }) => label),
    filters: filters.said, count: records.length,
    totals: sumsOf(summed, records).map((each) => ({ ...each, label: columns.find(({ key }) => key === each.column)?.label ?? '' })),
    groups: groupsOf({ columns, summed }, groupings, records), rows: groupings.length === 0 ? records.map((row) => rowOf(columns, row)) : [],
    showDetails: flag(report, 'showDetails'), showSubTotals: flag(report, 'showSubTotals'),
    chart: chartOf(report, groupings, records) ?? null,
  };
  return { result, records, groupings, summed };
}

function baseOf(org: Org, files: ReportFiles, report: XmlNode, by: User): ReportBase {
  const typeName = text(report, 'reportType') ?? '';
  const reportType = files.reportTypes.get(typeName);
  const object = reportType && org.schema.get(text(reportType, 'baseObject') ?? '');
  if (!reportType || !object) throw new ReportRefusal(404, `Preview: the report type ${typeName} is not in the package. Correct the report's metadata.`);
  if (children(report, 'groupingsAcross').length > 0 || children(reportType, 'join').length > 0) throw ReportRefusal.unlearnt('a matrix or a report over joined objects');
  if (children(report, 'buckets').length + children(report, 'aggregates').length + children(report, 'customDetailFormulas').length + children(report, 'crossFilters').length > 0) throw ReportRefusal.unlearnt('a report with buckets, formulas or cross filters');
  if (!accessTo(org, by, object).read) throw new ReportRefusal(403, `Preview: ${by.name} may not read ${object.pluralLabel}, so that this report stays closed. Choose another persona.`);
  return { org, by, object, reportType };
}

/** Without one of these the figures would mean something else, so that the report is refused instead of being cut. */
function needed(columns: readonly ReportColumn[]): void {
  const missing = columns.find(({ readable }) => !readable);
  if (missing) throw new ReportRefusal(403, `Preview: this report filters or groups by ${missing.label}, which this person may not see. Choose another persona.`);
}

function filtersOf(base: ReportBase, report: XmlNode): { soql: string; said: readonly { label: string; text: string }[]; columns: readonly ReportColumn[] } {
  const frames = children(report, 'timeFrameFilter').map((frame) => ({ frame, column: columnOf(base, text(frame, 'dateColumn') ?? '') }));
  const items = criteriaItems(report).map((item) => ({ item, column: columnOf(base, text(item, 'column') ?? '') }));
  const spans = frames.map(({ frame, column }) => timeFrame(column, frame));
  const criteria = items.map(({ item, column }) => criterion(column, item));
  const scope = scopeOf(base, report);
  const conditions = [scope.soql, ...spans.map(({ soql }) => soql), joined(children(report, 'filter')[0], criteria)].filter((each) => each !== '');
  return {
    soql: conditions.join(' AND '), said: [scope, ...spans, ...criteria].map(({ label, text: said }) => ({ label, text: said })),
    // A date filter of all time asks for nothing, so that it needs no right.
    columns: [...frames.filter((_, at) => spans[at]?.soql !== '').map(({ column }) => column), ...items.map(({ column }) => column)],
  };
}

function scopeOf({ object, by }: ReportBase, report: XmlNode): ReportFilter {
  const scope = text(report, 'scope') ?? 'organization';
  const label = 'Show Me';
  if (scope === 'organization') return { soql: '', label, text: `All ${object.pluralLabel.toLowerCase()}` };
  if (scope === 'user') return { soql: `OwnerId = '${by.id}'`, label, text: `My ${object.pluralLabel.toLowerCase()}` };
  throw ReportRefusal.unlearnt(`the scope ${scope}`);
}

function queryOf(base: ReportBase, report: XmlNode, columns: readonly ReportColumn[], where: string): string {
  const selected = [...new Set(['Id', ...columns.flatMap(({ select }) => select)])];
  const sortName = text(report, 'sortColumn');
  const sort = sortName === undefined ? undefined : columnOf(base, sortName);
  const order = sort?.readable === true ? ` ORDER BY ${sort.select[0] ?? 'Id'} ${text(report, 'sortOrder') === 'Desc' ? 'DESC NULLS LAST' : 'ASC NULLS FIRST'}` : '';
  return `SELECT ${selected.join(', ')} FROM ${apiName(base.org.namespace, base.object)}${where === '' ? '' : ` WHERE ${where}`}${order}`;
}
