import type { Draft } from './deploy-draft.ts';
import { fieldOn, type Found, named } from './named-fields.ts';
import type { ObjectSchema } from './org.ts';
import { children, text, texts, type XmlNode } from './xml.ts';

/** What a deployment refuses in a page layout. Its name begins with its object's: `Order__c-Order Layout`. */
export function layoutProblems(draft: Draft, fullName: string, node: XmlNode): Found[] {
  const name = fullName.split('-')[0] ?? '';
  const object = draft.schema.get(name);
  if (!object) return [{ message: `In field: layout - no CustomObject named ${name} found` }];
  const items = children(node, 'layoutSections').flatMap((each) => children(each, 'layoutColumns')).flatMap((each) => children(each, 'layoutItems')).filter((each) => text(each, 'field') !== undefined);
  return [...items.flatMap((each) => itemProblems(object, each)), ...requiredItems(object, items), ...children(node, 'relatedLists').flatMap((each) => relatedListProblems(draft, object, each))];
}

/** The sandbox knows only some fields of a standard object, so that it judges custom ones alone there. */
function itemProblems(object: ObjectSchema, item: XmlNode): Found[] {
  const name = text(item, 'field') ?? '';
  const at = `<field>${name}<`;
  const field = fieldOn(object, name);
  if (!object.custom && !name.endsWith('__c')) return [];
  if (!field) return named(object, name).map((each) => ({ ...each, at }));
  const behavior = text(item, 'behavior') ?? 'Edit';
  if (field.readOnly && behavior !== 'Readonly') return [{ message: `Field:${name} must be Readonly`, at }];
  if (field.required && !field.readOnly && behavior !== 'Required') return [{ message: `Field:${name} must be Required`, at }];
  return [];
}

function requiredItems(object: ObjectSchema, items: readonly XmlNode[]): Found[] {
  const shown = new Set(items.map((each) => fieldOn(object, text(each, 'field') ?? '')?.name));
  const required = object.custom ? [...object.fields.values()].filter((field) => field.required && !field.readOnly && field.custom) : [];
  return required.filter(({ name }) => !shown.has(name)).map(({ name }) => ({ message: `Layout must contain an item for required layout field: ${name}` }));
}

/** `Line__c.Order__c`: the child and its lookup. The names of standard lists (RelatedEntityHistoryList …) and columns are not listed anywhere readable. */
function relatedListProblems(draft: Draft, object: ObjectSchema, node: XmlNode): Found[] {
  const list = text(node, 'relatedList') ?? '';
  const at = `<relatedList>${list}<`;
  const [childName = '', lookup] = list.split('.');
  if (lookup === undefined) return [];
  const child = draft.schema.get(childName);
  if (child?.fields.get(lookup)?.referenceTo?.includes(object.name) !== true) return [{ message: `Cannot find related list:${list}`, at }];
  const columns = [...texts(node, 'fields'), ...texts(node, 'sortField')].filter((name) => name.endsWith('__c') && !child.fields.has(name));
  return columns.map((name) => ({ message: `Invalid field:${name} in related list:${list}`, at: `>${name}<` }));
}
