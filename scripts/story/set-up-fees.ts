import type { OutsideWorld } from '../outside-world.ts';

/** What an admin sets up once: two accounts, and who bears which fee. */
export function setUpFees({ save, people }: Pick<OutsideWorld, 'save' | 'people'>): void {
  const [bank = '', studio = ''] = save('Expense_Account__c', [{ Account_Code__c: '6855', Display_Name__c: 'Bank and payout fees' }, { Account_Code__c: '6310', Display_Name__c: 'Studio services' }], people.admin);
  save('Fee_Allocation_Rule__c', [
    { Display_Name__c: 'Studios bear a third', Priority__c: '10', Currency__c: 'EUR', Account_1__c: bank, Percent_1__c: '66.6667', Account_2__c: studio, Percent_2__c: '33.3333' },
    { Display_Name__c: 'Everything else', Priority__c: '900', Account_1__c: bank, Percent_1__c: '100' },
  ], people.admin);
}
