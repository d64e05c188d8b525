import { FlowError } from './flow-values.ts';
import type { FlowMetadata } from './org.ts';
import { child, children, text } from './xml.ts';
import type { XmlNode } from './xml.ts';

type ElementKind =
  | 'actionCalls' | 'assignments' | 'customErrors' | 'decisions' | 'loops' | 'recordCreates' | 'recordDeletes' | 'recordLookups' | 'recordUpdates' | 'subflows';

export interface FlowElement {
  readonly kind: ElementKind;
  readonly name: string;
  readonly node: XmlNode;
}

type ResourceKind = 'variables' | 'formulas' | 'constants' | 'textTemplates';

/** A flow ready to run. */
export interface CompiledFlow {
  readonly name: string;
  readonly start: XmlNode;
  readonly elements: ReadonlyMap<string, FlowElement>;
  readonly resources: ReadonlyMap<string, { readonly kind: ResourceKind; readonly node: XmlNode }>;
  readonly triggerOrder: number;
}

const ELEMENTS: ReadonlySet<string> = new Set<ElementKind>([
  'actionCalls', 'assignments', 'customErrors', 'decisions', 'loops', 'recordCreates', 'recordDeletes', 'recordLookups', 'recordUpdates', 'subflows',
]);
const RESOURCES: ReadonlySet<string> = new Set<ResourceKind>(['variables', 'formulas', 'constants', 'textTemplates']);
const compiled = new WeakMap<XmlNode, CompiledFlow>();

/** Reads a deployed flow. Throws `FlowError` for an element kind that cannot be run here. */
export function compileFlow(flow: FlowMetadata): CompiledFlow {
  const known = compiled.get(flow.xml);
  if (known) return known;
  const elements = new Map<string, FlowElement>();
  const resources = new Map<string, { kind: ResourceKind; node: XmlNode }>();
  for (const tag of Object.keys(flow.xml)) {
    for (const node of children(flow.xml, tag)) {
      const name = text(node, 'name');
      if (ELEMENTS.has(tag)) elements.set(name ?? '', { kind: tag as ElementKind, name: name ?? '', node });
      else if (RESOURCES.has(tag)) resources.set(name ?? '', { kind: tag as ResourceKind, node });
      // Every executable element has a name and a place on the canvas; properties of the flow have neither.
      else if (name !== undefined && text(node, 'locationX') !== undefined) {
        throw new FlowError(flow.name, name, `elements of kind "${tag}" cannot be run by the stand-in. Use another element or teach it this one.`);
      }
    }
  }
  const result: CompiledFlow = { name: flow.name, start: child(flow.xml, 'start') ?? {}, elements, resources, triggerOrder: Number(text(flow.xml, 'triggerOrder') ?? '1500') };
  compiled.set(flow.xml, result);
  return result;
}

/** The element a connector leads to; undefined at the end of a path. */
export function connectorTarget(node: XmlNode, tag = 'connector'): string | undefined {
  const connector = child(node, tag);
  return connector && text(connector, 'targetReference');
}
