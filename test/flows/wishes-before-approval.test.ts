import { afterEach, describe, expect, it } from '@jest/globals';
import type { Rig } from './companion-rig.ts';
import { freshDebt } from './debts.ts';
import { pause } from './eventually.ts';
import { payeeOf } from './programs-and-payees.ts';
import { openQuickRig } from './quick-rig.ts';
import { expectNeverSent, issuesOf, reasonOf } from './witnesses.ts';

let rig: Rig;
afterEach(() => rig.end());

describe('what is asked for before a payment is approved', () => {
  it('is done at once where a rejected request is given up: also one that waited for its correction before', async () => {
    rig = await openQuickRig();
    await rig.addPayees([payeeOf('payee-1')]);
    // The provider refuses this sign, so the companion knows the second one before it is rejected.
    const [first = '', second = ''] = rig.raise([freshDebt('payee-1', 90, 'Rejected'), { payee: 'payee-1', amount: '9.00', currency: 'USD', purpose: 'Nine €' }]);
    rig.reject([first]);
    rig.approve([second]);
    await rig.until([second], ['Needs Correction']);
    rig.reject([second]);
    for (const id of [first, second]) rig.ask(id, 'Cancel', 'Not owed');
    expect(rig.statuses([first, second])).toEqual(['Cancelled', 'Cancelled']);
    await pause(3_000);
    expect([rig.statuses([first, second]), issuesOf(rig, first), issuesOf(rig, second)]).toEqual([['Cancelled', 'Cancelled'], [], []]);
    expectNeverSent(rig, [first, second]);
  }, 40_000);

  it('does not answer a question that came up only after the approval', async () => {
    rig = await openQuickRig();
    await rig.addPayees([payeeOf('payee-1')]);
    const debt = { ...freshDebt('payee-1', 90, 'Twice'), invoice: 'INV-1' };
    const [first = '', second = ''] = rig.raise([debt, debt]);
    rig.approve([first]);
    await rig.until([first], ['Completed']);
    rig.ask(second, 'Release', 'All is well');
    rig.approve([second]);
    await rig.until([second], ['On Hold']);
    await pause(3_000);
    expect([rig.statuses([second]), reasonOf(rig, second)]).toEqual([['On Hold'], expect.stringMatching(/duplicate|invoice/i)]);
    expectNeverSent(rig, [second]);
  }, 40_000);
});
