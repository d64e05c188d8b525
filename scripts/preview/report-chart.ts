import type { QueryRow } from '../../sandbox/salesforce/org.ts';
import { children, text, type XmlNode } from '../../sandbox/salesforce/xml.ts';
import { type Grouping, keyOf, sortedKeys } from './report-groups.ts';
import { ReportRefusal } from './report-refusal.ts';

/** A chart as data: how it is drawn is the page's. Values are numbers of records, one per category in each series. */
export interface ReportChart {
  readonly kind: 'bar' | 'column' | 'donut' | 'line';
  readonly title: string;
  readonly categoryLabel: string;
  /** What tells the series apart; empty when there is one. */
  readonly seriesLabel: string;
  readonly valueLabel: string;
  readonly categories: readonly string[];
  readonly series: readonly { readonly label: string; readonly values: readonly number[] }[];
}

/** How each `chartType` of a report is drawn; stacked ones are told by their second grouping. */
const kinds: Readonly<Record<string, ReportChart['kind']>> = {
  HorizontalBar: 'bar', HorizontalBarStacked: 'bar', VerticalColumn: 'column', VerticalColumnStacked: 'column', Donut: 'donut', Pie: 'donut', Line: 'line', LineGrouped: 'line',
};

/** The report's own chart over its rows; undefined when it has none. Throws a ReportRefusal for a chart nothing shipped uses. */
export function chartOf(report: XmlNode, groupings: readonly Grouping[], rows: readonly QueryRow[]): ReportChart | undefined {
  const [chart] = children(report, 'chart');
  if (!chart) return undefined;
  const type = text(chart, 'chartType') ?? '';
  const kind = kinds[type];
  if (!kind) throw ReportRefusal.unlearnt(`a chart of the type ${type}`);
  if (children(chart, 'chartSummaries').some((each) => text(each, 'column') !== 'RowCount')) throw ReportRefusal.unlearnt('a chart of anything but record counts');
  const main = grouped(groupings, text(chart, 'groupingColumn'));
  const secondName = text(chart, 'secondaryGroupingColumn');
  const second = secondName === undefined ? undefined : grouped(groupings, secondName);
  const categories = sortedKeys(main, rows);
  const counted = (among: readonly QueryRow[]): number[] => categories.map(({ key }) => among.filter((row) => keyOf(main, row).key === key).length);
  const series = second
    ? sortedKeys(second, rows).map(({ key, label }) => ({ label, values: counted(rows.filter((row) => keyOf(second, row).key === key)) }))
    : [{ label: 'Record Count', values: counted(rows) }];
  return {
    kind, title: text(chart, 'title') ?? '', categoryLabel: main.column.label, seriesLabel: second?.column.label ?? '', valueLabel: 'Record Count',
    categories: categories.map(({ label }) => label), series,
  };
}

function grouped(groupings: readonly Grouping[], name: string | undefined): Grouping {
  const found = groupings.find(({ column }) => column.key === name);
  if (!found) throw new ReportRefusal(404, `Preview: the chart draws ${name ?? 'nothing'}, by which the report does not group. Correct the report's metadata.`);
  return found;
}
