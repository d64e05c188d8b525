import type { Component } from './metadata-components.ts';
import type { Found } from './named-fields.ts';
import { children, text, type XmlNode } from './xml.ts';

/** Elements without which the Metadata API takes no file of the type (Metadata API guide, "Required" in each type's field table). */
const required: Readonly<Record<string, readonly string[]>> = {
  CustomPermission: ['label'],
  CustomNotificationType: ['customNotifTypeName', 'desktop', 'masterLabel', 'mobile'],
  EmailTemplate: ['available', 'encodingKey', 'name', 'style', 'type'],
  GlobalValueSet: ['masterLabel', 'sorted'],
};
const requiredOfLabel = ['fullName', 'language', 'protected', 'shortDescription', 'value'];

const missing = (node: XmlNode, names: readonly string[], at?: string): Found[] =>
  names.filter((name) => (text(node, name) ?? '') === '').map((name) => ({ message: `Required field is missing: ${name}`, ...(at === undefined ? {} : { at }) }));

/** Of entries that stand in one file together: each once. */
function twice(names: readonly string[]): Found[] {
  return [...new Set(names.filter((name, at) => names.indexOf(name) !== at))].map((name) => ({ message: `Duplicate name specified: ${name}`, at: `<fullName>${name}<` }));
}

/** What a deployment refuses in labels, value sets, custom permissions, notification types and e-mail templates. The words of a duplicate are ours: no source shows them. */
export function listedProblems({ type, node }: Component): Found[] {
  const found = missing(node, required[type] ?? []);
  if (type === 'GlobalValueSet') return [...found, ...twice(children(node, 'customValue').map((each) => text(each, 'fullName') ?? ''))];
  if (type !== 'CustomLabels') return found;
  const labels = children(node, 'labels');
  return [...labels.flatMap((each) => missing(each, requiredOfLabel, `<fullName>${text(each, 'fullName') ?? ''}<`)), ...twice(labels.map((each) => text(each, 'fullName') ?? ''))];
}
