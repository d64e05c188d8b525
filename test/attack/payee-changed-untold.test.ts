import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually, pause } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { issuesOfKind, paidTimes } from '../flows/witnesses.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

/** A rule of the customer's own that an old recipient breaks: whoever saves it without correcting that is refused, the companion too. */
function ruleAgainstTheCompanion(): void {
  const rule = `<?xml version="1.0" encoding="UTF-8"?><ValidationRule xmlns="http://soap.sforce.com/2006/04/metadata"><fullName>Needs_Tax_Number</fullName><active>true</active>
    <errorConditionFormula>AND($Permission.Quittance_Companion, ENDS_WITH)</errorConditionFormula><errorMessage>Enter the tax number first.</errorMessage></ValidationRule>`.replace('ENDS_WITH', 'CONTAINS(Payee_Key__c, "moving")');
  rig.org.deployFiles([{ path: 'own/objects/Recipient_Account__c/validationRules/Needs_Tax_Number.validationRule-meta.xml', bytes: new TextEncoder().encode(rule) }]);
}

describe('a payee of whom the companion heard that it is paid in another way at the provider now', () => {
  it('is not paid before a second person has confirmed it, though the books refuse to be told', async () => {
    rig = await openAttackRig();
    await rig.addPayees([payeeOf('moving')]);
    const recipient = rig.recipients.get('moving') ?? '';
    const check = (): unknown => rig.save('Recipient_Account__c', [{ Id: recipient, Requested_Action__c: 'Check' }], rig.people.finance);
    check();
    await eventually(() => expect(rig.org.org.rows('Recipient_Account__c').get(recipient)?.Requested_Action__c ?? null).toBeNull());
    await pause(1_500);
    ruleAgainstTheCompanion();
    await rig.payoneer.setPayee('moving', { status: 'Active', method: 'bank', currency: 'EUR' });
    check();
    await eventually(() => expect(issuesOfKind(rig, 'payee changed')).toHaveLength(1), 10_000);
    await pause(1_000);
    const [id = ''] = rig.raise([{ payee: 'moving', amount: '9.00', currency: 'USD', purpose: 'To whom' }]);
    rig.approve([id]);
    await pause(5_000);
    const { Detail__c: detail } = issuesOfKind(rig, 'payee changed')[0] ?? {};
    expect([paidTimes(rig, id), rig.statuses([id]), detail]).toEqual([0, [expect.not.stringMatching('Completed')], expect.anything()]);
  }, 60_000);
});
