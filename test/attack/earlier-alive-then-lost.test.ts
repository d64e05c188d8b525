import { afterEach, describe, expect, it } from '@jest/globals';
import { emptyStore } from '../engine/empty-store.ts';
import { eventually, pause } from '../flows/eventually.ts';
import { submissionDoor } from '../flows/provider-weather.ts';
import { issuesOf, postedTimes, reasonOf } from '../flows/witnesses.ts';
import { oneOnHold, openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

describe('an earlier attempt that is on its way although it was closed, when the store is lost', () => {
  it('keeps the next one from being sent for the debt, for it is asked about first', async () => {
    rig = await openAttackRig({ policies: { transferredAfterMs: 40_000 } });
    const id = await oneOnHold(rig);
    // A person decides for a new attempt; that one never arrives.
    rig.world.weather.add({ door: submissionDoor, when: 'before', reply: 'drop' });
    rig.ask(id, 'Re-initiate', 'The provider does not know it', rig.people.admin);
    await eventually(() => expect(rig.request(id).Attempt__c).toBe('2'), 15_000);
    await rig.until([id], ['Outcome Unknown', 'On Hold'], 15_000);
    // The provider shows the first one now: it is being paid.
    rig.world.weather.clear();
    await eventually(() => expect(issuesOf(rig, id)).toContain('closed attempt alive'), 20_000);
    rig.hold.dead = true;
    await emptyStore(rig.database);
    await rig.restart();
    await eventually(async () => expect((await rig.companion.assembly.store.installation.read())?.mode).toBe('normal'), 20_000);
    await rig.until([id], ['On Hold']);
    const numbers = async (): Promise<readonly number[]> => (await rig.companion.assembly.store.ledger.attemptsOf([id])).map(({ number }) => number);
    expect(await numbers()).toEqual([2]);
    rig.payoneer.policies.transferredAfterMs = 500;
    rig.ask(id, 'Re-initiate', 'The second one never arrived', rig.people.admin);
    await eventually(async () => expect(await numbers()).toEqual([1, 2]), 20_000);
    await eventually(() => expect([rig.statuses([id]), reasonOf(rig, id)]).toEqual([['On Hold'], expect.stringMatching(/-01 (is being|was) paid/)]), 20_000);
    await pause(1_000);
    expect(postedTimes(rig, id)).toEqual({ [`${id}-01`]: 1 });
  }, 120_000);
});
