import { afterEach, describe, expect, it } from '@jest/globals';
import { emptyStore } from '../engine/empty-store.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { expectPaidOnce, issuesOf } from '../flows/witnesses.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

describe('a request that waits for its day when the store is lost', () => {
  it('leaves, once, when that day came before the next companion did', async () => {
    rig = await openAttackRig();
    await rig.addPayees([payeeOf('p')]);
    const [id = ''] = rig.raise([{ payee: 'p', amount: '21.00', currency: 'USD', purpose: 'Later', payoutDate: dayOf(Date.now() + 3 * 86_400_000) }]);
    rig.approve([id]);
    await rig.until([id], ['Scheduled']);
    rig.hold.dead = true;
    await emptyStore(rig.database);
    rig.save('Payment_Request__c', [{ Id: id, Payout_Date__c: dayOf(Date.now()) }], rig.people.finance);
    await rig.restart();
    await rig.until([id], ['Completed'], 15_000);
    expectPaidOnce(rig, [id]);
    expect(issuesOf(rig, id)).toEqual([]);
  }, 40_000);
});
