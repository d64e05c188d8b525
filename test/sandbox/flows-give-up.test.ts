import { describe, expect, it } from '@jest/globals';
import { submitForApproval } from '../../sandbox/salesforce/approval-submit.ts';
import type { Row } from '../../sandbox/salesforce/org.ts';
import { packageOrg, type PackageOrg } from './package-org.ts';
import { paymentRunOrg, type PaymentRunOrg } from './payment-run-org.ts';

function request({ sandbox, fay, save }: PackageOrg, changes: Row = {}): string {
  const recipient = save('Recipient_Account__c', { Display_Name__c: 'Ann', Provider__c: 'payoneer', Payee_Key__c: 'payoneer:sandbox:100200300:payee-1' }, sandbox.admin);
  return save('Payment_Request__c', { Recipient__c: recipient, Amount__c: '10', Currency__c: 'USD', Purpose__c: 'Invoice 7', ...changes }, fay);
}
/** A flow of the org saves what no person may edit. */
const inSystemContext = ({ org }: PackageOrg, row: Row, by: PackageOrg['fay']) => org.save('Payment_Request__c', [row], { by, allOrNone: false, source: 'flow' });
const cancel = { Requested_Action__c: 'Cancel', Requested_Reason__c: 'raised twice' };

describe.each([[null], ['quittance']])('the requested action Cancel (namespace %s)', (namespace) => {
  it('gives up a draft at once, takes it off its run and keeps the reason', () => {
    const made = packageOrg({ namespace });
    const run = made.save('Payment_Run__c', { Label__c: 'May' }, made.fay);
    const id = request(made, { Payment_Run__c: run });
    made.save('Payment_Request__c', { Id: id, ...cancel }, made.fay);
    expect(made.org.find('Payment_Request__c', id)).toMatchObject({ Status__c: 'Cancelled', Requested_Action__c: null, Requested_Reason__c: 'raised twice', Payment_Run__c: null, Amount__c: '10' });
    made.save('Payment_Request__c', { Id: id, Requested_Action__c: 'Submit' }, made.fay);
    expect(made.org.find('Payment_Request__c', id)).toMatchObject({ Status__c: 'Cancelled' });
  });

  it('needs a reason for a draft too', () => {
    const made = packageOrg({ namespace });
    const id = request(made);
    expect(() => made.save('Payment_Request__c', { Id: id, Requested_Action__c: 'Cancel' }, made.fay)).toThrow('[ACTION-REASON]');
    expect(made.org.find('Payment_Request__c', id)).toMatchObject({ Status__c: 'Draft' });
  });

  it.each(['Submitted', 'Needs Correction', 'On Hold', 'In Progress'])('of what is %s waits for the companion, in the name of who asks', (Status__c) => {
    const made = packageOrg({ namespace });
    const id = request(made);
    made.org.save('Payment_Request__c', [{ Id: id, Status__c }], { by: made.sandbox.admin, allOrNone: true, source: 'approval' });
    made.save('Payment_Request__c', { Id: id, ...cancel }, made.fay);
    expect(made.org.find('Payment_Request__c', id)).toMatchObject({ Status__c, Requested_Action__c: 'Cancel', Requested_By_Id__c: made.fay.id });
  });
});

