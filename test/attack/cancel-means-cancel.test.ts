import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually, pause } from '../flows/eventually.ts';
import { openOrgSettings } from '../flows/org-settings.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { statusDoor, submissionDoor } from '../flows/provider-weather.ts';
import { quickTiming } from '../flows/quick-timing.ts';
import { answered, issuesOf, paidTimes, reasonOf } from '../flows/witnesses.ts';
import { afterSend, openAttackRig, type AttackRig } from './attack-rig.ts';
import { addPayeesOfWhomOneLapses, approveWave, refusesUnnamed } from './lapsed-payee.ts';

let rig: AttackRig;
afterEach(() => rig.end());

const says = (id: string, status: string, more: object = {}) =>
  ({ door: statusDoor.replace(':reference', `${id}-01`), when: 'before', reply: { status: 200, body: { result: { payout_date: '2026-11-20T10:00:00Z', amount: 9, currency: 'USD', status, payee_id: 'p', payout_id: '999', ...more } } }, times: 10_000 }) as const;
const attempts = (id: string) => rig.companion.assembly.store.ledger.attemptsOf([id]);

/** Its first submission never arrived, nobody knows that, and a person looks. */
async function firstUnknown(options: Parameters<typeof openAttackRig>[0]): Promise<string> {
  rig = await openAttackRig(options);
  await rig.addPayees([payeeOf('p')]);
  rig.world.weather.add({ door: submissionDoor, when: 'before', reply: 'drop' });
  const [id = ''] = rig.raise([{ payee: 'p', amount: '9.00', currency: 'USD', purpose: 'First' }]);
  rig.approve([id]);
  await rig.until([id], ['On Hold']);
  await pause(500);
  return id;
}

describe('a second attempt on its way, when the first is seen to have been paid after all', () => {
  it('is cancelled at the provider when a person asks for Cancel while the request is On Hold for it', async () => {
    // As in production the second is polled so rarely that the first is heard of before.
    const id = await firstUnknown({ policies: { transferredAfterMs: 12_000 }, config: { timing: { ...quickTiming, pollsMs: [30_000] } } });
    rig.world.weather.add({ webhooks: 'lost', times: 1_000 });
    rig.ask(id, 'Re-initiate', 'The provider says it does not know it', rig.people.admin);
    await rig.until([id], ['In Progress']);
    rig.world.weather.add(says(id, 'Transferred'));
    await rig.companion.assembly.engine.desk.hinted([{ reference: `${id}-01`, word: 'completed', final: true }]);
    await rig.until([id], ['On Hold'], 15_000);
    rig.ask(id, 'Cancel', 'The first arrived: stop the second', rig.people.admin);
    await answered(rig, id);
    await pause(14_000);
    // What the weather says was paid on the first was not paid here: every payment counted here is the second's.
    expect(paidTimes(rig, id)).toBe(0);
  }, 90_000);
});

describe('a person who cancels before the books were told that the request is On Hold', () => {
  it('finds it Cancelled in the books too, and not Outcome Unknown for ever', async () => {
    rig = await openAttackRig({ config: { timing: { ...quickTiming, writeDelayMs: 3_000 } } });
    await rig.addPayees([payeeOf('p')]);
    rig.world.weather.add({ door: submissionDoor, when: 'before', reply: 'drop' });
    const [id = ''] = rig.raise([{ payee: 'p', amount: '9.00', currency: 'USD', purpose: 'Quick' }]);
    rig.approve([id]);
    await eventually(async () => expect((await rig.companion.assembly.store.ledger.payments([id]))[0]?.state).toBe('On Hold'), 20_000);
    expect(rig.statuses([id])).toEqual(['Outcome Unknown']);
    rig.ask(id, 'Cancel', 'Paid by cheque', rig.people.admin);
    await pause(12_000);
    expect([rig.statuses([id])[0], rig.request(id).Requested_Action__c ?? null]).toEqual(['Cancelled', null]);
  }, 60_000);
});

