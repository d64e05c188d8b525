import { finding, nearest } from './finding.ts';
import type { Finding } from './finding.ts';
import type { MetadataFile, Package } from './package-model.ts';
import { childOf, childrenOf, elementsOf, isTrue, textOf } from './xml-tree.ts';
import type { Element } from './xml-tree.ts';

const reportName = ({ path, name }: MetadataFile): string => `${path.split('/').at(-2) ?? ''}/${name}`;
const bare = (column: string): string => column.replace(/^[sax]!/, '');

function* widgetFindings(path: string, component: Element, report: MetadataFile): Generator<Finding> {
  const columns = new Set([...elementsOf(report.root)].filter(({ name }) => name === 'field').map((field) => textOf(field)));
  const groups = [...childrenOf(report.root, 'groupingsDown'), ...childrenOf(report.root, 'groupingsAcross')].map((group) => textOf(group, 'field'));
  for (const column of [...elementsOf(component)].filter(({ name }) => name === 'flexTableColumn')) {
    const named = childOf(column, 'reportColumn');
    if (!columns.has(bare(textOf(named))) && textOf(named) !== 'RowCount') yield finding(path, named, `The table shows ${textOf(named)}, which the report ${report.name} does not have.${nearest(bare(textOf(named)), columns)}`, 'Show a column of the report.');
    else if (textOf(column, 'type') === 'grouping' && !groups.includes(textOf(named))) yield finding(path, named, `${textOf(named)} is no grouping of the report ${report.name}.`, 'Use one of its groupings.');
  }
  for (const summary of [...elementsOf(component)].filter(({ name }) => name === 'chartSummary')) {
    const column = childOf(summary, 'column');
    if (column && textOf(column) !== 'RowCount' && !columns.has(bare(textOf(column)))) yield finding(path, column, `The component shows ${textOf(column)}, which the report ${report.name} does not have.${nearest(bare(textOf(column)), columns)}`, 'Show a column of the report.');
  }
  if (isTrue(component, 'useReportChart') && !childOf(report.root, 'chart')) yield finding(path, childOf(component, 'useReportChart'), `The report ${report.name} has no chart to use.`, 'Add a chart to the report.');
}

/** Components on the grid neither leave it nor lie on each other. */
function* gridFindings(path: string, root: Element): Generator<Finding> {
  const layout = childOf(root, 'dashboardGridLayout');
  const width = Number(textOf(layout, 'numberOfColumns'));
  const taken = new Map<string, string>();
  for (const cell of childrenOf(layout, 'dashboardGridComponents')) {
    const [column = 0, row = 0, wide = 0, high = 0] = ['columnIndex', 'rowIndex', 'colSpan', 'rowSpan'].map((tag) => Number(textOf(cell, tag)));
    const header = textOf(cell, 'dashboardComponent', 'header');
    if (column + wide > width) yield finding(path, childOf(cell, 'colSpan'), `${header} reaches column ${column + wide} of ${width}.`, 'Make it narrower or move it.');
    const covered = Array.from({ length: wide * high }, (_, index) => `${column + (index % wide)},${row + Math.floor(index / wide)}`);
    const other = covered.map((each) => taken.get(each)).find((each) => each !== undefined);
    if (other !== undefined) yield finding(path, childOf(cell, 'rowIndex') ?? cell, `${header} lies on ${other}.`, 'Move one of them.');
    for (const each of covered) taken.set(each, header);
  }
}

/** Dashboards: reports and columns that exist, at most twenty components, none on another. */
export function* dashboardFindings(pack: Package): Generator<Finding> {
  const reports = new Map(pack.ofType('report').map((report) => [reportName(report), report] as const));
  for (const { path, root } of pack.ofType('dashboard')) {
    const components = [...elementsOf(root)].filter(({ name }) => name === 'dashboardComponent');
    for (const component of components) {
      const named = childOf(component, 'report');
      const report = reports.get(textOf(named));
      if (report) yield* widgetFindings(path, component, report);
      else if (named) yield finding(path, named, `There is no report ${textOf(named)}.${nearest(textOf(named), reports.keys())}`, 'Write Folder/Report_Name.');
    }
    for (const component of components.slice(20)) yield finding(path, component, 'A dashboard has twenty components; this is one more.', 'Take it off.');
    yield* gridFindings(path, root);
    const user = childOf(root, 'runningUser');
    if (user) yield finding(path, user, `The running user ${textOf(user)} is of one org.`, 'Leave it out: the admin sets it after the install.');
  }
}
