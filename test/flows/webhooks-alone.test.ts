import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Debt } from '../../scripts/outside-world.ts';
import type { Rig } from './companion-rig.ts';
import { openQuickRig } from './quick-rig.ts';
import { quickTiming } from './quick-timing.ts';
import { postSignedWebhook } from './signed-webhook.ts';
import { freshDebt } from './debts.ts';
import { eventually, pause } from './eventually.ts';
import { payeeOf } from './programs-and-payees.ts';
import { expectPaidOnce, heardSince, issuesOfKind, payOne } from './witnesses.ts';

let rig: Rig;
const debt = (): Debt => freshDebt('payee@one', 30, 'Webhooks');
const raiseOne = (): string => rig.raise([debt()])[0] ?? '';
/** One request is paid, of which two webhooks told and were believed. */
async function paidAsHeard(): Promise<void> {
  const since = rig.world.webhooks.length;
  await payOne(rig, debt());
  expect(heardSince(rig, since)).toEqual([200, 200]);
}

/** Polling comes after a minute: what ends in time was told by webhooks. */
beforeAll(async () => {
  rig = await openQuickRig({ config: { timing: { ...quickTiming, pollsMs: [60_000] } } });
  await rig.addPayees([payeeOf('payee@one')]);
});
afterEach(async () => {
  rig.world.weather.clear();
  Object.assign(rig.payoneer.policies, { webhookForm: 'json', webhookValuesEncoded: false, transferredAfterMs: 200 });
  rig.payoneer.webhooks.secret = 'sandbox-webhook-secret';
});
afterAll(() => rig.end());

describe('webhooks', () => {
  it.each([
    ['JSON with odd keys', { webhookForm: 'json', webhookValuesEncoded: false }],
    ['JSON with encoded values', { webhookForm: 'json', webhookValuesEncoded: true }],
    ['the legacy GET form', { webhookForm: 'legacy-get' }],
  ] as const)('in %s are believed, and the question they cause ends the story', async (_, policies) => {
    Object.assign(rig.payoneer.policies, policies);
    await paidAsHeard();
  });

  it.each([
    ['twice', { webhooks: 'twice', times: 9 }],
    ['late', { webhooks: 'late', lateMs: 700, times: 9 }],
    ['in the wrong order', { webhooks: 'out of order', lateMs: 2_000, event: 'payment-accepted' }],
  ] as const)('that come %s change nothing but the moment', async (_, weather) => {
    rig.world.weather.add(weather);
    const id = raiseOne();
    rig.approve([id]);
    await rig.until([id], ['Completed']);
    await pause(400);
    expectPaidOnce(rig, [id]);
    expect(rig.statuses([id])).toEqual(['Completed']);
  });

  it('of another kind than the truth only make the companion ask', async () => {
    rig.payoneer.policies.transferredAfterMs = 2_500;
    const id = raiseOne();
    rig.approve([id]);
    await rig.until([id], ['In Progress']);
    const questions = (): number => rig.world.calls.entries.filter((call) => call.path.includes(id) && call.path.endsWith('/status')).length;
    const before = questions();
    const told = JSON.stringify({ 'Payee Id': 'x', IntPaymentId: `${id}-01`, 'Reason Code': '3', 'Reason Description': 'Insufficient funds' });
    const answer = await postSignedWebhook(`${rig.companion.url}/webhooks/payoneer/cancel-payout`, told, { headers: { 'content-type': 'application/json' } });
    expect(answer.status).toBe(200);
    await eventually(() => expect(questions()).toBeGreaterThan(before));
    expect(rig.statuses([id])).toEqual(['In Progress']);
    await rig.until([id], ['Completed']);
    expectPaidOnce(rig, [id]);
  });

  it('about a payout that was not made here become an issue and nothing else', async () => {
    const answer = await postSignedWebhook(`${rig.companion.url}/webhooks/payoneer/account-loaded`, new TextEncoder().encode(JSON.stringify({ IntPaymentId: 'somebody-elses-7' })));
    expect(answer.status).toBe(200);
    await eventually(() => expect(issuesOfKind(rig, 'unknown reference')).toHaveLength(1));
  });
});

describe('a new webhook secret', () => {
  it('is accepted beside the previous one, and a third is not', async () => {
    await rig.restart({ env: { PAYONEER_WEBHOOK_SECRET: 'the-new-secret', PAYONEER_WEBHOOK_SECRET_PREVIOUS: 'sandbox-webhook-secret' } });
    for (const secret of ['sandbox-webhook-secret', 'the-new-secret']) {
      rig.payoneer.webhooks.secret = secret;
      await paidAsHeard();
    }
    rig.payoneer.webhooks.secret = 'a-stranger';
    const since = rig.world.webhooks.length;
    const id = raiseOne();
    rig.approve([id]);
    await eventually(() => expect(heardSince(rig, since)).toEqual([401, 401]));
    await rig.until([id], ['In Progress']);
    await pause(600);
    expect(rig.statuses([id])).toEqual(['In Progress']);
  });
});
