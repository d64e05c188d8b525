import { describe, expect, it } from '@jest/globals';
import { openOutsideWorld } from '../../scripts/outside-world.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';

/** A payee entered by finance and verified by the administrator, and what people try with it. */
async function verifiedPayee() {
  const world = openOutsideWorld();
  await world.addPayees([payeeOf('p')]);
  const id = world.recipients.get('p') ?? '';
  const save = (values: Record<string, string>, by = world.people.finance): string[] => world.save('Recipient_Account__c', [{ Id: id, ...values }], by);
  return { ...world, save, payee: () => world.row('Recipient_Account__c', id) };
}

describe('a verified payee', () => {
  it('that gets another name is unverified in the name of who renamed it, who can not verify it alone: approvers go by the name', async () => {
    const { save, payee, people } = await verifiedPayee();
    save({ Display_Name__c: 'Somebody the approver trusts' }, people.admin);
    expect(payee()).toMatchObject({ Verification__c: 'Unverified', Verified_By_Id__c: null, Payee_Changed_By_Id__c: people.admin.id });
    expect(() => save({ Verification__c: 'Verified' }, people.admin)).toThrow('FIELD_CUSTOM_VALIDATION_EXCEPTION');
    save({ Verification__c: 'Verified' });
    expect(payee()).toMatchObject({ Verification__c: 'Verified', Verified_By_Id__c: people.finance.id });
  });

  it('is neither renamed and verified in one save, nor renamed before it is verified by anybody but who entered it', async () => {
    const { save, payee, people } = await verifiedPayee();
    save({ Payee_Key__c: 'payoneer:sandbox:100200300:q' });
    expect(() => save({ Display_Name__c: 'Somebody else', Verification__c: 'Verified' }, people.admin)).toThrow('[PAYEE-CHANGE]');
    expect(() => save({ Display_Name__c: 'Somebody else' }, people.admin)).toThrow('[PAYEE-CHANGE]');
    save({ Display_Name__c: 'Well spelled' });
    expect(payee()).toMatchObject({ Verification__c: 'Unverified', Payee_Changed_By_Id__c: people.finance.id });
  });

  it('is unverified as well when the address where its invitation goes, or its country, changes', async () => {
    const { save, payee, people } = await verifiedPayee();
    save({ Email__c: 'pay@example.com' });
    expect(payee()).toMatchObject({ Verification__c: 'Unverified', Payee_Changed_By_Id__c: people.finance.id });
    expect(() => save({ Country__c: 'PT' }, people.admin)).toThrow('[PAYEE-CHANGE]');
    save({ Verification__c: 'Verified' }, people.admin);
    save({ Country__c: 'PT' }, people.admin);
    expect(payee()).toMatchObject({ Verification__c: 'Unverified', Payee_Changed_By_Id__c: people.admin.id });
  });
});
