import { nearest } from './finding.ts';
import type { FieldShape, Package } from './package-model.ts';
import { textOf } from './xml-tree.ts';

/** A field that was found, or a sentence why not. */
export type Resolved = { readonly field: FieldShape; readonly object: string } | { readonly wrong: string };

/** `Recipient__r` → `Recipient__c`, `Owner` → `OwnerId`. */
const lookupOf = (step: string): string => (step.endsWith('__r') ? step.replace(/__r$/, '__c') : `${step}Id`);

/** Follows a path of names from an object. Formulas, flows and pages step over relationships (`Recipient__r.Name`); report types and reports over the lookups themselves (`Recipient__c.Name`). */
export function resolveField(pack: Package, objectName: string, path: string, steps: 'relationships' | 'lookups' = 'relationships'): Resolved {
  const [head = '', ...rest] = path.split('.');
  const object = pack.objects.get(objectName);
  if (!object) return { wrong: `the object ${objectName} does not exist here.${nearest(objectName, pack.objects.keys())}` };
  if (rest.length === 0) {
    const field = object.fields.get(head);
    return field ? { field, object: objectName } : { wrong: `${objectName} has no field ${head}.${nearest(head, object.fields.keys())}` };
  }
  const name = steps === 'lookups' && object.fields.has(head) ? head : lookupOf(head);
  const lookup = object.fields.get(name);
  if (!lookup) return { wrong: `${objectName} has no relationship ${head}.${nearest(name, [...object.fields.values()].filter(({ target }) => target !== undefined).map((field) => field.name))}` };
  if (lookup.target === undefined) return { wrong: `${objectName}.${name} is no lookup, so nothing can follow it` };
  return resolveField(pack, lookup.target, rest.join('.'), steps);
}

/** What values of a field are to a formula or a flow. */
export type Family = 'text' | 'number' | 'boolean' | 'date' | 'datetime' | 'time' | 'picklist' | 'multipicklist' | 'longtext' | 'unknown';

const families: Readonly<Record<string, Family>> = {
  Text: 'text', Id: 'text', Lookup: 'text', MasterDetail: 'text', Email: 'text', Phone: 'text', Url: 'text', AutoNumber: 'text', TextArea: 'text', EncryptedText: 'text', Hierarchy: 'text',
  LongTextArea: 'longtext', Html: 'longtext', Number: 'number', Currency: 'number', Percent: 'number', Summary: 'number', Checkbox: 'boolean', Date: 'date', DateTime: 'datetime', Time: 'time',
  Picklist: 'picklist', MultiselectPicklist: 'multipicklist',
};

export const familyOf = (field: FieldShape): Family => families[field.type] ?? 'unknown';

/** Why a copy of one field may not fit into another, e.g. 255 letters into 80; undefined when it always does. */
export function overflow(from: FieldShape, into: FieldShape): string | undefined {
  const size = (field: FieldShape, tag: string): number => Number(textOf(field.file?.root, tag) || Number.NaN);
  const letters = (field: FieldShape): number => (field.type === 'Lookup' || field.type === 'Id' ? 18 : size(field, 'length'));
  if (['text', 'longtext'].includes(familyOf(from)) && ['text', 'longtext'].includes(familyOf(into)) && letters(from) > letters(into)) return `${from.name} holds up to ${letters(from)} letters and ${into.name} ${letters(into)}`;
  const whole = (field: FieldShape): number => size(field, 'precision') - size(field, 'scale');
  if (whole(from) > whole(into) || size(from, 'scale') > size(into, 'scale')) return `${from.name} has the digits ${size(from, 'precision')},${size(from, 'scale')} and ${into.name} ${size(into, 'precision')},${size(into, 'scale')}`;
  return undefined;
}

/** The values of a list that a picklist field doesn't know; none when the package doesn't say its values. */
export const unknownValues = (field: FieldShape, values: readonly string[]): readonly string[] => (field.values ? values.filter((value) => value !== '' && !field.values?.has(value)) : []);