describe('a request whose first attempt was paid after all, while the second\'s outcome is unknown', () => {
  const bothOpen = async (): Promise<string> => {
    const id = await firstUnknown({});
    rig.world.weather.add({ door: submissionDoor, when: 'before', reply: 'drop' });
    rig.ask(id, 'Re-initiate', 'The provider says it does not know it', rig.people.admin);
    await eventually(async () => expect((await attempts(id)).map(({ stage }) => stage)).toEqual(['settled', 'unknown']));
    rig.world.weather.add(says(id, 'Transferred'));
    await eventually(() => expect(issuesOf(rig, id)).toContain('paid earlier attempt'), 12_000);
    await rig.until([id], ['On Hold']);
    await pause(1_000);
    return id;
  };

  it('is not Cancelled in the books when a person gives the second up: the debt is paid', async () => {
    const id = await bothOpen();
    rig.ask(id, 'Cancel', 'The first arrived', rig.people.admin);
    await answered(rig, id);
    await pause(2_000);
    expect(rig.statuses([id])[0]).toBe('Completed');
  }, 60_000);

  it('does not wait for ever as Approved for Payout, without a word, when a person re-initiates it', async () => {
    const id = await bothOpen();
    rig.ask(id, 'Re-initiate', 'It does not know the second', rig.people.admin);
    await answered(rig, id);
    await pause(3_000);
    expect([rig.statuses([id])[0], reasonOf(rig, id)]).not.toEqual(['Approved for Payout', expect.not.stringContaining('-01')]);
  }, 60_000);
});

describe('a request whose first attempt arrived and whose second was cancelled, so that it is Completed', () => {
  it('is Returned when the bank sends the first back, and can be paid again', async () => {
    const id = await firstUnknown({ policies: { transferredAfterMs: 60_000 } });
    rig.ask(id, 'Re-initiate', 'The provider says it does not know it', rig.people.admin);
    await rig.until([id], ['In Progress']);
    rig.world.weather.add(says(id, 'Transferred'));
    await eventually(() => expect(issuesOf(rig, id)).toContain('paid earlier attempt'), 8_000);
    await rig.until([id], ['In Progress']);
    rig.ask(id, 'Cancel', 'The first arrived: stop the second', rig.people.admin);
    await rig.until([id], ['Completed']);
    rig.world.weather.clear();
    rig.world.weather.add(says(id, 'Cancelled', { cancel_reason_code: 30013, cancel_reason_description: 'Bank details - Invalid Branch Code' }));
    await eventually(() => expect(issuesOf(rig, id)).toContain('bank return'), 20_000);
    await pause(1_500);
    expect(rig.statuses([id])[0]).toBe('Returned');
  }, 60_000);
});

describe('an attempt a person closed, which the provider then says it pays, and then cancels', () => {
  it('does not leave its request In Progress for ever', async () => {
    const id = await firstUnknown({});
    openOrgSettings(rig, { Pause_All__c: true });
    rig.ask(id, 'Re-initiate', 'The provider says it does not know it', rig.people.admin);
    await rig.until([id], ['Approved for Payout']);
    rig.world.weather.add(says(id, 'Pending'));
    await eventually(() => expect(issuesOf(rig, id)).toContain('closed attempt alive'), 12_000);
    // A person has it cancelled by the provider's support, as the issue asks for.
    rig.world.weather.clear();
    rig.world.weather.add(says(id, 'Cancelled', { cancel_reason_code: 1, cancel_reason_description: 'Cancelled by request' }));
    await eventually(async () => expect((await attempts(id))[0]?.cancelledFirstAt ?? null).not.toBeNull(), 12_000);
    await pause(5_000);
    expect(rig.statuses([id])[0]).not.toBe('In Progress');
  }, 60_000);
});

describe('a row refused with its batch that waits to go out again', () => {
  it.each(['Cancel', 'Hold'])('does not go out any more when a person asks for %s', async (wish) => {
    rig = await openAttackRig({ config: { timing: { ...quickTiming, giveUpAfterMs: 60_000 } }, policies: refusesUnnamed });
    await addPayeesOfWhomOneLapses(rig, 'p');
    const { assembly } = rig.companion;
    afterSend(rig.companion, () => assembly.pause(true));
    const [id = ''] = approveWave(rig, 'p', 'bad');
    await eventually(async () => expect((await attempts(id))[0]?.missed).toBeGreaterThanOrEqual(2), 12_000);
    rig.ask(id, wish, 'Not owed any more', rig.people.admin);
    await answered(rig, id);
    assembly.pause(false);
    await pause(5_000);
    expect([paidTimes(rig, id), rig.statuses([id])[0]]).toEqual([0, wish === 'Cancel' ? 'Cancelled' : 'On Hold']);
  }, 60_000);
});
