import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { statusDoor } from '../flows/provider-weather.ts';
import { quickTiming } from '../flows/quick-timing.ts';
import { issuesOfKind } from '../flows/witnesses.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());
const lane = { connection: 'payoneer', program: '100200300', currency: 'USD' };

describe('a lane stopped by two reference collisions', () => {
  it('stays stopped when a person has looked at one of them only', async () => {
    // Asked once, so that the second question does not stop the lane anew.
    rig = await openAttackRig({ config: { timing: { ...quickTiming, pollsMs: [500, 600_000], unknownAsksMs: [200, 600_000] } } });
    await rig.addPayees([payeeOf('p')]);
    const ids = rig.raise(['20.00', '21.00'].map((amount) => ({ payee: 'p', amount, currency: 'USD', purpose: 'Stranger' })));
    const stranger = { result: { payout_date: '2026-11-20T10:00:00Z', amount: 99, currency: 'USD', status: 'Pending', payee_id: 'p', payout_id: '999' } };
    rig.world.weather.add({ webhooks: 'lost', times: 100 }, { door: statusDoor, when: 'before', reply: { status: 200, body: stranger }, times: 10_000 });
    rig.approve(ids);
    await rig.until(ids, ['On Hold']);
    await eventually(() => expect(issuesOfKind(rig, 'reference collision')).toHaveLength(2));
    const [first] = issuesOfKind(rig, 'reference collision');
    rig.save('Sync_Issue__c', [{ Id: String(first?.Id), Requested_Action__c: 'Discard', Requested_Reason__c: 'The provider corrected this one' }], rig.people.admin);
    await eventually(() => expect(issuesOfKind(rig, 'reference collision').map((row) => row.Status__c).toSorted()).toEqual(['Discarded', 'Open']));
    expect((await rig.companion.assembly.store.lanes.read(lane))?.stoppedBecause ?? null).not.toBeNull();
  }, 40_000);
});
