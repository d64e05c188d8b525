import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Rig } from './companion-rig.ts';
import { openQuickRig } from './quick-rig.ts';
import { eventually, expectPaidOnce, issuesOfKind } from './witnesses.ts';

let rig: Rig;
let cents = 0;
const raiseOne = (): string => rig.raise([{ payee: 'payee-1', amount: `40.${String(++cents).padStart(2, '0')}`, currency: 'USD', purpose: 'Polling' }])[0] ?? '';
const heard = (since: number): unknown[] => rig.world.webhooks.slice(since).map(({ outcome }) => outcome);

beforeAll(async () => {
  rig = await openQuickRig();
  await rig.addPayees([{ id: 'payee-1', name: 'Payee One', country: 'DE', program: '100200300' }]);
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
    const id = raiseOne();
    rig.approve([id]);
    await rig.until([id], ['Completed']);
    expectPaidOnce(rig, [id]);
    expect(heard(since)).toEqual(outcomes);
  });

  it('ends the story when nothing is registered for webhooks', async () => {
    const target = rig.payoneer.webhooks.target;
    rig.payoneer.webhooks.target = undefined;
    const id = raiseOne();
    rig.approve([id]);
    await rig.until([id], ['Completed']);
    expectPaidOnce(rig, [id]);
    rig.payoneer.webhooks.target = target;
  });
});

describe('forged webhooks', () => {
  it('are turned away, are counted in one issue, and do not harm the genuine ones', async () => {
    const before = issuesOfKind(rig, 'forged webhook').reduce((sum, row) => sum + Number(row.Count__c), 0);
    rig.world.weather.add({ webhooks: 'forged', times: 9 });
    const since = rig.world.webhooks.length;
    const id = raiseOne();
    rig.approve([id]);
    await rig.until([id], ['Completed']);
    expectPaidOnce(rig, [id]);
    expect(heard(since).toSorted()).toEqual([200, 200, 401, 401]);
    for (let index = 0; index < 20; index++) expect((await fetch(`${rig.companion.url}/webhooks/payoneer/account-loaded`, { method: 'POST', body: '{"IntPaymentId":"x"}' })).status).toBe(401);
    await eventually(() => expect(issuesOfKind(rig, 'forged webhook').reduce((sum, row) => sum + Number(row.Count__c), 0)).toBe(before + 22));
    // One for each kind of event in an hour, however many came.
    expect(issuesOfKind(rig, 'forged webhook').length).toBeLessThanOrEqual(4);
  });
});
