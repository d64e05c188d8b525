import { afterEach, describe, expect, it } from '@jest/globals';
import { pause } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { paidTimes } from '../flows/witnesses.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

describe('two requests for one invoice, whose number was pasted from a spreadsheet or a PDF the second time', () => {
  it.each([['a no-break space at its end', 'R 7\u00a0'], ['a no-break space in it', 'R\u00a07'], ['two blanks in it', 'R  7'], ['a character nobody sees in it', 'R\u200b 7']])('with %s: the second is held as a duplicate', async (_what, invoice) => {
    rig = await openAttackRig();
    await rig.addPayees([payeeOf('p')]);
    const debt = { payee: 'p', amount: '9.00', currency: 'USD', purpose: 'Work' };
    const [first = '', twin = ''] = rig.raise([{ ...debt, invoice: 'R 7' }, { ...debt, invoice }]);
    rig.approve([first]);
    await rig.until([first], ['Completed']);
    rig.approve([twin]);
    await pause(3_000);
    expect([paidTimes(rig, twin), rig.statuses([twin])]).toEqual([0, ['On Hold']]);
  }, 60_000);
});
