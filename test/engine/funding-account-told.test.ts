import { afterEach, describe, expect, it } from '@jest/globals';
import type { Rig } from '../flows/companion-rig.ts';
import { eventually } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { giveConsent, movementsOf, openReceiptsRig, revenueOf } from '../flows/receipts-rig.ts';
import { payOne, transactionsOf } from '../flows/witnesses.ts';

let rig: Rig;
afterEach(() => rig.end());

const addAccount = (key: string, currency: string, more: object = {}): string =>
  rig.save('Funding_Account__c', [{ Account_Key__c: `payoneer:sandbox:${key}`, Display_Name__c: `Account ${key}`, Provider__c: 'payoneer', Currency__c: currency, Environment__c: 'sandbox', Connection_Key__c: 'payoneer', ...more }], rig.people.admin)[0] ?? '';
const program = (): string => String([...rig.org.org.rows('Funding_Account__c').values()].find((row) => row.Account_Key__c === 'payoneer:sandbox:100200300')?.Id ?? addAccount('100200300', 'USD', { Program__c: '100200300' }));

describe('the funding account', () => {
  it('stands on what came in, what left the account and what was paid without naming one, so that the cash position counts it', async () => {
    rig = await openReceiptsRig();
    await rig.addPayees([payeeOf('p')]);
    const [sek, usd] = [addAccount('4000001-SEK', 'SEK'), program()];
    const paid = await payOne(rig, { payee: 'p', amount: '12.00', currency: 'USD', purpose: 'Names no account' });
    const arrived = rig.payoneer.receive({ amountMinor: 48_000_00, currency: 'SEK', source: 'Customer' });
    const withdrawn = rig.payoneer.receive({ amountMinor: -8_000_00, currency: 'SEK', source: 'To the bank', categoryId: 3 });
    await giveConsent(rig);
    await eventually(() => expect([revenueOf(rig, arrived), ...movementsOf(rig, arrived), ...movementsOf(rig, withdrawn)].map((row) => row.Funding_Account__c)).toEqual([sek, sek, sek]));
    await eventually(() => expect([...transactionsOf(rig, paid), ...rig.org.org.rows('Payout_Batch__c').values()].map((row) => row.Funding_Account__c)).toEqual([usd, usd]));
  }, 40_000);

  it('is filled in on what is in the books already, once somebody adds it', async () => {
    rig = await openReceiptsRig();
    const arrived = rig.payoneer.receive({ amountMinor: 70_00, currency: 'EUR', source: 'Customer' });
    await giveConsent(rig);
    await eventually(() => expect(revenueOf(rig, arrived).Status__c).toBe('Received'));
    expect(revenueOf(rig, arrived).Funding_Account__c ?? null).toBeNull();
    const eur = addAccount('4000001-EUR', 'EUR');
    await eventually(() => expect([revenueOf(rig, arrived), ...movementsOf(rig, arrived)].map((row) => row.Funding_Account__c)).toEqual([eur, eur]));
  }, 40_000);
});
