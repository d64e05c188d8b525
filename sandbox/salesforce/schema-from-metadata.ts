import { eventFields, field, objectOf, systemFields } from './standard-objects.ts';
import type { FieldSchema, FieldType, ObjectPermission, ObjectSchema, PermissionSet, ValidationRule } from './org.ts';
import { child, children, flag, number, text, texts, type XmlNode } from './xml.ts';

/** A value set's values in order, with the labels people see. */
export interface ValueSet {
  readonly values: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly default?: string;
}

/** `<customValue>` of a global value set, `<value>` of a field's own definition. Inactive values are not offered. */
export function valueSetFrom(node: XmlNode, tag: 'customValue' | 'value'): ValueSet {
  const active = children(node, tag).filter((each) => text(each, 'isActive') !== 'false');
  const values = active.map((each) => text(each, 'fullName') ?? '');
  const labels = Object.fromEntries(active.map((each) => [text(each, 'fullName') ?? '', text(each, 'label') ?? text(each, 'fullName') ?? '']));
  const chosen = active.find((each) => flag(each, 'default'));
  return { values, labels, ...(chosen ? { default: text(chosen, 'fullName') ?? '' } : {}) };
}

/** The object itself, without its custom fields: those are deployed one by one. */
export function objectFrom(name: string, node: XmlNode, keyPrefix: string): ObjectSchema {
  const kind = kindOf(name, node);
  const sharingModel = (text(node, 'sharingModel') ?? 'ReadWrite') as ObjectSchema['sharingModel'];
  const own = kind === 'event' ? eventFields() : kind === 'object' ? [...systemFields(sharingModel !== 'ControlledByParent'), nameField(node)] : settingFields(kind);
  return objectOf(name, keyPrefix, own, {
    label: text(node, 'label') ?? name,
    pluralLabel: text(node, 'pluralLabel') ?? text(node, 'label') ?? name,
    kind,
    custom: true,
    sharingModel: kind === 'object' ? sharingModel : 'Read',
    ...(kind === 'event' ? { publishBehavior: (text(node, 'publishBehavior') ?? 'PublishImmediately') as 'PublishAfterCommit' | 'PublishImmediately' } : {}),
  });
}

function kindOf(name: string, node: XmlNode): ObjectSchema['kind'] {
  if (name.endsWith('__e')) return 'event';
  if (name.endsWith('__mdt')) return 'metadata';
  return text(node, 'customSettingsType') === undefined ? 'object' : 'setting';
}

function nameField(node: XmlNode): FieldSchema {
  const given = child(node, 'nameField') ?? {};
  const label = text(given, 'label') ?? 'Name';
  if (text(given, 'type') !== 'AutoNumber') return field('Name', 'Text', { label, length: 80, required: true });
  return field('Name', 'AutoNumber', { label, length: 80, readOnly: true, displayFormat: text(given, 'displayFormat') ?? '{0}', startingNumber: number(given, 'startingNumber') ?? 1 });
}

function settingFields(kind: 'setting' | 'metadata'): FieldSchema[] {
  const name = field('Name', 'Text', { length: 80 });
  if (kind === 'metadata') return [field('Id', 'Id', { readOnly: true }), field('DeveloperName', 'Text', { length: 40 }), field('MasterLabel', 'Text', { length: 40 }), field('SystemModstamp', 'DateTime', { readOnly: true })];
  return [...systemFields(false), name, field('SetupOwnerId', 'Lookup', { referenceTo: ['Organization', 'Profile', 'User'], parentRelationship: 'SetupOwner', unique: true })];
}

const lengths: Readonly<Partial<Record<FieldType, number>>> = { Email: 80, Phone: 40, Url: 255, TextArea: 255, Picklist: 255, MultiselectPicklist: 4099, AutoNumber: 30 };
const types: ReadonlySet<string> = new Set<FieldType>(['Text', 'AutoNumber', 'Number', 'Currency', 'Percent', 'Checkbox', 'Date', 'DateTime', 'Time', 'Picklist', 'MultiselectPicklist', 'TextArea', 'LongTextArea', 'Html', 'Email', 'Phone', 'Url', 'Lookup', 'MasterDetail', 'Hierarchy', 'EncryptedText', 'Summary', 'Location']);

