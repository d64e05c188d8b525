import { afterEach, describe, expect, it } from '@jest/globals';
import { emptyStore } from '../engine/empty-store.ts';
import { pause } from '../flows/eventually.ts';
import { paidTimes } from '../flows/witnesses.ts';
import { oneOnHold, openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

describe('a request a person gave up while nobody knew its outcome, whose debt is raised anew after the store was lost', () => {
  it('makes the new one a possible duplicate, for it may have been paid', async () => {
    rig = await openAttackRig();
    const id = await oneOnHold(rig);
    rig.ask(id, 'Cancel', 'The provider does not know it', rig.people.admin);
    await rig.until([id], ['Cancelled']);
    await pause(1_000);
    rig.hold.dead = true;
    await emptyStore(rig.database);
    await rig.restart();
    const [again = ''] = rig.raise([{ payee: 'p', amount: '9.00', currency: 'USD', purpose: 'Late' }]);
    rig.approve([again]);
    await pause(1_500);
    rig.world.weather.clear();
    await pause(6_000);
    expect([paidTimes(rig, id), paidTimes(rig, again), rig.statuses([again])]).toEqual([1, 0, ['On Hold']]);
  }, 60_000);
});
