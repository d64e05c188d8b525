import { afterEach, describe, expect, it } from '@jest/globals';
import type { Row } from '../../sandbox/salesforce/org.ts';
import { eventually, pause } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { quickTiming } from '../flows/quick-timing.ts';
import { postSignedWebhook } from '../flows/signed-webhook.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());
const recipient = (): Row => [...rig.org.org.rows('Recipient_Account__c').values()][0] ?? {};
/** As documented: no date, no id of the event. */
const post = (event: string, more: object = {}) => postSignedWebhook(`${rig.companion.url}/webhooks/payoneer/${event}`, JSON.stringify({ 'Payee Id': 'p', 'Payoneer Id': '77', 'Session Id': 's-1', ...more }));

describe('a payee who is approved, declined, and approved again weeks later', () => {
  it.each([['the same session', 's-1'], ['another', 's-2']])('is active in the books after the second approval, in %s', async (_, session) => {
    rig = await openAttackRig();
    await rig.addPayees([payeeOf('p')]);
    expect((await post('payee-approved')).status).toBe(200);
    await eventually(() => expect(recipient().Status__c).toBe('Active'), 10_000);
    await rig.payoneer.setPayee('p', { status: 'Inactive' });
    expect((await post('payee-declined', { 'Reason Description': 'Documents' })).status).toBe(200);
    await eventually(() => expect(recipient().Status__c).toBe('Inactive'), 10_000);
    // Weeks, by the clock of these tests.
    await pause(quickTiming.repeatedLetterMs);
    rig.world.weather.add({ webhooks: 'lost', times: 10 });
    await rig.payoneer.setPayee('p', { status: 'Active' });
    expect((await post('payee-approved', { 'Session Id': session })).status).toBe(200);
    await eventually(() => expect(recipient().Status__c).toBe('Active'), 10_000);
  }, 60_000);
});
