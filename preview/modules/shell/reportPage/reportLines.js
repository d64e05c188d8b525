/** The table of a report, line by line, as Lightning lays it out: groups lead from the left, subtotals follow what they sum. */

const oneOf = (sums, many) => sums.map(({ currency, text }) => (many && currency ? `${currency} ${text}` : text)).join('\n');

/** The sums of one column, a line per currency where there are several. */
function sumText(sums, column) {
  const own = sums.filter((sum) => sum.column === column);
  return oneOf(own, own.length > 1);
}

/** Most letters of a text that stays on one line, such as a date with its time: the table scrolls sideways before a row becomes many lines tall. */
const shortLetters = 24;
const cellClass = (numeric) => (numeric ? 'slds-text-align_right cell' : 'cell');
const textClass = (text) => (text.length <= shortLetters ? 'cell short' : 'cell long');

function detailCells(row, columns) {
  return row.cells.map(({ text, target }, at) => ({
    key: columns[at].key, text, class: columns[at].numeric ? cellClass(true) : textClass(text), link: target ? `/lightning/r/${target.object}/${target.id}/view` : undefined,
  }));
}

function subtotalLine(group, level, { groupings, columns, showDetails }, path) {
  const sums = showDetails
    ? columns.map(({ key, summed }) => ({ key, text: summed ? sumText(group.sums, key) : '', class: 'slds-text-align_right cell' }))
    : [{ key: 'count', text: String(group.count), class: 'slds-text-align_right cell' }, ...columns.filter(({ summed }) => summed).map(({ key }) => ({ key, text: sumText(group.sums, key), class: 'slds-text-align_right cell' }))];
  return { key: `${path}/subtotal`, class: 'subtotal', heads: [{ key: 'subtotal', text: 'Subtotal', span: groupings.length - level, rows: 1, class: 'cell' }], cells: sums };
}

/** A group's own lines. Its head stands on the first of them and reaches over all but its subtotal. */
function linesOf(group, level, shape, above) {
  const path = `${above}/${group.key}`;
  const inner = group.groups.length > 0 ? group.groups.flatMap((each) => linesOf(each, level + 1, shape, path)) : leafLines(group, shape, path);
  const head = { key: path, text: group.label, count: shape.showCounts ? `(${group.count})` : '', span: 1, rows: inner.length, class: `${textClass(group.label)} group` };
  const lines = inner.map((line, at) => (at === 0 ? { ...line, heads: [head, ...line.heads] } : line));
  const innermost = group.groups.length === 0;
  return shape.showSubTotals && !(innermost && !shape.showDetails) ? [...lines, subtotalLine(group, level, shape, path)] : lines;
}

function leafLines(group, shape, path) {
  if (shape.showDetails) return group.rows.map((row) => ({ key: row.id, class: 'slds-hint-parent', heads: [], cells: detailCells(row, shape.columns) }));
  const [line] = [subtotalLine(group, 0, shape, path)];
  return [{ ...line, key: `${path}/figures`, class: '', heads: [] }];
}

/** Heads and lines of the table. `shape`: showDetails, showSubTotals, showCounts. */
export function tableOf(report, shape) {
  const { groupings, columns, groups, rows } = report;
  const full = { ...shape, groupings, columns };
  const details = shape.showDetails || groupings.length === 0;
  const heads = [
    ...groupings.map(({ key, label }) => ({ key, label, class: 'cell' })),
    ...(details ? columns.map(({ key, label, numeric }) => ({ key, label, class: cellClass(numeric) }))
      : [{ key: 'count', label: 'Record Count', class: 'slds-text-align_right cell' }, ...columns.filter(({ summed }) => summed).map(({ key, label }) => ({ key: `s!${key}`, label: `Sum of ${label}`, class: 'slds-text-align_right cell' }))]),
  ];
  const lines = groupings.length === 0 ? rows.map((row) => ({ key: row.id, class: 'slds-hint-parent', heads: [], cells: detailCells(row, columns) })) : groups.flatMap((group) => linesOf(group, 0, full, ''));
  return { heads, lines };
}

/** A spreadsheet would run a text that begins like a formula. */
const harmless = (text) => (/^[=+\-@\t\r]/.test(text) && !/^-?[\d.,]+$/.test(text) ? `'${text}` : text);
const field = (text) => `"${harmless(text).replaceAll('"', '""')}"`;

/** All detail rows with the groups they stand in, amounts as plain decimal text; the way Salesforce exports "Details Only". */
export function csvOf({ groupings, columns, groups, rows }) {
  const detail = (above) => (row) => [...above, ...row.cells.map(({ value, text }, at) => (columns[at].numeric && value !== null ? String(value) : text))];
  const walk = (above) => (group) => (group.groups.length > 0 ? group.groups.flatMap(walk([...above, group.label])) : group.rows.map(detail([...above, group.label])));
  const body = groupings.length === 0 ? rows.map(detail([])) : groups.flatMap(walk([]));
  return [[...groupings, ...columns].map(({ label }) => label), ...body].map((line) => line.map(field).join(',')).join('\r\n');
}
