import { type ComponentOutcome, type DeployOutcome } from './deploy.ts';
import type { Draft } from './deploy-draft.ts';
import type { Component } from './metadata-components.ts';
import { children, text, type XmlNode } from './xml.ts';

/** Something of the folder that the installed package does not have, and why. */
export interface LeftOut {
  readonly type: string;
  readonly fullName: string;
  readonly file: string;
  readonly why: string;
}

/** What became of an install: the deployment, and what did not travel. */
export interface InstallOutcome extends DeployOutcome {
  readonly leftOut: readonly LeftOut[];
}

/** Belongs to the customer's org; a managed package carries none of it. U-299: whether making the version drops or refuses it. */
const ofTheCustomer: Readonly<Record<string, string>> = {
  Profile: 'profiles belong to the customer: grant by permission sets',
  Queue: 'queues do not travel in a managed package: the install guide tells the admin to make them',
  Group: 'public groups do not travel in a managed package: the install guide tells the admin to make them',
  SharingRules: 'sharing rules do not travel in a managed package: the install guide tells the admin to make them',
};

/** A version with one of these is not made. U-299. */
const notPackageable: Readonly<Record<string, string>> = {
  Settings: 'Settings are not packageable: they are the customer\'s own',
  StandardValueSet: 'StandardValueSet is not packageable: the values belong to the customer',
};

const isStandard = (object: string): boolean => !/__(?:c|e|mdt|b|x)$/.test(object);

/** Access to standard objects in packaged permission sets is ignored on install; field permissions on packaged fields of them stay. */
function withoutStandardObjects(component: Component): { readonly kept: Component; readonly leftOut: readonly LeftOut[] } {
  const { type, fullName, file, node } = component;
  const grants = children(node, 'objectPermissions');
  const ignored = grants.map((grant) => text(grant, 'object') ?? '').filter(isStandard);
  const kept: XmlNode = { ...node, objectPermissions: grants.filter((grant) => !isStandard(text(grant, 'object') ?? '')) };
  return { kept: { ...component, node: kept }, leftOut: ignored.map((object) => ({ type, fullName, file, why: `access to the standard object ${object} is ignored: the admin grants it` })) };
}

/** Arrives inactive whatever its file says, and is the subscriber's from then on: an upgrade does not touch it (U-298). */
function asTemplate(component: Component, base: Draft): { readonly kept?: Component; readonly leftOut: readonly LeftOut[] } {
  const { type, fullName, file, node } = component;
  if (base.approvalProcesses.has(fullName)) return { leftOut: [{ type, fullName, file, why: 'the approval process is the subscriber\'s since it was installed: an upgrade leaves it alone' }] };
  const active = text(node, 'active') === 'true';
  return { kept: { ...component, node: { ...node, active: ['false'] } }, leftOut: active ? [{ type, fullName, file, why: 'its activation does not travel: the admin activates it' }] : [] };
}

function travelled(component: Component, base: Draft): { readonly kept?: Component; readonly leftOut: readonly LeftOut[] } {
  const { type, fullName, file } = component;
  const why = ofTheCustomer[type];
  if (why !== undefined) return { leftOut: [{ type, fullName, file, why }] };
  if (type === 'PermissionSet') return withoutStandardObjects(component);
  return type === 'ApprovalProcess' ? asTemplate(component, base) : { kept: component, leftOut: [] };
}

/** What of a folder reaches the subscriber's org, over what was installed before. */
export function asInstalled(components: readonly Component[], base: Draft): { readonly kept: readonly Component[]; readonly leftOut: readonly LeftOut[] } {
  const parts = components.map((component) => travelled(component, base));
  return { kept: parts.flatMap(({ kept }) => kept ?? []), leftOut: parts.flatMap(({ leftOut }) => leftOut) };
}

/** Why no version would be made of these components; empty when one would. */
export function refusedByPackaging(components: readonly Component[]): readonly ComponentOutcome[] {
  return components.flatMap(({ type, fullName, file }) => {
    const problem = notPackageable[type];
    return problem === undefined ? [] : [{ type, fullName, file, created: false, problem }];
  });
}
