import { afterEach, describe, expect, it } from '@jest/globals';
import { openRig, type Rig } from './companion-rig.ts';
import { threeInvoices } from './debts.ts';
import { twoPayees } from './programs-and-payees.ts';

let rig: Rig;
afterEach(() => rig.end());

describe('a mass payout', () => {
  it('pays what was approved, once, and writes back payout id, status and fee', async () => {
    rig = await openRig();
    await rig.addPayees(twoPayees);
    const ids = rig.raise(threeInvoices);
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
