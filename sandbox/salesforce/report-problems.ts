import type { Draft } from './deploy-draft.ts';
import type { Found } from './named-fields.ts';
import { columnsOf, type ReportField } from './report-type-problems.ts';
import { children, text, texts, type XmlNode } from './xml.ts';

/** What of a report its charts and dashboards may name. */
export interface ReportShape {
  /** Undefined for a report on a standard report type, whose columns (CUST_NAME, AGE …) are not listed anywhere readable. */
  readonly columns: ReadonlyMap<string, ReportField> | undefined;
  readonly shown: readonly string[];
  readonly groupings: readonly string[];
  /** `Sum Order__c$Total__c`, beside the names of summary formulas. */
  readonly aggregates: readonly string[];
}

export function shapeOf(draft: Draft, node: XmlNode): ReportShape {
  const type = draft.others.get(`ReportType:${(text(node, 'reportType') ?? '').replace(/__c$/, '')}`);
  const own = children(node, 'customDetailFormulas').concat(children(node, 'buckets')).map((each): [string, ReportField] => [text(each, 'developerName') ?? '', 'unjudged']);
  const shown = children(node, 'columns');
  return {
    columns: type ? new Map([...columnsOf(draft, type.node), ...own]) : undefined,
    shown: shown.map((each) => text(each, 'field') ?? ''),
    groupings: groupingsOf(node).map((each) => text(each, 'field') ?? ''),
    aggregates: [...shown.flatMap((each) => texts(each, 'aggregateTypes').map((kind) => `${kind} ${text(each, 'field') ?? ''}`)), ...children(node, 'aggregates').map((each) => text(each, 'developerName') ?? '')],
  };
}

/** What a deployment refuses in a report. The words of the platform are known for a value it can't place; the reasons behind it are ours (U-236). */
export function reportProblems(draft: Draft, fullName: string, node: XmlNode): Found[] {
  const folder = fullName.split('/').slice(0, -1).join('/');
  if (!draft.others.has(`ReportFolder:${folder}`)) return [{ message: `Cannot find folder:${folder}` }];
  const type = text(node, 'reportType') ?? '';
  const shape = shapeOf(draft, node);
  if (!shape.columns && type.endsWith('__c')) return [{ message: `reportType: Invalid value specified: ${type}`, at: `<reportType>${type}<` }];
  return [
    ...named(shape, node), ...children(node, 'columns').flatMap((each) => aggregateProblems(shape, each)), ...groupingProblems(shape, node),
    ...children(node, 'filter').flatMap((each) => children(each, 'criteriaItems')).flatMap((each) => filterProblems(shape, each)), ...children(node, 'chart').flatMap((each) => chartProblems(shape, each)),
  ];
}

const groupingsOf = (node: XmlNode): XmlNode[] => [...children(node, 'groupingsDown'), ...children(node, 'groupingsAcross')];

function unplaced(what: string, tag: string, value: string, why = ''): Found {
  return { message: `${what}: Invalid value specified: ${value}${why === '' ? '' : `. ${why}`}`, at: `<${tag}>${value}<` };
}

/** Every column the report names, wherever it stands. */
function named({ columns }: ReportShape, node: XmlNode): Found[] {
  if (!columns) return [];
  const places: [string, string, readonly XmlNode[]][] = [
    ['columns-field', 'field', children(node, 'columns')], ['groupings-field', 'field', groupingsOf(node)], ['buckets-sourceColumnName', 'sourceColumnName', children(node, 'buckets')],
    ['filter-criteriaItems-column', 'column', children(node, 'filter').flatMap((each) => children(each, 'criteriaItems'))], ['sortColumn', 'sortColumn', [node]], ['timeFrameFilter-dateColumn', 'dateColumn', children(node, 'timeFrameFilter')],
  ];
  const wrong = places.flatMap(([what, tag, nodes]) => nodes.flatMap((each) => texts(each, tag)).filter((value) => !columns.has(value)).map((value) => unplaced(what, tag, value)));
  const dates = children(node, 'timeFrameFilter').map((each) => text(each, 'dateColumn') ?? '').filter((value) => !maybe(columns.get(value), ['Date', 'DateTime']));
  return [...wrong, ...dates.map((value) => unplaced('timeFrameFilter-dateColumn', 'dateColumn', value, 'It is no date'))];
}

