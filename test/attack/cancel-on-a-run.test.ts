import { afterEach, describe, expect, it } from '@jest/globals';
import { decideApproval } from '../../sandbox/salesforce/approval-decide.ts';
import { setApprovalProcessActive } from '../../sandbox/salesforce/approval-doors.ts';
import { threeInvoices } from '../flows/debts.ts';
import { pause } from '../flows/eventually.ts';
import { twoPayees } from '../flows/programs-and-payees.ts';
import { paidTimes } from '../flows/witnesses.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

/** What the approver decides about the run that waits for them. */
function decide(actionType: 'Approve' | 'Reject'): void {
  const { org } = rig.org;
  const item = [...org.rows('ProcessInstanceWorkitem').values()].at(-1);
  expect(decideApproval(org, { actionType, contextId: String(item?.Id) }, rig.people.approver)).toMatchObject({ success: true });
}

const submit = (run: string): unknown => rig.save('Payment_Run__c', [{ Id: run, Requested_Action__c: 'Submit' }], rig.people.finance);

describe('a request whose Cancel was asked for while its run waited for the approver', () => {
  it('is given up, and not paid, when the run is rejected and submitted again', async () => {
    rig = await openAttackRig();
    await rig.addPayees(twoPayees);
    setApprovalProcessActive(rig.org.org, 'Run_Approval', true);
    const [run = ''] = rig.save('Payment_Run__c', [{ Label__c: 'November', Approver__c: rig.people.approver.id }], rig.people.finance);
    const ids = rig.raise(threeInvoices);
    const [wrong = ''] = ids;
    rig.save('Payment_Request__c', ids.map((Id) => ({ Id, Payment_Run__c: run })), rig.people.finance);
    submit(run);
    // The request of a run is not locked while the run is.
    rig.ask(wrong, 'Cancel', 'Not owed: the delivery never came');
    decide('Reject');
    await pause(2_500);
    submit(run);
    decide('Approve');
    await rig.until(ids.slice(1), ['Completed']);
    await pause(2_000);
    expect([rig.statuses([wrong]), rig.request(wrong).Requested_Action__c ?? null, paidTimes(rig, wrong)]).toEqual([['Cancelled'], null, 0]);
  }, 60_000);
});
