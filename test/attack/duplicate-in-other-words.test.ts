import { afterEach, describe, expect, it } from '@jest/globals';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { submissionDoor } from '../flows/provider-weather.ts';
import { expectPaidOnce, postedTimes } from '../flows/witnesses.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

describe('a submission that a proxy repeated: the provider took the first and refuses the copy in words nobody has documented', () => {
  it.each([
    ['Payments[0].client_reference_id', 'client_reference_id has already been used'],
    ['Payments[0].client_reference_id', 'Invalid client_reference_id'],
    ['client_reference_id', 'The format is wrong'],
    ['Payments[0]', 'The reference is in use'],
  ])('is asked about, and found paid: %s: %s', async (target, message) => {
    rig = await openAttackRig();
    await rig.addPayees([payeeOf('p')]);
    rig.world.weather.add({ webhooks: 'lost', times: 1_000 });
    const body = { error: 'Bad Request', error_description: message, error_details: { code: 400, sub_code: 10777, errors: [{ code: 400, sub_code: 10777, target, message }] } };
    rig.world.weather.add({ door: submissionDoor, when: 'after', reply: { status: 400, body } });
    const [id = ''] = rig.raise([{ payee: 'p', amount: '9.00', currency: 'USD', purpose: 'Once' }]);
    rig.approve([id]);
    await rig.until([id], ['Failed', 'Needs Correction', 'Completed'], 20_000);
    expect(rig.statuses([id])).toEqual(['Completed']);
    expectPaidOnce(rig, [id]);
    expect(Object.keys(postedTimes(rig, id))).toEqual([`${id}-01`]);
  }, 60_000);
});
