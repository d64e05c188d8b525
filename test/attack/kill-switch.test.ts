import { afterEach, describe, expect, it } from '@jest/globals';
import { quickTiming } from '../flows/quick-timing.ts';
import { pause, postedTimes } from '../flows/witnesses.ts';
import { aroundSend, openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());
const payee = (id: string) => ({ id, name: id, country: 'DE', program: '100200300' });
const pauseAll = (on: boolean): void => void rig.save('Quittance_Settings__c', [{ SetupOwnerId: rig.org.org.id, Pause_All__c: on }], rig.people.admin);

describe('Pause All, thrown in Salesforce while a wave is under way', () => {
  it('stops the batches that are reserved and not sent yet', async () => {
    rig = await openAttackRig({ env: { PAYONEER_BATCH_LIMIT: '1' }, config: { timing: { ...quickTiming, surveyQuietMs: 600, surveyLatestMs: 1_000 } } });
    await rig.addPayees([payee('p')]);
    const sent: string[] = [];
    aroundSend(rig.companion, async (real, batch) => {
      sent.push(...batch.map(({ reference }) => reference));
      const answer = await real();
      if (sent.length === 1) pauseAll(true);
      await pause(700);
      return answer;
    });
    const ids = rig.raise([1, 2, 3, 4].map((index) => ({ payee: 'p', amount: `5.0${index}`, currency: 'USD', purpose: 'Switch' })));
    rig.approve(ids);
    await rig.until(ids.slice(0, 1), ['In Progress', 'Completed', 'Sending']);
    await pause(4_000);
    expect(sent).toHaveLength(1);
  }, 30_000);

  it('stops rows refused with their batch from being sent again', async () => {
    rig = await openAttackRig({ policies: { inactivePayee: 'reject', errorsNameItems: false } });
    await rig.addPayees([payee('p'), payee('bad')]);
    const before = rig.raise(['p', 'bad'].map((id) => ({ payee: id, amount: '5.00', currency: 'USD', purpose: 'Before' })));
    rig.approve(before);
    await rig.until(before, ['Completed']);
    await rig.payoneer.setPayee('bad', { status: 'Inactive' });
    let sends = 0;
    aroundSend(rig.companion, async (real) => {
      const answer = await real();
      if (++sends === 1) pauseAll(true);
      return answer;
    });
    const ids = rig.raise(['p', 'p', 'bad'].map((id, index) => ({ payee: id, amount: `6.0${index}`, currency: 'USD', purpose: 'Switch' })));
    rig.approve(ids);
    await pause(5_000);
    expect(ids.map((id) => postedTimes(rig, id)[`${id}-01`])).toEqual([1, 1, 1]);
  }, 30_000);
});
