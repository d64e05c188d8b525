import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Rig } from './companion-rig.ts';
import { openQuickRig } from './quick-rig.ts';
import { freshDebt } from './debts.ts';
import { eventually, pause } from './eventually.ts';
import { payeeOf } from './programs-and-payees.ts';
import { expectNeverSent, expectPaidOnce, paidTimes, postedTimes, reasonOf } from './witnesses.ts';

let rig: Rig;
const raiseOne = (payee: string): string => rig.raise([freshDebt(payee, 80, 'Payees')])[0] ?? '';
const keyOf = (id: string): string => `payoneer:sandbox:100200300:${id}`;

beforeAll(async () => {
  rig = await openQuickRig();
  const payee = (id: string, standing: 'Active' | 'Inactive' | 'Pending' | 'Unknown' = 'Active') => ({ ...payeeOf(id), standing });
  await rig.addPayees([payee('steady'), payee('moving'), payee('unverified'), payee('tampered'), payee('inactive', 'Inactive'), payee('pending', 'Pending'), payee('unheard-of', 'Unknown'), payee('lapsing')]);
});
afterAll(() => rig.end());

describe('a payee that changes after the approval', () => {
  it('stops the payment before it is sent, and a new approval pays the new payee once', async () => {
    const id = raiseOne('moving');
    const recipient = rig.recipients.get('moving') ?? '';
    await rig.payoneer.setPayee('moved', { status: 'Active' });
    rig.approve([id]);
    rig.save('Recipient_Account__c', [{ Id: recipient, Payee_Key__c: keyOf('moved') }], rig.people.finance);
    rig.save('Recipient_Account__c', [{ Id: recipient, Verification__c: 'Verified' }], rig.people.admin);
    await rig.until([id], ['Needs Correction']);
    expect(reasonOf(rig, id)).toMatch(/the payee id changed after the request was submitted/);
    expect(rig.request(id).Approved_At__c).toBeNull();
    expectNeverSent(rig, [id]);
    await pause(1_100);
    rig.approve([id]);
    await rig.until([id], ['Completed']);
    expectPaidOnce(rig, [id]);
    expect(rig.payoneer.transfers().find(({ reference }) => reference.startsWith(id))?.payeeId).toBe('moved');
  });

  it('stops the payment while the new details are not verified by a second person', async () => {
    const id = raiseOne('unverified');
    rig.approve([id]);
    rig.save('Recipient_Account__c', [{ Id: rig.recipients.get('unverified') ?? '', Bank_Fingerprint__c: 'another bank' }], rig.people.integration);
    await rig.until([id], ['Needs Correction']);
    expect(reasonOf(rig, id)).toMatch(/unverified/);
    expectNeverSent(rig, [id]);
  });

  it('and an approver who made the change stop the payment', async () => {
    const recipient = rig.recipients.get('tampered') ?? '';
    await rig.payoneer.setPayee('tampered-2', { status: 'Active' });
    rig.save('Recipient_Account__c', [{ Id: recipient, Payee_Key__c: keyOf('tampered-2') }], rig.people.admin);
    rig.save('Recipient_Account__c', [{ Id: recipient, Verification__c: 'Verified' }], rig.people.finance);
    const id = raiseOne('tampered');
    rig.approve([id], rig.people.admin);
    await rig.until([id], ['On Hold']);
    expect(reasonOf(rig, id)).toMatch(/approver last changed the payee/);
    expectNeverSent(rig, [id]);
  });
});

describe('an amount that changes past all rules of the books', () => {
  it('is not what was approved, and nothing is sent', async () => {
    const id = raiseOne('steady');
    rig.approve([id]);
    rig.org.org.put('Payment_Request__c', { ...rig.request(id), Amount__c: '8000' });
    await rig.until([id], ['Needs Correction']);
    expect(reasonOf(rig, id)).toMatch(/approved were .*80.*the request says .*8,?000/);
    expectNeverSent(rig, [id]);
  });
});

describe('a payee the provider does not pay', () => {
  it.each([
    ['inactive', /payee is inactive/],
    ['pending', /not finished registering/],
    ['unheard-of', /does not know this payee id/],
  ] as const)('is told before anything is sent: %s', async (payee, words) => {
    const id = raiseOne(payee);
    rig.approve([id]);
    await rig.until([id], ['Needs Correction']);
    expect(reasonOf(rig, id)).toMatch(words);
    expectNeverSent(rig, [id]);
  });

  it('only after the money was accepted ends as Needs Correction once the cancellation is confirmed, and is paid once when approved again', async () => {
    const first = raiseOne('lapsing');
    rig.approve([first]);
    await rig.until([first], ['Completed']);
    await rig.payoneer.setPayee('lapsing', { status: 'Inactive' });
    const id = raiseOne('lapsing');
    rig.approve([id]);
    await rig.until([id], ['Needs Correction']);
    expect(reasonOf(rig, id)).toMatch(/Cancelled by the provider: .*inactive.*approve again/);
    expect(postedTimes(rig, id)).toEqual({ [`${id}-01`]: 1 });
    await rig.payoneer.setPayee('lapsing', { status: 'Active' });
    await pause(1_100);
    rig.approve([id]);
    await rig.until([id], ['Completed']);
    expect(paidTimes(rig, id)).toBe(1);
    expect(postedTimes(rig, id)).toEqual({ [`${id}-01`]: 1, [`${id}-02`]: 1 });
    await eventually(() => expect(rig.statuses([first])).toEqual(['Completed']));
  });
});
