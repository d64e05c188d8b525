import { decideApproval } from '../../sandbox/salesforce/approval-decide.ts';
import { setApprovalProcessActive } from '../../sandbox/salesforce/approval-doors.ts';
import { submitForApproval } from '../../sandbox/salesforce/approval-submit.ts';
import { approver, type start, submitter } from './books-rig.ts';

type Bench = Awaited<ReturnType<typeof start>>;

/** A draft nobody approved yet, in an org whose approval process is on. */
export function drafted(b: Bench): string {
  const empty = Object.fromEntries(['Amount', 'Currency', 'Recipient_Id', 'Payee_Key', 'Purpose', 'At', 'By_Id'].map((name) => [`Approved_${name}__c`, null]));
  setApprovalProcessActive(b.org, 'Payout_Approval', true);
  return b.approved({ ...empty, Submitted_By_Id__c: null, Status__c: 'Draft' });
}

/** The submitter asks the approver. */
export const submit = ({ org }: Bench, contextId: string) =>
  submitForApproval(org, { contextId, comments: 'please', nextApproverIds: [approver.id], submitterId: undefined, processDefinitionNameOrId: undefined, skipEntryCriteria: false }, submitter);

/** The approver says yes. */
export const approve = ({ org }: Bench, submitted: ReturnType<typeof submit>): unknown =>
  decideApproval(org, { contextId: submitted.newWorkitemIds?.[0] ?? '', actionType: 'Approve', comments: 'fine', nextApproverIds: [] }, approver);
