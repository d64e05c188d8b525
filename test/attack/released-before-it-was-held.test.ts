import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually, pause } from '../flows/eventually.ts';
import { openOrgSettings } from '../flows/org-settings.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { quickTiming } from '../flows/quick-timing.ts';
import { answered, paidTimes, reasonOf } from '../flows/witnesses.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

describe('a request above the limit, released before the books were told that it is held', () => {
  it('is not paid on the word of somebody who may not release what is above a limit', async () => {
    rig = await openAttackRig({ config: { timing: { ...quickTiming, writeDelayMs: 2_000 } } });
    await rig.addPayees([payeeOf('p')]);
    openOrgSettings(rig, { Request_Limit__c: '100.00' });
    // A colleague of finance: neither submitter nor creator, and without Quittance Re-initiate. The sharing rule is stood in for by the owner.
    const clerk = rig.org.addUser({ username: 'clerk@sandbox.example', name: 'Clerk', profile: 'standard', permissionSets: ['Quittance_Finance'] });
    const [id = ''] = rig.raise([{ payee: 'p', amount: '777.00', currency: 'USD', purpose: 'Above' }]);
    rig.org.org.put('Payment_Request__c', { ...rig.request(id), OwnerId: clerk.id });
    rig.approve([id]);
    await eventually(async () => expect((await rig.companion.assembly.store.ledger.payments([id]))[0]).toMatchObject({ state: 'On Hold', needsSecondApproval: true }), 10_000);
    expect(rig.statuses([id])).toEqual(['Approved for Payout']);
    rig.ask(id, 'Release', 'It is right', clerk);
    await answered(rig, id);
    await pause(5_000);
    expect([paidTimes(rig, id), rig.statuses([id]), reasonOf(rig, id)]).toEqual([0, ['On Hold'], expect.any(String)]);
  }, 60_000);
});
