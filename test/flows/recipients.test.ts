import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import type { Row } from '../../sandbox/salesforce/org.ts';
import { letInviteContacts } from '../../scripts/set-up-org.ts';
import type { Rig } from './companion-rig.ts';
import { freshDebt } from './debts.ts';
import { eventually, pause } from './eventually.ts';
import { payeeOf } from './programs-and-payees.ts';
import { openQuickRig } from './quick-rig.ts';
import { callsAt, linkDoor, recipientOf, register } from './recipient-hands.ts';
import { expectNeverSent, expectPaidOnce, reasonOf } from './witnesses.ts';

let rig: Rig;
const raiseOne = (payee: string, more = {}): string => rig.raise([{ ...freshDebt(payee, 80, 'Recipients'), ...more }])[0] ?? '';
const save = (row: Row, by = rig.people.finance): string => rig.save('Recipient_Account__c', [row], by)[0] ?? '';
const journalOf = async (id: string): Promise<readonly string[]> => [...new Set((await rig.companion.assembly.store.journal.read(id)).map((line) => line.step.split(' ')[0] ?? ''))].toSorted();

beforeAll(async () => {
  rig = await openQuickRig();
  letInviteContacts(rig.org, rig.people);
  await rig.addPayees([payeeOf('steady'), payeeOf('renamed'), payeeOf('moving'), payeeOf('lapsing')]);
});
afterAll(() => rig.end());

