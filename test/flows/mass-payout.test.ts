import { afterEach, describe, expect, it } from '@jest/globals';
import { openRig, type Rig } from './companion-rig.ts';

let rig: Rig;
afterEach(() => rig.end());

const payees = [
  { id: 'payee-1', name: 'Payee One', country: 'DE', program: '100200300' },
  { id: 'payee-2', name: 'Payee Two', country: 'FR', program: '100200301' },
];

describe('a mass payout', () => {
  it('pays what was approved, once, and writes back payout id, status and fee', async () => {
    rig = await openRig();
    await rig.addPayees(payees);
    const ids = rig.raise([
      { payee: 'payee-1', amount: '120.50', currency: 'USD', purpose: 'Invoice 1' },
      { payee: 'payee-1', amount: '80.00', currency: 'USD', purpose: 'Invoice 2' },
      { payee: 'payee-2', amount: '64.99', currency: 'EUR', purpose: 'Invoice 3' },
    ]);
    rig.approve(ids);
    await rig.until(ids, ['Completed'], 25_000);
    expect([...rig.paidTimes().values()]).toEqual([1, 1, 1]);
    const transactions = [...rig.org.org.rows('Payment_Transaction__c').values()];
    expect(transactions).toHaveLength(3);
    for (const row of transactions) expect(row).toMatchObject({ Status__c: 'Transferred', Type__c: 'Payout', Fee_Basis__c: 'Estimated', Payout_Id__c: expect.stringMatching(/^\d+$/) });
    const journal = (await rig.companion.assembly.store.journal.read(ids[0] ?? '')).map((line) => line.step.split(' ')[0]);
    expect([...new Set(journal)].filter((step) => /^\d$/.test(step ?? '')).toSorted()).toEqual(['0', '1', '2', '3', '4', '5', '6']);
  });
});
