import { ApiProblem } from './api-problem.ts';
import type { Draft } from './deploy-draft.ts';
import { apiName, apiRelationship } from './names.ts';
import type { FieldSchema, ObjectSchema, Org, User } from './org.ts';
import { columnAt } from './soql-columns.ts';
import { type FieldPath, isField } from './ui-record.ts';
import type { ListFilter } from './ui-list-filter.ts';
import { componentName, metadataId } from './ui-shapes.ts';
import { children, text, texts, type XmlNode } from './xml.ts';

export interface ListColumn {
  /** API names from the record: `['Owner', 'Alias']`. */
  readonly path: FieldPath;
  readonly label: string;
  readonly sortable: boolean;
}

interface ShownFilter extends ListFilter {
  readonly path: FieldPath;
  readonly label: string;
}

/** A deployed list view as one user has it: columns and filters on fields the user may read. */
export interface ListView {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly columns: readonly ListColumn[];
  readonly filters: readonly ShownFilter[];
  readonly logic: string | undefined;
  readonly scope: 'everything' | 'mine';
}

/** Codes of standard columns in metadata, by the field they show. */
const standardColumns: Readonly<Record<string, readonly string[]>> = {
  NAME: ['Name'], LAST_UPDATE: ['LastModifiedDate'], CREATED_DATE: ['CreatedDate'], 'OWNER.ALIAS': ['Owner', 'Alias'], 'OWNER.FIRST_NAME': ['Owner', 'FirstName'], 'OWNER.LAST_NAME': ['Owner', 'LastName'],
  CREATEDBY_USER: ['CreatedBy', 'Name'], 'CREATEDBY_USER.ALIAS': ['CreatedBy', 'Alias'], UPDATEDBY_USER: ['LastModifiedBy', 'Name'], 'UPDATEDBY_USER.ALIAS': ['LastModifiedBy', 'Alias'],
};

/** The list view that the API calls so. Throws 404 for none. */
export function listView(org: Org, draft: Draft, by: User, object: ObjectSchema, name: string): ListView {
  for (const { type, fullName, node } of draft.others.values()) {
    const [owner, local = ''] = fullName.split('.');
    if (type !== 'ListView' || owner !== object.name || componentName(org, object, local) !== name) continue;
    const filters = children(node, 'filters').flatMap((each) => shownFilter(org, by, object, each));
    return {
      id: metadataId('00B', fullName), name, label: text(node, 'label') ?? local, filters, logic: text(node, 'booleanFilter'), scope: scopeOf(text(node, 'filterScope')),
      columns: texts(node, 'columns').flatMap((code) => columnOf(org, by, object, code)),
    };
  }
  throw ApiProblem.notFound();
}

function scopeOf(metadata = 'Everything'): ListView['scope'] {
  if (metadata === 'Everything') return 'everything';
  if (metadata === 'Mine') return 'mine';
  throw new Error(`Sandbox Salesforce: list views of the scope ${metadata} are not imitated. Use Everything or Mine.`);
}

/** A column's field; a lookup shows its parent's name (U-267). None for fields the user may not read and codes that are not known here. */
function columnOf(org: Org, by: User, object: ObjectSchema, code: string): ListColumn[] {
  const custom = object.fields.get(code);
  const path = standardColumns[code] ?? (custom ? customPath(org, custom) : undefined);
  if (!path || !isField(org, by, object, path)) return [];
  const [head = '', ...rest] = path;
  const own = custom ?? object.fields.get(head);
  const label = own?.label ?? `${head.replace(/([a-z])([A-Z])/g, '$1 $2')} ${rest.join(' ')}`;
  return [{ path, label, sortable: !['LongTextArea', 'Html', 'MultiselectPicklist'].includes(own?.type ?? '') }];
}

function customPath(org: Org, field: FieldSchema): FieldPath {
  return field.parentRelationship === undefined ? [apiName(org.namespace, field)] : [apiRelationship(org.namespace, field, field.parentRelationship), 'Name'];
}

function shownFilter(org: Org, by: User, object: ObjectSchema, node: XmlNode): ShownFilter[] {
  const [column] = columnOf(org, by, object, text(node, 'field') ?? '');
  // U-269: a filter on a field the user may not read is left out rather than hiding all records.
  if (!column) return [];
  const { field, read } = columnAt({ org, by, soql: '', version: '' }, object, column.path);
  return [{ field, read, path: column.path, label: column.label, operation: text(node, 'operation') ?? 'equals', value: text(node, 'value') ?? '' }];
}
