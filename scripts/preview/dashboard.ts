import type { Org, User } from '../../sandbox/salesforce/org.ts';
import { child, children, flag, number, text, type XmlNode } from '../../sandbox/salesforce/xml.ts';
import type { ReportChart } from './report-chart.ts';
import { dashboardTable, type DashboardTable } from './dashboard-table.ts';
import type { ReportFiles } from './report-files.ts';
import { ReportRefusal } from './report-refusal.ts';
import { runReport, type RanReport } from './run-report.ts';

/** One card of a dashboard with what its report says now. Places are those of the grid: columns and rows from 0. */
export interface DashboardCard {
  readonly header: string;
  readonly report: string;
  readonly reportTitle: string;
  readonly column: number;
  readonly columns: number;
  readonly row: number;
  readonly rows: number;
  readonly content:
    | { readonly kind: 'metric'; readonly value: number; readonly label: string; readonly color: string }
    | { readonly kind: 'gauge'; readonly value: number; readonly least: number; readonly most: number; readonly breakpoints: readonly number[]; readonly colors: readonly string[] }
    | { readonly kind: 'chart'; readonly chart: ReportChart }
    | { readonly kind: 'table'; readonly table: DashboardTable }
    | { readonly kind: 'refused'; readonly message: string };
}

export interface DashboardResult {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** Whose rights its reports run with. */
  readonly viewingAs: string;
  readonly columns: number;
  /** Height of a grid row in pixels. */
  readonly rowHeightPx: number;
  readonly cards: readonly DashboardCard[];
}

/** What runs a dashboard: who looks, and the user who deployed it, as whom it runs when it names no running user of its own. */
interface Viewers {
  readonly by: User;
  readonly deployedBy: User;
}

/** Runs every report of a shipped dashboard. A report that is refused leaves its reason on its card. Throws a ReportRefusal for an unknown name. */
export function runDashboard(org: Org, files: ReportFiles, name: string, { by, deployedBy }: Viewers): DashboardResult {
  const node = files.dashboards.get(name);
  if (!node) throw ReportRefusal.unknown('dashboard', name);
  const grid = child(node, 'dashboardGridLayout') ?? {};
  // The person who looks (LoggedInUser, MyTeamUser), or the one who deployed it: its metadata names no user, as no org has ours.
  const viewer = text(node, 'dashboardType') === 'SpecifiedUser' ? deployedBy : by;
  return {
    name, title: text(node, 'title') ?? name, description: text(node, 'description') ?? '', viewingAs: viewer.name,
    columns: number(grid, 'numberOfColumns') ?? 12, rowHeightPx: number(grid, 'rowHeight') ?? 36,
    cards: children(grid, 'dashboardGridComponents').map((cell) => cardOf(cell, (report) => runReport(org, files, report, viewer))),
  };
}

function cardOf(cell: XmlNode, run: (report: string) => RanReport): DashboardCard {
  const component = child(cell, 'dashboardComponent') ?? {};
  const report = (text(component, 'report') ?? '').split('/').at(-1) ?? '';
  const place = { column: number(cell, 'columnIndex') ?? 0, columns: number(cell, 'colSpan') ?? 1, row: number(cell, 'rowIndex') ?? 0, rows: number(cell, 'rowSpan') ?? 1 };
  const header = text(component, 'header') ?? '';
  try {
    const ran = run(report);
    return { header: header || ran.result.title, report, reportTitle: ran.result.title, ...place, content: contentOf(component, ran) };
  } catch (error) {
    if (!(error instanceof ReportRefusal)) throw error;
    return { header, report, reportTitle: report, ...place, content: { kind: 'refused', message: error.message } };
  }
}

function contentOf(component: XmlNode, ran: RanReport): DashboardCard['content'] {
  const type = text(component, 'componentType') ?? '';
  const color = (which: string): string => text(component, `indicator${which}Color`) ?? '#0B5CAB';
  const at = (which: string): number => number(component, which) ?? 0;
  if ((type === 'Metric' || type === 'Gauge') && children(component, 'chartSummary').some((each) => text(each, 'column') !== 'RowCount')) throw ReportRefusal.unlearnt('a figure of anything but record counts');
  if (type === 'Metric') {
    const value = ran.result.count;
    const band = value < at('indicatorBreakpoint1') ? 'Low' : value < at('indicatorBreakpoint2') ? 'Middle' : 'High';
    return { kind: 'metric', value, label: text(component, 'metricLabel') ?? '', color: color(band) };
  }
  if (type === 'Gauge') {
    return { kind: 'gauge', value: ran.result.count, least: at('gaugeMin'), most: at('gaugeMax'), breakpoints: [at('indicatorBreakpoint1'), at('indicatorBreakpoint2')], colors: ['Low', 'Middle', 'High'].map(color) };
  }
  if (type === 'FlexTable') return { kind: 'table', table: dashboardTable(component, ran) };
  if (flag(component, 'useReportChart') && ran.result.chart) return { kind: 'chart', chart: ran.result.chart };
  throw ReportRefusal.unlearnt(`a dashboard component of the type ${type} without its report's chart`);
}
