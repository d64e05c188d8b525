import { updateRecord } from 'lightning/uiRecordApi';
import PAYMENT_ACTION from '@salesforce/schema/Payment_Request__c.Requested_Action__c';
import PAYMENT_REASON from '@salesforce/schema/Payment_Request__c.Requested_Reason__c';
import ISSUE_ACTION from '@salesforce/schema/Sync_Issue__c.Requested_Action__c';
import ISSUE_REASON from '@salesforce/schema/Sync_Issue__c.Requested_Reason__c';
import RECIPIENT_ACTION from '@salesforce/schema/Recipient_Account__c.Requested_Action__c';
import VERIFICATION from '@salesforce/schema/Recipient_Account__c.Verification__c';

/** What something may be asked for on. */
export type Subject = 'payment' | 'issue' | 'recipient' | 'invitation';

/** What the components of this package ever write: the requested action with its reason, and of a recipient that it is verified or what is asked for, which have no reason. */
const fields: Readonly<Record<Subject, { readonly action: string; readonly reason?: string }>> = {
  payment: { action: PAYMENT_ACTION.fieldApiName, reason: PAYMENT_REASON.fieldApiName },
  issue: { action: ISSUE_ACTION.fieldApiName, reason: ISSUE_REASON.fieldApiName },
  recipient: { action: VERIFICATION.fieldApiName },
  invitation: { action: RECIPIENT_ACTION.fieldApiName },
};

/** Writes what is asked for on a record, with its reason where there is one; a blank reason is none. Rejects with the org's own error when the record does not take it. */
export async function askFor(subject: Subject, recordId: string, action: string, reason: string): Promise<void> {
  const names = fields[subject];
  const said = reason.trim();
  await updateRecord({ fields: { Id: recordId, [names.action]: action, ...(names.reason === undefined ? {} : { [names.reason]: said === '' ? null : said }) } });
}
