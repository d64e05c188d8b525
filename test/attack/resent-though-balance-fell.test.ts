import { afterEach, describe, expect, it } from '@jest/globals';
import { pause } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { submissionDoor } from '../flows/provider-weather.ts';
import { paidTimes, postedTimes } from '../flows/witnesses.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

describe('a batch that was not let in, which the provider had taken all the same and does not show yet', () => {
  it('is not sent again where the balance fell by it: a provider without a guard would pay the copy too', async () => {
    rig = await openAttackRig({ policies: { duplicate: 'pay-again', acceptedAfterMs: 50, transferredAfterMs: 500, visibleAfterMs: 8_000 } });
    await rig.addPayees([payeeOf('p')]);
    rig.world.weather.add({ webhooks: 'lost', times: 1_000 });
    rig.world.weather.add({ door: submissionDoor, when: 'after', reply: { status: 401, body: {} } });
    const [id = ''] = rig.raise([{ payee: 'p', amount: '9.00', currency: 'USD', purpose: 'One' }]);
    rig.approve([id]);
    await rig.until([id], ['On Hold']);
    await pause(1_000);
    expect([postedTimes(rig, id), paidTimes(rig, id)]).toEqual([{ [`${id}-01`]: 1 }, 1]);
    expect(String(rig.request(id).Status_Reason__c)).toMatch(/the balance fell by 9\.00 USD since/);
  }, 60_000);
});
