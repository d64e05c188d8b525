import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openTimelessRig, type TimelessRig } from './timeless-rig.ts';

const program = '100200300';
const waiting = 500;
const minuteMs = 60_000;
/** The pace of the default settings: 5 calls a second, and 10 at once after a rest. */
const pace = { perSecond: 5, burst: 10 };

let rig: TimelessRig;
let ids: readonly string[];
const calls = () => rig.outside.world.calls.entries.filter(({ standIn }) => standIn === 'payoneer');
const timesOf = (some: ReturnType<typeof calls>): readonly number[] => some.map(({ at }) => at);
const breakerTold = (): unknown => [...rig.outside.org.org.rows('Connection__c').values()].find((row) => String(row.Connection_Key__c) === 'payoneer')?.Breaker_State__c;

/** The most calls of any window of this length. */
function most(times: readonly number[], windowMs: number): number {
  return Math.max(0, ...times.map((from, at) => times.slice(at).findLastIndex((to) => to < from + windowMs) + 1));
}

beforeAll(async () => {
  rig = await openTimelessRig({ programs: [{ program, currency: 'USD', fundsMinor: 100_000_000_00 }] });
  await rig.outside.addPayees(Array.from({ length: 20 }, (_, nth) => ({ id: `payee-${nth}`, name: `Payee ${nth}`, country: 'DE', program })));
}, 60_000);
afterAll(() => rig.end());

/** Approved now, and found at once. */
async function approve(from: number, to: number): Promise<readonly string[]> {
  const raised = rig.outside.raise(Array.from({ length: to - from }, (_, nth) => ({ payee: `payee-${nth % 20}`, amount: `${100 + from + nth}.00`, currency: 'USD', purpose: `Invoice ${from + nth}`, invoice: `I-${from + nth}` })));
  rig.outside.approve(raised);
  await rig.assembly.engine.desk.surveySoon();
  return raised;
}
const pass = (ms: number): Promise<void> => {
  const end = rig.time.clock.now() + ms;
  return rig.time.until(() => rig.time.clock.now() >= end, ms + minuteMs);
};

describe('a provider that does not answer for half an hour while 500 payments come together', () => {
  it('is asked ever more rarely: the breaker opens, lets single calls through at growing distances, and Salesforce shows it', async () => {
    rig.outside.world.weather.add({ standIn: 'payoneer', door: '*', when: 'before', reply: 'reset', times: Infinity });
    const first = await approve(0, 20);
    await pass(28 * minuteMs);
    ids = [...first, ...(await approve(20, waiting))];
    await pass(2 * minuteMs);
    const times = timesOf(calls());
    const distances = times.slice(1).map((at, nth) => at - (times[nth] ?? 0)).filter((distance) => distance > 4_000);
    // 5 s at first, doubled each time up to 5 minutes, and none of them undercut.
    const growing = distances.slice(0, 6);
    expect(growing.map((distance, nth) => distance >= 5_000 * 2 ** nth && distance > (growing[nth - 1] ?? 0))).toEqual([true, true, true, true, true, true]);
    expect(Math.min(...distances.slice(6))).toBeGreaterThanOrEqual(5 * minuteMs);
    expect(times.length).toBeLessThan(40);
    expect(breakerTold()).toMatch(/Open|Half-open/);
    expect(rig.logged.filter((line) => line.includes('it does not answer; calls are held back')).length).toBeGreaterThan(3);
    expect(new Set(ids.map((id) => rig.outside.request(id).Status__c))).toEqual(new Set(['Approved for Payout']));
  }, 60_000);

  it('meets no crowd when it comes back: every minute stays within the pace, and each payment is made once', async () => {
    rig.outside.world.weather.clear();
    rig.outside.world.calls.clear();
    await rig.time.until(() => ids.every((id) => rig.outside.request(id).Status__c === 'Completed'), 24 * 60 * minuteMs);
    const times = timesOf(calls());
    const [first = 0] = times;
    expect(times.filter((at) => at < first + minuteMs).length).toBeLessThanOrEqual(pace.perSecond * 60 + pace.burst);
    expect(most(times, 1_000)).toBeLessThanOrEqual(pace.perSecond + pace.burst);
    expect(most(times, minuteMs)).toBeLessThanOrEqual(pace.perSecond * 60 + pace.burst);
    expect(ids.map((id) => rig.outside.paidTimes().get(id))).toEqual(ids.map(() => 1));
    expect(breakerTold()).toBe('Closed');
  }, 60_000);
});
