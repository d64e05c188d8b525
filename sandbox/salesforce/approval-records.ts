import { moment } from './moments.ts';
import type { ApprovalProcessMetadata, Org, Row, User } from './org.ts';
import { children, text } from './xml.ts';
import type { XmlNode } from './xml.ts';

const DAY_MS = 86_400_000;

function audit(org: Org, by: User): Row {
  const now = moment(org.world.clock.now());
  return { IsDeleted: false, CreatedDate: now, CreatedById: by.id, LastModifiedDate: now, LastModifiedById: by.id, SystemModstamp: now };
}

function touch(org: Org, object: string, row: Row, by: User, changes: Row): Row {
  const now = moment(org.world.clock.now());
  return org.put(object, { ...row, ...changes, LastModifiedDate: now, LastModifiedById: by.id, SystemModstamp: now });
}

function live(org: Org, object: string): Row[] {
  return [...org.rows(object).values()].filter((row) => row.IsDeleted !== true);
}

/** The row SOQL sees for a process, made on first use. */
export function processDefinitionRow(org: Org, process: ApprovalProcessMetadata, by: User): Row {
  const known = live(org, 'ProcessDefinition').find((row) => row.DeveloperName === process.name && row.TableEnumOrId === process.object);
  const state = process.active ? 'Active' : 'Inactive';
  if (known) return known.State === state ? known : org.put('ProcessDefinition', { ...known, State: state });
  const name = text(process.xml, 'label') ?? process.name;
  return org.put('ProcessDefinition', { ...audit(org, by), Name: name, DeveloperName: process.name, Type: 'Approval', TableEnumOrId: process.object, State: state });
}

function nodeRow(org: Org, definition: Row, step: XmlNode, by: User): Row {
  const name = text(step, 'name') ?? '';
  const known = live(org, 'ProcessNode').find((row) => row.ProcessDefinitionId === definition.Id && row.DeveloperName === name);
  return known ?? org.put('ProcessNode', { ...audit(org, by), Name: text(step, 'label') ?? name, DeveloperName: name, ProcessDefinitionId: definition.Id ?? null });
}

export function pendingInstance(org: Org, recordId: string): Row | undefined {
  return org.related('ProcessInstance', 'TargetObjectId', recordId).find((row) => row.Status === 'Pending');
}

export function openInstance(org: Org, process: ApprovalProcessMetadata, recordId: string, submitter: User): Row {
  const definition = processDefinitionRow(org, process, submitter);
  return org.put('ProcessInstance', {
    ...audit(org, submitter), ProcessDefinitionId: definition.Id ?? null, TargetObjectId: recordId, Status: 'Pending', CompletedDate: null,
    LastActorId: submitter.id, SubmittedById: submitter.id, ElapsedTimeInDays: '0',
  });
}

export function closeInstance(org: Org, instance: Row, status: 'Approved' | 'Rejected' | 'Removed', by: User): Row {
  const now = org.world.clock.now();
  const elapsed = Math.max(now - Date.parse(String(instance.CreatedDate).replace('+0000', 'Z')), 0) / DAY_MS;
  return touch(org, 'ProcessInstance', instance, by, { Status: status, CompletedDate: moment(now), LastActorId: by.id, ElapsedTimeInDays: String(Number(elapsed.toFixed(4))) });
}

export function actedOn(org: Org, instance: Row, by: User): void {
  touch(org, 'ProcessInstance', instance, by, { LastActorId: by.id });
}

/** One line of the approval history. */
export function recordStep(org: Org, instance: Row, by: User, parts: { status: string; originalActorId: string; comments: string | undefined; nodeId: string | null }): void {
  org.put('ProcessInstanceStep', {
    ...audit(org, by), ProcessInstanceId: instance.Id ?? null, StepStatus: parts.status, ActorId: by.id, OriginalActorId: parts.originalActorId,
    Comments: parts.comments ?? null, StepNodeId: parts.nodeId,
  });
}

/**
 * A request for one approver. The node is kept on the row, beside what SOQL shows of it, so that where a process stands
 * is undone together with a transaction.
 */
export function openWorkitem(org: Org, instance: Row, step: XmlNode, actorId: string, by: User): Row {
  const definition = org.find('ProcessDefinition', String(instance.ProcessDefinitionId)) ?? {};
  const node = nodeRow(org, definition, step, by);
  return org.put('ProcessInstanceWorkitem', { ...audit(org, by), ProcessInstanceId: instance.Id ?? null, ActorId: actorId, OriginalActorId: actorId, StepNodeId: node.Id ?? null });
}

export function workitemsOf(org: Org, instance: Row): Row[] {
  return org.related('ProcessInstanceWorkitem', 'ProcessInstanceId', String(instance.Id));
}

export function closeWorkitem(org: Org, workitem: Row, by: User): void {
  touch(org, 'ProcessInstanceWorkitem', workitem, by, { IsDeleted: true });
}

/** The process an instance runs, and its steps in order. */
export function processOf(org: Org, instance: Row): { process: ApprovalProcessMetadata; steps: XmlNode[] } | undefined {
  const definition = org.find('ProcessDefinition', String(instance.ProcessDefinitionId));
  const process = org.approvalProcesses.find((each) => each.name === definition?.DeveloperName && each.object === definition.TableEnumOrId);
  return process && { process, steps: children(process.xml, 'approvalStep') };
}

/** Position of the step a workitem belongs to. */
export function stepIndex(org: Org, workitem: Row, steps: readonly XmlNode[]): number {
  const node = org.find('ProcessNode', String(workitem.StepNodeId));
  return steps.findIndex((step) => text(step, 'name') === node?.DeveloperName);
}
