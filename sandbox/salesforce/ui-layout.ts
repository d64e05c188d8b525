import { accessTo } from './access.ts';
import { ApiProblem } from './api-problem.ts';
import type { Draft } from './deploy-draft.ts';
import { apiName } from './names.ts';
import { fieldOn } from './named-fields.ts';
import type { FieldSchema, ObjectSchema, Org, User } from './org.ts';
import { masterRecordType, metadataId, tagged } from './ui-shapes.ts';
import { children, text, texts, type XmlNode } from './xml.ts';

type LayoutMode = 'View' | 'Edit' | 'Create';

interface Item {
  readonly field: FieldSchema;
  readonly behavior: string;
}

interface Section {
  readonly heading: string;
  readonly useHeading: boolean;
  readonly order: string;
  /** Items column by column. */
  readonly columns: readonly (readonly Item[])[];
}

/** Which layout is asked for; Full and View unless said otherwise. Throws 400 for words that are none. */
export function layoutKind(layoutType = 'Full', mode = 'View'): { readonly layoutType: string; readonly mode: LayoutMode } {
  if (layoutType !== 'Full' && layoutType !== 'Compact') throw new ApiProblem(400, 'ILLEGAL_QUERY_PARAMETER_VALUE', `Invalid layout type: ${layoutType}`);
  if (mode !== 'View' && mode !== 'Edit' && mode !== 'Create') throw new ApiProblem(400, 'ILLEGAL_QUERY_PARAMETER_VALUE', `Invalid mode: ${mode}`);
  return { layoutType, mode };
}

/** A Record Layout: sections, rows and items of what was deployed, without fields the user may not read. */
export function layoutShape(org: Org, draft: Draft, by: User, object: ObjectSchema, layoutType: string, mode: LayoutMode): Record<string, unknown> {
  const { name, sections } = layoutType === 'Compact' ? compact(draft, object) : full(draft, object);
  const { reads } = accessTo(org, by, object);
  const shown = sections.map((section) => ({ ...section, columns: section.columns.map((items) => items.filter(({ field }) => reads(field))) }));
  return tagged({
    id: metadataId('00h', `${object.name}-${name}`), layoutType, mode, objectApiName: apiName(org.namespace, object), recordTypeId: masterRecordType, saveOptions: [],
    sections: shown.filter(({ columns }) => columns.some((items) => items.length > 0)).map((section) => sectionShape(org, by, object, section)),
  });
}

/** API names of the fields on a layout that the user may read. */
export function layoutFields(org: Org, draft: Draft, by: User, object: ObjectSchema, layoutType: string): string[] {
  const { sections } = layoutType === 'Compact' ? compact(draft, object) : full(draft, object);
  const { reads } = accessTo(org, by, object);
  return sections.flatMap(({ columns }) => columns.flat()).filter(({ field }) => reads(field)).map(({ field }) => apiName(org.namespace, field));
}

/** The object's first layout; without one the name and the owner, which an org gives to any (U-219). */
function full(draft: Draft, object: ObjectSchema): { name: string; sections: Section[] } {
  const component = [...draft.others.values()].find(({ type, fullName }) => type === 'Layout' && fullName.startsWith(`${object.name}-`));
  const name = component?.fullName ?? `${object.name}-${object.label} Layout`;
  if (!component) return { name, sections: [{ heading: 'Information', useHeading: false, order: 'TopDown', columns: [itemsOf(object, ['Name', 'OwnerId'])] }] };
  const sections = children(component.node, 'layoutSections').map((each): Section => ({
    heading: text(each, 'label') ?? '',
    useHeading: text(each, 'detailHeading') === 'true',
    order: text(each, 'style')?.includes('LeftToRight') === true ? 'LeftRight' : 'TopDown',
    columns: children(each, 'layoutColumns').map((column) => children(column, 'layoutItems').flatMap((item) => layoutItem(object, item))),
  }));
  return { name, sections };
}

function compact(draft: Draft, object: ObjectSchema): { name: string; sections: Section[] } {
  const assigned = text(draft.others.get(`CustomObject:${object.name}`)?.node ?? {}, 'compactLayoutAssignment');
  const component = assigned === undefined ? undefined : draft.others.get(`CompactLayout:${object.name}.${assigned}`);
  const first = component ?? [...draft.others.values()].find(({ type, fullName }) => type === 'CompactLayout' && fullName.startsWith(`${object.name}.`));
  const items = first ? itemsOf(object, texts(first.node, 'fields')) : itemsOf(object, ['Name']);
  return { name: first?.fullName ?? `${object.name}.SYSTEM`, sections: [{ heading: '', useHeading: false, order: 'TopDown', columns: [items] }] };
}

function itemsOf(object: ObjectSchema, names: readonly string[]): Item[] {
  return names.flatMap((name) => fieldOn(object, name) ?? []).map((field) => ({ field, behavior: 'Readonly' }));
}

function layoutItem(object: ObjectSchema, item: XmlNode): Item[] {
  const field = fieldOn(object, text(item, 'field') ?? '');
  return field ? [{ field, behavior: text(item, 'behavior') ?? 'Edit' }] : [];
}

function sectionShape(org: Org, by: User, object: ObjectSchema, { heading, useHeading, order, columns }: Section): Record<string, unknown> {
  const rows = Array.from({ length: Math.max(...columns.map((items) => items.length)) }, (_, at) => ({ layoutItems: columns.map((items) => itemShape(org, by, object, items[at])) }));
  return { collapsible: false, columns: columns.length, heading, id: metadataId('01B', `${object.name}.${heading}`), layoutRows: rows, rows: rows.length, tabOrder: order, useHeading };
}

/** An item, or an empty space where a column is shorter than its neighbour. */
function itemShape(org: Org, by: User, object: ObjectSchema, item: Item | undefined): Record<string, unknown> {
  if (!item) return { editableForNew: false, editableForUpdate: false, label: '', layoutComponents: [{ apiName: null, componentType: 'EmptySpace', label: null }], lookupIdApiName: null, required: false, sortable: false, uiBehavior: null };
  const { field, behavior } = item;
  const access = accessTo(org, by, object);
  const writable = !field.readOnly && behavior !== 'Readonly' && access.edits(field);
  const name = apiName(org.namespace, field);
  const component = { apiName: name, componentType: 'Field', label: field.label };
  return {
    editableForNew: writable && access.create, editableForUpdate: writable && access.edit && field.masterDetail !== true, label: field.label, layoutComponents: [component],
    lookupIdApiName: field.parentRelationship === undefined ? null : 'Id', required: behavior === 'Required', sortable: false, uiBehavior: behavior,
  };
}
