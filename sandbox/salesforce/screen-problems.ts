import { bundleProblems } from './bundle-problems.ts';
import type { Draft } from './deploy-draft.ts';
import { flexipageProblems } from './flexipage-problems.ts';
import { layoutProblems } from './layout-problems.ts';
import type { Component } from './metadata-components.ts';
import { fieldOn, type Found, named } from './named-fields.ts';
import type { ObjectSchema } from './org.ts';
import { overrideProblems, utilityBarProblems } from './override-problems.ts';
import { children, flag, text, texts, type XmlNode } from './xml.ts';

/**
 * References that lead nowhere in what people look at: layouts, pages and their components, list views, paths, tabs, apps, and who may see
 * them. Everything that is deployed beside the schema is kept in `draft.others` under its type and name.
 */
export function screenProblems(draft: Draft, component: Component): Found[] {
  const { type, fullName, node } = component;
  switch (type) {
    case 'Layout':
      return layoutProblems(draft, fullName, node);
    case 'CustomObject':
      return objectProblems(draft, fullName, node);
    case 'CompactLayout':
      return compactProblems(draft.schema.get(ownerOf(fullName)), node);
    case 'ListView':
      return listViewProblems(draft.schema.get(ownerOf(fullName)), node);
    case 'PathAssistant':
      return pathProblems(draft, node);
    case 'CustomTab':
      return tabProblems(draft, fullName, node);
    case 'CustomApplication':
      return [...texts(node, 'tabs'), ...texts(node, 'defaultLandingTab')].flatMap((tab) => tabNamed(draft, tab, `>${tab}<`)).concat(utilityBarProblems(draft, node), overrideProblems(draft, node));
    case 'FlexiPage':
      return flexipageProblems(draft, component);
    case 'LightningComponentBundle':
      return bundleProblems(draft, component);
    case 'PermissionSetGroup':
      return groupProblems(draft, node);
    case 'PermissionSet':
      return visibilityProblems(draft, node);
    case 'Profile':
      return children(node, 'layoutAssignments').flatMap((each) => [...missing(draft, 'Layout', 'layout', each), ...missing(draft, 'RecordType', 'recordType', each)]);
    default:
      return [];
  }
}

const ownerOf = (fullName: string): string => fullName.split('.')[0] ?? '';
const isCustom = (name: string): boolean => name.endsWith('__c');

/** A component named in a tag that is not in the org and not in the deployment. */
function missing(draft: Draft, type: string, tag: string, node: XmlNode): Found[] {
  const name = text(node, tag);
  if (name === undefined || draft.others.has(`${type}:${name}`)) return [];
  return [{ message: `In field: ${tag} - no ${type} named ${name} found`, at: `<${tag}>${name}<` }];
}

/** Standard tabs (`standard-home`) are there without having been deployed. */
function tabNamed(draft: Draft, name: string, at: string): Found[] {
  if (name.startsWith('standard-') || draft.others.has(`CustomTab:${name}`)) return [];
  return [{ message: `In field: tab - no CustomTab named ${name} found`, at }];
}

function objectProblems(draft: Draft, name: string, node: XmlNode): Found[] {
  const object = draft.schema.get(name);
  const assigned = text(node, 'compactLayoutAssignment');
  const unknown = assigned !== undefined && assigned !== 'SYSTEM' && !draft.others.has(`CompactLayout:${name}.${assigned}`);
  const searched = children(node, 'searchLayouts').flatMap((each) => Object.keys(each).filter((tag) => tag.endsWith('Fields')).flatMap((tag) => texts(each, tag)));
  return [
    ...(unknown ? [{ message: `In field: compactLayoutAssignment - no CompactLayout named ${name}.${assigned} found`, at: '<compactLayoutAssignment>' }] : []),
    ...searched.filter(isCustom).flatMap((each) => named(object, each)),
    ...overrideProblems(draft, node, name),
  ];
}

function compactProblems(object: ObjectSchema | undefined, node: XmlNode): Found[] {
  // The sandbox knows only some fields of a standard object, so that it judges custom ones alone.
  return texts(node, 'fields').filter((name) => object?.custom === true || isCustom(name)).flatMap((name) => named(object, name));
}

/** Custom columns only: the codes of standard ones (NAME, CREATED_DATE …) are not listed anywhere readable. */
function listViewProblems(object: ObjectSchema | undefined, node: XmlNode): Found[] {
  const columns = [...texts(node, 'columns'), ...children(node, 'filters').map((each) => text(each, 'field') ?? '')];
  return columns.filter((name) => isCustom(name) && object?.fields.has(name) !== true).map((name) => ({ message: `Could not resolve list view column: ${name}`, at: `>${name}<` }));
}

/** A path stands on a picklist; its steps are values of it. `__MASTER__` is the record type of objects without record types. */
function pathProblems(draft: Draft, node: XmlNode): Found[] {
  const name = text(node, 'entityName') ?? '';
  const object = draft.schema.get(name);
  if (!object) return [{ message: `In field: entityName - no CustomObject named ${name} found`, at: '<entityName>' }];
  const steps = children(node, 'pathAssistantSteps');
  const field = fieldOn(object, text(node, 'fieldName') ?? '');
  const values = field?.picklist?.values ?? [];
  const recordType = text(node, 'recordTypeName') ?? '';
  return [
    ...named(object, text(node, 'fieldName')),
    ...(field && !field.picklist ? [{ message: `Field ${name}.${field.name} is no picklist: a path needs one`, at: '<fieldName>' }] : []),
    ...steps.flatMap((each) => texts(each, 'fieldNames')).flatMap((each) => named(object, each)),
    ...(field?.picklist ? steps.map((each) => text(each, 'picklistValueName') ?? '').filter((value) => !values.includes(value)).map((value) => ({ message: `Picklist value ${value} does not exist on ${name}.${field.name}`, at: `<picklistValueName>${value}<` })) : []),
    ...(recordType === '__MASTER__' || draft.others.has(`RecordType:${name}.${recordType}`) ? [] : [{ message: `In field: recordTypeName - no RecordType named ${name}.${recordType} found`, at: '<recordTypeName>' }]),
  ];
}

/** A tab of an object is called like the object. */
function tabProblems(draft: Draft, fullName: string, node: XmlNode): Found[] {
  const shown = flag(node, 'customObject') && draft.schema.get(fullName)?.kind !== 'object';
  return [...(shown ? [{ message: `In field: customObject - no CustomObject named ${fullName} found`, at: '<customObject>' }] : []), ...missing(draft, 'FlexiPage', 'flexiPage', node), ...missing(draft, 'LightningComponentBundle', 'lwcComponent', node)];
}

function visibilityProblems(draft: Draft, node: XmlNode): Found[] {
  return [
    ...children(node, 'tabSettings').flatMap((each) => tabNamed(draft, text(each, 'tab') ?? '', `<tab>${text(each, 'tab') ?? ''}<`)),
    ...children(node, 'applicationVisibilities').filter((each) => text(each, 'application')?.startsWith('standard__') !== true).flatMap((each) => missing(draft, 'CustomApplication', 'application', each)),
    ...children(node, 'recordTypeVisibilities').flatMap((each) => missing(draft, 'RecordType', 'recordType', each)),
  ];
}

/** A group grants what its permission sets grant together. */
function groupProblems(draft: Draft, node: XmlNode): Found[] {
  return texts(node, 'permissionSets').filter((name) => !draft.permissionSets.has(name)).map((name) => ({ message: `In field: permissionSets - no PermissionSet named ${name} found`, at: `<permissionSets>${name}<` }));
}
