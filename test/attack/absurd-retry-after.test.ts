import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { freshDebt } from '../flows/debts.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { statusDoor, tooMany } from '../flows/provider-weather.ts';
import { openTimelessRig, type TimelessRig } from '../flows/timeless-rig.ts';

const minuteMs = 60_000;
/** Two mistakes of whatever stands in between: a moment where seconds belong, and a date for "never". */
const absurd = [['a moment in epoch seconds', '1795227911'], ['a date far ahead', 'Fri, 31 Dec 9999 23:59:59 GMT']] as const;

let rig: TimelessRig;
beforeEach(async () => {
  rig = await openTimelessRig();
  await rig.outside.addPayees([payeeOf('payee-1')]);
});
afterEach(() => rig.end());

async function approved(): Promise<string> {
  const [id = ''] = rig.outside.raise([freshDebt('payee-1', 30, 'Once')]);
  rig.outside.approve([id]);
  await rig.assembly.engine.desk.surveySoon();
  return id;
}
const paidWithin = async (id: string, withinMs: number): Promise<void> => {
  await rig.time.until(() => rig.outside.request(id).Status__c === 'Completed', withinMs);
  expect(rig.outside.paidTimes().get(id)).toBe(1);
};
const calls = () => rig.outside.world.calls.entries.filter(({ standIn }) => standIn === 'payoneer');

describe('one "slow down" whose Retry-After can\'t be meant so', () => {
  it.each(absurd)('silences the provider for a quarter of an hour, and the question for twice that at most: %s', async (_what, value) => {
    rig.outside.world.weather.add({ standIn: 'payoneer', door: statusDoor, when: 'before', reply: tooMany({ 'retry-after': value }) });
    // The first question about an accepted payout is put after five minutes; no balance is read meanwhile.
    await paidWithin(await approved(), 120 * minuteMs);
    const slowed = calls().findIndex(({ status }) => status === 429);
    const restMs = (calls()[slowed + 1]?.at ?? 0) - (calls()[slowed]?.at ?? 0);
    expect(slowed).toBeGreaterThan(0);
    expect(restMs).toBeGreaterThanOrEqual(15 * minuteMs);
    expect(restMs).toBeLessThanOrEqual(30 * minuteMs);
  });
});

describe('a store in which such a pause was kept by an earlier version', () => {
  it('pays as if it were not there, and forgets it', async () => {
    const { db } = rig.assembly.store;
    await db.query('update gate set paused_until = $1, refilled_at = $1, tokens = 0', [Date.UTC(2083, 1, 1)]);
    await paidWithin(await approved(), 60 * minuteMs);
    expect(await db.query('select connection from gate where paused_until > $1 or refilled_at > $1', [rig.time.clock.now() + 16 * minuteMs])).toEqual([]);
  });
});
