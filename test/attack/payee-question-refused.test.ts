import { afterEach, describe, expect, it } from '@jest/globals';
import { pause } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { quickTiming } from '../flows/quick-timing.ts';
import { paidTimes } from '../flows/witnesses.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());
const payeeDoor = 'GET /v4/programs/:program/payees/:payee/status';
const issues = (): string[][] => [...rig.org.org.rows('Sync_Issue__c').values()].map((issue) => [String(issue.Kind__c), String(issue.Detail__c)]);

async function refusedWith(sub_code: string, error_description: string): Promise<string> {
  rig = await openAttackRig({ config: { timing: { ...quickTiming, payeeStatusFreshMs: 0 } } });
  await rig.addPayees([payeeOf('p')]);
  await pause(1_500);
  rig.world.weather.add({ door: payeeDoor, when: 'before', times: 100_000, reply: { status: 400, body: { error: 'Bad Request', error_description, error_details: { code: 400, sub_code, target: 'payee_id' } } } });
  const [id = ''] = rig.raise([{ payee: 'p', amount: '9.00', currency: 'USD', purpose: 'Waits' }]);
  rig.approve([id]);
  return id;
}

describe('a request whose payee the provider refuses to speak of, in its own words and for good', () => {
  it('is put before a person, with the words', async () => {
    const id = await refusedWith('001', 'Payee id is not in the expected format');
    await rig.until([id], ['On Hold'], 15_000);
    expect(rig.request(id).Status_Reason__c).toContain("the provider's answer about the payee was not understood");
    expect(issues()).toContainEqual(['payee unclear', expect.stringContaining('Payee id is not in the expected format')]);
  }, 40_000);

  it('waits, and a person is told why, where the refusal is of ourselves; it is paid by itself when that is over', async () => {
    const id = await refusedWith('099', 'Not allowed');
    await pause(4_000);
    expect(rig.statuses([id])).toEqual(['Approved for Payout']);
    expect(issues()).toContainEqual(['payee unclear', expect.stringContaining('Not allowed')]);
    rig.world.weather.clear();
    await rig.until([id], ['Completed'], 15_000);
    expect(paidTimes(rig, id)).toBe(1);
  }, 40_000);
});
