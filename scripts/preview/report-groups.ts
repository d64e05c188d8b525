import type { FieldSchema, QueryRow } from '../../sandbox/salesforce/org.ts';
import type { XmlNode } from '../../sandbox/salesforce/xml.ts';
import { children, text } from '../../sandbox/salesforce/xml.ts';
import { cellOf, type ReportCell } from './report-cells.ts';
import { columnOf, type ReportBase, type ReportColumn } from './report-columns.ts';
import { addDecimals, showDecimal } from './report-decimals.ts';
import { groupKey, orderGroups, type GroupKey } from './report-group-keys.ts';

/** A sum in one currency; `currency` is null for what is no money, like a count. */
export interface ReportSum {
  readonly column: string;
  readonly currency: string | null;
  readonly value: string;
  readonly text: string;
}

export interface ReportGroup {
  /** The label of the grouping, like "Currency". */
  readonly by: string;
  readonly key: string;
  readonly label: string;
  readonly count: number;
  readonly sums: readonly ReportSum[];
  readonly groups: readonly ReportGroup[];
  /** In the innermost groups only. */
  readonly rows: readonly ReportRow[];
}

export interface ReportRow {
  readonly id: string;
  readonly cells: readonly ReportCell[];
}

export interface Grouping {
  readonly column: ReportColumn;
  readonly granularity: string;
  readonly descending: boolean;
}

/** A summed column with the currency its amounts stand in; without one when the number is no money. */
export interface Summed {
  readonly column: ReportColumn;
  readonly currency: ReportColumn | undefined;
}

export function groupingsOf(base: ReportBase, report: XmlNode): Grouping[] {
  return children(report, 'groupingsDown').map((each) => ({
    column: columnOf(base, text(each, 'field') ?? ''), granularity: text(each, 'dateGranularity') ?? 'Day', descending: text(each, 'sortOrder') === 'Desc',
  }));
}

/** Amounts of this package stand beside their own currency: Fee_Amount__c beside Fee_Currency__c, Amount__c beside Currency__c. */
export function summedColumn(base: ReportBase, column: ReportColumn): Summed {
  const [table = '', path = ''] = column.key.split('$');
  const [name = '', ...parents] = path.split('.').reverse();
  const kind = /^(Fee|Target|Reporting)_/.exec(name)?.[0] ?? '';
  const money = column.field.type === 'Currency' || column.field.scale === 3;
  return { column, currency: money ? columnOf(base, `${table}$${[...parents.reverse(), `${kind}Currency__c`].join('.')}`) : undefined };
}

/** The sums of a set of rows, one per column and currency: amounts of two currencies are never added. */
export function sumsOf(summed: readonly Summed[], rows: readonly QueryRow[]): ReportSum[] {
  return summed.flatMap(({ column, currency }) => {
    const sums = new Map<string, string>();
    for (const row of rows) {
      const value = column.read(row);
      if (typeof value !== 'string') continue;
      const unit = currency ? String(currency.read(row) ?? '') : '';
      sums.set(unit, addDecimals(sums.get(unit) ?? '0', value));
    }
    const scale = column.field.scale ?? 0;
    // In the order in which groups of the currency stand.
    const known = currency?.field.picklist?.values ?? [];
    return [...sums].sort(([a], [b]) => known.indexOf(a) - known.indexOf(b) || a.localeCompare(b, 'en')).map(([unit, value]) => ({ column: column.key, currency: unit === '' ? null : unit, value, text: showDecimal(value, scale) }));
  });
}

export const keyOf = ({ column, granularity }: Grouping, row: QueryRow): GroupKey => groupKey(column.field, granularity, column.read(row));

/** Groups that have rows, in the order of their grouping. */
export function sortedKeys(grouping: Grouping, rows: readonly QueryRow[]): GroupKey[] {
  const found = new Map<string, GroupKey>();
  for (const row of rows) {
    const key = keyOf(grouping, row);
    found.set(key.key, key);
  }
  const field: FieldSchema = grouping.column.field;
  const sign = grouping.descending ? -1 : 1;
  return [...found.values()].sort((a, b) => orderGroups(field, a, b) * sign);
}

/** What groups are made of. */
export interface Grouped {
  readonly columns: readonly ReportColumn[];
  readonly summed: readonly Summed[];
}

export const rowOf = (columns: readonly ReportColumn[], row: QueryRow): ReportRow => ({ id: String(row['Id']), cells: columns.map((column) => cellOf(column, row)) });

export function groupsOf(made: Grouped, [first, ...further]: readonly Grouping[], rows: readonly QueryRow[]): ReportGroup[] {
  if (!first) return [];
  return sortedKeys(first, rows).map(({ key, label }) => {
    const own = rows.filter((row) => keyOf(first, row).key === key);
    return {
      by: first.column.label, key, label, count: own.length, sums: sumsOf(made.summed, own),
      groups: groupsOf(made, further, own), rows: further.length === 0 ? own.map((row) => rowOf(made.columns, row)) : [],
    };
  });
}
