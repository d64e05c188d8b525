import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually, pause } from '../flows/eventually.ts';
import { openOrgSettings } from '../flows/org-settings.ts';
import { statusDoor, unknownPayout } from '../flows/provider-weather.ts';
import { quickTiming } from '../flows/quick-timing.ts';
import { issuesOf, reasonOf } from '../flows/witnesses.ts';
import { oneOnHold, openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

describe('a payout a person had closed, which the provider showed as pending twice after that, and knows no more', () => {
  it('does not stand as In Progress for ever, without a word', async () => {
    rig = await openAttackRig({ policies: { acceptedAfterMs: 50, transferredAfterMs: 600_000 }, config: { timing: { ...quickTiming, pollsMs: [500] } } });
    const id = await oneOnHold(rig);
    const { ledger } = rig.companion.assembly.store;
    openOrgSettings(rig, { Pause_All__c: true });
    rig.ask(id, 'Re-initiate', 'The provider says it does not know it', rig.people.admin);
    await rig.until([id], ['Approved for Payout']);
    rig.world.weather.clear();
    await rig.until([id], ['In Progress'], 30_000);
    const before = issuesOf(rig, id);
    rig.world.weather.add({ door: statusDoor, when: 'before', reply: unknownPayout, times: 10_000 });
    await eventually(async () => expect((await ledger.attemptsOf([id]))[0]?.revived).toBe(false), 30_000);
    await pause(6_000);
    const told = [rig.statuses([id])[0], reasonOf(rig, id), issuesOf(rig, id)];
    expect(told).not.toEqual(['In Progress', expect.anything(), before]);
  }, 120_000);
});
