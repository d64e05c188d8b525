import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually, pause } from '../flows/eventually.ts';
import { openOrgSettings } from '../flows/org-settings.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { submissionDoor } from '../flows/provider-weather.ts';
import { quickTiming } from '../flows/quick-timing.ts';
import { expectNeverSent, expectPaidOnce, issuesOf, paidTimes, postedTimes, reasonOf, transactionsOf } from '../flows/witnesses.ts';
import { afterSend, openAttackRig, type AttackRig } from './attack-rig.ts';
import { approveWave } from './lapsed-payee.ts';

let rig: AttackRig;
afterEach(() => rig.end());

/** Every request makes a batch of its own, and the switch in the org is looked at before each. */
async function openRigOfSmallBatches(): Promise<void> {
  rig = await openAttackRig({ env: { PAYONEER_BATCH_LIMIT: '1' }, config: { timing: { ...quickTiming, pauseFreshMs: 0 } } });
  await rig.addPayees([payeeOf('p')]);
}

/** Which of a wave left first, and which were given back. */
async function splitWave(ids: readonly string[], reason: RegExp): Promise<{ first: string; rest: string[] }> {
  await eventually(() => expect(ids.filter((id) => reason.test(reasonOf(rig, id)))).toHaveLength(ids.length - 1));
  const rest = ids.filter((id) => reason.test(reasonOf(rig, id)));
  return { first: ids.find((id) => !rest.includes(id)) ?? '', rest };
}

const stagesOf = async (ids: readonly string[]): Promise<string[]> => (await rig.companion.assembly.store.ledger.attemptsOf(ids)).map(({ reference, stage }) => `${reference.slice(-2)} ${stage}`);

/** Paid once, and under the second number only: the first was reserved and never left. */
function expectPaidUnderTheNextNumber(ids: readonly string[]): void {
  expect(ids.map((id) => paidTimes(rig, id))).toEqual(ids.map(() => 1));
  expect(ids.map((id) => postedTimes(rig, id))).toEqual(ids.map((id) => ({ [`${id}-02`]: 1 })));
}

describe('requests reserved for a wave whose rest may not leave', () => {
  it('go back to Approved for Payout when the kill switch in the org is thrown, and are paid once under the next number when it is released', async () => {
    await openRigOfSmallBatches();
    let settingsId = '';
    afterSend(rig.companion, (sends) => {
      if (sends === 1) settingsId = openOrgSettings(rig, { Pause_All__c: true });
    });
    const ids = approveWave(rig, 'p', 'p', 'p');
    const { first, rest } = await splitWave(ids, /^Not sent yet: the kill switch in the books is on\. It goes out by itself\.$/);
    await rig.until([first], ['Completed']);
    await pause(1_500);
    expect(rig.statuses(rest)).toEqual(['Approved for Payout', 'Approved for Payout']);
    expect(await stagesOf(rest)).toEqual(['01 withdrawn', '01 withdrawn']);
    expectNeverSent(rig, rest);
    rig.save('Quittance_Settings__c', [{ Id: settingsId, Pause_All__c: false }], rig.people.admin);
    await rig.until(rest, ['Completed']);
    await pause(1_000);
    expectPaidOnce(rig, [first]);
    expectPaidUnderTheNextNumber(rest);
  }, 40_000);

  it('go back to Approved for Payout while the outcome of the batch before is not known, and are paid once when it is', async () => {
    await openRigOfSmallBatches();
    rig.payoneer.policies.visibleAfterMs = 2_000;
    rig.world.weather.add({ door: submissionDoor, when: 'after', reply: 'drop' });
    const ids = approveWave(rig, 'p', 'p', 'p');
    const { first, rest } = await splitWave(ids, /^Not sent yet: the outcome of \w+-01 in the batch before is not known yet\./);
    expect(rig.statuses(rest)).toEqual(['Approved for Payout', 'Approved for Payout']);
    expectNeverSent(rig, rest);
    await eventually(() => expect(rig.statuses([first])).toEqual(['Outcome Unknown']));
    rig.payoneer.policies.visibleAfterMs = 0;
    await rig.until(ids, ['Completed']);
    await pause(1_000);
    expectPaidOnce(rig, [first]);
    expectPaidUnderTheNextNumber(rest);
    for (const id of rest) expect(transactionsOf(rig, id).filter((row) => row.Status__c === 'Transferred')).toMatchObject([{ Reference__c: `${id}-02` }]);
    expect(ids.flatMap((id) => issuesOf(rig, id))).toEqual([]);
  }, 40_000);
});