/** A custom field. `valueSets` are the global value sets by name. Throws an Error in the words of a deployment's problem. */
export function fieldFrom(node: XmlNode, name: string, valueSets: ReadonlyMap<string, ValueSet>): FieldSchema {
  const type = text(node, 'type');
  if (type === undefined || !types.has(type)) throw new Error(`Error parsing file: '${type ?? ''}' is not a valid value for the enum 'FieldType'`);
  const formula = text(node, 'formula');
  const length = number(node, 'length') ?? lengths[type as FieldType];
  if (['Text', 'LongTextArea', 'Html', 'EncryptedText'].includes(type) && length === undefined && formula === undefined) throw new Error(`Must specify 'length' for a CustomField of type ${type}`);
  if (['Number', 'Currency', 'Percent'].includes(type) && number(node, 'precision') === undefined) throw new Error(`Must specify 'precision' for a CustomField of type ${type}`);
  return field(name, type as FieldType, {
    label: text(node, 'label') ?? name,
    custom: true,
    required: flag(node, 'required') || type === 'MasterDetail',
    unique: flag(node, 'unique'),
    externalId: flag(node, 'externalId'),
    caseSensitive: flag(node, 'caseSensitive'),
    readOnly: formula !== undefined || type === 'AutoNumber' || type === 'Summary',
    ...defined({
      length,
      precision: number(node, 'precision'),
      scale: number(node, 'scale'),
      formula,
      defaultValue: text(node, 'defaultValue'),
      displayFormat: text(node, 'displayFormat'),
      startingNumber: number(node, 'startingNumber'),
      helpText: text(node, 'inlineHelpText'),
    }),
    ...(formula === undefined ? {} : { blanksAsZero: text(node, 'formulaTreatBlanksAs') !== 'BlankAsBlank' }),
    ...picklistOf(node, type, valueSets),
    ...relationOf(node, name, type),
  });
}

function picklistOf(node: XmlNode, type: string, valueSets: ReadonlyMap<string, ValueSet>): Partial<FieldSchema> {
  if (type !== 'Picklist' && type !== 'MultiselectPicklist') return {};
  const valueSet = child(node, 'valueSet') ?? {};
  const shared = text(valueSet, 'valueSetName');
  const values = shared === undefined ? valueSetFrom(child(valueSet, 'valueSetDefinition') ?? {}, 'value') : valueSets.get(shared);
  if (!values) throw new Error(`Global Value Set not found: ${shared ?? ''}`);
  const restricted = text(valueSet, 'restricted') === 'true';
  return { picklist: { restricted, ...values } };
}

function relationOf(node: XmlNode, name: string, type: string): Partial<FieldSchema> {
  if (type !== 'Lookup' && type !== 'MasterDetail' && type !== 'Hierarchy') return {};
  const relationship = text(node, 'relationshipName');
  const constraint = text(node, 'deleteConstraint') ?? (flag(node, 'required') ? 'Restrict' : 'SetNull');
  return {
    referenceTo: texts(node, 'referenceTo'),
    parentRelationship: name.replace(/__c$/, '__r'),
    deleteConstraint: type === 'MasterDetail' ? 'Cascade' : (constraint as 'Restrict' | 'SetNull' | 'Cascade'),
    ...(type === 'MasterDetail' ? { masterDetail: true } : {}),
    ...(relationship === undefined ? {} : { relationshipName: `${relationship}__r` }),
  };
}

/** Drops the keys whose value is undefined. */
function defined<T extends object>(all: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

export function ruleFrom(name: string, node: XmlNode): ValidationRule {
  const errorField = text(node, 'errorDisplayField');
  return { name, active: flag(node, 'active'), formula: text(node, 'errorConditionFormula') ?? '', message: text(node, 'errorMessage') ?? '', ...(errorField === undefined ? {} : { errorField }) };
}

/** Access to a custom setting by API counts as reading its object (U-004). */
export function permissionSetFrom(name: string, node: XmlNode): Omit<PermissionSet, 'id'> {
  const settings = children(node, 'customSettingAccesses').filter((each) => flag(each, 'enabled'));
  const objects = new Map<string, ObjectPermission>(settings.map((each) => [text(each, 'name') ?? '', { create: false, read: true, edit: false, delete: false, viewAll: true, modifyAll: false }]));
  for (const each of children(node, 'objectPermissions')) {
    const modifyAll = flag(each, 'modifyAllRecords');
    objects.set(text(each, 'object') ?? '', {
      create: flag(each, 'allowCreate'), read: flag(each, 'allowRead'), edit: flag(each, 'allowEdit'), delete: flag(each, 'allowDelete'), viewAll: modifyAll || flag(each, 'viewAllRecords'), modifyAll,
    });
  }
  const enabled = (tag: string): Set<string> => new Set(children(node, tag).filter((each) => flag(each, 'enabled')).map((each) => text(each, 'name') ?? ''));
  return {
    name, label: text(node, 'label') ?? name, objects,
    fields: new Map(children(node, 'fieldPermissions').map((each) => [text(each, 'field') ?? '', { read: flag(each, 'readable') || flag(each, 'editable'), edit: flag(each, 'editable') }])),
    customPermissions: enabled('customPermissions'),
    userPermissions: enabled('userPermissions'),
  };
}
