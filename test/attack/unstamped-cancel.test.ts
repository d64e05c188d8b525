import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually, pause } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { issuesOf, paidTimes } from '../flows/witnesses.ts';
import { approvingFlow, stampOf } from './approving-flow.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

async function approvedWithoutStamp(stamp: 'none' | 'half'): Promise<string> {
  rig = await openAttackRig({ env: { SALESFORCE_APPROVAL_EVIDENCE: 'stamp' } });
  await rig.addPayees([payeeOf('p')]);
  const flow = approvingFlow(rig);
  const [id = ''] = rig.raise([{ payee: 'p', amount: '9.00', currency: 'USD', purpose: 'Work' }]);
  const half = stamp === 'half' ? { ...stampOf(rig, rig.request(id), flow, new Date().toISOString()), Approved_Payee_Key__c: null } : {};
  rig.save('Payment_Request__c', [{ Id: id, ...half, Status__c: 'Approved for Payout' }], flow);
  await eventually(() => expect(issuesOf(rig, id)).toEqual(['no approval stamp']));
  return id;
}

const answered = (id: string, status: string): Promise<void> =>
  eventually(() => expect([rig.request(id).Requested_Action__c ?? null, rig.statuses([id])]).toEqual([null, [status]]), 8_000);

describe('a request that was approved without a stamp', () => {
  it.each(['none', 'half'] as const)('is cancelled when somebody asks for it (stamp: %s)', async (stamp) => {
    const id = await approvedWithoutStamp(stamp);
    rig.ask(id, 'Cancel', 'Not needed', rig.people.finance);
    await answered(id, 'Cancelled');
    expect(rig.request(id).Status_Reason__c).toContain('Not needed');
  }, 60_000);

  it.each(['none', 'half'] as const)('is held when somebody asks for it, and a Release pays nothing (stamp: %s)', async (stamp) => {
    const id = await approvedWithoutStamp(stamp);
    rig.ask(id, 'Hold', 'Who approved this?', rig.people.finance);
    await answered(id, 'On Hold');
    rig.ask(id, 'Release', 'Looked at', rig.people.admin);
    await answered(id, stamp === 'none' ? 'Needs Correction' : 'Approved for Payout');
    await pause(2_000);
    expect(paidTimes(rig, id)).toBe(0);
  }, 60_000);
});
