import { accessTo } from './access.ts';
import { ApiProblem } from './api-problem.ts';
import { apiName, apiRelationship } from './names.ts';
import type { FieldSchema, FieldType, ObjectSchema, Org, User } from './org.ts';
import type { RestCall, RestDoors } from './rest-call.ts';
import { uiField, uiSees } from './ui-objects.ts';
import { masterRecordType, pathObject, tagged } from './ui-shapes.ts';

/** `/ui-api/object-info`: what a page must know of an object, and the values of its picklists. */
export function uiObjectDoors(org: Org): RestDoors {
  const at = '/services/data/:version/ui-api/object-info';
  return {
    [`GET ${at}`]: (call) => ({ status: 200, body: directory(org, call) }),
    [`GET ${at}/:object`]: (call) => ({ status: 200, body: objectInfo(org, call.by, pathObject(org, call)) }),
    [`GET ${at}/:object/picklist-values/:recordType`]: (call) => ({ status: 200, body: allPicklists(org, call) }),
    [`GET ${at}/:object/picklist-values/:recordType/:field`]: (call) => ({ status: 200, body: onePicklist(org, call) }),
  };
}

function directory(org: Org, { by, version }: RestCall): Record<string, unknown> {
  const objects = [...org.schema.values()].filter((object) => uiSees(org, by, object)).map((object) => {
    const name = apiName(org.namespace, object);
    return [name, { apiName: name, keyPrefix: object.keyPrefix, label: object.label, labelPlural: object.pluralLabel, nameFields: nameFields(object), objectInfoUrl: `/services/data/v${version}/ui-api/object-info/${name}` }];
  });
  return tagged({ objects: Object.fromEntries(objects) as Record<string, unknown> });
}

function nameFields(object: ObjectSchema): string[] {
  return ['FirstName', 'LastName', 'Name'].filter((name) => object.fields.has(name));
}

/** Object Info: fields the user may read, children the user may see; the one record type is the master. */
export function objectInfo(org: Org, by: User, object: ObjectSchema): Record<string, unknown> {
  const access = accessTo(org, by, object);
  const fields = [...object.fields.values()].filter(access.reads).map((field) => [apiName(org.namespace, field), fieldInfo(org, object, field, access.edits(field) && !field.readOnly)]);
  return tagged({
    apiName: apiName(org.namespace, object), associateEntityType: null, associateParentEntity: null, childRelationships: childrenInfo(org, by, object), compactLayoutable: true, createable: access.create, custom: object.custom,
    defaultRecordTypeId: masterRecordType, deletable: access.delete, dependentFields: {}, feedEnabled: false, fields: Object.fromEntries(fields) as Record<string, unknown>, keyPrefix: object.keyPrefix, label: object.label,
    labelPlural: object.pluralLabel, layoutable: true, mruEnabled: true, nameFields: nameFields(object), queryable: true,
    recordTypeInfos: { [masterRecordType]: { available: true, defaultRecordTypeMapping: true, master: true, name: 'Master', recordTypeId: masterRecordType } },
    searchLayoutable: true, searchable: true, themeInfo: { color: '9050E9', iconUrl: null }, updateable: access.edit,
  });
}

const dataTypes: Readonly<Record<FieldType, string>> = {
  Id: 'Reference', Text: 'String', AutoNumber: 'String', Number: 'Double', Currency: 'Currency', Percent: 'Percent', Checkbox: 'Boolean', Date: 'Date', DateTime: 'DateTime', Time: 'Time', Picklist: 'Picklist',
  MultiselectPicklist: 'MultiPicklist', TextArea: 'TextArea', LongTextArea: 'TextArea', Html: 'TextArea', Email: 'Email', Phone: 'Phone', Url: 'Url', Lookup: 'Reference', MasterDetail: 'Reference', Hierarchy: 'Reference',
  EncryptedText: 'EncryptedString', Summary: 'Double', Location: 'Location',
};
const extraTypes: Readonly<Partial<Record<FieldType, string>>> = { LongTextArea: 'PlainTextArea', TextArea: 'PlainTextArea', Html: 'RichTextArea' };

