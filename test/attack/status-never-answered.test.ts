import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { freshDebt } from '../flows/debts.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { pageOf, statusDoor } from '../flows/provider-weather.ts';
import { openTimelessRig, type TimelessRig } from '../flows/timeless-rig.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

let rig: TimelessRig;
beforeEach(async () => {
  rig = await openTimelessRig();
  await rig.outside.addPayees([payeeOf('payee-1')]);
});
afterEach(() => rig.end());

const pass = (ms: number): Promise<void> => {
  const end = rig.time.clock.now() + ms;
  return rig.time.until(() => rig.time.clock.now() >= end, ms + hourMs);
};
const told = () => [...rig.outside.org.org.rows('Sync_Issue__c').values()].filter((row) => row.Kind__c === 'no usable answer');
const stateOf = (id: string): unknown => rig.outside.request(id).Status__c;
async function accepted(): Promise<string> {
  const [id = ''] = rig.outside.raise([freshDebt('payee-1', 30, 'Once')]);
  rig.outside.approve([id]);
  await rig.assembly.engine.desk.surveySoon();
  await rig.time.until(() => stateOf(id) === 'In Progress', 10 * minuteMs);
  return id;
}

describe('questions about a payout the provider had accepted that are never answered by the provider itself', () => {
  it('are told to a person after hours, once an hour, and the payout stays as it is until an answer comes', async () => {
    rig.outside.world.weather.add({ standIn: 'payoneer', door: statusDoor, when: 'before', reply: pageOf(403, 'Blocked'), times: Infinity });
    const id = await accepted();
    await pass(2 * hourMs);
    expect(told()).toEqual([]);
    await pass(2 * hourMs);
    expect(told().length).toBeGreaterThan(0);
    expect(told().length).toBeLessThanOrEqual(3);
    expect(new Set(told().map((row) => String(row.Issue_Key__c))).size).toBe(told().length);
    expect(told()[0]).toMatchObject({ Severity__c: 'Warning', Source__c: 'payoneer', Detail__c: expect.stringContaining(`${id}-01`) });
    expect([stateOf(id), rig.outside.paidTimes().get(id)]).toEqual(['In Progress', 1]);
    rig.outside.world.weather.clear();
    await rig.time.until(() => stateOf(id) === 'Completed', hourMs);
    expect(rig.outside.paidTimes().get(id)).toBe(1);
  }, 60_000);
});
