import { actedOn, closeWorkitem, recordStep, stepIndex, workitemsOf } from './approval-records.ts';
import { ApprovalRefusal } from './approval-result.ts';
import type { ApprovalResult } from './approval-result.ts';
import { enterStep, finish, runApprovalActions, runningApproval } from './approval-steps.ts';
import type { RunningApproval } from './approval-steps.ts';
import { approvalTransaction, instanceResult } from './approval-submit.ts';
import type { Org, Row, User } from './org.ts';
import { child, flag, text } from './xml.ts';

export interface Decision {
  readonly actionType: 'Approve' | 'Reject' | 'Removed';
  /** Id of the open work item. */
  readonly contextId: string;
  readonly comments?: string | undefined;
  readonly nextApproverIds?: readonly string[];
}

function isApprover(org: Org, workitem: Row, by: User): boolean {
  if (workitem.ActorId === by.id || by.profile === 'admin' || org.can(by, 'ModifyAllData')) return true;
  return [...org.rows('GroupMember').values()].some((member) => member.IsDeleted !== true && member.GroupId === workitem.ActorId && member.UserOrGroupId === by.id);
}

function mayRecall(approval: RunningApproval): boolean {
  const { by, instance, process } = approval;
  return by.profile === 'admin' || (flag(process, 'allowRecall') && instance.SubmittedById === by.id);
}

function approve(approval: RunningApproval, workitem: Row, index: number): void {
  const step = approval.steps[index] ?? {};
  closeWorkitem(approval.org, workitem, approval.by);
  const others = workitemsOf(approval.org, approval.instance);
  if (text(child(step, 'assignedApprover') ?? {}, 'whenMultipleApprovers') === 'Unanimous' && others.length > 0) return;
  for (const other of others) closeWorkitem(approval.org, other, approval.by);
  runApprovalActions(approval, step, 'approvalActions');
  enterStep(approval, index + 1);
}

function reject(approval: RunningApproval, index: number): void {
  const step = approval.steps[index] ?? {};
  for (const open of workitemsOf(approval.org, approval.instance)) closeWorkitem(approval.org, open, approval.by);
  runApprovalActions(approval, step, 'rejectionActions');
  const back = text(child(step, 'rejectBehavior') ?? {}, 'type') === 'BackToPrevious';
  if (back && index > 0) enterStep(approval, index - 1);
  else finish(approval, 'Rejected');
}

function decide(org: Org, decision: Decision, by: User): ApprovalResult {
  const { actionType, comments } = decision;
  const workitem = org.find('ProcessInstanceWorkitem', decision.contextId);
  const instance = workitem && org.find('ProcessInstance', String(workitem.ProcessInstanceId));
  if (!workitem || !instance) throw new ApprovalRefusal('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
  const approval = runningApproval(org, instance, by, decision.nextApproverIds ?? []);
  const allowed = actionType === 'Removed' ? mayRecall(approval) : isApprover(org, workitem, by);
  if (!allowed) throw new ApprovalRefusal('INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY', 'insufficient access rights on cross-reference id');
  const index = stepIndex(org, workitem, approval.steps);
  const status = { Approve: 'Approved', Reject: 'Rejected', Removed: 'Removed' }[actionType];
  recordStep(org, instance, by, { status, originalActorId: String(workitem.ActorId), comments, nodeId: String(workitem.StepNodeId) });
  actedOn(org, instance, by);
  if (actionType === 'Approve') approve(approval, workitem, index);
  else if (actionType === 'Reject') reject(approval, index);
  else finish(approval, 'Removed');
  return instanceResult(org, String(instance.Id));
}

/** Approves, rejects or recalls through an open work item. Never throws for a refusal. */
export function decideApproval(org: Org, decision: Decision, by: User): ApprovalResult {
  return approvalTransaction(org, () => decide(org, decision, by));
}
