import { afterEach, describe, expect, it } from '@jest/globals';
import { decideApproval } from '../../sandbox/salesforce/approval-decide.ts';
import { setApprovalProcessActive } from '../../sandbox/salesforce/approval-doors.ts';
import type { Rig } from '../flows/companion-rig.ts';
import { threeInvoices } from '../flows/debts.ts';
import { twoPayees } from '../flows/programs-and-payees.ts';
import { openQuickRig } from '../flows/quick-rig.ts';
import { expectPaidOnce } from '../flows/witnesses.ts';

let rig: Rig;
afterEach(() => rig.end());

/** Three debts, submitted and approved as one run; their ids. */
async function approvedTogether(evidence: string, flowsFollow: boolean, afterwards: (org: Rig['org']['org']) => void = () => undefined): Promise<string[]> {
  rig = await openQuickRig({ orgPolicies: { approvalUpdatesStartFlows: flowsFollow }, env: { SALESFORCE_APPROVAL_EVIDENCE: evidence } });
  await rig.addPayees(twoPayees);
  const { org } = rig.org;
  setApprovalProcessActive(org, 'Run_Approval', true);
  const [run = ''] = rig.save('Payment_Run__c', [{ Label__c: 'November', Approver__c: rig.people.approver.id }], rig.people.finance);
  const ids = rig.raise(threeInvoices);
  rig.save('Payment_Request__c', ids.map((Id) => ({ Id, Payment_Run__c: run })), rig.people.finance);
  rig.save('Payment_Run__c', [{ Id: run, Requested_Action__c: 'Submit' }], rig.people.finance);
  const [item] = [...org.rows('ProcessInstanceWorkitem').values()];
  expect(decideApproval(org, { actionType: 'Approve', contextId: String(item?.Id) }, rig.people.approver)).toMatchObject({ success: true });
  afterwards(org);
  return ids;
}

describe('requests approved together in a payment run', () => {
  it.each([['classic', true], ['classic', false], ['stamp', true], ['stamp', false]])('are each paid once on the evidence "%s" (the approval starts flows: %s)', async (evidence, flowsFollow) => {
    const ids = await approvedTogether(evidence, flowsFollow);
    await rig.until(ids, ['Completed']);
    expectPaidOnce(rig, ids);
  }, 40_000);

  it('are held for a person, and not paid, when the approval of their run is not found', async () => {
    const ids = await approvedTogether('classic', true, (org) => (org.rows('ProcessInstance') as Map<string, unknown>).clear());
    await rig.until(ids, ['On Hold']);
    expect(ids.map((id) => rig.request(id).Status_Reason__c)).toEqual(ids.map(() => expect.stringContaining('no approval process instance was found')));
    expect(rig.paidTimes().size).toBe(0);
  }, 40_000);

  it('go back to be corrected, all of them, when another was slipped into the approved run past every rule', async () => {
    const ids = await approvedTogether('classic', true, (org) => {
      const [first] = [...org.rows('Payment_Request__c').values()];
      org.put('Payment_Request__c', { ...first, Id: String(first?.Id).replace(/.{6}$/, 'zzzAAA'), Name: 'PR-009999', Amount__c: '900.00', Approved_Amount__c: '900.00' });
    });
    await rig.until(ids, ['Needs Correction']);
    expect(ids.map((id) => rig.request(id).Status_Reason__c)).toEqual(ids.map(() => expect.stringMatching(/^Not sent: .* now holds \d+ approved requests of .*, and its approver was shown/)));
    expect(rig.paidTimes().size).toBe(0);
  }, 40_000);
});
