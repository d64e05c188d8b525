import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Rig } from './companion-rig.ts';
import { openQuickRig } from './quick-rig.ts';
import { pause } from './eventually.ts';
import { openOrgSettings } from './org-settings.ts';
import { payeeOf } from './programs-and-payees.ts';
import { answered, expectNeverSent, reasonOf } from './witnesses.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await openQuickRig();
  await rig.addPayees([payeeOf('payee-1')]);
  openOrgSettings(rig, { Request_Limit__c: '500' });
});
afterAll(() => rig.end());

describe('a request above a limit', () => {
  it('is not released by the person who submitted it: above a limit there is a second approval', async () => {
    const [id = ''] = rig.raise([{ payee: 'payee-1', amount: '500.01', currency: 'USD', purpose: 'Limits' }]);
    rig.approve([id]);
    await rig.until([id], ['On Hold']);
    expect(rig.request(id).Second_Approval_Needed__c).toBe(true);
    expect(() => rig.ask(id, 'Release', 'I need it today', rig.people.finance)).toThrow(/ACTION-PERMISSION/);
    rig.org.grant(rig.people.finance, 'Quittance_Approver');
    rig.ask(id, 'Release', 'I need it today', rig.people.finance);
    await answered(rig, id);
    await pause(1_000);
    expect([rig.statuses([id]), rig.request(id).Second_Approval_Needed__c]).toEqual([['On Hold'], true]);
    expectNeverSent(rig, [id]);
    rig.ask(id, 'Release', 'The amount is right', rig.people.admin);
    await rig.until([id], ['Completed']);
    expect(rig.request(id).Second_Approval_Needed__c).toBe(false);
  });

  it('is not released by the person who created it, though another submitted and a third approved it', async () => {
    const raised = rig.save('Payment_Request__c', [{ Recipient__c: rig.recipients.get('payee-1') ?? '', Amount__c: '500.02', Currency__c: 'USD', Purpose__c: 'Limits again', OwnerId: rig.people.finance.id }], rig.people.admin);
    rig.approve(raised);
    await rig.until(raised, ['On Hold']);
    const [id = ''] = raised;
    rig.ask(id, 'Release', 'I know what it is for', rig.people.admin);
    await answered(rig, id);
    await pause(1_000);
    expect([rig.statuses([id]), reasonOf(rig, id)]).toEqual([['On Hold'], expect.stringContaining('may not be the second approval')]);
    expectNeverSent(rig, [id]);
  });
});