describe('a Cancel before anything was sent', () => {
  const status = (made: PackageOrg, id: string, Status__c: string): void => void made.org.save('Payment_Request__c', [{ Id: id, Status__c }], { by: made.sandbox.admin, allOrNone: true, source: 'approval' });

  it.each(['Rejected', 'Recalled'])('of what is %s gives it up at once, so that no later approval finds the wish', (Status__c) => {
    const made = packageOrg();
    const id = request(made);
    status(made, id, Status__c);
    made.save('Payment_Request__c', { Id: id, ...cancel }, made.fay);
    expect(made.org.find('Payment_Request__c', id)).toMatchObject({ Status__c: 'Cancelled', Requested_Action__c: null, Requested_Reason__c: 'raised twice' });
  });

  it.each(['Rejected', 'Recalled'])('of what is %s and was sent once is left to the companion, which knows how that ended', (Status__c) => {
    const made = packageOrg();
    const id = request(made);
    made.org.put('Payment_Request__c', { ...made.org.find('Payment_Request__c', id), Status__c, Attempt__c: '1' });
    made.save('Payment_Request__c', { Id: id, ...cancel }, made.fay);
    expect(made.org.find('Payment_Request__c', id)).toMatchObject({ Status__c, Requested_Action__c: 'Cancel', Requested_By_Id__c: made.fay.id });
    expect(inSystemContext(made, { Id: id, Status__c: 'Cancelled' }, made.fay)).toMatchObject([{ success: false, errors: [{ message: expect.stringContaining('[STATUS]') }] }]);
    made.save('Payment_Request__c', { Id: id, Status__c: 'Cancelled', Requested_Action__c: null, Answered_Action__c: `Cancel ${made.fay.id}` }, made.companion);
  });

  it('that was asked for while the approval ran does not stand in the way of a rejection nor of the companion, and counts when it is asked for again or the request is submitted once more', () => {
    const made = packageOrg();
    const id = request(made, { Amount__c: null, Owed_Amount__c: '500', Owed_Currency__c: 'EUR' });
    status(made, id, 'Submitted');
    made.save('Payment_Request__c', { Id: id, ...cancel }, made.fay);
    status(made, id, 'Rejected');
    made.save('Payment_Request__c', { Id: id, Amount__c: '546', Conversion_Rate__c: '1.092', Conversion_Source__c: 'bank', Conversion_At__c: '2026-11-20T13:15:00.000+0000' }, made.companion);
    expect(made.org.find('Payment_Request__c', id)).toMatchObject({ Status__c: 'Rejected', Requested_Action__c: 'Cancel' });
    const again = { ...made.org.find('Payment_Request__c', id) };
    status(made, id, 'Submitted');
    expect(made.org.find('Payment_Request__c', id)).toMatchObject({ Status__c: 'Submitted', Requested_Action__c: 'Cancel' });
    made.org.put('Payment_Request__c', again);
    made.save('Payment_Request__c', { Id: id, ...cancel }, made.fay);
    expect(made.org.find('Payment_Request__c', id)).toMatchObject({ Status__c: 'Cancelled', Requested_Action__c: null });
  });
});

describe('a wish that stands when a request is submitted', () => {
  const wishes = [['Cancel', 'Cancel'], ['Release', null], ['Retry', null], ['Re-initiate', null], ['Hold', 'Hold']] as const;
  /** Born with a wish nobody has answered. */
  const born = (made: PaymentRunOrg, action: string, changes: Row = {}): string => {
    made.sandbox.grant(made.fay, 'Quittance_Admin');
    return made.request({ Requested_Action__c: action, Requested_Reason__c: 'of before', ...changes });
  };
  const wish = (made: PaymentRunOrg, id: string) => [made.find('Payment_Request__c', id).Status__c, made.find('Payment_Request__c', id).Requested_Action__c ?? null, made.find('Payment_Request__c', id).Requested_Reason__c ?? null];

  it.each(wishes)('for approval: %s becomes %s', (action, left) => {
    const made = paymentRunOrg();
    const id = born(made, action);
    expect(submitForApproval(made.org, { contextId: id, nextApproverIds: [made.ada.id] }, made.fay)).toMatchObject({ success: true });
    expect(wish(made, id)).toEqual(['Submitted', left, left && 'of before']);
  });

  it.each(wishes)('with its run: %s becomes %s', (action, left) => {
    const made = paymentRunOrg();
    const run = made.run();
    const id = born(made, action, { Payment_Run__c: run });
    made.submit(run);
    expect(wish(made, id)).toEqual(['Submitted', left, left && 'of before']);
    made.decide(run);
    expect(wish(made, id)).toEqual(['Approved for Payout', left, left && 'of before']);
  });

  it('is one that an automation of the org can ask for in the very save that submits', () => {
    const made = paymentRunOrg();
    made.sandbox.deployFiles([{ path: 'permissionsets/Automation.permissionset', bytes: new TextEncoder().encode('<PermissionSet><label>Automation</label><customPermissions><enabled>true</enabled><name>Quittance_Approve_By_Automation</name></customPermissions></PermissionSet>') }]);
    const automation = made.sandbox.addUser({ username: 'automation@sandbox.example', permissionSets: ['Quittance_Admin', 'Automation'] });
    const [old, young] = [born(made, 'Release'), made.request()];
    for (const row of [{ Id: old }, { Id: young, ...cancel }]) expect(inSystemContext(made, { ...row, Status__c: 'Submitted' }, automation)).toMatchObject([{ success: true }]);
    expect([wish(made, old), wish(made, young)]).toEqual([['Submitted', null, null], ['Submitted', 'Cancel', 'raised twice']]);
  });
});
