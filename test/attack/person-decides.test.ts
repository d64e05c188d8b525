import { afterEach, describe, expect, it } from '@jest/globals';
import type { Timing } from '../../companion/domain/timing.ts';
import { openOrgSettings } from '../flows/org-settings.ts';
import { quickTiming } from '../flows/quick-timing.ts';
import { eventually, pause } from '../flows/eventually.ts';
import { answered, issuesOf, paidTimes, postedTimes } from '../flows/witnesses.ts';
import { afterSend, oneOnHold, openAttackRig, type AttackRig } from './attack-rig.ts';
import { addPayeesOfWhomOneLapses, approveWave, refusesUnnamed } from './lapsed-payee.ts';

let rig: AttackRig;
afterEach(() => rig.end());

async function unknownForLong(): Promise<string> {
  rig = await openAttackRig({ policies: { acceptedAfterMs: 13_000, transferredAfterMs: 500 } });
  return oneOnHold(rig);
}

describe('a request re-initiated by a person, because the provider did not know its reference', () => {
  it('is not sent a second time when the first is seen to be paid before the second leaves', async () => {
    const id = await unknownForLong();
    const settingsId = openOrgSettings(rig, { Pause_All__c: true });
    rig.ask(id, 'Re-initiate', 'The provider says it does not know it', rig.people.admin);
    await rig.until([id], ['Approved for Payout']);
    rig.world.weather.clear();
    const seen = async () => (await rig.companion.assembly.store.ledger.attemptsOf([id]))[0]?.transferredAt;
    await eventually(async () => expect(await seen()).not.toBeNull(), 20_000);
    // The companion knows now that the money is there; all of this happens before anything else is sent.
    expect(postedTimes(rig, id)).toEqual({ [`${id}-01`]: 1 });
    rig.payoneer.policies.acceptedAfterMs = 100;
    rig.save('Quittance_Settings__c', [{ Id: settingsId, Pause_All__c: false }], rig.people.admin);
    await pause(4_000);
    expect(paidTimes(rig, id)).toBe(1);
    expect(Object.keys(postedTimes(rig, id))).toEqual([`${id}-01`]);
  }, 60_000);

  it('whose first attempt is paid after all, unheard because the webhook is lost, is noticed by asking', async () => {
    const id = await unknownForLong();
    rig.ask(id, 'Cancel', 'Paid by cheque instead', rig.people.admin);
    await rig.until([id], ['Cancelled']);
    rig.world.weather.clear();
    rig.world.weather.add({ webhooks: 'lost', times: 1_000 });
    await eventually(() => expect(paidTimes(rig, id)).toBe(1), 18_000);
    await eventually(() => expect(rig.statuses([id])).toEqual(['Completed']), 8_000);
    expect(issuesOf(rig, id)).not.toEqual([]);
  }, 60_000);
});

/** A wave is refused for one payee, and the companion is paused at that moment, before it sends the others again. */
async function refusedAndParked(timing: Partial<Timing>, ...payees: readonly string[]): Promise<string[]> {
  rig = await openAttackRig({ config: { timing: { ...quickTiming, ...timing } }, policies: refusesUnnamed });
  await addPayeesOfWhomOneLapses(rig, 'p');
  const { assembly } = rig.companion;
  afterSend(rig.companion, () => assembly.pause(true));
  return approveWave(rig, ...payees);
}

describe('a row refused with its batch and put On Hold for a person', () => {
  it('is not sent again by itself while the person has not decided', async () => {
    const ids = await refusedAndParked({ giveUpAfterMs: 1_500 }, 'p', 'p', 'bad');
    const { assembly } = rig.companion;
    await rig.until(ids, ['On Hold']);
    const posted = ids.map((id) => postedTimes(rig, id)[`${id}-01`]);
    assembly.pause(false);
    await pause(3_000);
    expect(ids.map((id) => postedTimes(rig, id)[`${id}-01`])).toEqual(posted);
  }, 60_000);

  it('and cancelled by a person while it waits to be sent again ends Cancelled', async () => {
    const [first = ''] = await refusedAndParked({ giveUpAfterMs: 60_000 }, 'p', 'bad');
    const { assembly } = rig.companion;
    await eventually(async () => expect((await assembly.store.ledger.attemptsOf([first]))[0]?.missed).toBeGreaterThanOrEqual(2));
    rig.ask(first, 'Cancel', 'Not owed any more', rig.people.admin);
    await answered(rig, first);
    await pause(500);
    const [attempt] = await assembly.store.ledger.attemptsOf([first]);
    // Either both or neither: an attempt closed under a request that stays Outcome Unknown is asked about by nobody.
    expect([rig.statuses([first])[0], attempt?.stage]).toEqual(attempt?.stage === 'settled' ? ['Cancelled', 'settled'] : ['Outcome Unknown', 'unknown']);
  }, 60_000);
});
