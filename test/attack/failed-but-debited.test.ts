import { afterEach, describe, expect, it } from '@jest/globals';
import type { Row } from '../../sandbox/salesforce/org.ts';
import { freshDebt } from '../flows/debts.ts';
import { eventually, pause } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { issuesOfKind, payOne } from '../flows/witnesses.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());
const batchOf = (id: string): Row => rig.org.org.rows('Payout_Batch__c').get(String(rig.request(id).Payout_Batch__c ?? '')) ?? {};

describe('a batch whose payouts the provider calls cancelled', () => {
  it.each([50_00, 0])('while its balance fell by their amount (%d), is not sealed', async (fell) => {
    rig = await openAttackRig();
    await rig.addPayees([payeeOf('p'), payeeOf('q')]);
    const good = await payOne(rig, freshDebt('p', 200, 'Before'));
    await eventually(() => expect(batchOf(good).Seal__c).toBe('Sealed'), 15_000);
    await pause(2_500);
    const [id = ''] = rig.raise([{ payee: 'q', amount: '50.00', currency: 'USD', purpose: 'Is cancelled' }]);
    rig.payoneer.policies.acceptedAfterMs = 1_500;
    rig.approve([id]);
    await rig.until([id], ['In Progress']);
    await rig.payoneer.setPayee('q', { status: 'Inactive' });
    // The provider says that it cancelled it, and its balance shows that the money left all the same.
    const wallet = rig.payoneer.state.wallets.find(({ currency }) => currency === 'USD');
    if (wallet) wallet.minor -= fell;
    await rig.until([id], ['Failed', 'Needs Correction']);
    await pause(8_000);
    const rows = [...rig.org.org.rows('Payout_Batch__c').values()].filter((row) => row.Id !== batchOf(good).Id);
    expect([rows.map((row) => [row.Seal__c, row.Seal_Detail__c]), issuesOfKind(rig, 'balance fell').length]).toEqual([[[fell ? expect.not.stringMatching('Sealed') : 'Sealed', expect.any(String)]], fell ? expect.any(Number) : 0]);
  }, 60_000);
});
