import { afterEach, describe, expect, it } from '@jest/globals';
import { emptyStore } from '../engine/empty-store.ts';
import { eventually } from '../flows/eventually.ts';
import { statusDoor } from '../flows/provider-weather.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';
import { addPayeesOfWhomOneLapses } from './lapsed-payee.ts';

let rig: AttackRig;
afterEach(() => rig.end());
const mode = async () => (await rig.companion.assembly.store.installation.read())?.mode;
const debt = (payee: string, amount: string) => ({ payee, amount, currency: 'USD', purpose: 'Recovery' });

describe('recovery after the loss of the store', () => {
  it.each([
    ['in a form nobody can read', { status: 200, body: { result: { status: 'Cancelled', amount: 'a lot' } } }],
    ['by refusing', { status: 403, body: { error: 'Forbidden', error_description: 'No longer kept', error_details: { code: 403, sub_code: null } } }],
  ])('ends although the provider answers %s about one payout that was refused long ago, and the next is paid', async (_, reply) => {
    rig = await openAttackRig({ policies: { inactivePayee: 'reject' } });
    await addPayeesOfWhomOneLapses(rig, 'good');
    const [bad = ''] = rig.raise([debt('bad', '2.00')]);
    rig.approve([bad]);
    await rig.until([bad], ['Needs Correction']);
    rig.world.weather.add({ door: statusDoor.replace(':reference', `${bad}-01`), when: 'before', reply, times: 10_000 });
    rig.hold.dead = true;
    await emptyStore(rig.database);
    await rig.restart();
    const [next = ''] = rig.raise([debt('good', '3.00')]);
    rig.approve([next]);
    await eventually(async () => expect(await mode()).toBe('normal'), 12_000);
    await rig.until([next], ['Completed'], 12_000);
  }, 60_000);
});
