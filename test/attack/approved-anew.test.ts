import { afterEach, describe, expect, it } from '@jest/globals';
import { laneKey } from '../../companion/store/ledger-rows.ts';
import { eventually, pause } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { statusDoor, submissionDoor, unknownPayout } from '../flows/provider-weather.ts';
import { paidTimes } from '../flows/witnesses.ts';
import { quickTiming } from '../flows/quick-timing.ts';
import { approvingFlow, stampOf } from './approving-flow.ts';
import { aroundSend, openAttackRig, type AttackRig } from './attack-rig.ts';
import { addPayeesOfWhomOneLapses, approveWave, refusesUnnamed } from './lapsed-payee.ts';

let rig: AttackRig;
afterEach(() => rig.end());
const lane = { connection: 'payoneer', program: '100200300', currency: 'USD' };

describe('a request approved anew by a Flow of the customer', () => {
  it('while its first attempt is open and On Hold is not paid again when the first arrives', async () => {
    rig = await openAttackRig({ env: { SALESFORCE_APPROVAL_EVIDENCE: 'stamp' }, policies: { acceptedAfterMs: 9_000, transferredAfterMs: 300 } });
    await rig.addPayees([payeeOf('p')]);
    const flow = approvingFlow(rig);
    rig.world.weather.add({ door: submissionDoor, when: 'after', reply: 'drop' }, { door: statusDoor, when: 'before', reply: unknownPayout, times: 1_000 });
    const [id = ''] = rig.raise([{ payee: 'p', amount: '9.00', currency: 'USD', purpose: 'Anew' }]);
    rig.approve([id]);
    await rig.until([id], ['On Hold']);
    await pause(500);
    rig.save('Payment_Request__c', [{ Id: id, ...stampOf(rig, rig.request(id), flow, new Date().toISOString()) }], flow);
    await pause(800);
    rig.world.weather.clear();
    rig.payoneer.policies.acceptedAfterMs = 100;
    await eventually(() => expect(paidTimes(rig, id)).toBeGreaterThanOrEqual(1), 12_000);
    await pause(5_000);
    expect(paidTimes(rig, id)).toBe(1);
  }, 60_000);

  it('with another amount, while its first intent waits in the lane, is paid what was approved last', async () => {
    rig = await openAttackRig({ env: { SALESFORCE_APPROVAL_EVIDENCE: 'stamp' } });
    await rig.addPayees([payeeOf('p')]);
    const flow = approvingFlow(rig);
    const { store, office } = rig.companion.assembly;
    await store.lanes.stop(lane, 'a batch before it is not settled');
    const [id = ''] = rig.raise([{ payee: 'p', amount: '900.00', currency: 'USD', purpose: 'Anew' }]);
    rig.approve([id]);
    await eventually(async () => expect((await store.ledger.attemptsOf([id])).map(({ stage }) => stage)).toEqual(['intent']));
    rig.save('Payment_Request__c', [{ Id: id, Status__c: 'Recalled' }], flow);
    rig.save('Payment_Request__c', [{ Id: id, Amount__c: '9.00' }], flow);
    rig.save('Payment_Request__c', [{ Id: id, ...stampOf(rig, rig.request(id), flow, new Date().toISOString()), Approved_Amount__c: '9.00' }], flow);
    await pause(1_500);
    await store.lanes.goOn(lane, 'a batch before it is not settled');
    await store.timers.atLatest('send', laneKey(lane), office.tools.now());
    await pause(3_000);
    const posted = rig.payoneer.payouts().map(({ reference, ...more }) => [reference, JSON.stringify(more)] as const);
    for (const [, said] of posted) expect(said).not.toMatch(/90000|900\.00/);
  }, 60_000);
});

describe('a row On Hold that goes out again by itself while a person decides', () => {
  it('is not paid under a second reference as well', async () => {
    rig = await openAttackRig({ config: { timing: { ...quickTiming, giveUpAfterMs: 1_500, sendDeadlineMs: 5_000 } }, policies: refusesUnnamed });
    await addPayeesOfWhomOneLapses(rig, 'p');
    const { assembly } = rig.companion;
    const ids: string[] = [];
    let sends = 0;
    const slowly: Parameters<typeof aroundSend>[1] = async (real) => {
      const sent = await real();
      if (++sends === 1) assembly.pause(true);
      // The provider takes its time over the second submission; meanwhile the person's decision is carried out by the other companion.
      if (sends === 2) {
        rig.ask(ids[0] ?? '', 'Re-initiate', 'The provider refused the batch', rig.people.admin);
        await pause(3_000);
      }
      return sent;
    };
    aroundSend(rig.companion, slowly);
    ids.push(...approveWave(rig, 'p', 'bad'));
    await rig.until(ids, ['On Hold']);
    await pause(800);
    aroundSend(await rig.start(), slowly);
    assembly.pause(false);
    await assembly.store.timers.atLatest('send', laneKey(lane), assembly.office.tools.now());
    await pause(9_000);
    expect(paidTimes(rig, ids[0] ?? '')).toBeLessThanOrEqual(1);
  }, 60_000);
});
