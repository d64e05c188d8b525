import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Rig } from './companion-rig.ts';
import { freshDebt } from './debts.ts';
import { payeeOf } from './programs-and-payees.ts';
import { submissionDoor } from './provider-weather.ts';
import { openQuickRig } from './quick-rig.ts';
import { expectPaidOnce, paidTimes, postedTimes } from './witnesses.ts';

let rig: Rig;
const raise = (count: number): string[] => rig.raise(Array.from({ length: count }, () => freshDebt('payee-1', 20, 'Tokens')));

beforeAll(async () => {
  rig = await openQuickRig({ env: { PAYONEER_BATCH_LIMIT: '2' } });
  await rig.addPayees([payeeOf('payee-1')]);
});
afterEach(() => {
  rig.world.weather.clear();
  rig.payoneer.policies.tokenExpiresInS = 3600;
});
afterAll(() => rig.end());

describe('tokens', () => {
  it.each([1, 5])('that the gateway stops believing before a submission of %i cost no payment and need no person', async (count) => {
    const ids = raise(count);
    rig.payoneer.state.tokens.clear();
    rig.approve(ids);
    await rig.until(ids, ['Completed']);
    expect(ids.map((id) => rig.paidTimes().get(id))).toEqual(ids.map(() => 1));
    expect(ids.map((id) => rig.request(id).Attempt__c)).toEqual(ids.map(() => '1'));
  });

  it('that expire between two batches are renewed, and every payment is made once', async () => {
    rig.payoneer.policies.tokenExpiresInS = 1;
    rig.payoneer.state.tokens.clear();
    const ids = raise(6);
    rig.approve(ids);
    await rig.until(ids, ['Completed'], 25_000);
    expect(ids.map((id) => rig.paidTimes().get(id))).toEqual(ids.map(() => 1));
    expect(ids.map((id) => rig.request(id).Attempt__c)).toEqual(ids.map(() => '1'));
  }, 40_000);

  // Shorter than the patience with an unknown outcome: after that a person would look, and rightly.
  it.each(['anything is asked', 'the submission'])('that cannot be had for a while, from %s on, delay the payments and nothing more', async (from) => {
    rig.payoneer.state.tokens.clear();
    if (from === 'the submission') rig.world.weather.add({ door: submissionDoor, when: 'before', reply: { status: 401, body: { error: 'Unauthorized', error_description: 'The access token is missing, invalid or expired' } }, times: 1 });
    rig.world.weather.add({ door: 'POST /api/v2/oauth2/token', when: 'before', reply: { status: 503, headers: { 'retry-after': '0.4' } }, times: 3 });
    const ids = raise(2);
    rig.approve(ids);
    await rig.until(ids, ['Completed'], 25_000);
    // Under whichever number: what was reserved before the companion saw that nothing could be sent was given back, and reserved again afterwards.
    expect(ids.map((id) => [paidTimes(rig, id), Object.values(postedTimes(rig, id))])).toEqual(ids.map(() => [1, [1]]));
  }, 40_000);
});

describe('tokens of the books', () => {
  it('that end in the middle are renewed and nothing is paid twice', async () => {
    const ids = raise(3);
    rig.approve(ids);
    rig.org.endSessions();
    await rig.until(ids, ['In Progress', 'Completed']);
    rig.org.endSessions();
    await rig.until(ids, ['Completed']);
    expectPaidOnce(rig, ids);
  });
});