function fieldInfo(org: Org, object: ObjectSchema, field: FieldSchema, writable: boolean): Record<string, unknown> {
  const targets = (field.referenceTo ?? []).flatMap((name) => org.schema.get(name) ?? []);
  const number = ['Number', 'Currency', 'Percent'].includes(field.type);
  return {
    apiName: apiName(org.namespace, field), calculated: field.formula !== undefined, compound: false, compoundComponentName: null, compoundFieldName: null, controllerName: null, controllingFields: [], createable: writable,
    custom: field.custom, dataType: dataTypes[field.type], defaultValue: null, defaultedOnCreate: field.defaultValue !== undefined || field.type === 'Checkbox' || field.readOnly, digits: 0, externalId: field.externalId,
    extraTypeInfo: extraTypes[field.type] ?? null, filterable: !['LongTextArea', 'Html', 'EncryptedText'].includes(field.type), filteredLookupInfo: null, highScaleNumber: false, htmlFormatted: field.type === 'Html',
    inlineHelpText: field.helpText ?? null, label: field.label, length: field.length ?? (targets.length > 0 || field.type === 'Id' ? 18 : 0), maskType: null, nameField: field.name === 'Name',
    polymorphicForeignKey: targets.length > 1, precision: number ? (field.precision ?? 18) : 0, reference: targets.length > 0, referenceTargetField: null,
    referenceToInfos: targets.map((target) => ({ apiName: apiName(org.namespace, target), nameFields: nameFields(target) })),
    relationshipName: field.parentRelationship === undefined ? null : apiRelationship(org.namespace, field, field.parentRelationship), required: field.required && !field.readOnly, scale: field.scale ?? 0,
    searchPrefilterable: targets.length > 0, sortable: !['LongTextArea', 'Html', 'MultiselectPicklist'].includes(field.type), unique: field.unique, updateable: writable && !(field.masterDetail === true && object.custom),
  };
}

function childrenInfo(org: Org, by: User, parent: ObjectSchema): unknown[] {
  return [...org.schema.values()].filter((child) => uiSees(org, by, child)).flatMap((child) =>
    [...child.fields.values()].filter((field) => field.relationshipName !== undefined && field.referenceTo?.includes(parent.name) === true && accessTo(org, by, child).reads(field)).map((field) => ({
      childObjectApiName: apiName(org.namespace, child), fieldName: apiName(org.namespace, field), junctionIdListNames: [], junctionReferenceTo: [], relationshipName: apiRelationship(org.namespace, field, field.relationshipName ?? ''),
    })));
}

function picklist(field: FieldSchema, url: string): Record<string, unknown> {
  const value = (each: string): Record<string, unknown> => ({ attributes: null, label: field.picklist?.labels?.[each] ?? each, validFor: [], value: each });
  const chosen = field.picklist?.default;
  return tagged({ controllerValues: {}, defaultValue: chosen === undefined ? null : value(chosen), url, values: (field.picklist?.values ?? []).map(value) });
}

/** The object of the path, whose only record type is the master. */
function forRecordType(org: Org, call: RestCall): ObjectSchema {
  const object = pathObject(org, call);
  const given = call.params['recordType'] ?? '';
  if (given !== masterRecordType && given !== masterRecordType.slice(0, 15)) throw ApiProblem.notFound(`Record type ${given} does not exist on ${apiName(org.namespace, object)}`);
  return object;
}

function allPicklists(org: Org, call: RestCall): Record<string, unknown> {
  const object = forRecordType(org, call);
  const fields = [...object.fields.values()].filter((field) => field.picklist && accessTo(org, call.by, object).reads(field));
  return tagged({ picklistFieldValues: Object.fromEntries(fields.map((field) => [apiName(org.namespace, field), picklist(field, `${call.path}/${apiName(org.namespace, field)}`)])) });
}

function onePicklist(org: Org, call: RestCall): Record<string, unknown> {
  const field = uiField(org, call.by, forRecordType(org, call), call.params['field'] ?? '');
  if (!field?.picklist) throw ApiProblem.notFound();
  return picklist(field, call.path);
}
