import { forgetAccess } from './access.ts';
import { keepNotificationTypes } from './custom-notifications.ts';
import { problemsOf } from './deploy-problems.ts';
import { type Component, lineOf, type MetadataFile, readMetadata } from './metadata-components.ts';
import { copyOf, type Draft } from './deploy-draft.ts';
import type { Org } from './org.ts';
import { customKeyPrefix } from './record-ids.ts';
import { fieldFrom, objectFrom, permissionSetFrom, ruleFrom, valueSetFrom } from './schema-from-metadata.ts';
import { flag, text } from './xml.ts';

/** What became of one component. */
export interface ComponentOutcome {
  readonly type: string;
  readonly fullName: string;
  readonly file: string;
  readonly created: boolean;
  readonly problem?: string;
  readonly line?: number;
}

export interface DeployOutcome {
  readonly success: boolean;
  readonly components: readonly ComponentOutcome[];
}

const order = ['GlobalValueSet', 'CustomPermission', 'CustomObject', 'CustomField', 'ValidationRule', 'ListView', 'WorkflowFieldUpdate', 'ApprovalProcess', 'Flow', 'PermissionSet'];
const rank = (type: string): number => (order.includes(type) ? order.indexOf(type) : order.length);

interface Deployed { readonly outcome: DeployOutcome; readonly draft: Draft }

/** Deploys files of either format: all of them or, when one is wrong, none. `checkOnly` validates. */
export function deploy(org: Org, base: Draft, files: readonly MetadataFile[], checkOnly = false): Deployed {
  const { components, broken } = readMetadata(files);
  return deployComponents(org, base, components, broken.map((each) => ({ ...each, created: false })), checkOnly);
}

/** The same for files read already; `refused` are known to be wrong, and then nothing is deployed. */
export function deployComponents(org: Org, base: Draft, read: readonly Component[], refused: readonly ComponentOutcome[], checkOnly = false): Deployed {
  const draft = copyOf(base);
  const components = read.toSorted((a, b) => rank(a.type) - rank(b.type));
  const outcomes = components.map((component): ComponentOutcome => {
    const { type, fullName, file } = component;
    try {
      return { type, fullName, file, created: enter(draft, component) };
    } catch (error) {
      const line = lineOf(component, `<fullName>${fullName.split('.').at(-1) ?? ''}<`) ?? 1;
      return { type, fullName, file, created: false, problem: error instanceof Error ? error.message : String(error), line };
    }
  });
  const checked = outcomes.map((outcome, at) => {
    const component = components[at];
    const found = outcome.problem === undefined && component ? problemsOf(draft, component, org.users)[0] : undefined;
    return found ? { ...outcome, problem: found.message, ...(found.line === undefined ? {} : { line: found.line }) } : outcome;
  });
  const all = [...refused, ...checked];
  const success = all.every(({ problem }) => problem === undefined);
  if (success && !checkOnly) install(org, draft);
  return { outcome: { success, components: all }, draft: success && !checkOnly ? draft : base };
}

/** Puts one component into the draft; answers whether it is new. Throws an Error in the words of a deployment's problem. */
function enter(draft: Draft, component: Component): boolean {
  const { type, fullName, node } = component;
  switch (type) {
    case 'GlobalValueSet':
      return put(draft.valueSets, fullName, valueSetFrom(node, 'customValue'));
    case 'CustomPermission':
      return put(draft.customPermissions, fullName, text(node, 'label') ?? fullName);
    case 'CustomObject':
      return enterObject(draft, component);
    case 'CustomField':
    case 'ValidationRule':
      return enterPart(draft, component);
    case 'WorkflowFieldUpdate': {
      const [object = '', name = ''] = fullName.split('.');
      return put(draft.workflowFieldUpdates, fullName, { name, object, xml: node });
    }
    case 'ApprovalProcess': {
      const [object = '', name = ''] = fullName.split('.');
      return put(draft.approvalProcesses, fullName, { name, object, active: flag(node, 'active'), xml: node });
    }
    case 'Flow':
      return put(draft.flows, fullName, { name: fullName, label: text(node, 'label') ?? fullName, active: text(node, 'status') === 'Active', xml: node });
    case 'PermissionSet':
      return put(draft.permissionSets, fullName, permissionSetFrom(fullName, node));
    default:
      return put(draft.others, `${type}:${fullName}`, component);
  }
}

function put<T>(map: Map<string, T>, name: string, value: T): boolean {
  const created = !map.has(name);
  map.set(name, value);
  return created;
}

function permissionSetId(org: Org, { name, label }: { readonly name: string; readonly label: string }): string {
  return String(org.put('PermissionSet', { Name: name, Label: label, NamespacePrefix: org.namespace, IsCustom: true, IsOwnedByProfile: false, Type: 'Regular' })['Id']);
}

function enterObject(draft: Draft, { fullName, node }: Component): boolean {
  const known = draft.schema.get(fullName);
  if (known) {
    // A standard object, or a second deployment: what is said anew is changed, the fields stay.
    const renewed = known.custom ? objectFrom(fullName, node, known.keyPrefix) : known;
    draft.schema.set(fullName, { ...renewed, fields: known.fields, validationRules: known.validationRules });
    return false;
  }
  if (!/__(?:c|e|mdt)$/.test(fullName)) return false;
  const letter = fullName.endsWith('__e') ? 'e' : fullName.endsWith('__mdt') ? 'm' : 'a';
  const number = [...draft.schema.values()].filter(({ custom, keyPrefix }) => custom && keyPrefix.startsWith(letter)).length;
  draft.schema.set(fullName, objectFrom(fullName, node, customKeyPrefix(letter, number)));
  return true;
}

function enterPart(draft: Draft, { type, fullName, node }: Component): boolean {
  const [objectName = '', name = ''] = fullName.split('.');
  const object = draft.schema.get(objectName);
  if (!object) throw new Error(`Entity of type 'CustomObject' named '${objectName}' cannot be found`);
  if (type === 'CustomField') {
    // Standard fields appear in object files too; only custom ones are ours to define.
    return name.endsWith('__c') ? put(object.fields, name, fieldFrom(node, name, draft.valueSets)) : false;
  }
  return replace(object.validationRules, ruleFrom(name, node));
}

function replace<T extends { readonly name: string }>(list: T[], value: T): boolean {
  const at = list.findIndex(({ name }) => name === value.name);
  list.splice(at < 0 ? list.length : at, at < 0 ? 0 : 1, value);
  return at < 0;
}

function install(org: Org, draft: Draft): void {
  org.schema.clear();
  for (const [name, object] of draft.schema) org.schema.set(name, object);
  org.flows.splice(0, org.flows.length, ...draft.flows.values());
  // An administrator's activation outlives a deployment of the same process only if the file says so.
  org.approvalProcesses.splice(0, org.approvalProcesses.length, ...draft.approvalProcesses.values());
  org.workflowFieldUpdates.splice(0, org.workflowFieldUpdates.length, ...draft.workflowFieldUpdates.values());
  for (const [name, set] of draft.permissionSets) org.permissionSets.set(name, { ...set, id: org.permissionSets.get(name)?.id ?? permissionSetId(org, set) });
  for (const [name, label] of draft.customPermissions) {
    if (org.customPermissions.has(name)) continue;
    org.customPermissions.add(name);
    org.put('CustomPermission', { DeveloperName: name, MasterLabel: label, NamespacePrefix: org.namespace });
  }
  keepNotificationTypes(org, draft);
  forgetAccess(org);
}
