import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually, pause } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { statusDoor, submissionDoor } from '../flows/provider-weather.ts';
import { issuesOf, paidTimes, postedTimes, reasonOf } from '../flows/witnesses.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());
const compliance = { code: 10777, words: 'Held by compliance' };
const inactive = { code: 10009, words: 'Action cannot be performed because payee is inactive' };

/** One payment that is refused by name, while the provider may have taken another copy of the call; no notice tells. */
async function refusedByName({ code, words }: typeof compliance, when: 'before' | 'after', transferredAfterMs = 50): Promise<string> {
  rig = await openAttackRig({ policies: { acceptedAfterMs: 50, transferredAfterMs } });
  await rig.addPayees([payeeOf('p')]);
  rig.world.weather.add({ webhooks: 'lost', times: 1_000 });
  const error = { code: 400, sub_code: code, target: 'Payments[0].payee_id', value: 'p', message: words };
  rig.world.weather.add({ door: submissionDoor, when, reply: { status: 400, body: { error: 'Bad Request', error_description: words, error_details: { code: 400, sub_code: null, errors: [error] } } } });
  const [id = ''] = rig.raise([{ payee: 'p', amount: '9.00', currency: 'USD', purpose: 'Refused' }]);
  rig.approve([id]);
  await rig.until([id], [code === inactive.code ? 'Needs Correction' : 'Failed']);
  return id;
}

const questions = (id: string): number => rig.world.calls.entries.filter(({ path }) => path.includes(`${id}-01/status`)).length;
const attemptOf = async (id: string) => (await rig.companion.assembly.store.ledger.attemptsOf([id]))[0];
const batchOf = async (id: string) => (await rig.companion.assembly.store.ledger.batches([(await attemptOf(id))?.batchId ?? '']))[0];

describe('a payment refused by name, of which the provider took the first copy of the call', () => {
  it.each([compliance, inactive])('is found paid, and a person is told: $words', async (refusal) => {
    const id = await refusedByName(refusal, 'after');
    await rig.until([id], ['Completed'], 12_000);
    await eventually(() => expect(issuesOf(rig, id)).toContain('paid after all'));
    expect([paidTimes(rig, id), Object.keys(postedTimes(rig, id))]).toEqual([1, [`${id}-01`]]);
  }, 60_000);

  it('is not paid again by a re-initiate once it is seen on its way', async () => {
    const id = await refusedByName(compliance, 'after', 9_000);
    await eventually(() => expect([issuesOf(rig, id), reasonOf(rig, id)]).toEqual([expect.arrayContaining(['closed attempt alive']), expect.stringContaining('is on its way at the provider')]), 8_000);
    rig.ask(id, 'Re-initiate', 'The provider refused it', rig.people.admin);
    await rig.until([id], ['Completed'], 30_000);
    expect([paidTimes(rig, id), Object.keys(postedTimes(rig, id))]).toEqual([1, [`${id}-01`]]);
  }, 60_000);

  it.each([['re-initiated', compliance], ['corrected and approved again', inactive]] as const)('is not paid again when it is %s at once, before it is seen on its way', async (_what, refusal) => {
    const id = await refusedByName(refusal, 'after', 9_000);
    if (refusal === compliance) rig.ask(id, 'Re-initiate', 'The provider refused it', rig.people.admin);
    else rig.approve([id]);
    await rig.until([id], ['Completed'], 30_000);
    expect([paidTimes(rig, id), Object.keys(postedTimes(rig, id))]).toEqual([1, [`${id}-01`]]);
  }, 60_000);

  it('is held when it is corrected and approved again', async () => {
    const id = await refusedByName(inactive, 'after', 9_000);
    await eventually(() => expect(issuesOf(rig, id)).toContain('closed attempt alive'), 8_000);
    await pause(500);
    rig.approve([id]);
    await rig.until([id], ['On Hold', 'In Progress'], 8_000);
    await rig.until([id], ['Completed'], 30_000);
    expect([paidTimes(rig, id), Object.keys(postedTimes(rig, id))]).toEqual([1, [`${id}-01`]]);
  }, 60_000);
});

describe('a payment refused by name, which the provider does not know', () => {
  it('is paid under the next reference once the provider was asked', async () => {
    const id = await refusedByName(inactive, 'before');
    rig.approve([id]);
    await rig.until([id], ['Completed'], 12_000);
    expect([paidTimes(rig, id), Object.keys(postedTimes(rig, id)), questions(id) >= 1]).toEqual([1, [`${id}-02`], true]);
  }, 60_000);

  it('is asked about twice and stays as it is', async () => {
    const id = await refusedByName(compliance, 'before');
    const told = [rig.statuses([id]), reasonOf(rig, id), (await batchOf(id))?.stage];
    await eventually(async () => expect([questions(id), (await attemptOf(id))?.nextAskAt]).toEqual([2, null]), 12_000);
    await pause(1_500);
    expect([rig.statuses([id]), reasonOf(rig, id), (await batchOf(id))?.stage]).toEqual(told);
    expect([told, questions(id), issuesOf(rig, id)]).toEqual([[['Failed'], 'Refused by the provider: Held by compliance (10777).', 'settled'], 2, []]);
  }, 60_000);

  it('is asked about as seldom where no answer can be read', async () => {
    const id = await refusedByName(compliance, 'before');
    rig.world.weather.add({ door: statusDoor, when: 'before', reply: { status: 400, body: { error: 'Bad Request', error_description: 'Not now', error_details: { code: 400, sub_code: 777 } } }, times: 1_000 });
    await eventually(async () => expect((await attemptOf(id))?.nextAskAt).toBeNull(), 12_000);
    await pause(1_500);
    expect([rig.statuses([id]), questions(id) <= 2]).toEqual([['Failed'], true]);
  }, 60_000);
});
