import { accessTo } from './access.ts';
import { apiName, apiRelationship } from './names.ts';
import type { FieldSchema, FieldType, ObjectSchema, Org, User } from './org.ts';

const apiType: Readonly<Record<FieldType, string>> = {
  Id: 'id', Text: 'string', AutoNumber: 'string', Number: 'double', Currency: 'currency', Percent: 'percent', Checkbox: 'boolean', Date: 'date', DateTime: 'datetime', Time: 'time', Picklist: 'picklist',
  MultiselectPicklist: 'multipicklist', TextArea: 'textarea', LongTextArea: 'textarea', Html: 'textarea', Email: 'email', Phone: 'phone', Url: 'url', Lookup: 'reference', MasterDetail: 'reference',
  Hierarchy: 'reference', EncryptedText: 'encryptedstring', Summary: 'double', Location: 'location',
};

/** The short description in the list of `/sobjects`, and the head of the long one. */
export function describeHead(org: Org, by: User, object: ObjectSchema, version: string): Record<string, unknown> {
  const access = accessTo(org, by, object);
  const name = apiName(org.namespace, object);
  const base = `/services/data/v${version}/sobjects/${name}`;
  const record = object.kind === 'object' || object.kind === 'setting';
  return {
    activateable: false, createable: access.create, custom: object.custom, customSetting: object.kind === 'setting', deepCloneable: false, deletable: access.delete && record, deprecatedAndHidden: false,
    feedEnabled: false, keyPrefix: object.keyPrefix, label: object.label, labelPlural: object.pluralLabel, layoutable: record, mergeable: false, mruEnabled: false, name, queryable: object.kind !== 'event',
    replicateable: record, retrieveable: object.kind !== 'event', searchable: false, triggerable: true, undeletable: record, updateable: access.edit && record,
    urls: { sobject: base, describe: `${base}/describe`, rowTemplate: `${base}/{ID}` },
  };
}

/** `/sobjects/X/describe`: only fields that the user may read. */
export function describeObject(org: Org, by: User, object: ObjectSchema, version: string): Record<string, unknown> {
  const access = accessTo(org, by, object);
  const fields = [...object.fields.values()].filter(access.reads).map((field) => describeField(org, field, access.edits(field)));
  return { ...describeHead(org, by, object, version), childRelationships: childRelationships(org, by, object), fields, recordTypeInfos: [], supportedScopes: [{ label: 'All', name: 'everything' }] };
}

function describeField(org: Org, field: FieldSchema, editable: boolean): Record<string, unknown> {
  const writable = editable && !field.readOnly;
  const number = field.type === 'Number' || field.type === 'Currency' || field.type === 'Percent';
  const whole = field.type === 'Number' && (field.scale ?? 0) === 0;
  return {
    name: apiName(org.namespace, field), label: field.label, type: apiType[field.type], custom: field.custom, length: field.length ?? (field.referenceTo || field.type === 'Id' ? 18 : 0),
    byteLength: (field.length ?? 0) * 3, precision: number ? (field.precision ?? 18) : 0, scale: field.scale ?? 0, digits: 0, soapType: number ? 'xsd:double' : field.type === 'Checkbox' ? 'xsd:boolean' : 'xsd:string',
    nillable: !field.required && field.type !== 'Checkbox', createable: writable, updateable: writable && field.masterDetail !== true, calculated: field.formula !== undefined,
    calculatedFormula: field.formula ?? null, defaultedOnCreate: field.defaultValue !== undefined || field.type === 'Checkbox', defaultValue: field.type === 'Checkbox' ? field.defaultValue === 'true' : null,
    externalId: field.externalId, idLookup: field.externalId || field.type === 'Id', unique: field.unique, caseSensitive: field.caseSensitive, autoNumber: field.type === 'AutoNumber', nameField: field.name === 'Name',
    filterable: !['LongTextArea', 'Html', 'EncryptedText'].includes(field.type), sortable: !['LongTextArea', 'Html', 'MultiselectPicklist'].includes(field.type), groupable: !number || whole, aggregatable: true,
    restrictedPicklist: field.picklist?.restricted ?? false, picklistValues: (field.picklist?.values ?? []).map((value) => ({ active: true, defaultValue: value === field.picklist?.default, label: field.picklist?.labels?.[value] ?? value, validFor: null, value })),
    referenceTo: (field.referenceTo ?? []).map((name) => spelledObject(org, name)), relationshipName: field.parentRelationship === undefined ? null : apiRelationship(org.namespace, field, field.parentRelationship),
    cascadeDelete: field.deleteConstraint === 'Cascade', restrictedDelete: field.deleteConstraint === 'Restrict', inlineHelpText: field.helpText ?? null, htmlFormatted: field.type === 'Html', permissionable: !field.required && field.custom,
  };
}

function spelledObject(org: Org, name: string): string {
  const object = org.schema.get(name);
  return object ? apiName(org.namespace, object) : name;
}

function childRelationships(org: Org, by: User, parent: ObjectSchema): unknown[] {
  return [...org.schema.values()].flatMap((child) => {
    if (!accessTo(org, by, child).read) return [];
    return [...child.fields.values()].filter((field) => field.referenceTo?.includes(parent.name)).map((field) => ({
      cascadeDelete: field.deleteConstraint === 'Cascade', childSObject: apiName(org.namespace, child), deprecatedAndHidden: false, field: apiName(org.namespace, field), junctionIdListNames: [], junctionReferenceTo: [],
      relationshipName: field.relationshipName === undefined ? null : apiRelationship(org.namespace, field, field.relationshipName), restrictedDelete: field.deleteConstraint === 'Restrict',
    }));
  });
}
