import type { Draft } from './deploy-draft.ts';
import type { Found } from './named-fields.ts';
import type { User } from './org.ts';
import { type ReportShape, shapeOf, summaryProblems } from './report-problems.ts';
import { child, children, flag, number, text, texts, type XmlNode } from './xml.ts';

/**
 * What a deployment refuses in a dashboard: its folder, its running user, and what its components name of their reports. A username the org
 * does not have stops a deployment (metadata guide, Maintaining User References); without one the deploying user runs the dashboard (U-233).
 */
export function dashboardProblems(draft: Draft, fullName: string, node: XmlNode, users: readonly User[]): Found[] {
  const folder = fullName.split('/').slice(0, -1).join('/');
  if (!draft.others.has(`DashboardFolder:${folder}`)) return [{ message: `Cannot find folder:${folder}` }];
  const grid = child(node, 'dashboardGridLayout') ?? {};
  const cells = children(grid, 'dashboardGridComponents');
  const sections = ['leftSection', 'middleSection', 'rightSection'].flatMap((tag) => children(node, tag)).flatMap((each) => children(each, 'components'));
  return [
    ...userProblems(node, users), ...cells.flatMap((each) => cellProblems(each, number(grid, 'numberOfColumns') ?? 12)),
    ...[...cells.flatMap((each) => children(each, 'dashboardComponent')), ...sections].flatMap((each) => componentProblems(draft, each)),
  ];
}

function userProblems(node: XmlNode, users: readonly User[]): Found[] {
  return ['runningUser', 'owner'].flatMap((tag) => texts(node, tag).filter((name) => !users.some(({ username }) => username === name))
    .map((name) => ({ message: `In field: ${tag} - Cannot find a user that matches any of the following usernames: ${name}`, at: `<${tag}>${name}<` })));
}

function cellProblems(cell: XmlNode, columns: number): Found[] {
  const [first, width] = [number(cell, 'columnIndex') ?? 0, number(cell, 'colSpan') ?? 1];
  return first + width > columns ? [{ message: `dashboardGridComponents: columns ${first} to ${first + width} of ${columns}`, at: `<colSpan>${width}<` }] : [];
}

function componentProblems(draft: Draft, component: XmlNode): Found[] {
  const name = text(component, 'report');
  if (name === undefined) return [];
  const report = draft.others.get(`Report:${name}`);
  if (!report) return [{ message: `In field: report - no Report named ${name} found`, at: `<report>${name}<` }];
  const shape = shapeOf(draft, report.node);
  const borrowed = flag(component, 'useReportChart') && !child(report.node, 'chart');
  return [
    ...(borrowed ? [{ message: `useReportChart: the report ${name} has no chart`, at: `<report>${name}<` }] : []),
    ...texts(component, 'groupingColumn').filter((each) => !shape.groupings.includes(each)).map((each) => unplaced('groupingColumn', each, `The report ${name} does not group by it`)),
    ...summaryProblems('chartSummary-column', shape.aggregates, children(component, 'chartSummary')),
    ...children(component, 'flexComponentProperties').flatMap((each) => children(each, 'flexTableColumn')).flatMap((each) => tableColumnProblems(shape, name, each)),
  ];
}

function unplaced(tag: string, value: string, why: string): Found {
  return { message: `${tag}: Invalid value specified: ${value}. ${why}`, at: `<${tag}>${value}<` };
}

/** A table spells a sum `s!` before its column, and the number of rows `RowCount` (U-234). */
function tableColumnProblems(shape: ReportShape, report: string, column: XmlNode): Found[] {
  const value = text(column, 'reportColumn') ?? '';
  const kinds: Readonly<Record<string, string>> = { s: 'Sum', a: 'Average', m: 'Minimum', x: 'Maximum' };
  const [, kind = '', summed = ''] = /^(\w)!(.+)$/.exec(value) ?? [];
  switch (text(column, 'type')) {
    case 'grouping':
      return shape.groupings.includes(value) ? [] : [unplaced('reportColumn', value, `The report ${report} does not group by it`)];
    case 'aggregate':
      return value === 'RowCount' || shape.aggregates.includes(value) || shape.aggregates.includes(`${kinds[kind] ?? ''} ${summed}`) ? [] : [unplaced('reportColumn', value, `The report ${report} does not summarise it so`)];
    default:
      return shape.shown.includes(value) || shape.groupings.includes(value) ? [] : [unplaced('reportColumn', value, `The report ${report} does not show it`)];
  }
}
