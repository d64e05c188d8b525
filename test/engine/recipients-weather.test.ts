import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { readConfig } from '../../companion/config.ts';
import type { Rig } from '../flows/companion-rig.ts';
import { eventually, pause } from '../flows/eventually.ts';
import { pageOf, tooMany } from '../flows/provider-weather.ts';
import { openQuickRig } from '../flows/quick-rig.ts';
import { callsAt, linkDoor, recipientOf, register } from '../flows/recipient-hands.ts';
import { postSignedWebhook } from '../flows/signed-webhook.ts';
import { freshDebt } from '../flows/debts.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';

let rig: Rig;
beforeAll(async () => {
  // A call that hangs is given up soon, so that whoever dies meanwhile is buried soon.
  rig = await openQuickRig({ env: { PAYONEER_CALL_TIMEOUT_SECONDS: '1' } });
});
afterEach(() => {
  rig.world.weather.clear();
  rig.payoneer.policies.linkMakesPayee = true;
});
afterAll(() => rig.end());

const statusDoor = 'GET /v4/programs/:program/payees/:payee/status';
const detailsDoor = 'GET /v4/programs/:program/payees/:payee/details';
const inviteOne = (name = 'Wilma Weather'): string => rig.save('Recipient_Account__c', [{ Display_Name__c: name, Email__c: 'wilma@example.com', Country__c: 'DE', Requested_Action__c: 'Invite' }], rig.people.finance)[0] ?? '';
const becomes = (id: string, status: string): Promise<void> => eventually(() => expect(recipientOf(rig, id)).toMatchObject({ Status__c: status, Requested_Action__c: null }));
const hint = (event: string, payeeId: string, nonce: string): Promise<Response> => postSignedWebhook(`${rig.companion.url}/webhooks/payoneer/${event}`, JSON.stringify({ 'Payee Id': payeeId, 'Payoneer Id': '1', 'Session Id': nonce }));

describe('an invitation in bad weather', () => {
  it.each([
    ['the answer is lost', { when: 'after', reply: 'drop' }], ['the provider fails', { when: 'before', reply: { status: 500, body: { error: 'oops' } } }], ['the provider asks to slow down', { when: 'before', reply: tooMany({ 'retry-after': '1' }) }],
    ['a proxy answers', { when: 'before', reply: pageOf(502) }],
  ] as const)('is made all the same, with one payee, when %s', async (_words, rule) => {
    rig.world.weather.add({ door: linkDoor, times: 2, ...rule });
    const before = callsAt(rig, linkDoor);
    const payees = rig.payoneer.state.payees.size;
    const id = inviteOne();
    await becomes(id, 'Pending');
    expect(recipientOf(rig, id).Onboarding_Link__c).toContain('token=');
    expect(callsAt(rig, linkDoor)).toBe(before + 3);
    expect([rig.payoneer.state.payees.has(id), rig.payoneer.state.payees.size]).toEqual([true, payees + 1]);
  });

  it('is made by the next process when the one that heard of it died, and again only when a person asks again', async () => {
    rig.world.weather.add({ door: linkDoor, when: 'after', reply: 'hang', times: 1 });
    const before = callsAt(rig, linkDoor);
    const id = inviteOne();
    await eventually(() => expect(callsAt(rig, linkDoor)).toBe(before + 1));
    await rig.restart();
    await becomes(id, 'Pending');
    const links = callsAt(rig, linkDoor);
    await pause(1_500);
    expect(callsAt(rig, linkDoor)).toBe(links);
    rig.save('Recipient_Account__c', [{ Id: id, Requested_Action__c: 'Invite' }], rig.people.finance);
    await eventually(() => expect(callsAt(rig, linkDoor)).toBe(links + 1));
    await becomes(id, 'Pending');
  });

  it('that the provider refuses is told in its words, and is not repeated', async () => {
    rig.world.weather.add({ door: linkDoor, when: 'before', reply: { status: 400, body: { error: 'Bad Request', error_description: 'This e-mail is already used by another payee', error_details: { code: 400, sub_code: 10310 } } }, times: 5 });
    const before = callsAt(rig, linkDoor);
    const id = inviteOne();
    await eventually(() => expect(recipientOf(rig, id).Status_Reason__c).toMatch(/^Not invited\. Payoneer: .*already used by another payee/));
    expect(recipientOf(rig, id)).toMatchObject({ Requested_Action__c: null, Onboarding_Link__c: null, Payee_Key__c: null });
    await pause(1_200);
    expect(callsAt(rig, linkDoor)).toBe(before + 1);
  });
});

