import { afterEach, describe, expect, it } from '@jest/globals';
import { openOrgSettings } from '../flows/org-settings.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { quickTiming } from '../flows/quick-timing.ts';
import { pause } from '../flows/eventually.ts';
import { postedTimes } from '../flows/witnesses.ts';
import { afterSend, aroundSend, openAttackRig, type AttackRig } from './attack-rig.ts';
import { addPayeesOfWhomOneLapses, approveWave, refusesUnnamed } from './lapsed-payee.ts';

let rig: AttackRig;
afterEach(() => rig.end());
const pauseAll = (): void => void openOrgSettings(rig, { Pause_All__c: true });

describe('Pause All, thrown in Salesforce while a wave is under way', () => {
  it('stops the batches that are reserved and not sent yet', async () => {
    rig = await openAttackRig({ env: { PAYONEER_BATCH_LIMIT: '1' }, config: { timing: { ...quickTiming, surveyQuietMs: 600, surveyLatestMs: 1_000 } } });
    await rig.addPayees([payeeOf('p')]);
    const sent: string[] = [];
    aroundSend(rig.companion, async (real, batch) => {
      sent.push(...batch.map(({ reference }) => reference));
      const answer = await real();
      if (sent.length === 1) pauseAll();
      await pause(700);
      return answer;
    });
    const ids = approveWave(rig, 'p', 'p', 'p', 'p');
    await rig.until(ids.slice(0, 1), ['In Progress', 'Completed', 'Sending']);
    await pause(4_000);
    expect(sent).toHaveLength(1);
  }, 30_000);

  it('stops rows refused with their batch from being sent again', async () => {
    rig = await openAttackRig({ policies: refusesUnnamed });
    await addPayeesOfWhomOneLapses(rig, 'p');
    afterSend(rig.companion, (sends) => {
      if (sends === 1) pauseAll();
    });
    const ids = approveWave(rig, 'p', 'p', 'bad');
    await pause(5_000);
    expect(ids.map((id) => postedTimes(rig, id)[`${id}-01`])).toEqual([1, 1, 1]);
  }, 30_000);
});
