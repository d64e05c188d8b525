import { afterEach, describe, expect, it } from '@jest/globals';
import type { Row } from '../../sandbox/salesforce/org.ts';
import { letInviteContacts } from '../../scripts/set-up-org.ts';
import { eventually } from '../flows/eventually.ts';
import type { Rig } from '../flows/companion-rig.ts';
import { openQuickRig } from '../flows/quick-rig.ts';
import { recipientOf } from '../flows/recipient-hands.ts';

let rig: Rig;
afterEach(() => rig.end());

/** Somebody fills in a field of the recipient in the second in which the companion writes what it filled in there. @returns the recipient's id */
async function invitedWhile(fields: Row): Promise<string> {
  rig = await openQuickRig();
  letInviteContacts(rig.org, rig.people);
  const [contact = ''] = rig.save('Contact', [{ FirstName: 'Ana', LastName: 'Moreno', Email: 'old@example.com', MailingCountry: 'ES' }], rig.people.admin);
  const [id = ''] = rig.save('Recipient_Account__c', [{ Contact__c: contact, Requested_Action__c: 'Invite' }], rig.people.finance);
  const { save } = rig.org.org;
  rig.org.org.save = (object, records, ...rest) => {
    if (object === 'Recipient_Account__c' && records.some((row) => row.Onboarding_Link__c != null)) {
      rig.org.org.save = save;
      rig.save('Recipient_Account__c', [{ Id: id, ...fields }], rig.people.finance);
    }
    return save.call(rig.org.org, object, records, ...rest);
  };
  return id;
}

describe('a recipient that is being invited', () => {
  it('keeps the payee key somebody enters meanwhile, and is told how that payee stands', async () => {
    const payeeKey = 'payoneer:sandbox:100200300:entered';
    const id = await invitedWhile({ Payee_Key__c: payeeKey });
    await eventually(() => expect(recipientOf(rig, id)).toMatchObject({ Payee_Key__c: payeeKey, Requested_Action__c: null, Status_Checked_At__c: expect.any(String) }), 8_000);
    // The link that was asked for is another payee's.
    expect(recipientOf(rig, id).Onboarding_Link__c ?? null).toBeNull();
  });

  it('keeps the address somebody enters meanwhile, and gets the rest', async () => {
    const id = await invitedWhile({ Email__c: 'new@example.com' });
    await eventually(() => expect(recipientOf(rig, id)).toMatchObject({ Email__c: 'new@example.com', Display_Name__c: 'Ana Moreno', Payee_Key__c: `payoneer:sandbox:100200300:${id}`, Requested_Action__c: null, Onboarding_Link__c: expect.stringContaining('token=') }), 8_000);
  });
});