describe('a recipient', () => {
  it('is invited from a contact, registers, becomes active and is paid, and its journal has all numbered steps', async () => {
    const [contact = ''] = rig.save('Contact', [{ FirstName: 'Ana Lucia', LastName: 'Moreno Díaz', Email: 'ana@example.com', MailingCountry: 'España' }], rig.people.admin);
    const id = save({ Contact__c: contact, Requested_Action__c: 'Invite' });
    await eventually(() => expect(recipientOf(rig, id)).toMatchObject({ Requested_Action__c: null, Status__c: 'Pending', Status_Checked_At__c: expect.any(String) }));
    expect(recipientOf(rig, id)).toMatchObject({
      Payee_Key__c: `payoneer:sandbox:100200300:${id}`, Provider__c: 'payoneer', Display_Name__c: 'Ana Lucia Moreno Díaz', Email__c: 'ana@example.com', Country__c: 'ES',
      Onboarding_Link__c: expect.stringContaining('/partners/lp.aspx?token='), Status_Reason__c: null, Verification__c: 'Unverified', Payee_Changed_By_Id__c: rig.people.finance.id,
    });
    expect(rig.payoneer.state.payees.get(id)?.details).toEqual({ type: 'INDIVIDUAL', contact: { first_name: 'Ana Lucia', last_name: 'Moreno Díaz', email: 'ana@example.com' }, address: { country: 'ES' } });
    await register(rig, id, 'Active');
    await eventually(() => expect(recipientOf(rig, id).Status__c).toBe('Active'));
    expect(() => save({ Id: id, Verification__c: 'Verified' })).toThrow(/\[VERIFY\]/);
    save({ Id: id, Verification__c: 'Verified' }, rig.people.admin);
    rig.recipients.set('ana', id);
    const request = raiseOne('ana');
    rig.approve([request]);
    await rig.until([request], ['Completed']);
    expectPaidOnce(rig, [request]);
    expect(recipientOf(rig, id)).toMatchObject({ Status__c: 'Active', Verification__c: 'Verified' });
    expect((await journalOf(id)).filter((step) => step !== '7')).toEqual(['1', '2', '3', '4', '5', '6', '8']);
  });

  it('that is a company is invited as one, from its account, in the country of the account', async () => {
    const [account = ''] = rig.save('Account', [{ Name: 'Nordwind GmbH & Co. KG', BillingCountry: 'DEU' }], rig.people.admin);
    const id = save({ Account__c: account, Email__c: 'pay@nordwind.example', Payee_Key__c: 'payoneer:sandbox:100200301:nordwind', Requested_Action__c: 'Invite' });
    await eventually(() => expect(recipientOf(rig, id).Status__c).toBe('Pending'));
    expect(rig.payoneer.state.payees.get('nordwind')?.details).toEqual({ type: 'COMPANY', company: { name: 'Nordwind GmbH & Co. KG' }, contact: { email: 'pay@nordwind.example' }, address: { country: 'DE' } });
    expect(rig.world.calls.entries.filter(({ door, path }) => door === linkDoor && path.includes('100200301'))).toHaveLength(1);
  });

  it('that the provider declines is Declined, with words', async () => {
    const id = save({ Display_Name__c: 'Dan Declined', Email__c: 'dan@example.com', Requested_Action__c: 'Invite' });
    await eventually(() => expect(recipientOf(rig, id).Status__c).toBe('Pending'));
    await register(rig, id, 'Declined');
    await eventually(() => expect(recipientOf(rig, id)).toMatchObject({ Status__c: 'Declined', Status_Reason__c: 'The provider did not accept the payee.' }));
  });

  it('with wrong details is told what is wrong, and the provider is not asked', async () => {
    const before = callsAt(rig, linkDoor);
    const lost = save({ Email__c: 'nobody@example.com', Requested_Action__c: 'Invite' });
    const astray = save({ Display_Name__c: 'Ada Astray', Payee_Key__c: 'payoneer:sandbox:999:ada', Requested_Action__c: 'Check' });
    await eventually(() => expect([lost, astray].map((id) => recipientOf(rig, id).Requested_Action__c)).toEqual([null, null]));
    expect(recipientOf(rig, lost).Status_Reason__c).toMatch(/no name to invite/);
    expect(recipientOf(rig, astray).Status_Reason__c).toMatch(/program 999, which is not one of ours/);
    expect(callsAt(rig, linkDoor)).toBe(before);
    expect(rig.world.calls.entries.filter(({ path }) => path.includes('/payees/ada/'))).toEqual([]);
  });

  it('is asked about no more often for what the companion itself has written', async () => {
    const id = save({ Display_Name__c: 'Quiet', Email__c: 'quiet@example.com', Payee_Key__c: 'payoneer:sandbox:100200300:quiet' });
    await rig.payoneer.setPayee('quiet');
    await eventually(() => expect(recipientOf(rig, id).Status__c).toBe('Active'));
    const asked = (): number => rig.world.calls.entries.filter(({ path }) => path.includes('/payees/quiet/')).length;
    const version = recipientOf(rig, id).Companion_Version__c;
    expect(asked()).toBe(2);
    await pause(1_500);
    expect([asked(), recipientOf(rig, id).Companion_Version__c]).toEqual([2, version]);
  });
});

