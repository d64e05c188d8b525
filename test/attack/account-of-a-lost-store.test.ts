import { afterEach, describe, expect, it } from '@jest/globals';
import type { Row } from '../../sandbox/salesforce/org.ts';
import { emptyStore } from '../engine/empty-store.ts';
import { eventually, pause } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { quickTiming } from '../flows/quick-timing.ts';
import { connectionRow, giveConsent, receiptsEnv } from '../flows/receipts-rig.ts';
import { payOne, transactionsOf } from '../flows/witnesses.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());
const rows = (object: string): Row[] => [...rig.org.org.rows(object).values()].filter((row) => row.IsDeleted !== true);
const timing = { ...quickTiming, receiptsMs: 250, receiptsOverlapMs: 60_000, receiptsWholeMs: 1_500, writeGapLongestMs: 300 };
/** Payment Transactions of nobody's request. */
const foreign = (): unknown[][] => rows('Payment_Transaction__c').filter((row) => !row.Payment_Request__c).map((row) => [row.Type__c, row.Status__c, Number(row.Amount__c)]);
async function loseStore(): Promise<void> {
  await rig.companion.close();
  rig.hold.dead = true;
  await emptyStore(rig.database);
  await rig.start();
}
async function consentAnew(): Promise<void> {
  await eventually(() => expect(String(connectionRow(rig).Consent_Link__c)).toContain(rig.companion.url));
  expect((await giveConsent(rig)).status).toBe(200);
}

describe('a store that was lost', () => {
  it('leaves what a person confirmed about a fee, what a person rejected, and what was allocated by a rule that fits no more', async () => {
    rig = await openAttackRig();
    await rig.addPayees([payeeOf('p')]);
    const bank = rig.save('Expense_Account__c', [{ Account_Code__c: '6855', Display_Name__c: 'Bank' }], rig.people.admin)[0] ?? '';
    const rule = rig.save('Fee_Allocation_Rule__c', [{ Display_Name__c: 'Dollars', Priority__c: '1', Currency__c: 'USD', Account_1__c: bank, Percent_1__c: '100' }], rig.people.admin)[0] ?? '';
    const parts = (): unknown[][] => rows('Fee_Allocation__c').toSorted((a, b) => String(a.Id).localeCompare(String(b.Id))).map((row) => [row.Status__c, row.Why__c, row.Expense_Account__c ?? null, row.Fee_Allocation_Rule__c ?? null]);
    const decide = (decision: string): unknown => rig.save('Fee_Allocation__c', [{ Id: String(rows('Fee_Allocation__c').find((row) => row.Status__c === 'Suggested')?.Id), Decision__c: decision }], rig.people.finance);
    await payOne(rig, { payee: 'p', amount: '11.00', currency: 'USD', purpose: 'One' });
    await eventually(() => expect(parts()).toEqual([['Allocated', 'Rule: Dollars', bank, rule]]));
    rig.save('Fee_Allocation_Rule__c', [{ Id: rule, Currency__c: 'JPY' }], rig.people.admin);
    await pause(1_000);
    for (const [at, decision, then] of [[1, 'Confirm', 'Allocated'], [2, 'Reject', 'Unallocated']] as const) {
      await payOne(rig, { payee: 'p', amount: `${20 + at}.00`, currency: 'USD', purpose: decision });
      await eventually(() => expect(parts()[at]?.[0]).toBe('Suggested'));
      decide(decision);
      await eventually(() => expect(parts()[at]?.[0]).toBe(then));
    }
    const before = parts();
    await loseStore();
    await payOne(rig, { payee: 'p', amount: '31.00', currency: 'USD', purpose: 'After the loss' });
    await eventually(() => expect(parts()[3]).toEqual(['Suggested', 'Suggested: 2 of 2 like payments were allocated so. Confirm or reject it.', bank, null]));
    expect(parts().slice(0, 3)).toEqual(before);
  }, 60_000);

  it('takes no payout of ours for another payment: one that came back and was paid again before', async () => {
    rig = await openAttackRig({ env: receiptsEnv, config: { timing } });
    await rig.addPayees([payeeOf('p')]);
    const id = await payOne(rig, { payee: 'p', amount: '77.00', currency: 'USD', purpose: 'Comes back' });
    await rig.payoneer.returnPayout(`${id}-01`);
    await rig.until([id], ['Returned']);
    rig.ask(id, 'Re-initiate', 'The payee corrected the bank details', rig.people.admin);
    await rig.until([id], ['Completed']);
    await eventually(() => expect(transactionsOf(rig, id).map((row) => row.Type__c)).toEqual(['Payout', 'Return', 'Payout']));
    await loseStore();
    await consentAnew();
    // Under a number nobody gave: what is read of it shows that all before it was looked at.
    rig.payoneer.receive({ amountMinor: 1_00, currency: 'USD', source: 'Somebody else', categoryId: 2, reference: `${id}-03` });
    await eventually(() => expect(foreign().length).toBeGreaterThan(0));
    await pause(3_000);
    expect(foreign()).toEqual([['Refund', 'Transferred', 1]]);
  }, 60_000);

  it('takes no payout of ours for another payment while what ended is still being read', async () => {
    rig = await openAttackRig({ env: { ...receiptsEnv, QUITTANCE_BULK_ABOVE: '0' }, config: { timing }, orgPolicies: { bulkQueuedMs: 5_000 } });
    await rig.addPayees([payeeOf('p')]);
    const id = await payOne(rig, { payee: 'p', amount: '78.00', currency: 'USD', purpose: 'Paid before' });
    await loseStore();
    await consentAnew();
    await eventually(async () => expect(await rig.companion.assembly.store.firstLoad.pending()).toBe(false), 20_000);
    await pause(3_000);
    expect([transactionsOf(rig, id).length, foreign()]).toEqual([1, []]);
  }, 60_000);
});
