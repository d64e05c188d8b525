import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { emptyStore } from '../engine/empty-store.ts';
import { eventually } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { answered, expectPaidOnce, issuesOf, reasonOf } from '../flows/witnesses.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
let id = '';
beforeEach(async () => {
  rig = await openAttackRig();
  await rig.addPayees([payeeOf('p')]);
  // The provider refuses this sign, so it goes back to finance before it was ever sent.
  [id = ''] = rig.raise([{ payee: 'p', amount: '9.00', currency: 'USD', purpose: 'Nine €' }]);
  rig.approve([id]);
  await rig.until([id], ['Needs Correction']);
  await eventually(async () => expect(await rig.companion.assembly.store.outbox.dueOf('request', id)).toBeUndefined());
  rig.hold.dead = true;
  await emptyStore(rig.database);
  await rig.restart();
});
afterEach(() => rig.end());

describe('a request that waits for its correction and was never sent, after the store was lost', () => {
  it('is cancelled when somebody asks for it', async () => {
    rig.ask(id, 'Cancel', 'Not owed', rig.people.finance);
    await rig.until([id], ['Cancelled']);
    await answered(rig, id);
    expect([reasonOf(rig, id), issuesOf(rig, id)]).toEqual([expect.stringContaining('Not owed'), []]);
  }, 40_000);

  it('is answered where it can\'t be let go on, and is paid once it was corrected and approved', async () => {
    rig.ask(id, 'Release', 'Go on', rig.people.finance);
    await answered(rig, id);
    expect([rig.statuses([id]), reasonOf(rig, id)]).toEqual([['Needs Correction'], 'Release is not possible while Needs Correction.']);
    rig.save('Payment_Request__c', [{ Id: id, Purpose__c: 'Nine' }], rig.people.finance);
    rig.approve([id]);
    await rig.until([id], ['Completed']);
    expectPaidOnce(rig, [id]);
  }, 40_000);
});
