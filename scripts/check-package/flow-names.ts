import type { Kind } from './formula-functions.ts';
import type { MetadataFile } from './package-model.ts';
import { childOf, childrenOf, isTrue, textOf } from './xml-tree.ts';
import type { Element } from './xml-tree.ts';

/** What a name in a flow stands for: a plain value, or a record of an object; one or a list of them. */
export interface FlowName {
  readonly kind: Kind;
  /** The object of a record. */
  readonly object?: string;
  readonly isList: boolean;
  readonly isInput: boolean;
  readonly isOutput: boolean;
  /** Only variables may be written. */
  readonly isVariable: boolean;
  readonly element: Element;
}

const kinds: Readonly<Record<string, Kind>> = { String: 'text', Number: 'number', Currency: 'number', Boolean: 'boolean', Date: 'date', DateTime: 'datetime', Time: 'time', Picklist: 'text', Multipicklist: 'text', SObject: 'unknown' };

/** Steps of a flow: what a connector may lead to. */
export const stepTags: ReadonlySet<string> = new Set(['actionCalls', 'assignments', 'collectionProcessors', 'customErrors', 'decisions', 'loops', 'recordCreates', 'recordDeletes', 'recordLookups', 'recordRollbacks', 'recordUpdates', 'screens', 'subflows', 'transforms', 'waits']);

const of = (element: Element, kind: Kind, more: Partial<FlowName> = {}): FlowName => ({ kind, isList: false, isInput: false, isOutput: false, isVariable: false, element, ...more });

function declared(element: Element): FlowName | undefined {
  const object = textOf(element, 'objectType');
  const kind = kinds[textOf(element, 'dataType')] ?? 'unknown';
  if (element.name === 'variables') return of(element, kind, { isVariable: true, isList: isTrue(element, 'isCollection'), isInput: isTrue(element, 'isInput'), isOutput: isTrue(element, 'isOutput'), ...(object === '' ? {} : { object }) });
  if (element.name === 'constants' || element.name === 'formulas') return of(element, kind);
  if (element.name === 'textTemplates') return of(element, 'text');
  if (element.name === 'choices' || element.name === 'dynamicChoiceSets' || element.name === 'stages') return of(element, 'unknown');
  return undefined;
}

/** What a step itself stands for when it is named like a value. */
function result(element: Element, names: ReadonlyMap<string, FlowName>): FlowName | undefined {
  if (element.name === 'recordLookups') return of(element, 'unknown', { object: textOf(element, 'object'), isList: !isTrue(element, 'getFirstRecordOnly') });
  if (element.name === 'recordCreates') return of(element, 'text');
  if (element.name === 'loops') {
    const list = names.get(textOf(element, 'collectionReference'));
    return of(element, list?.kind ?? 'unknown', list?.object === undefined ? {} : { object: list.object });
  }
  return stepTags.has(element.name) ? of(element, 'unknown') : undefined;
}

/** Everything a flow names, in its order of definition; outcomes of decisions are true or false. */
export function flowNames({ root }: MetadataFile): ReadonlyMap<string, FlowName> {
  const names = new Map<string, FlowName>();
  const add = (element: Element, value: FlowName | undefined): void => {
    const name = textOf(element, 'name');
    if (value && name !== '') names.set(name, value);
  };
  for (const element of root.children) add(element, declared(element));
  for (const element of root.children) if (element.name !== 'loops') add(element, result(element, names));
  for (const element of root.children) if (element.name === 'loops') add(element, result(element, names));
  for (const decision of childrenOf(root, 'decisions')) for (const rule of childrenOf(decision, 'rules')) add(rule, of(rule, 'boolean'));
  return names;
}

/** The object whose saved record starts the flow; '' when none does. */
export const triggerObject = ({ root }: MetadataFile): string => textOf(childOf(root, 'start'), 'object');
