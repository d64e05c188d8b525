import { afterEach, describe, expect, it } from '@jest/globals';
import { submissionDoor } from '../flows/provider-weather.ts';
import { pause } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { paidTimes } from '../flows/witnesses.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

describe('a provider that does not accept the caller (403 A00B556F), which says nothing of any payout', () => {
  it('makes nothing fail: all wait, and go out when it lets us in again', async () => {
    rig = await openAttackRig();
    await rig.addPayees([payeeOf('p')]);
    rig.world.weather.add({ door: submissionDoor, when: 'before', reply: { status: 403, body: { error: 'Forbidden', error_description: 'The caller is not accepted', error_details: { code: 403, sub_code: 'A00B556F' } } }, times: 10_000 });
    const ids = rig.raise([1, 2, 3, 4].map((n) => ({ payee: 'p', amount: `9.0${n}`, currency: 'USD', purpose: 'Once' })));
    rig.approve(ids);
    await pause(6_000);
    expect(rig.statuses(ids)).toEqual(ids.map(() => 'Outcome Unknown'));
    rig.world.weather.clear();
    await rig.until(ids, ['Completed'], 30_000);
    expect(ids.map((id) => paidTimes(rig, id))).toEqual([1, 1, 1, 1]);
  }, 60_000);
});
