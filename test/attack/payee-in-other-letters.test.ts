import { afterEach, describe, expect, it } from '@jest/globals';
import { pause } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { paidTimes, payOne } from '../flows/witnesses.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

describe('one debt, raised a second time for the recipient whose payee id is written in other letters', () => {
  it('is held as a possible duplicate: limits count both for one payee, and so does an answer', async () => {
    rig = await openAttackRig();
    await rig.addPayees([payeeOf('Vendor-7'), payeeOf('VENDOR-7')]);
    const debt = { amount: '9.00', currency: 'USD', purpose: 'Invoice 7', Invoice_Number__c: 'INV-7' };
    await payOne(rig, { ...debt, payee: 'Vendor-7' });
    const [id = ''] = rig.raise([{ ...debt, payee: 'VENDOR-7' }]);
    rig.approve([id]);
    await pause(6_000);
    expect([paidTimes(rig, id), rig.statuses([id])]).toEqual([0, ['On Hold']]);
  }, 60_000);
});
