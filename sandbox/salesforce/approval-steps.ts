import { runActions } from './approval-actions.ts';
import type { ActionList } from './approval-actions.ts';
import { criteriaHold, fieldText } from './approval-criteria.ts';
import type { ApprovalSubject } from './approval-criteria.ts';
import { closeInstance, closeWorkitem, openWorkitem, processOf, workitemsOf } from './approval-records.ts';
import { ApprovalRefusal } from './approval-result.ts';
import type { ObjectSchema, Org, Row, User } from './org.ts';
import { child, children, flag, text } from './xml.ts';
import type { XmlNode } from './xml.ts';

/** A running approval: its instance row, and the approvers named by hand for the next step. */
export interface RunningApproval {
  readonly org: Org;
  readonly object: ObjectSchema;
  readonly recordId: string;
  readonly instance: Row;
  readonly process: XmlNode;
  readonly steps: readonly XmlNode[];
  readonly by: User;
  readonly nextApproverIds: readonly string[];
}

/** The object whose record has that id; undefined when no object has it. */
export function objectOfRecord(org: Org, id: string): { object: ObjectSchema; row: Row } | undefined {
  for (const object of org.schema.values()) {
    if (object.kind !== 'object' || object.keyPrefix !== id.slice(0, 3)) continue;
    const row = org.find(object.name, id);
    if (row) return { object, row };
  }
  return undefined;
}

export function runningApproval(org: Org, instance: Row, by: User, nextApproverIds: readonly string[]): RunningApproval {
  const found = processOf(org, instance);
  const target = objectOfRecord(org, String(instance.TargetObjectId));
  if (!found || !target) throw new ApprovalRefusal('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
  return { org, object: target.object, recordId: String(target.row.Id), instance, process: found.process.xml, steps: found.steps, by, nextApproverIds };
}

/** The record as it stands now, for criteria and formulas. */
function subjectOf(approval: RunningApproval): ApprovalSubject {
  const { org, object, recordId, by } = approval;
  const row = org.find(object.name, recordId);
  if (!row) throw new ApprovalRefusal('ENTITY_IS_DELETED', 'entity is deleted');
  return { org, object, row, by };
}

export function runApprovalActions(approval: RunningApproval, holder: XmlNode, list: ActionList): void {
  runActions(subjectOf(approval), holder, list);
}

function queueId(org: Org, name: string): string {
  const group = [...org.rows('Group').values()].find((row) => row.DeveloperName === name);
  if (typeof group?.Id !== 'string') throw new ApprovalRefusal('INVALID_CROSS_REFERENCE_KEY', `queue ${name} does not exist. Create it.`);
  return group.Id;
}

function managerOf(approval: RunningApproval): string {
  const user = approval.org.users.find((each) => each.id === approval.by.id) ?? approval.by;
  if (user.managerId === undefined) throw new ApprovalRefusal('MANAGER_NOT_DEFINED', 'Manager undefined.');
  return user.managerId;
}

function approverId(approval: RunningApproval, approver: XmlNode): string {
  const { org, nextApproverIds } = approval;
  const name = text(approver, 'name') ?? '';
  const type = text(approver, 'type') ?? 'adhoc';
  const byType: Readonly<Record<string, () => string | null | undefined>> = {
    user: () => org.users.find((user) => user.username === name)?.id,
    queue: () => queueId(org, name),
    userHierarchyField: () => managerOf(approval),
    relatedUserField: () => fieldText(subjectOf(approval), name),
    adhoc: () => nextApproverIds[0],
  };
  const find = byType[type];
  if (!find) throw new ApprovalRefusal('UNKNOWN_EXCEPTION', `approver type ${type} is not known. Use user, queue, adhoc, userHierarchyField or relatedUserField.`);
  const id = find();
  if (id) return id;
  if (type === 'adhoc') throw new ApprovalRefusal('REQUIRED_FIELD_MISSING', 'missing required field: [nextApproverIds]');
  throw new ApprovalRefusal('INVALID_CROSS_REFERENCE_KEY', `the approver ${name} (${type}) does not exist. Correct the step or the record.`);
}

function assignApprovers(approval: RunningApproval, step: XmlNode): void {
  const assigned = child(step, 'assignedApprover') ?? {};
  const approvers = children(assigned, 'approver');
  const ids = new Set((approvers.length > 0 ? approvers : [{}]).map((approver) => approverId(approval, approver)));
  for (const id of ids) openWorkitem(approval.org, approval.instance, step, id, approval.by);
  lock(approval, ids);
}

/** While a decision is open only administrators edit, and current approvers where the process says so. */
function lock(approval: RunningApproval, approvers: ReadonlySet<string>): void {
  const editors = text(approval.process, 'recordEditability') === 'AdminOrCurrentApprover' ? [...approvers] : [];
  approval.org.locks.set(approval.recordId, { editors });
}

export function lockForSubmission(approval: RunningApproval): void {
  lock(approval, new Set());
}

/** Ends the process: status, lock as the process wants it, then the final field updates. */
export function finish(approval: RunningApproval, status: 'Approved' | 'Rejected' | 'Removed'): void {
  const { org, process, instance, by } = approval;
  for (const workitem of workitemsOf(org, instance)) closeWorkitem(org, workitem, by);
  closeInstance(org, org.find('ProcessInstance', String(instance.Id)) ?? instance, status, by);
  const stays = { Approved: 'finalApprovalRecordLock', Rejected: 'finalRejectionRecordLock', Removed: undefined }[status];
  if (stays !== undefined && flag(process, stays)) lock(approval, new Set());
  else org.locks.delete(approval.recordId);
  const actions = { Approved: 'finalApprovalActions', Rejected: 'finalRejectionActions', Removed: 'recallActions' } as const;
  runApprovalActions(approval, process, actions[status]);
}

/** Asks the approvers of the first step from `index` on whose criteria the record meets; past the last one it is approved. */
export function enterStep(approval: RunningApproval, index: number): void {
  const step = approval.steps[index];
  if (!step) {
    finish(approval, 'Approved');
    return;
  }
  if (criteriaHold(subjectOf(approval), child(step, 'entryCriteria'))) assignApprovers(approval, step);
  else if (text(step, 'ifCriteriaNotMet') === 'RejectRecord') finish(approval, 'Rejected');
  else if (text(step, 'ifCriteriaNotMet') === 'ApproveRecord') finish(approval, 'Approved');
  else enterStep(approval, index + 1);
}