describe('the status of a payee', () => {
  it('is Invited while the provider knows nobody yet, and found by polling when every hint is lost', async () => {
    rig.payoneer.policies.linkMakesPayee = false;
    rig.world.weather.add({ webhooks: 'lost', chance: 1 });
    const id = inviteOne();
    await becomes(id, 'Invited');
    expect(recipientOf(rig, id).Status_Reason__c).toBeNull();
    await register(rig, id, 'Active');
    await becomes(id, 'Active');
    const asked = (): number => rig.world.calls.entries.filter(({ path }) => path.includes(`/payees/${id}/`)).length;
    const before = asked();
    await pause(1_500);
    expect(asked()).toBe(before);
  });

  it('comes from the answer alone, however hints are doubled, swapped and wrong, and in spite of failing answers', async () => {
    const id = inviteOne();
    await becomes(id, 'Pending');
    rig.world.weather.add({ door: statusDoor, when: 'before', reply: { status: 503, body: {} }, times: 2 }, { door: detailsDoor, when: 'after', reply: 'drop', times: 1 });
    await rig.payoneer.setPayee(id, { status: 'Active' });
    for (const nonce of ['1', '1', '2']) expect((await hint('payee-declined', id, nonce)).status).toBe(200);
    await hint('payee-approved', id, '3');
    await becomes(id, 'Active');
    await hint('payee-declined', id, '4');
    await hint('payee-approved', 'stranger', '5');
    await pause(1_200);
    expect(recipientOf(rig, id)).toMatchObject({ Status__c: 'Active', Status_Reason__c: null });
    expect(rig.payoneer.state.payees.has('stranger')).toBe(false);
  });

  it('of a payee this store never met is asked for when a hint comes, and no request to it leaves', async () => {
    await rig.addPayees([payeeOf('met-in-the-books')]);
    const id = rig.recipients.get('met-in-the-books') ?? '';
    await rig.companion.db.query('delete from recipient');
    await rig.companion.db.query("update cursor set value = $1 where name = 'recipients'", [String(Date.now() + 3_600_000)]);
    await rig.payoneer.setPayee('met-in-the-books', { status: 'Inactive' });
    await hint('payee-declined', 'met-in-the-books', '1');
    await eventually(() => expect(recipientOf(rig, id).Status__c).toMatch(/Inactive|Declined/));
    const [request = ''] = rig.raise([freshDebt('met-in-the-books', 80, 'Recipients')]);
    rig.approve([request]);
    await rig.until([request], ['Needs Correction']);
    expect(rig.payoneer.payouts().filter(({ payeeId }) => payeeId === 'met-in-the-books')).toEqual([]);
  });
});

describe('recipients that are not kept in step', () => {
  it('cost no call and stay as they are', async () => {
    const { pairs } = readConfig({ QUITTANCE_ENVIRONMENT: 'sandbox' });
    const off = await openQuickRig({ config: { pairs: pairs.filter(({ flow }) => flow !== 'recipient-sync') } });
    const [id = ''] = off.save('Recipient_Account__c', [{ Display_Name__c: 'Otto Off', Email__c: 'otto@example.com', Requested_Action__c: 'Invite' }], off.people.finance);
    await pause(1_500);
    expect(recipientOf(off, id)).toMatchObject({ Requested_Action__c: 'Invite', Companion_Version__c: null });
    expect([callsAt(off, linkDoor), callsAt(off, detailsDoor)]).toEqual([0, 0]);
    await off.end();
  });
});
