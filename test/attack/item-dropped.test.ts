import { afterEach, describe, expect, it } from '@jest/globals';
import { submissionDoor } from '../flows/provider-weather.ts';
import { pause } from '../flows/eventually.ts';
import { paidTimes, postedTimes } from '../flows/witnesses.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';
import { addPayeesOfWhomOneLapses, approveWave } from './lapsed-payee.ts';

let rig: AttackRig;
afterEach(() => rig.end());

const inactive = { code: 400, sub_code: 10009, message: 'Action cannot be performed because payee is inactive' };
const refusal = (details: object) => ({ status: 400, body: { error: 'Bad Request', error_description: 'One item was refused', error_details: { code: 400, sub_code: 10009, ...details } } });
const refusals = {
  'names one item': refusal({ errors: [{ ...inactive, target: 'Payments[0].payee_id', value: 'bad' }] }),
  'names an item by its number alone': refusal({ errors: [{ ...inactive, target: 'Payments[0].payee_id' }] }),
  'names nobody': refusal({}),
  'names an item in a form nobody knows': refusal({ errors: [{ ...inactive, target: 'Payments.0.PayeeId', value: 'inactive' }] }),
  'knows a reference, and does not say which': refusal({ sub_code: 10304, errors: undefined }),
};

/** Three payouts, of which the provider takes the last two, and whose status it shows after `visibleAfterMs` only. */
async function begin(): Promise<void> {
  // In this profile the first two questions lie 0.2 s and 0.3 s apart, in production 1 and 2 minutes: 2 s here are about 10 minutes there.
  rig = await openAttackRig({ policies: { duplicate: 'pay-again', visibleAfterMs: 0, inactivePayee: 'async-cancel' } });
  await addPayeesOfWhomOneLapses(rig, 'p');
  rig.payoneer.policies.visibleAfterMs = 2_000;
}

async function paidOnce(good: readonly string[]): Promise<void> {
  await pause(8_000);
  expect(good.map((id) => [paidTimes(rig, id), postedTimes(rig, id)])).toEqual(good.map((id) => [1, { [`${id}-01`]: 1 }]));
}

describe('a refusal, while the provider processes the others (facts 3.5: "item dropped?" is not known)', () => {
  it.each(Object.keys(refusals) as (keyof typeof refusals)[])('that %s does not make them go out twice when their status is not shown for a while', async (which) => {
    await begin();
    rig.world.weather.add({ door: submissionDoor, when: 'after', reply: refusals[which] });
    await paidOnce(approveWave(rig, 'bad', 'p', 'p').slice(1));
  }, 60_000);

  it('does not either after the whole batch was not let in once', async () => {
    await begin();
    rig.world.weather.add({ door: submissionDoor, when: 'before', reply: { status: 401, body: { error: 'invalid_token', error_description: 'The access token expired' } } });
    const ids = approveWave(rig, 'bad', 'p', 'p');
    await pause(400);
    rig.world.weather.add({ door: submissionDoor, when: 'after', reply: refusals['names one item'] });
    await paidOnce(ids.slice(1));
  }, 60_000);
});
