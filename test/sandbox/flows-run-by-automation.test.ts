import { describe, expect, it } from '@jest/globals';
import { paymentRunOrg, type PaymentRunOrg } from './payment-run-org.ts';

const statuses = ({ find }: PaymentRunOrg, ids: readonly string[]) => ids.map((id) => find('Payment_Request__c', id).Status__c);

/** An org whose approvals run in flows: the setting says so, and one user may approve by automation. */
function approvesByFlow({ org, sandbox }: PaymentRunOrg, evidence: 'flow' | 'stamp') {
  sandbox.deployFiles([{ path: 'permissionsets/Automation.permissionset', bytes: new TextEncoder().encode('<PermissionSet><label>Automation</label><customPermissions><enabled>true</enabled><name>Quittance_Approve_By_Automation</name></customPermissions></PermissionSet>') }]);
  const [settings] = org.rows('Quittance_Settings__c').values();
  org.put('Quittance_Settings__c', { ...settings, Approval_Evidence__c: evidence });
  return sandbox.addUser({ username: 'automation@sandbox.example', permissionSets: ['Automation'] });
}

describe('a payment run where the evidence is not an approval process', () => {
  it('is closed, and left to the org’s own automation', () => {
    const made = paymentRunOrg();
    const automation = approvesByFlow(made, 'flow');
    const id = made.run();
    const on = made.request({ Payment_Run__c: id });
    made.submit(id);
    expect([made.find('Payment_Run__c', id).Status__c, ...statuses(made, [on])]).toEqual(['Closed', 'Submitted']);
    const approval = { Id: id, Status__c: 'Approved', Approved_At__c: '2026-11-21T10:00:00.000+0000', Approved_By_Id__c: made.ada.id };
    expect(made.org.save('Payment_Run__c', [approval], { by: made.ada, allOrNone: true, source: 'flow' })).toMatchObject([{ success: false }]);
    expect(made.org.save('Payment_Run__c', [approval], { by: automation, allOrNone: true, source: 'flow' })).toMatchObject([{ success: true }]);
    expect(statuses(made, [on])).toEqual(['Approved for Payout']);
  });

  it.each(['Rejected', 'Recalled'])('lets that automation bring a closed run back as %s, and its requests with it', (Status__c) => {
    const made = paymentRunOrg();
    const automation = approvesByFlow(made, 'stamp');
    const id = made.run();
    const on = made.request({ Payment_Run__c: id });
    made.submit(id);
    expect(made.org.save('Payment_Run__c', [{ Id: id, Status__c }], { by: automation, allOrNone: true, source: 'flow' })).toMatchObject([{ success: true }]);
    expect(statuses(made, [on])).toEqual([Status__c]);
    made.submit(id);
    expect([made.find('Payment_Run__c', id).Status__c, ...statuses(made, [on])]).toEqual(['Closed', 'Submitted']);
  });
});
