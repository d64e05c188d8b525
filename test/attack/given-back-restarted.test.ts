import { afterEach, describe, expect, it } from '@jest/globals';
import { openOrgSettings } from '../flows/org-settings.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { quickTiming } from '../flows/quick-timing.ts';
import { eventually, pause } from '../flows/eventually.ts';
import { issuesOfKind, paidTimes } from '../flows/witnesses.ts';
import { afterSend, openAttackRig, type AttackRig } from './attack-rig.ts';
import { approveWave } from './lapsed-payee.ts';

let rig: AttackRig;
afterEach(() => rig.end());

/** A wave of three, one in each batch, of which the first left; the others were reserved and are given back, because somebody threw the switch. */
async function givenBack(): Promise<{ ids: string[]; goOn(): void }> {
  rig = await openAttackRig({ env: { PAYONEER_BATCH_LIMIT: '1' }, config: { timing: { ...quickTiming, surveyQuietMs: 600, surveyLatestMs: 1_000, pauseFreshMs: 100 } } });
  await rig.addPayees([payeeOf('p')]);
  let settings = '';
  afterSend(rig.companion, (sends) => {
    if (sends === 1) settings = openOrgSettings(rig, { Pause_All__c: true });
  });
  const send = rig.companion.assembly.payer as unknown as { send: (...args: unknown[]) => Promise<unknown> };
  const real = send.send;
  // The provider takes its time to answer; meanwhile the books are told of the wave.
  send.send = async (...args) => {
    const sent = await real(...args);
    await pause(2_000);
    return sent;
  };
  const ids = approveWave(rig, 'p', 'p', 'p');
  await eventually(async () => expect((await rig.companion.assembly.store.ledger.attemptsOf(ids)).map(({ stage }) => stage).toSorted()).toEqual(['settled', 'withdrawn', 'withdrawn']), 15_000);
  return { ids, goOn: () => void rig.save('Quittance_Settings__c', [{ Id: settings, Pause_All__c: false }], rig.people.admin) };
}
const batches = () => [...rig.org.org.rows('Payout_Batch__c').values()].map((row) => [row.Status__c, row.Seal__c, row.Requested_Count__c, row.In_Flight_Amount__c]);

describe('what was reserved and is given back', () => {
  it('goes out by itself after a restart, as its reason says', async () => {
    const { ids, goOn } = await givenBack();
    await pause(1_000);
    await rig.restart();
    await pause(1_000);
    goOn();
    await rig.until(ids, ['Completed'], 15_000);
    expect(ids.map((id) => paidTimes(rig, id))).toEqual([1, 1, 1]);
    expect(issuesOfKind(rig, 'recovery')).toEqual([]);
  }, 60_000);

  it('leaves no batch in the books that says it is being sent', async () => {
    const { ids, goOn } = await givenBack();
    goOn();
    await rig.until(ids, ['Completed'], 15_000);
    await pause(4_000);
    expect(batches().filter(([status]) => status === 'Sending')).toEqual([]);
  }, 60_000);
});
