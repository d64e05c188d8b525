import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { freshDebt } from './debts.ts';
import { payeeOf } from './programs-and-payees.ts';
import { tooMany } from './provider-weather.ts';
import { openTimelessRig, type TimelessRig } from './timeless-rig.ts';

const minuteMs = 60_000;
let rig: TimelessRig;
beforeEach(async () => {
  rig = await openTimelessRig();
  await rig.outside.addPayees([payeeOf('payee-1')]);
  // What is looked at beside payments has its own account with the limit: it is over before these stories begin.
  await pass(20 * minuteMs);
  rig.outside.world.calls.clear();
});
afterEach(() => rig.end());

const pass = (ms: number): Promise<void> => {
  const end = rig.time.clock.now() + ms;
  return rig.time.until(() => rig.time.clock.now() >= end, ms + minuteMs);
};
const payeeDoor = 'GET /v4/programs/:program/payees/:payee/status';
const balanceDoor = 'GET /v4/programs/:program/balance';
const calls = () => rig.outside.world.calls.entries.filter(({ standIn, door }) => standIn === 'payoneer' && !door.includes('oauth2'));
const issues = (): readonly string[] => [...rig.outside.org.org.rows('Sync_Issue__c').values()].map((row) => String(row.Kind__c));
const completed = (ids: readonly string[]): boolean => ids.every((id) => rig.outside.request(id).Status__c === 'Completed');
async function approved(count: number): Promise<readonly string[]> {
  const ids = rig.outside.raise(Array.from({ length: count }, () => freshDebt('payee-1', 30, 'Limits')));
  rig.outside.approve(ids);
  await rig.assembly.engine.desk.surveySoon();
  return ids;
}
/** From each answer that asked to slow down to the next call of any kind. */
const restAfterEach429 = (): readonly number[] => calls().flatMap(({ status, at }, nth) => (status === 429 && calls()[nth + 1]?.status !== undefined ? [(calls()[nth + 1]?.at ?? 0) - at] : []));

describe('a provider that asks to slow down', () => {
  it('is left alone for as long as Retry-After says, by every call that pays; what waits for it is told, and each payment is made once', async () => {
    rig.outside.world.weather.add({ standIn: 'payoneer', door: payeeDoor, when: 'before', reply: tooMany({ 'retry-after': '20' }), times: 2 }, { standIn: 'payoneer', door: balanceDoor, when: 'before', reply: tooMany({ 'retry-after': '45' }) });
    const ids = await approved(5);
    await rig.time.until(() => completed(ids), 24 * 60 * minuteMs);
    const asked = calls().filter(({ status }) => status === 429).map(({ door }) => (door.endsWith('balance') ? 45_000 : 20_000));
    expect(asked).toHaveLength(3);
    expect(restAfterEach429().map((rest, nth) => rest >= (asked[nth] ?? 0))).toEqual([true, true, true]);
    expect(ids.map((id) => rig.outside.paidTimes().get(id))).toEqual([1, 1, 1, 1, 1]);
    expect(issues()).toEqual(['balance unread']);
  });

  it('without a time is left alone for growing times; what lasts stands in Salesforce as one issue, the payments wait, and go on by themselves', async () => {
    for (const door of [payeeDoor, balanceDoor]) rig.outside.world.weather.add({ standIn: 'payoneer', door, when: 'before', reply: tooMany(), times: Infinity });
    const ids = await approved(3);
    await pass(60 * minuteMs);
    const rests = restAfterEach429();
    expect(rests.slice(0, 7).map((rest, nth) => rest >= 1_000 * 2 ** Math.min(nth, 6))).toEqual(Array(7).fill(true));
    expect(rests.length).toBeLessThan(80);
    expect(issues()).toContain('busy for long');
    expect(new Set(ids.map((id) => rig.outside.request(id).Status__c))).toEqual(new Set(['Approved for Payout']));
    rig.outside.world.weather.clear();
    await rig.time.until(() => completed(ids), 24 * 60 * minuteMs);
    expect(ids.map((id) => rig.outside.paidTimes().get(id))).toEqual([1, 1, 1]);
  });
});
