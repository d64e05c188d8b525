import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Rig } from './companion-rig.ts';
import { openQuickRig } from './quick-rig.ts';
import { freshDebt } from './debts.ts';
import { eventually } from './eventually.ts';
import { payeeOf } from './programs-and-payees.ts';
import { heardSince, issuesOfKind, payOne } from './witnesses.ts';

let rig: Rig;
const paidOne = (): Promise<string> => payOne(rig, freshDebt('payee-1', 40, 'Polling'));

beforeAll(async () => {
  rig = await openQuickRig();
  await rig.addPayees([payeeOf('payee-1')]);
});
afterEach(() => rig.world.weather.clear());
afterAll(() => rig.end());

describe('polling alone', () => {
  it.each([
    ['lost', { webhooks: 'lost', times: 9 }, ['lost', 'lost']],
    ['re-serialised on the way, so that their signature does not fit', { webhooks: 're-serialised', times: 9 }, [401, 401]],
  ] as const)('ends the story when all webhooks are %s', async (_, weather, outcomes) => {
    rig.world.weather.add(weather);
    const since = rig.world.webhooks.length;
    await paidOne();
    expect(heardSince(rig, since)).toEqual(outcomes);
  });

  it('ends the story when nothing is registered for webhooks', async () => {
    const target = rig.payoneer.webhooks.target;
    rig.payoneer.webhooks.target = undefined;
    await paidOne();
    rig.payoneer.webhooks.target = target;
  });
});

describe('forged webhooks', () => {
  it('are turned away, are counted in one issue, and do not harm the genuine ones', async () => {
    const counted = (): number => issuesOfKind(rig, 'forged webhook').reduce((sum, row) => sum + Number(row.Count__c), 0);
    // What was turned away before is counted a little later.
    const before = heardSince(rig, 0).filter((outcome) => outcome === 401).length;
    await eventually(() => expect(counted()).toBe(before));
    rig.world.weather.add({ webhooks: 'forged', times: 9 });
    const since = rig.world.webhooks.length;
    await paidOne();
    expect(heardSince(rig, since).toSorted()).toEqual([200, 200, 401, 401]);
    for (let index = 0; index < 20; index++) expect((await fetch(`${rig.companion.url}/webhooks/payoneer/account-loaded`, { method: 'POST', body: '{"IntPaymentId":"x"}' })).status).toBe(401);
    await eventually(() => expect(counted()).toBe(before + 22));
    // One for each kind of event in an hour, however many came.
    expect(issuesOfKind(rig, 'forged webhook').length).toBeLessThanOrEqual(4);
  });
});
