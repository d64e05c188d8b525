import type { QueryRow } from '../../sandbox/salesforce/org.ts';
import { children, text, type XmlNode } from '../../sandbox/salesforce/xml.ts';
import { type Grouping, keyOf, type ReportSum, sortedKeys, sumsOf } from './report-groups.ts';
import { ReportRefusal } from './report-refusal.ts';
import type { RanReport } from './run-report.ts';

/** The summary table of a dashboard: one row per group of the named groupings. */
export interface DashboardTable {
  readonly columns: readonly { readonly label: string; readonly numeric: boolean }[];
  /** One text per column; several lines where sums stand in several currencies. */
  readonly rows: readonly (readonly string[])[];
}

/** Groups by the columns of type `grouping` in their order and shows those of type `aggregate` beside them. */
export function dashboardTable(component: XmlNode, ran: RanReport): DashboardTable {
  const columns = children(component, 'flexComponentProperties').flatMap((each) => children(each, 'flexTableColumn'));
  const groupings = columns.filter((each) => text(each, 'type') === 'grouping').map((each) => groupingOf(ran, text(each, 'reportColumn') ?? ''));
  const shown = columns.filter((each) => text(each, 'type') !== 'grouping').map((each) => aggregateOf(ran, text(each, 'reportColumn') ?? ''));
  return {
    columns: [...groupings.map(({ column }) => ({ label: column.label, numeric: false })), ...shown.map(({ label }) => ({ label, numeric: true }))],
    rows: tableRows(groupings, ran.records, (rows) => shown.map(({ read }) => read(rows))),
  };
}

function tableRows([first, ...further]: readonly Grouping[], records: readonly QueryRow[], figures: (rows: readonly QueryRow[]) => readonly string[]): readonly (readonly string[])[] {
  if (!first) return [figures(records)];
  return sortedKeys(first, records).flatMap(({ key, label }) => tableRows(further, records.filter((row) => keyOf(first, row).key === key), figures).map((rest) => [label, ...rest]));
}

function groupingOf({ groupings }: RanReport, name: string): Grouping {
  const found = groupings.find(({ column }) => column.key === name);
  if (!found) throw new ReportRefusal(404, `Preview: the table names ${name}, by which its report does not group. Correct the dashboard's metadata.`);
  return found;
}

/** `RowCount`, or `s!Order__c$Total__c` for the sum of a column. */
function aggregateOf({ summed }: RanReport, name: string): { label: string; read: (rows: readonly QueryRow[]) => string } {
  if (name === 'RowCount') return { label: 'Record Count', read: (rows) => String(rows.length) };
  const one = summed.find(({ column }) => `s!${column.key}` === name);
  if (!one) throw new ReportRefusal(404, `Preview: the table names ${name}, which its report does not sum. Correct the dashboard's metadata.`);
  const line = ({ currency, text: sum }: ReportSum, _at: number, all: readonly ReportSum[]): string => (all.length > 1 ? `${currency ?? ''} ${sum}` : sum);
  return { label: `Sum of ${one.column.label}`, read: (rows) => sumsOf([one], rows).map(line).join('\n') };
}
