import type { Draft } from './deploy-draft.ts';
import { fieldOn, type Found } from './named-fields.ts';
import type { FieldSchema, ObjectSchema } from './org.ts';
import { child, children, text, type XmlNode } from './xml.ts';

/** A field of a report; `unjudged` where the sandbox does not know the object well enough to say that there is none. */
export type ReportField = FieldSchema | 'unjudged';

/** What a deployment refuses in a custom report type: its object, the ways from there to further objects, and the fields it offers. */
export function reportTypeProblems(draft: Draft, node: XmlNode): Found[] {
  const base = text(node, 'baseObject') ?? '';
  if (!draft.schema.has(base)) return [{ message: `In field: baseObject - no CustomObject named ${base} found`, at: `<baseObject>${base}<` }];
  const tables = tablesOf(draft, node);
  const broken = [...tables].filter(([, object]) => object === undefined).map(([table]) => table.split('.').at(-1) ?? '');
  return [
    ...broken.map((name) => ({ message: `join-relationship: Invalid value specified: ${name}`, at: `<relationship>${name}<` })),
    ...columnNodes(node).flatMap((each) => columnProblems(draft, tables, each)),
  ];
}

/** The columns a report of this type may name, spelled as there: `Order__c$Total__c`, `Order__c$Customer__c.Name`, `Order__c.Lines__r$Amount__c`. */
export function columnsOf(draft: Draft, node: XmlNode): ReadonlyMap<string, ReportField> {
  const tables = tablesOf(draft, node);
  return new Map(columnNodes(node).flatMap((each): [string, ReportField][] => {
    const [table, path] = [text(each, 'table') ?? '', text(each, 'field') ?? ''];
    const found = fieldAt(draft, tables.get(table), path.split('.'));
    return found === undefined ? [] : [[`${table}$${path}`, found]];
  }));
}

const columnNodes = (node: XmlNode): XmlNode[] => children(node, 'sections').flatMap((each) => children(each, 'columns'));

function columnProblems(draft: Draft, tables: ReadonlyMap<string, ObjectSchema | undefined>, column: XmlNode): Found[] {
  const [table, path] = [text(column, 'table') ?? '', text(column, 'field') ?? ''];
  if (!tables.has(table)) return [{ message: `columns-table: Invalid value specified: ${table}`, at: `<table>${table}<` }];
  // A table behind a broken join is told once, at the join.
  const object = tables.get(table);
  if (!object || fieldAt(draft, object, path.split('.'))) return [];
  return [{ message: `columns-field: Invalid value specified: ${path}. ${object.name} leads to no such field`, at: `<field>${path}<` }];
}

/** `Order__c`, `Order__c.Lines__r` … to their objects; undefined behind a relationship that does not exist. */
function tablesOf(draft: Draft, node: XmlNode): Map<string, ObjectSchema | undefined> {
  const base = text(node, 'baseObject') ?? '';
  const tables = new Map<string, ObjectSchema | undefined>([[base, draft.schema.get(base)]]);
  let [table, join] = [base, child(node, 'join')];
  while (join) {
    const relationship = text(join, 'relationship') ?? '';
    const parent = tables.get(table);
    const below = parent && [...draft.schema.values()].find((object) => [...object.fields.values()].some((field) => field.relationshipName === relationship && field.referenceTo?.includes(parent.name) === true));
    table = `${table}.${relationship}`;
    tables.set(table, below);
    join = child(join, 'join');
  }
  return tables;
}

/** Follows lookups: `Customer__c.Name`. Of a standard object the sandbox knows only some fields, so that it judges custom ones alone there. */
function fieldAt(draft: Draft, object: ObjectSchema | undefined, [name = '', ...rest]: readonly string[]): ReportField | undefined {
  const field = fieldOn(object, name);
  if (!object || !field) return object?.custom === false && !name.endsWith('__c') ? 'unjudged' : undefined;
  if (rest.length === 0) return field;
  for (const target of field.referenceTo ?? []) {
    const found = target === '*' ? 'unjudged' : fieldAt(draft, draft.schema.get(target), rest);
    if (found) return found;
  }
  return undefined;
}
