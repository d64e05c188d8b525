import { describe, expect, it } from '@jest/globals';
import type { Row } from '../../sandbox/salesforce/org.ts';
import { packageOrg, type PackageOrg } from './package-org.ts';

function request({ sandbox, fay, save }: PackageOrg, changes: Row = {}): string {
  const recipient = save('Recipient_Account__c', { Display_Name__c: 'Ann', Provider__c: 'payoneer', Payee_Key__c: 'payoneer:sandbox:100200300:payee-1' }, sandbox.admin);
  return save('Payment_Request__c', { Recipient__c: recipient, Amount__c: '10', Currency__c: 'USD', Purpose__c: 'Invoice 7', ...changes }, fay);
}
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
