import { criteriaHold } from './approval-criteria.ts';
import { openInstance, pendingInstance, processDefinitionRow, recordStep, workitemsOf } from './approval-records.ts';
import { ApprovalRefusal, refusedResult } from './approval-result.ts';
import type { ApprovalResult } from './approval-result.ts';
import { enterStep, lockForSubmission, objectOfRecord, runApprovalActions, runningApproval } from './approval-steps.ts';
import { FormulaError } from './formula-error.ts';
import type { ApprovalProcessMetadata, ObjectSchema, Org, Row, User } from './org.ts';
import { child, children, text } from './xml.ts';

interface Submission {
  readonly contextId: string;
  readonly comments?: string | undefined;
  readonly nextApproverIds?: readonly string[];
  readonly processDefinitionNameOrId?: string | undefined;
  readonly skipEntryCriteria?: boolean;
  readonly submitterId?: string | undefined;
}

function maySubmit(org: Org, process: ApprovalProcessMetadata, row: Row, submitter: User): boolean {
  const allowed = children(process.xml, 'allowedSubmitters');
  if (allowed.length === 0 || submitter.profile === 'admin') return true;
  return allowed.some((each) => {
    const type = text(each, 'type');
    if (type === 'owner') return row.OwnerId === submitter.id;
    if (type === 'creator') return row.CreatedById === submitter.id;
    if (type === 'user') return text(each, 'submitter') === submitter.username;
    if (type === 'allInternalUsers') return true;
    const group = [...org.rows('Group').values()].find((each2) => each2.DeveloperName === text(each, 'submitter'));
    return [...org.rows('GroupMember').values()].some((member) => member.GroupId === group?.Id && member.UserOrGroupId === submitter.id);
  });
}

function isNamed(org: Org, process: ApprovalProcessMetadata, wanted: string, by: User): boolean {
  const local = org.namespace === null ? wanted : wanted.replace(`${org.namespace}__`, '');
  return [process.name, `${process.object}.${process.name}`].includes(local) || String(processDefinitionRow(org, process, by).Id).slice(0, 15) === wanted.slice(0, 15);
}

/** The active process this record enters. Inactive ones do not exist for a submission, whoever names them. */
function applicableProcess(org: Org, object: ObjectSchema, row: Row, submission: Submission, submitter: User): ApprovalProcessMetadata {
  const named = submission.processDefinitionNameOrId;
  const subject = { org, object, row, by: submitter };
  const found = org.approvalProcesses.find((process) =>
    process.active && process.object === object.name && (named === undefined || isNamed(org, process, named, submitter))
    && ((named !== undefined && submission.skipEntryCriteria === true) || criteriaHold(subject, child(process.xml, 'entryCriteria')))
    && maySubmit(org, process, row, submitter));
  if (!found) throw new ApprovalRefusal('NO_APPLICABLE_PROCESS', 'No applicable approval process was found.');
  return found;
}

function submit(org: Org, submission: Submission, by: User): ApprovalResult {
  const target = objectOfRecord(org, submission.contextId);
  if (!target) throw new ApprovalRefusal('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
  const recordId = String(target.row.Id);
  if (pendingInstance(org, recordId)) throw new ApprovalRefusal('ALREADY_IN_PROCESS', 'Cannot submit object already in process.');
  const submitter = org.users.find((user) => user.id.slice(0, 15) === submission.submitterId?.slice(0, 15)) ?? by;
  const process = applicableProcess(org, target.object, target.row, submission, submitter);
  const instance = openInstance(org, process, recordId, submitter);
  recordStep(org, instance, submitter, { status: 'Started', originalActorId: submitter.id, comments: submission.comments, nodeId: null });
  const approval = runningApproval(org, instance, submitter, submission.nextApproverIds ?? []);
  lockForSubmission(approval);
  runApprovalActions(approval, process.xml, 'initialSubmissionActions');
  enterStep(approval, 0);
  return instanceResult(org, String(instance.Id));
}

/** How an instance stands, in the shape of the REST API. */
export function instanceResult(org: Org, instanceId: string): ApprovalResult {
  const instance = org.find('ProcessInstance', instanceId) ?? {};
  const open = workitemsOf(org, instance);
  const text = (value: Row[string] | undefined): string | null => (typeof value === 'string' ? value : null);
  return {
    actorIds: open.map((row) => String(row.ActorId)),
    entityId: text(instance.TargetObjectId),
    errors: [],
    instanceId,
    instanceStatus: text(instance.Status),
    newWorkitemIds: open.map((row) => String(row.Id)),
    success: true,
  };
}

/** Runs an approval action as one transaction; a refusal takes back its writes and the change of the record's lock. */
export function approvalTransaction(org: Org, work: () => ApprovalResult): ApprovalResult {
  try {
    return org.transaction(work);
  } catch (error) {
    if (error instanceof ApprovalRefusal) return refusedResult(error.statusCode, error.message);
    if (error instanceof FormulaError) return refusedResult('FORMULA_EXPRESSION_INVALID', error.message);
    throw error;
  }
}

/** Submits a record for approval, as the REST API and a flow's `submit` action do. Never throws for a refusal. */
export function submitForApproval(org: Org, submission: Submission, by: User): ApprovalResult {
  return approvalTransaction(org, () => submit(org, submission, by));
}
