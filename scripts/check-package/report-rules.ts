import { familyOf } from './field-paths.ts';
import { filterLogicFindings, filterValueFindings } from './filter-rules.ts';
import { finding, nearest } from './finding.ts';
import type { Finding } from './finding.ts';
import type { FieldShape, MetadataFile, Package } from './package-model.ts';
import { columnsOf, resolveColumn } from './report-type-rules.ts';
import { childOf, childrenOf, elementsOf, textOf } from './xml-tree.ts';
import type { Element } from './xml-tree.ts';

const isCurrency = (column: string): boolean => /(^|[$._])(Currency|\w+_Currency)__c$/.test(column);
/** Sums of these are money and mean nothing over several currencies. */
const isAmount = (column: string): boolean => /(Amount|Total|Available|Movement|Residue|Balance|Threshold)(__c)$/.test(column);

/** The field behind a column `Table$Path` of the report's type. */
function fieldOf(pack: Package, column: string): FieldShape | undefined {
  const [table = '', path = ''] = column.split('$');
  const resolved = resolveColumn(pack, table, path);
  return 'field' in resolved ? resolved.field : undefined;
}

function* columnFindings(path: string, root: Element, offered: ReadonlySet<string>): Generator<Finding> {
  const places = [...elementsOf(root)].filter(({ name }) => ['columns', 'groupingsDown', 'groupingsAcross'].includes(name)).map((each) => childOf(each, 'field'))
    .concat([...elementsOf(root)].filter(({ name }) => ['column', 'sortColumn', 'dateColumn', 'groupingColumn', 'secondaryGroupingColumn'].includes(name)));
  for (const place of places) {
    const column = textOf(place).replace(/^[sax]!/, '');
    if (column !== '' && column !== 'RowCount' && !/^FORMULA\d$/.test(column) && !offered.has(column)) yield finding(path, place, `The report uses the column ${column}, which its report type does not offer.${nearest(column, offered)}`, 'Use a column of the report type, or add it there.');
  }
}

function* groupFindings(pack: Package, path: string, root: Element): Generator<Finding> {
  const groups = [...childrenOf(root, 'groupingsDown'), ...childrenOf(root, 'groupingsAcross')];
  const format = childOf(root, 'format');
  if (textOf(format) === 'Tabular' && groups.length > 0) yield finding(path, format, 'A tabular report has no groupings.', 'Set <format> to Summary.');
  if (textOf(format) === 'Summary' && (groups.length === 0 || groups.length > 3)) yield finding(path, format, `A summary report has one to three groupings, not ${groups.length}.`, 'Group by what the question asks for.');
  const grouped = groups.map((group) => textOf(group, 'field'));
  for (const column of childrenOf(root, 'columns')) {
    const name = textOf(column, 'field');
    const sum = childOf(column, 'aggregateTypes');
    if (grouped.includes(name)) yield finding(path, childOf(column, 'field'), `${name} is both column and grouping.`, 'Keep the grouping.');
    const field = fieldOf(pack, name);
    if (!sum || !field) continue;
    if (textOf(sum) !== 'Unique' && familyOf(field) !== 'number') yield finding(path, sum, `${textOf(sum)} of ${field.name}, which is no number.`, 'Aggregate a number.');
    else if (isAmount(name) && !grouped.some(isCurrency)) yield finding(path, sum, `${name} is summed over all currencies.`, 'Group by its currency first.');
  }
  for (const tag of ['groupingColumn', 'secondaryGroupingColumn']) {
    const axis = childOf(root, 'chart', tag);
    if (axis && !grouped.includes(textOf(axis))) yield finding(path, axis, `The chart is drawn by ${textOf(axis)}, which the report does not group by.`, 'Use one of the groupings.');
  }
}

function* oneReport(pack: Package, { path, root }: MetadataFile): Generator<Finding> {
  const named = childOf(root, 'reportType');
  const type = pack.named('reportType', textOf(named).replace(/__c$/, ''));
  if (!type) {
    const known = pack.ofType('reportType').map(({ name }) => `${name}__c`);
    yield finding(path, named ?? root, `There is no report type ${textOf(named)}.${nearest(textOf(named), known)}`, 'Name one of reportTypes/, with __c.');
    return;
  }
  yield* columnFindings(path, root, columnsOf(type.root));
  yield* groupFindings(pack, path, root);
  const items = childrenOf(childOf(root, 'filter'), 'criteriaItems');
  for (const item of items) {
    const field = fieldOf(pack, textOf(item, 'column'));
    if (field) yield* filterValueFindings(path, childOf(item, 'value'), field);
  }
  yield* filterLogicFindings(path, childOf(root, 'filter', 'booleanFilter'), items.length);
  const date = childOf(root, 'timeFrameFilter', 'dateColumn');
  const dated = fieldOf(pack, textOf(date));
  if (dated && !['date', 'datetime'].includes(familyOf(dated))) yield finding(path, date, `The time frame is over ${dated.name}, which is no date.`, 'Use a date of the report type.');
  const description = childOf(root, 'description');
  if (textOf(description).length > 255) yield finding(path, description, `The description has ${textOf(description).length} characters; Salesforce takes 255.`, 'Shorten it.');
}

function* folderFindings(pack: Package): Generator<Finding> {
  for (const [type, folderType] of [['report', 'reportFolder'], ['dashboard', 'dashboardFolder']] as const) {
    const folders = pack.ofType(folderType).map(({ name }) => name);
    for (const { path } of pack.ofType(type)) {
      const folder = path.split('/').at(-2) ?? '';
      if (!folders.includes(folder)) yield finding(path, 1, `The folder ${folder} has no ${folderType}-meta.xml.`, `Add ${folder}.${folderType}-meta.xml beside it.`);
    }
  }
}

/** Reports: columns of their type, groupings that fit, and no sum over several currencies. */
export function* reportFindings(pack: Package): Generator<Finding> {
  for (const file of pack.ofType('report')) yield* oneReport(pack, file);
  yield* folderFindings(pack);
}
