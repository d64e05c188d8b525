import { accessTo } from '../../sandbox/salesforce/access.ts';
import { fieldOn } from '../../sandbox/salesforce/named-fields.ts';
import { apiName, apiRelationship } from '../../sandbox/salesforce/names.ts';
import type { FieldSchema, ObjectSchema, Org, QueryRow, User } from '../../sandbox/salesforce/org.ts';
import { children, text, type XmlNode } from '../../sandbox/salesforce/xml.ts';
import { ReportRefusal } from './report-refusal.ts';

/** A value as the query answered it: amounts as decimal text, a checkbox as boolean, everything else as text. */
export type CellValue = string | boolean | null;

/** A column of a report, spelled in metadata as `Order__c$Customer__c.Name`, and how to read it from a row of the answer. */
export interface ReportColumn {
  readonly key: string;
  readonly label: string;
  /** What is shown: for a lookup the name of the record it leads to. */
  readonly field: FieldSchema;
  /** What the query must select for it. */
  readonly select: readonly string[];
  /** False when the person may not see it: an org leaves such a column out. */
  readonly readable: boolean;
  read(row: QueryRow): CellValue;
  /** The record a click on the value opens; undefined for values that lead nowhere. */
  target(row: QueryRow): { readonly object: string; readonly id: string } | undefined;
}

/** Whose report over which object. */
export interface ReportBase {
  readonly org: Org;
  readonly by: User;
  readonly object: ObjectSchema;
  readonly reportType: XmlNode;
}

interface Way {
  readonly via: readonly { readonly owner: ObjectSchema; readonly lookup: FieldSchema }[];
  readonly owner: ObjectSchema;
  readonly field: FieldSchema;
}

/** Resolves a column. Throws a ReportRefusal for a name that leads nowhere or to rows below the report's own. */
export function columnOf(base: ReportBase, key: string): ReportColumn {
  const { org, by } = base;
  const [table = '', path = ''] = key.split('$');
  if (table !== base.object.name) throw ReportRefusal.unlearnt(`the column ${key} of joined rows`);
  const named = wayTo(org, base.object, path.split('.'), key);
  const way = named.field.referenceTo ? shownName(org, named, key) : named;
  const steps = way.via.map(({ lookup }) => apiRelationship(org.namespace, lookup, lookup.parentRelationship ?? lookup.name));
  const leaf = [...steps, apiName(org.namespace, way.field)];
  const owner = way.owner;
  const isName = way.field.name === 'Name' && (way.field.type === 'AutoNumber' || way.field.type === 'Text');
  const idAt = [...steps, 'Id'];
  return {
    key, label: labelOf(base, path) ?? named.field.label, field: way.field,
    select: [leaf.join('.'), ...(isName ? [idAt.join('.')] : [])],
    readable: [...way.via, { owner, lookup: way.field }].every((step) => accessTo(org, by, step.owner).read && accessTo(org, by, step.owner).reads(step.lookup)),
    read: (row) => valueAt(row, leaf),
    target(row) {
      const id = isName ? valueAt(row, idAt) : null;
      return typeof id === 'string' ? { object: apiName(org.namespace, owner), id } : undefined;
    },
  };
}

/** The label a report type gives a field it reaches through lookups. */
function labelOf({ reportType, object }: ReportBase, path: string): string | undefined {
  const columns = children(reportType, 'sections').flatMap((each) => children(each, 'columns'));
  return columns.filter((each) => text(each, 'field') === path && text(each, 'table') === object.name).map((each) => text(each, 'displayNameOverride'))[0];
}

function wayTo(org: Org, start: ObjectSchema, path: readonly string[], key: string): Way {
  const via: Way['via'][number][] = [];
  let owner = start;
  for (const [at, name] of path.entries()) {
    const field = fieldOn(owner, name);
    if (!field) break;
    if (at === path.length - 1) return { via, owner, field };
    const next = org.schema.get(field.referenceTo?.[0] ?? '');
    if (!next) break;
    via.push({ owner, lookup: field });
    owner = next;
  }
  throw new ReportRefusal(404, `Preview: the column ${key} leads to no field. Correct the report's metadata.`);
}

/** A lookup shows the name of its record. Owner and the like may lead to several objects; a person is what it is in this package. */
function shownName(org: Org, { via, owner, field }: Way, key: string): Way {
  const targets = field.referenceTo ?? [];
  const target = org.schema.get(targets.includes('User') ? 'User' : (targets[0] ?? ''));
  const name = target?.fields.get('Name');
  if (!target || !name) throw ReportRefusal.unlearnt(`the lookup ${key}`);
  return { via: [...via, { owner, lookup: field }], owner: target, field: name };
}

function valueAt(row: QueryRow, path: readonly string[]): CellValue {
  let at: QueryRow[string] | undefined = row;
  for (const step of path) at = typeof at === 'object' && at !== null && step in at ? (at as QueryRow)[step] : null;
  if (at === null || at === undefined || typeof at === 'boolean' || typeof at === 'string') return at ?? null;
  if (typeof at === 'number') return String(at);
  // The answer writes whole amounts as "1250.0", as Java writes doubles.
  return 'rawJSON' in at ? String(at.rawJSON).replace(/\.0+$/, '') : null;
}
