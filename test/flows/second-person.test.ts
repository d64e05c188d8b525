import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Rig } from './companion-rig.ts';
import { openQuickRig } from './quick-rig.ts';
import { eventually, expectNeverSent, pause } from './witnesses.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await openQuickRig();
  await rig.addPayees([{ id: 'payee-1', name: 'Payee One', country: 'DE', program: '100200300' }]);
  rig.save('Quittance_Settings__c', [{ SetupOwnerId: rig.org.org.id, Request_Limit__c: '500' }], rig.people.admin);
});
afterAll(() => rig.end());

describe('a request above a limit', () => {
  it('is not released by the person who submitted it: above a limit there is a second approval', async () => {
    const [id = ''] = rig.raise([{ payee: 'payee-1', amount: '500.01', currency: 'USD', purpose: 'Limits' }]);
    rig.approve([id]);
    await rig.until([id], ['On Hold']);
    rig.ask(id, 'Release', 'I need it today', rig.people.finance);
    await eventually(() => expect(rig.request(id).Requested_Action__c ?? null).toBeNull());
    await pause(1_000);
    expect(rig.statuses([id])).toEqual(['On Hold']);
    expectNeverSent(rig, [id]);
  });
});
