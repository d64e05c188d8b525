import { afterEach, describe, expect, it } from '@jest/globals';
import type { Row } from '../../sandbox/salesforce/org.ts';
import { emptyStore } from '../engine/empty-store.ts';
import { eventually } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

const keyOf = (row: Row): string => String(row.Allocation_Key__c);
const parts = (): unknown[][] => [...rig.org.org.rows('Fee_Allocation__c').values()].toSorted((a, b) => keyOf(a).localeCompare(keyOf(b))).map((row) => [row.Status__c, Number(row.Amount__c)]);
const stand = (...expected: unknown[][]): Promise<void> => eventually(() => expect(parts()).toEqual(expected));

describe('a fee divided into two parts before the store was lost', () => {
  it('is divided into one afterwards by a rule that was changed meanwhile, and nothing of the second part stays', async () => {
    rig = await openAttackRig();
    await rig.addPayees([payeeOf('p')]);
    const [one = '', other = ''] = rig.save('Expense_Account__c', ['1', '2'].map((code) => ({ Account_Code__c: code, Display_Name__c: `Account ${code}` })), rig.people.admin);
    const [rule = ''] = rig.save('Fee_Allocation_Rule__c', [{ Display_Name__c: 'All', Priority__c: '1', Account_1__c: one, Percent_1__c: '50', Account_2__c: other, Percent_2__c: '50' }], rig.people.admin);
    const ids = rig.raise([{ payee: 'p', amount: '77.00', currency: 'USD', purpose: 'One' }]);
    rig.approve(ids);
    await stand(['Allocated', 0.75], ['Allocated', 0.75]);
    rig.hold.dead = true;
    await emptyStore(rig.database);
    rig.save('Fee_Allocation_Rule__c', [{ Id: rule, Percent_1__c: '100', Account_2__c: null, Percent_2__c: null }], rig.people.admin);
    await rig.restart();
    await stand(['Allocated', 1.5], ['Superseded', 0]);
  }, 40_000);
});
