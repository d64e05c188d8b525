import { afterEach, describe, expect, it } from '@jest/globals';
import { pause } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { answered, expectNeverSent, expectPaidOnce, issuesOf, reasonOf } from '../flows/witnesses.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

describe('a request that waits for its correction and is held by a person', () => {
  it('goes back to be corrected when somebody releases it, for no approval is left to pay it on, and is paid once it has one', async () => {
    rig = await openAttackRig();
    await rig.addPayees([payeeOf('p')]);
    // The provider refuses this sign, so it goes back to finance.
    const [id = ''] = rig.raise([{ payee: 'p', amount: '9.00', currency: 'USD', purpose: 'Nine €' }]);
    rig.approve([id]);
    await rig.until([id], ['Needs Correction']);
    rig.ask(id, 'Hold', 'Wait for the new invoice');
    await rig.until([id], ['On Hold']);
    await answered(rig, id);
    rig.ask(id, 'Release', 'The invoice is here', rig.people.admin);
    await answered(rig, id).catch(() => undefined);
    await pause(2_000);
    expect([rig.statuses([id]), reasonOf(rig, id), issuesOf(rig, id)]).toEqual([['Needs Correction'], expect.stringContaining('The invoice is here'), []]);
    expectNeverSent(rig, [id]);
    rig.save('Payment_Request__c', [{ Id: id, Purpose__c: 'Nine' }], rig.people.finance);
    rig.approve([id]);
    await rig.until([id], ['Completed']);
    expectPaidOnce(rig, [id]);
  }, 40_000);
});
