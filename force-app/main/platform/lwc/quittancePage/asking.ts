import { createRecord, updateRecord } from 'lightning/uiRecordApi';
import PAYMENT_ACTION from '@salesforce/schema/Payment_Request__c.Requested_Action__c';
import PAYMENT_REASON from '@salesforce/schema/Payment_Request__c.Requested_Reason__c';
import ISSUE_ACTION from '@salesforce/schema/Sync_Issue__c.Requested_Action__c';
import ISSUE_REASON from '@salesforce/schema/Sync_Issue__c.Requested_Reason__c';
import RECIPIENT_ACTION from '@salesforce/schema/Recipient_Account__c.Requested_Action__c';
import REHEARSED_RUN from '@salesforce/schema/Rehearsal__c.Payment_Run__c';
import REHEARSED_REQUEST from '@salesforce/schema/Rehearsal__c.Payment_Request__c';
import REHEARSED_IDS from '@salesforce/schema/Rehearsal__c.Request_Ids__c';
import VERIFICATION from '@salesforce/schema/Recipient_Account__c.Verification__c';
import type { FieldRef } from './records';

/** What something may be asked for on. */
export type Subject = 'payment' | 'issue' | 'recipient' | 'invitation';

/** What the components of this package ever write: the requested action with its reason, and of a recipient that it is verified or what is asked for, which have no reason. */
const fields: Readonly<Record<Subject, { readonly action: FieldRef; readonly reason?: FieldRef }>> = {
  payment: { action: PAYMENT_ACTION, reason: PAYMENT_REASON },
  issue: { action: ISSUE_ACTION, reason: ISSUE_REASON },
  recipient: { action: VERIFICATION },
  invitation: { action: RECIPIENT_ACTION },
};

/** The field that what is asked for is written to: who may not write it need not be offered anything. */
export const askedIn = (subject: Subject): FieldRef => fields[subject].action;

/** What lets money go is decided about what was seen. To stop something must never fail because the page is old. */
const letsGo: Readonly<Partial<Record<Subject, readonly string[]>>> = { payment: ['Release', 'Retry', 'Re-initiate'], recipient: ['Verified'] };

/** Whether the org refused because somebody changed the record after it was read. */
export const isOutdated = (error: unknown): boolean => (error as { readonly status?: unknown } | undefined)?.status === 412;

/**
 * Writes what is asked for on a record, with its reason where there is one; a blank reason is none. `seenAt` is the last change of the record as it was shown: what lets
 * money go is refused where a later one was made. Rejects with the org's own error when the record does not take it.
 */
export async function askFor(subject: Subject, recordId: string, action: string, reason: string, seenAt?: string): Promise<void> {
  const names = fields[subject];
  const said = reason.trim();
  const written = { fields: { Id: recordId, [names.action.fieldApiName]: action, ...(names.reason === undefined ? {} : { [names.reason.fieldApiName]: said === '' ? null : said }) } };
  await (seenAt !== undefined && letsGo[subject]?.includes(action) ? updateRecord(written, { ifUnmodifiedSince: seenAt }) : updateRecord(written));
}

/** What is rehearsed: a run, one request, or a selection as ids separated by commas. */
export type RehearsalSubject = { readonly run: string } | { readonly request: string } | { readonly ids: string };

/** Asks what would become of it: a record of its own, which touches no payment. Rejects with the org's own error. Answers the new record's id. */
export async function askForRehearsal(subject: RehearsalSubject): Promise<string> {
  const asked = 'run' in subject ? { [REHEARSED_RUN.fieldApiName]: subject.run } : 'request' in subject ? { [REHEARSED_REQUEST.fieldApiName]: subject.request } : { [REHEARSED_IDS.fieldApiName]: subject.ids };
  const { id } = await createRecord({ apiName: REHEARSED_RUN.objectApiName, fields: asked });
  return id;
}
