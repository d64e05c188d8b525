import { afterEach, describe, expect, it } from '@jest/globals';
import { submissionDoor } from '../flows/provider-weather.ts';
import { pause } from '../flows/eventually.ts';
import { paidTimes, postedTimes } from '../flows/witnesses.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';
import { addPayeesOfWhomOneLapses, approveWave } from './lapsed-payee.ts';

let rig: AttackRig;
afterEach(() => rig.end());

describe('a refusal that names one item of a batch, while the provider processes the others (facts 3.5: "item dropped?" is not known)', () => {
  it('does not make the others go out twice when their status is not shown for a while', async () => {
    // In this profile the first two questions lie 0.2 s and 0.3 s apart, in production 1 and 2 minutes: 2 s here are about 10 minutes there.
    rig = await openAttackRig({ policies: { duplicate: 'pay-again', visibleAfterMs: 0, inactivePayee: 'async-cancel' } });
    await addPayeesOfWhomOneLapses(rig, 'p');
    rig.payoneer.policies.visibleAfterMs = 2_000;
    const named = { error: 'Bad Request', error_description: 'One item was refused', error_details: { code: 400, sub_code: 10009, errors: [{ code: 10009, target: 'Payments[0].payee_id', message: 'Action cannot be performed because payee is inactive' }] } };
    rig.world.weather.add({ door: submissionDoor, when: 'after', reply: { status: 400, body: named } });
    const ids = approveWave(rig, 'bad', 'p', 'p');
    await pause(8_000);
    const good = ids.slice(1);
    expect(good.map((id) => [paidTimes(rig, id), postedTimes(rig, id)])).toEqual(good.map((id) => [1, { [`${id}-01`]: 1 }]));
  }, 60_000);
});
