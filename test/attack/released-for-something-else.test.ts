import { afterEach, describe, expect, it } from '@jest/globals';
import { openOrgSettings } from '../flows/org-settings.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { pause } from '../flows/eventually.ts';
import { answered, paidTimes, reasonOf } from '../flows/witnesses.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

describe('a request above the limit', () => {
  it('is not paid on its submitter\'s word alone because it also looked like a duplicate, and was released as none', async () => {
    rig = await openAttackRig();
    await rig.addPayees([payeeOf('p')]);
    openOrgSettings(rig, { Pause_All__c: false, Request_Limit__c: '100.00' });
    const debt = { payee: 'p', amount: '777.00', currency: 'USD', purpose: 'Above', invoice: 'R-9' };
    const [first = '', twin = ''] = rig.raise([debt, debt]);
    rig.approve([first]);
    await rig.until([first], ['On Hold']);
    expect(reasonOf(rig, first)).toMatch(/Above the limit/);
    rig.approve([twin]);
    await rig.until([twin], ['On Hold']);
    expect(reasonOf(rig, twin)).toMatch(/Possible duplicate/);
    // The submitter alone.
    rig.ask(twin, 'Release', 'It is not a duplicate', rig.people.finance);
    await answered(rig, twin);
    await pause(3_000);
    expect([paidTimes(rig, twin), rig.statuses([twin])]).toEqual([0, ['On Hold']]);
  }, 40_000);

  it('is not paid on its submitter\'s word alone because the submitter held and released it', async () => {
    rig = await openAttackRig();
    await rig.addPayees([payeeOf('p')]);
    openOrgSettings(rig, { Pause_All__c: false, Request_Limit__c: '100.00' });
    const [id = ''] = rig.raise([{ payee: 'p', amount: '778.00', currency: 'USD', purpose: 'Above' }]);
    rig.approve([id]);
    rig.ask(id, 'Hold', 'Wait for the delivery note', rig.people.finance);
    await answered(rig, id);
    expect(reasonOf(rig, id)).toMatch(/^Hold by/);
    rig.ask(id, 'Release', 'Here it is', rig.people.finance);
    await answered(rig, id);
    await pause(3_000);
    expect([paidTimes(rig, id), rig.statuses([id])]).toEqual([0, ['On Hold']]);
  }, 40_000);
});