describe('a change of who is paid', () => {
  it('in Salesforce makes the recipient Unverified in the name of who made it, and is compared with the provider', async () => {
    const id = rig.recipients.get('renamed') ?? '';
    await rig.payoneer.setPayee('renamed', { details: { type: 'INDIVIDUAL', contact: { first_name: 'Rena', last_name: 'Med', email: 'rena@example.com' }, address: { country: 'DE' } } });
    save({ Id: id, Email__c: 'else@example.com', Display_Name__c: 'Rena Med' });
    expect(recipientOf(rig, id)).toMatchObject({ Verification__c: 'Unverified', Payee_Changed_By_Id__c: rig.people.finance.id, Verified_By_Id__c: null });
    await eventually(() => expect(recipientOf(rig, id).Status_Reason__c).toMatch(/e-mail here is "else@example.com", the provider has "rena@example.com"/));
    expect(() => save({ Id: id, Verification__c: 'Verified' })).toThrow(/\[VERIFY\]/);
    save({ Id: id, Email__c: 'rena@example.com' });
    await eventually(() => expect(recipientOf(rig, id).Status_Reason__c).toBeNull());
    save({ Id: id, Verification__c: 'Verified' }, rig.people.admin);
  });

  it('at the provider makes the recipient Unverified, keeps who entered it, raises an issue, and stops its payment', async () => {
    const id = rig.recipients.get('moving') ?? '';
    const check = async (): Promise<void> => {
      save({ Id: id, Requested_Action__c: 'Check' });
      await eventually(() => expect(recipientOf(rig, id).Requested_Action__c).toBeNull());
    };
    await check();
    await eventually(() => expect(recipientOf(rig, id).Status__c).toBe('Active'));
    expect(recipientOf(rig, id)).toMatchObject({ Verification__c: 'Verified', Bank_Fingerprint__c: null });
    await rig.payoneer.setPayee('moving', { method: 'bank', currency: 'EUR' });
    await check();
    await eventually(() => expect(recipientOf(rig, id)).toMatchObject({ Verification__c: 'Unverified', Bank_Fingerprint__c: expect.stringMatching(/^[0-9a-f]{64}$/), Payee_Changed_By_Id__c: rig.people.finance.id }));
    expect(recipientOf(rig, id).Status_Reason__c).toMatch(/another way of being paid.*second person/);
    await eventually(() => expect([...rig.org.org.rows('Sync_Issue__c').values()].filter((row) => row.Kind__c === 'payee changed')).toMatchObject([{ Source__c: id, Severity__c: 'Warning' }]));
    const request = raiseOne('moving');
    rig.approve([request]);
    await rig.until([request], ['Needs Correction']);
    expectNeverSent(rig, [request]);
  });

  it('that the companion would make over somebody\'s payee key is refused by the package', () => {
    expect(() => save({ Id: rig.recipients.get('steady') ?? '', Payee_Key__c: 'payoneer:sandbox:100200300:eve' }, rig.people.integration)).toThrow(/\[PAYEE-CHANGE\]/);
  });
});

describe('a payee who becomes inactive', () => {
  it('stops what waits with the reason, and nothing that was sent', async () => {
    const inAWeek = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);
    rig.payoneer.policies.transferredAfterMs = 3_000;
    const sent = raiseOne('lapsing');
    rig.approve([sent]);
    await rig.until([sent], ['In Progress']);
    const waiting = raiseOne('lapsing', { payoutDate: inAWeek });
    rig.approve([waiting]);
    await rig.until([waiting], ['Scheduled']);
    await rig.payoneer.setPayee('lapsing', { status: 'Pending' });
    await rig.payoneer.setPayee('lapsing', { status: 'Declined' });
    await rig.until([waiting], ['Needs Correction']);
    expect(reasonOf(rig, waiting)).toMatch(/payee is inactive.*approve again/);
    expect(rig.request(waiting).Approved_At__c).toBeNull();
    expectNeverSent(rig, [waiting]);
    await rig.until([sent], ['Completed']);
    expectPaidOnce(rig, [sent]);
    rig.payoneer.policies.transferredAfterMs = 200;
    const id = rig.recipients.get('lapsing') ?? '';
    await eventually(async () => expect(await journalOf(id)).toContain('7'));
  });
});

describe('the numbered steps', () => {
  it('of the code are those the flow describes', () => {
    const source = readFileSync(new URL('../../companion/flows/recipient-sync.ts', import.meta.url), 'utf8');
    const described = [...(source.split('export const')[0] ?? '').matchAll(/(?:^|·|: )\s*(?:\* )?(\d) [A-Za-z]/gm)].map(([, step]) => step);
    const taken = [...source.matchAll(/step\('(\d)/g)].map(([, step]) => step);
    expect(described.toSorted()).toEqual(['1', '2', '3', '4', '5', '6', '7', '8']);
    expect(taken.toSorted()).toEqual(described.toSorted());
  });
});
