import { afterEach, describe, expect, it } from '@jest/globals';
import { pause } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { paidTimes } from '../flows/witnesses.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

describe('a second request for a debt whose invoice number is spelled a little otherwise', () => {
  it.each(['inv-7'])('(%j for "INV-7") is held as a possible duplicate', async (invoice) => {
    rig = await openAttackRig();
    await rig.addPayees([payeeOf('p')]);
    const debt = { payee: 'p', amount: '90.00', currency: 'USD', purpose: 'Invoice 7' };
    const [first = '', second = ''] = rig.raise([{ ...debt, invoice: 'INV-7' }, { ...debt, invoice }]);
    rig.approve([first]);
    await rig.until([first], ['Completed']);
    rig.approve([second]);
    await pause(4_000);
    expect([paidTimes(rig, second), rig.statuses([second])]).toEqual([0, ['On Hold']]);
  }, 60_000);
});
