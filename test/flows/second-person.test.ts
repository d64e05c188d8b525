import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Rig } from './companion-rig.ts';
import { openQuickRig } from './quick-rig.ts';
import { pause } from './eventually.ts';
import { openOrgSettings } from './org-settings.ts';
import { payeeOf } from './programs-and-payees.ts';
import { answered, expectNeverSent } from './witnesses.ts';

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
    rig.ask(id, 'Release', 'I need it today', rig.people.finance);
    await answered(rig, id);
    await pause(1_000);
    expect(rig.statuses([id])).toEqual(['On Hold']);
    expectNeverSent(rig, [id]);
  });
});
