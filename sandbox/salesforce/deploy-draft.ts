import type { Component } from './metadata-components.ts';
import type { ApprovalProcessMetadata, FlowMetadata, ObjectSchema, Org, PermissionSet, WorkflowFieldUpdate } from './org.ts';
import type { ValueSet } from './schema-from-metadata.ts';

/** The org's metadata as it would be after the deployment: replaces the old one only when nothing is wrong. */
export interface Draft {
  readonly schema: Map<string, ObjectSchema>;
  readonly flows: Map<string, FlowMetadata>;
  readonly approvalProcesses: Map<string, ApprovalProcessMetadata>;
  readonly workflowFieldUpdates: Map<string, WorkflowFieldUpdate>;
  /** Their ids come with their rows, when the deployment has succeeded. */
  readonly permissionSets: Map<string, Omit<PermissionSet, 'id'>>;
  readonly customPermissions: Map<string, string>;
  readonly valueSets: Map<string, ValueSet>;
  readonly others: Map<string, Component>;
}

/** The state before anything was deployed. */
export function emptyDraft(org: Org): Draft {
  return { schema: new Map(org.schema), flows: new Map(), approvalProcesses: new Map(), workflowFieldUpdates: new Map(), permissionSets: new Map(), customPermissions: new Map(), valueSets: new Map(), others: new Map() };
}

/** A draft that can be changed without touching what it came from. */
export function copyOf(base: Draft): Draft {
  const schema = new Map([...base.schema].map(([name, object]) => [name, { ...object, fields: new Map(object.fields), validationRules: [...object.validationRules] }]));
  return {
    schema, flows: new Map(base.flows), approvalProcesses: new Map(base.approvalProcesses), workflowFieldUpdates: new Map(base.workflowFieldUpdates), permissionSets: new Map(base.permissionSets),
    customPermissions: new Map(base.customPermissions), valueSets: new Map(base.valueSets), others: new Map(base.others),
  };
}

