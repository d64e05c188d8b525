import { decideApproval } from '../../sandbox/salesforce/approval-decide.ts';
import { setApprovalProcessActive } from '../../sandbox/salesforce/approval-doors.ts';
import type { Row, SaveResult, User } from '../../sandbox/salesforce/org.ts';
import { packageOrg } from './package-org.ts';

interface RequestChanges extends Row { readonly Amount__c?: string | null }

/** The package with both approval processes active, an approver, and shorthands for runs and requests. Recipients were there for a year. */
export function paymentRunOrg({ namespace = null, flowsFollow = true }: { readonly namespace?: string | null; readonly flowsFollow?: boolean } = {}) {
  const made = packageOrg({ namespace });
  const { org, sandbox, fay, save } = made;
  const ada = sandbox.addUser({ username: 'ada@sandbox.example', name: 'Ada Approver', permissionSets: ['Quittance_Approver'] });
  for (const process of ['Run_Approval', 'Payout_Approval']) setApprovalProcessActive(org, process, true);
  org.policies.approvalUpdatesStartFlows = flowsFollow;
  const recipient = (changedAt = '2025-11-21T09:00:00.000+0000'): string => {
    const id = save('Recipient_Account__c', { Display_Name__c: 'Ann', Provider__c: 'payoneer', Payee_Key__c: `payoneer:sandbox:100200300:payee-${String(org.rows('Recipient_Account__c').size)}` }, sandbox.admin);
    org.put('Recipient_Account__c', { ...org.find('Recipient_Account__c', id), Payee_Changed_At__c: changedAt });
    return id;
  };
  const old = recipient();
  const run = (changes: Row = {}): string => save('Payment_Run__c', { Label__c: 'November', Approver__c: ada.id, ...changes }, fay);
  const request = (changes: RequestChanges = {}, by: User = fay): string => save('Payment_Request__c', { Recipient__c: old, Amount__c: '10', Currency__c: 'USD', Purpose__c: 'Invoice 7', ...changes }, by);
  const find = (object: string, id: string): Row => org.find(object, id) ?? {};
  const submit = (id: string, by: User = fay): string => save('Payment_Run__c', { Id: id, Requested_Action__c: 'Submit', Requested_Reason__c: 'month end' }, by);
  /** The approver's answer through the work item of the run. */
  const decide = (id: string, actionType: 'Approve' | 'Reject' | 'Removed' = 'Approve', by: User = actionType === 'Removed' ? fay : ada) => {
    const [instance] = org.related('ProcessInstance', 'TargetObjectId', id).filter(({ Status }) => Status === 'Pending');
    const [item] = org.related('ProcessInstanceWorkitem', 'ProcessInstanceId', String(instance?.Id));
    return decideApproval(org, { actionType, contextId: String(item?.Id) }, by);
  };
  const trying = (object: string, row: Row, by: User): SaveResult | undefined => org.save(object, [row], { by, allOrNone: false, source: 'api' })[0];
  /** What a formula field shows to an administrator. */
  const shown = (object: string, id: string, field: string): unknown => {
    const spelled = (name: string): string => (namespace === null ? name : `${namespace}__${name}`);
    return org.query(`SELECT ${spelled(field)} FROM ${spelled(object)} WHERE Id = '${id}'`, sandbox.admin).records[0]?.[spelled(field)];
  };
  return { ...made, ada, old, recipient, run, request, find, submit, decide, trying, shown };
}
export type PaymentRunOrg = ReturnType<typeof paymentRunOrg>;
