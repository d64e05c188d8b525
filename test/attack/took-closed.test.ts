import { afterEach, describe, expect, it } from '@jest/globals';
import { laneKey } from '../../companion/store/ledger-rows.ts';
import { eventually, pause } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { statusDoor, unknownPayout } from '../flows/provider-weather.ts';
import { quickTiming } from '../flows/quick-timing.ts';
import { issuesOfKind, paidTimes, postedTimes, reasonOf } from '../flows/witnesses.ts';
import { aroundSend, openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());
const lane = { connection: 'payoneer', program: '100200300', currency: 'USD' };
const stages = async (id: string): Promise<string[]> => (await rig.companion.assembly.store.ledger.attemptsOf([id])).map(({ reference, stage }) => `${reference.slice(-2)} ${stage}`);

/** The provider takes the first submission, and its answer reaches the companion that sent it only when it thaws. @returns what thaws it */
function freezeTheFirstAnswer(): () => void {
  const thaw = Promise.withResolvers<void>();
  aroundSend(rig.companion, async (real) => {
    const sent = await real();
    await thaw.promise;
    return sent;
  });
  return thaw.resolve;
}

/** Another companion on the same store takes over, hears nothing of the payout, and a person has it paid anew; the new attempt waits in its lane. */
async function closeAndPlanAnew(id: string): Promise<void> {
  await rig.start();
  const { store, office } = rig.companion.assembly;
  await pause(1_600);
  await store.timers.atLatest('send', laneKey(lane), office.tools.now());
  await rig.until([id], ['On Hold']);
  await store.lanes.stop(lane, 'somebody looks at something else');
  rig.ask(id, 'Re-initiate', 'The provider says it never came', rig.people.admin);
  await eventually(async () => expect(await stages(id)).toEqual(['01 settled', '02 intent']));
}

describe('an attempt that a person closed while the provider\'s answer to it was under way', () => {
  it('is reported at once when the provider took it, and the later attempt that has not left is taken back', async () => {
    rig = await openAttackRig({ config: { timing: { ...quickTiming, leaseMs: 1_500, giveUpAfterMs: 1_500, giveUpAfterMissed: 3 } }, policies: { acceptedAfterMs: 14_000 } });
    await rig.addPayees([payeeOf('p')]);
    rig.world.weather.add({ webhooks: 'lost', times: 1_000 }, { door: statusDoor, when: 'before', reply: unknownPayout, times: 10_000 });
    const thaw = freezeTheFirstAnswer();
    const [id = ''] = rig.raise([{ payee: 'p', amount: '7.00', currency: 'USD', purpose: 'Closed' }]);
    rig.approve([id]);
    await rig.until([id], ['Sending']);
    await closeAndPlanAnew(id);
    thaw();
    await eventually(async () => expect(await stages(id)).toEqual(['01 settled', '02 withdrawn']));
    await rig.until([id], ['On Hold']);
    expect(reasonOf(rig, id)).toMatch(/-01 was accepted by the provider after it had been closed\. A person must check with the provider at once\./);
    await eventually(() => expect(issuesOfKind(rig, 'closed attempt alive')).toMatchObject([{ Severity__c: 'Critical', Payment_Request__c: id }]));
    const { store, office } = rig.companion.assembly;
    await store.lanes.goOn(lane, 'somebody looks at something else');
    await store.timers.atLatest('send', laneKey(lane), office.tools.now());
    await pause(1_500);
    expect(postedTimes(rig, id)).toEqual({ [`${id}-01`]: 1 });
    rig.world.weather.clear();
    await rig.until([id], ['Completed'], 20_000);
    expect([paidTimes(rig, id), postedTimes(rig, id)]).toEqual([1, { [`${id}-01`]: 1 }]);
  }, 60_000);
});
