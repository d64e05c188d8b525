import { describe, expect, it } from '@jest/globals';
import { setApprovalProcessActive } from '../../sandbox/salesforce/approval-doors.ts';
import type { Row } from '../../sandbox/salesforce/org.ts';
import { packageOrg, type PackageOrg } from './package-org.ts';

/** Activates the shipped process, with the approver put into its only step as an admin would. */
function withApprover({ org }: PackageOrg, approver: string): void {
  const process = org.approvalProcesses[0];
  if (!process) throw new Error('the package has no approval process');
  const xml = JSON.parse(JSON.stringify(process.xml).replace('{"type":["adhoc"]}', `{"name":["${approver}"],"type":["user"]}`)) as typeof process.xml;
  expect(JSON.stringify(xml)).toContain(approver);
  org.approvalProcesses.splice(0, 1, { ...process, xml });
  setApprovalProcessActive(org, 'Payout_Approval', true);
}
function request({ org, sandbox, fay, save }: PackageOrg, changes: Row = {}): string {
  const recipient = save('Recipient_Account__c', { Display_Name__c: 'Ann', Provider__c: 'payoneer', Payee_Key__c: `payoneer:sandbox:100200300:payee-${String(org.rows('Recipient_Account__c').size)}` }, sandbox.admin);
  return save('Payment_Request__c', { Recipient__c: recipient, Amount__c: '10', Currency__c: 'USD', Purpose__c: 'Invoice 7', ...changes }, fay);
}
const statusOf = ({ org }: PackageOrg, id: string) => {
  const row = org.find('Payment_Request__c', id);
  return [row?.Status__c, row?.Requested_Action__c, row?.Approved_At__c];
};

