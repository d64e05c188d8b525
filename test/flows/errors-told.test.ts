import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { realWorld } from '../../companion/world.ts';
import { flowNotifications } from '../../sandbox/salesforce/flow-operations.ts';
import type { Row } from '../../sandbox/salesforce/org.ts';
import type { Rig } from './companion-rig.ts';
import { freshDebt } from './debts.ts';
import { eventually } from './eventually.ts';
import { openOrgSettings } from './org-settings.ts';
import { payeeOf } from './programs-and-payees.ts';
import { openQuickRig } from './quick-rig.ts';
import { quickTiming } from './quick-timing.ts';
import { postSignedWebhook } from './signed-webhook.ts';
import { expectNeverSent, issuesOfKind, paidTimes, transactionsOf } from './witnesses.ts';

/** What goes wrong, as a person in Salesforce sees it: on the record, as an issue, and on the bell of the alert group. */
let rig: Rig;
let treasurer: string;
const logged: string[] = [];
beforeAll(async () => {
  const note = (message: string): void => void logged.push(message);
  const log = { debug: () => undefined, info: () => undefined, warn: note, error: note };
  rig = await openQuickRig({ tools: realWorld(log), config: { timing: { ...quickTiming, heartbeatMs: 500 } } });
  await rig.addPayees([payeeOf('payee-1'), { ...payeeOf('lapsed'), standing: 'Inactive' }]);
  const group = rig.org.org.put('Group', { Name: 'Payout alerts', DeveloperName: 'Payout_Alerts', Type: 'Regular' });
  treasurer = rig.people.finance.id;
  rig.org.org.put('GroupMember', { GroupId: group.Id ?? null, UserOrGroupId: treasurer });
  openOrgSettings(rig, { Alert_Group__c: 'Payout_Alerts' });
});
afterAll(() => rig.end());

/** Who was told of an issue, and in which words. */
const toldOf = (issue: Row | undefined) => flowNotifications(rig.org.org).filter(({ inputs }) => inputs.targetId === issue?.Id).map(({ inputs, recipients }) => ({ title: String(inputs.title), body: String(inputs.body), recipients }));
const toTheGroup = (words: RegExp) => ({ title: expect.stringMatching(words), body: expect.any(String), recipients: [treasurer] });

/** A rule the customer wrote. */
function ownRule(object: string, active: boolean, when: string, says: string): void {
  const rule = `<?xml version="1.0" encoding="UTF-8"?><ValidationRule xmlns="http://soap.sforce.com/2006/04/metadata"><fullName>Of_Our_Own</fullName><active>${active}</active>
    <errorConditionFormula>${when}</errorConditionFormula><errorMessage>${says}</errorMessage></ValidationRule>`;
  rig.org.deployFiles([{ path: `own/objects/${object}/validationRules/Of_Our_Own.validationRule-meta.xml`, bytes: new TextEncoder().encode(rule) }]);
}
const againstLargeOnes = (active: boolean): void => ownRule('Payment_Transaction__c', active, 'Amount__c &gt; 900', 'Large payments are booked by treasury.');
const againstSending = (active: boolean): void => ownRule('Payment_Request__c', active, 'AND(ISPICKVAL(Status__c, "Sending"), Amount__c &gt; 700)', 'Ask treasury first.');

describe('a validation rule of the org that refuses what the companion writes', () => {
  it('is logged, the refused record stands on a critical issue with its payload, the alert group is told, and it is written when the rule is gone', async () => {
    againstLargeOnes(true);
    const [id = ''] = rig.raise([freshDebt('payee-1', 950, 'Refused by a rule')]);
    rig.approve([id]);
    await rig.until([id], ['Completed']);
    await eventually(() => expect(issuesOfKind(rig, 'write-back refused')).not.toHaveLength(0));
    const [issue] = issuesOfKind(rig, 'write-back refused');
    expect(issue).toMatchObject({ Severity__c: 'Critical', Status__c: 'Open', Source__c: `transaction ${id}-01`, Detail__c: expect.stringContaining('Large payments are booked by treasury.') });
    const [payload] = JSON.parse(String(issue?.Excerpt__c)) as Record<string, unknown>[];
    expect(payload).toMatchObject({ kind: 'transaction', requestId: id, reference: `${id}-01`, type: 'Payout', amount: { currency: 'USD', minor: Math.round(Number(rig.request(id).Amount__c) * 100) } });
    expect(logged).toContainEqual(expect.stringMatching(/^Write-back: the books refused transaction .*Large payments are booked by treasury/));
    await eventually(() => expect(toldOf(issue)).toEqual([toTheGroup(/^Critical issue .*: write-back refused$/)]));
    expect(transactionsOf(rig, id)).toEqual([]);
    againstLargeOnes(false);
    await eventually(() => expect(transactionsOf(rig, id)).toMatchObject([{ Type__c: 'Payout', Status__c: 'Transferred' }]), 10_000);
    expect(paidTimes(rig, id)).toBe(1);
  }, 40_000);
});

