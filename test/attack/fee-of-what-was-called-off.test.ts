import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually, pause } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { quickTiming } from '../flows/quick-timing.ts';
import { giveConsent, receiptsEnv } from '../flows/receipts-rig.ts';
import { transactionsOf } from '../flows/witnesses.ts';
import { afterSend, openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

describe('a payout that was cancelled for lack of funds and sent again', () => {
  it('costs its fee once, and is allocated once', async () => {
    rig = await openAttackRig({ env: receiptsEnv, policies: { insufficient: 'async-cancel', acceptedAfterMs: 300 }, config: { timing: { ...quickTiming, receiptsMs: 250, receiptsOverlapMs: 60_000, receiptsWholeMs: 1_500, writeGapLongestMs: 300 } } });
    await rig.addPayees([payeeOf('p')]);
    await giveConsent(rig);
    const bank = rig.save('Expense_Account__c', [{ Account_Code__c: '6855', Display_Name__c: 'Bank' }], rig.people.admin)[0] ?? '';
    rig.save('Fee_Allocation_Rule__c', [{ Display_Name__c: 'All', Priority__c: '1', Account_1__c: bank, Percent_1__c: '100' }], rig.people.admin);
    const program = rig.payoneer.state.programs.get('100200300');
    afterSend(rig.companion, (sends) => { if (sends === 1 && program) program.wallet.minor = 0; });
    const [id = ''] = rig.raise([{ payee: 'p', amount: '51.10', currency: 'USD', purpose: 'Funds went meanwhile' }]);
    rig.approve([id]);
    await eventually(() => expect(transactionsOf(rig, id)[0]?.Status__c).toBe('Cancelled'), 15_000);
    await rig.payoneer.fund('100200300', 1_000_00);
    await rig.until([id], ['Completed']);
    await eventually(() => expect(transactionsOf(rig, id)[1]?.Fee_Basis__c).toBe('Actual'));
    await pause(2_000);
    const parts = [...rig.org.org.rows('Fee_Allocation__c').values()].filter((row) => row.IsDeleted !== true);
    expect(transactionsOf(rig, id).map((row) => [row.Status__c, row.Fee_Amount__c ?? null, row.Fee_Basis__c ?? null])).toEqual([['Cancelled', null, null], ['Transferred', '1.5', 'Actual']]);
    expect(parts.map((part) => [part.Status__c, Number(part.Amount__c), part.Fee_Basis__c])).toEqual([['Allocated', 1.5, 'Actual']]);
  }, 60_000);
});