describe('the requested action Submit', () => {
  it('submits a draft to the approval process and is taken off the record; nothing is approved by it', () => {
    const made = packageOrg();
    withApprover(made, made.sandbox.admin.username);
    const id = request(made);
    made.save('Payment_Request__c', { Id: id, Requested_Action__c: 'Submit', Requested_Reason__c: 'month end' }, made.fay);
    expect(statusOf(made, id)).toEqual(['Submitted', null, null]);
    expect(made.org.find('Payment_Request__c', id)).toMatchObject({ Submitted_By_Id__c: made.fay.id, Requested_By_Id__c: made.fay.id, Requested_Reason__c: null });
    expect(made.org.related('ProcessInstance', 'TargetObjectId', id)).toMatchObject([{ Status: 'Pending', SubmittedById: made.fay.id }]);
    expect([...made.org.rows('ProcessInstanceStep').values()]).toMatchObject([{ StepStatus: 'Started', Comments: 'month end' }]);
    expect([...made.org.rows('ProcessInstanceWorkitem').values()]).toMatchObject([{ ActorId: made.sandbox.admin.id }]);
  });

  it('submits at birth, and 200 at once', () => {
    const made = packageOrg();
    withApprover(made, made.sandbox.admin.username);
    expect(statusOf(made, request(made, { Requested_Action__c: 'Submit' }))).toEqual(['Submitted', null, null]);
    const ids = Array.from({ length: 200 }, () => request(made));
    const results = made.org.save('Payment_Request__c', ids.map((Id) => ({ Id, Requested_Action__c: 'Submit' })), { by: made.fay, allOrNone: true, source: 'api' });
    expect(results.filter(({ success }) => !success)).toEqual([]);
    expect(new Set(ids.map((id) => statusOf(made, id)[0]))).toEqual(new Set(['Submitted']));
  });

  it.each([['Rejected'], ['Recalled'], ['Needs Correction']])('submits again what is %s', (Status__c) => {
    const made = packageOrg();
    withApprover(made, made.sandbox.admin.username);
    const id = request(made);
    made.org.save('Payment_Request__c', [{ Id: id, Status__c }], { by: made.sandbox.admin, allOrNone: true, source: 'approval' });
    made.save('Payment_Request__c', { Id: id, Requested_Action__c: 'Submit' }, made.fay);
    expect(statusOf(made, id)).toEqual(['Submitted', null, null]);
  });

  it.each([
    ['no process is active', (): void => undefined, /\[SUBMIT\] Not submitted for approval: NO_APPLICABLE_PROCESS.*Use the button Submit for Approval/],
    ['the approver must be chosen by hand', ({ org }: PackageOrg) => setApprovalProcessActive(org, 'Payout_Approval', true), /\[SUBMIT\] Not submitted for approval: REQUIRED_FIELD_MISSING.*Use the button Submit for Approval/],
  ])('is refused in words, and nothing is kept, when %s', (_why, prepare, words) => {
    const made = packageOrg();
    prepare(made);
    const id = request(made);
    expect(() => made.save('Payment_Request__c', { Id: id, Requested_Action__c: 'Submit', Cost_Center__c: '42' }, made.fay)).toThrow(words);
    expect(statusOf(made, id)).toEqual(['Draft', null, null]);
    expect(made.org.find('Payment_Request__c', id)?.Cost_Center__c ?? null).toBeNull();
    expect(made.org.locks.has(id)).toBe(false);
  });

  it('is refused in words while what is owed in another currency is not converted, and goes through once it is', () => {
    const made = packageOrg();
    withApprover(made, made.sandbox.admin.username);
    const id = request(made, { Amount__c: null, Owed_Amount__c: '500', Owed_Currency__c: 'EUR' });
    const submit = (): string => made.save('Payment_Request__c', { Id: id, Requested_Action__c: 'Submit' }, made.fay);
    const convert = (amount: string): string => made.save('Payment_Request__c', { Id: id, Amount__c: amount, Conversion_Rate__c: '1.092', Conversion_Source__c: 'bank', Conversion_At__c: '2026-11-20T13:15:00.000+0000' }, made.companion);
    expect(submit).toThrow(/\[NOT-CONVERTED\].*do not fit what is owed yet/);
    convert('546');
    made.save('Payment_Request__c', { Id: id, Currency__c: 'GBP' }, made.fay);
    expect(made.org.find('Payment_Request__c', id)?.Amount__c).toBeNull();
    expect(submit).toThrow(/\[NOT-CONVERTED\]/);
    convert('420');
    submit();
    expect(statusOf(made, id)).toEqual(['Submitted', null, null]);
    expect(() => convert('421')).toThrow(/MONEY-FROZEN|lock/i);
  });

  it('refuses only what can’t be submitted of a chunk', () => {
    const made = packageOrg();
    withApprover(made, made.sandbox.admin.username);
    const mine = request(made);
    const foreign = request(made);
    made.org.put('Payment_Request__c', { ...made.org.find('Payment_Request__c', foreign), OwnerId: made.sandbox.admin.id, CreatedById: made.sandbox.admin.id });
    const results = made.org.save('Payment_Request__c', [mine, foreign].map((Id) => ({ Id, Requested_Action__c: 'Submit' })), { by: made.fay, allOrNone: false, source: 'flow' });
    expect(results.map(({ success }) => success)).toEqual([true, false]);
    expect(statusOf(made, mine)).toEqual(['Submitted', null, null]);
    expect(statusOf(made, foreign)).toEqual(['Draft', null, null]);
  });

  it('is not done by the companion’s own writes: a wish that was left on the record stays a person’s', () => {
    const made = packageOrg();
    withApprover(made, made.sandbox.admin.username);
    const id = request(made);
    made.org.put('Payment_Request__c', { ...made.org.find('Payment_Request__c', id), Status__c: 'On Hold', Requested_Action__c: 'Submit', Requested_By_Id__c: made.fay.id });
    made.save('Payment_Request__c', { Id: id, Status__c: 'Needs Correction' }, made.companion);
    expect(statusOf(made, id)).toEqual(['Needs Correction', 'Submit', null]);
  });

  it.each([['flow'], ['stamp']])('is left to the org’s own automation where the evidence is %s', (evidence) => {
    const made = packageOrg();
    withApprover(made, made.sandbox.admin.username);
    const [settings] = made.org.rows('Quittance_Settings__c').values();
    made.org.put('Quittance_Settings__c', { ...settings, Approval_Evidence__c: evidence });
    const id = request(made);
    made.save('Payment_Request__c', { Id: id, Requested_Action__c: 'Submit' }, made.fay);
    expect(statusOf(made, id)).toEqual(['Draft', 'Submit', null]);
  });

  it('leaves Hold of a draft to the companion', () => {
    const made = packageOrg();
    withApprover(made, made.sandbox.admin.username);
    const id = request(made);
    made.save('Payment_Request__c', { Id: id, Requested_Action__c: 'Hold', Requested_Reason__c: 'wrong' }, made.fay);
    expect(statusOf(made, id)).toEqual(['Draft', 'Hold', null]);
  });
});