describe('a validation rule of the org that refuses the reservation', () => {
  it('lets nothing be sent and is told with its words; once the rule is gone and a person releases it, the payment is made once', async () => {
    againstSending(true);
    const [id = ''] = rig.raise([freshDebt('payee-1', 750, 'Refused before')]);
    rig.approve([id]);
    await eventually(() => expect(issuesOfKind(rig, 'reservation refused')).toMatchObject([{ Payment_Request__c: id, Detail__c: expect.stringContaining('Ask treasury first.') }]), 10_000);
    expectNeverSent(rig, [id]);
    await rig.until([id], ['On Hold']);
    expect(rig.request(id).Status_Reason__c).toBe('Ask treasury first.');
    againstSending(false);
    rig.ask(id, 'Release', 'Treasury was asked', rig.people.admin);
    await rig.until([id], ['Completed']);
    expect(paidTimes(rig, id)).toBe(1);
  });
});

describe('a signature that does not match', () => {
  it('is rejected, nothing of it is kept or done, and the alert group is told at once of a security alert', async () => {
    const before = await rig.companion.db.query('select id from letter');
    const answer = await postSignedWebhook(`${rig.companion.url}/webhooks/payoneer/account-loaded`, '{"IntPaymentId":"forged-01"}', { secret: 'a guess' });
    expect([answer.status, await answer.json()]).toEqual([401, { error: expect.stringContaining('Nothing was kept') }]);
    await eventually(() => expect(issuesOfKind(rig, 'forged webhook')).toMatchObject([{ Severity__c: 'Critical', Source__c: 'payoneer/account-loaded', Detail__c: expect.stringContaining('the signature does not fit') }]));
    await eventually(() => expect(toldOf(issuesOfKind(rig, 'forged webhook')[0])).toEqual([toTheGroup(/^Critical issue .*: forged webhook$/)]));
    expect(await rig.companion.db.query('select id from letter')).toHaveLength(before.length);
  });
});

describe('a webhook nobody can read', () => {
  it('is kept as a dead letter: what it said stands on the issue without what identifies a person, its bytes stay here', async () => {
    const body = '{"Payee Id":"payee-1","Cancel Reason":"Bank details","Email":"ann@example.org","Amount":"10.00"}';
    expect((await postSignedWebhook(`${rig.companion.url}/webhooks/payoneer/cancel-payout`, body)).status).toBe(200);
    await eventually(() => expect(issuesOfKind(rig, 'dead letter')).toHaveLength(1));
    const [issue] = issuesOfKind(rig, 'dead letter');
    expect(issue).toMatchObject({ Source__c: 'payoneer/cancel-payout', Detail__c: expect.stringContaining('without "IntPaymentId"'), Excerpt__c: expect.stringContaining('"Cancel Reason":"Bank details"') });
    expect(String(issue?.Excerpt__c)).not.toContain('ann@example.org');
    const [letter] = await rig.companion.db.query<{ state: string; body: Uint8Array }>("select state, body from letter where event = 'cancel-payout'");
    expect([letter?.state, new TextDecoder().decode(letter?.body)]).toEqual(['dead', body]);
  });
});

describe('a recipient that cannot be paid', () => {
  it('is stopped before submission and routed to whoever corrects it: the record says what to do, its approval no longer counts', async () => {
    const [id = ''] = rig.raise([freshDebt('lapsed', 40, 'Lapsed')]);
    rig.approve([id]);
    await rig.until([id], ['Needs Correction']);
    expectNeverSent(rig, [id]);
    expect(rig.request(id)).toMatchObject({ Status_Reason__c: expect.stringMatching(/payee is inactive\. Reactivate the payee or choose another recipient, then approve again/), Approved_At__c: null });
    await rig.payoneer.setPayee('lapsed', { status: 'Active' });
    await new Promise((later) => setTimeout(later, 1_100));
    rig.approve([id]);
    await rig.until([id], ['Completed']);
    expect(paidTimes(rig, id)).toBe(1);
  });
});
