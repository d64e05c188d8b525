import { afterEach, describe, expect, it } from '@jest/globals';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { statusDoor, submissionDoor, unknownPayout } from '../flows/provider-weather.ts';
import { quickTiming } from '../flows/quick-timing.ts';
import { paidTimes, postedTimes } from '../flows/witnesses.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());
const words = 'Action cannot be performed because payee is inactive';

describe('a payment refused by name, of which the provider took another copy of the call and does not show it for a while', () => {
  it('is not paid again under the next number when its correction was approved and the first question found nothing', async () => {
    rig = await openAttackRig({ policies: { acceptedAfterMs: 50, transferredAfterMs: 300 }, config: { timing: { ...quickTiming, refusedAsksMs: [2_500, 30_000] } } });
    await rig.addPayees([payeeOf('p')]);
    rig.world.weather.add({ webhooks: 'lost', times: 1_000 });
    const error = { code: 400, sub_code: 10009, target: 'Payments[0].payee_id', value: 'p', message: words };
    rig.world.weather.add({ door: submissionDoor, when: 'after', reply: { status: 400, body: { error: 'Bad Request', error_description: words, error_details: { code: 400, sub_code: null, errors: [error] } } } });
    rig.world.weather.add({ door: statusDoor, when: 'before', reply: unknownPayout });
    const [id = ''] = rig.raise([{ payee: 'p', amount: '9.00', currency: 'USD', purpose: 'Refused' }]);
    rig.approve([id]);
    await rig.until([id], ['Needs Correction']);
    rig.approve([id]);
    await rig.until([id], ['Completed']);
    expect([Object.keys(postedTimes(rig, id)), paidTimes(rig, id)]).toEqual([[`${id}-01`], 1]);
  }, 60_000);
});