/** Whether a field is of one of the types, or may be as far as is known. */
const maybe = (field: ReportField | undefined, types: readonly string[]): boolean => field === undefined || field === 'unjudged' || types.includes(field.type);

function aggregateProblems({ columns }: ReportShape, column: XmlNode): Found[] {
  const value = text(column, 'field') ?? '';
  const added = texts(column, 'aggregateTypes').filter((kind) => ['Sum', 'Average', 'Median'].includes(kind));
  return added.length > 0 && !maybe(columns?.get(value), ['Number', 'Currency', 'Percent', 'Summary', 'Checkbox']) ? [unplaced('columns-aggregateTypes', 'field', value, `${added.join()} needs a number`)] : [];
}

function groupingProblems({ columns, groupings }: ReportShape, node: XmlNode): Found[] {
  const format = text(node, 'format') ?? '';
  const [down, across] = [children(node, 'groupingsDown').length, children(node, 'groupingsAcross').length];
  const fits = format === 'Tabular' ? down + across === 0 : format === 'Summary' ? down > 0 && down <= 3 && across === 0 : format !== 'Matrix' || (down > 0 && across > 0);
  const long = groupings.filter((each) => !maybe(columns?.get(each), groupable));
  const periods = groupingsOf(node).filter((each) => !['None', 'Day', undefined].includes(text(each, 'dateGranularity'))).map((each) => text(each, 'field') ?? '');
  return [
    ...(fits ? [] : [{ message: `format: a ${format} report can't have ${down} groupings down and ${across} across`, at: '<format>' }]),
    ...long.map((each) => unplaced('groupings-field', 'field', each, 'Its type can\'t be grouped by')),
    ...periods.filter((each) => !maybe(columns?.get(each), ['Date', 'DateTime'])).map((each) => unplaced('groupings-dateGranularity', 'field', each, 'It is no date')),
  ];
}

const groupable = ['Text', 'AutoNumber', 'Number', 'Currency', 'Percent', 'Checkbox', 'Date', 'DateTime', 'Picklist', 'MultiselectPicklist', 'Email', 'Phone', 'Url', 'Lookup', 'MasterDetail', 'Hierarchy', 'Summary', 'Id'];

/** Several values stand in one text, between commas. */
function filterProblems({ columns }: ReportShape, item: XmlNode): Found[] {
  const [column, value] = [text(item, 'column') ?? '', text(item, 'value') ?? ''];
  const field = columns?.get(column);
  const picklist = field === 'unjudged' ? undefined : field?.picklist;
  if (picklist?.restricted !== true || value === '' || !['equals', 'notEqual'].includes(text(item, 'operator') ?? '')) return [];
  const strange = value.split(',').map((each) => each.trim()).filter((each) => !picklist.values.includes(each));
  return strange.map((each) => ({ message: `filter-criteriaItems-value: Picklist value ${each} does not exist on ${column}`, at: `<value>${value}<` }));
}

function chartProblems({ groupings, aggregates }: ReportShape, chart: XmlNode): Found[] {
  const axes = ['groupingColumn', 'secondaryGroupingColumn'].flatMap((tag) => texts(chart, tag).filter((value) => !groupings.includes(value)).map((value) => unplaced(`chart-${tag}`, tag, value, 'The report does not group by it')));
  return [...axes, ...summaryProblems('chart-chartSummaries-column', aggregates, children(chart, 'chartSummaries'))];
}

/** A chart draws the number of rows, a summary formula, or a column that the report summarises in the same way. */
export function summaryProblems(what: string, aggregates: readonly string[], summaries: readonly XmlNode[]): Found[] {
  const wrong = summaries.filter((each) => {
    const [column, kind] = [text(each, 'column') ?? '', text(each, 'aggregate')];
    return column !== 'RowCount' && !aggregates.includes(column) && !aggregates.includes(`${kind ?? 'Sum'} ${column}`);
  });
  return wrong.map((each) => unplaced(what, 'column', text(each, 'column') ?? '', 'The report does not summarise it so'));
}
