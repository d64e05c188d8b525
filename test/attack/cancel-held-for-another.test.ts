import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually, pause } from '../flows/eventually.ts';
import { unknownPayout } from '../flows/provider-weather.ts';
import { quickTiming } from '../flows/quick-timing.ts';
import { answered, paidTimes, reasonOf } from '../flows/witnesses.ts';
import { oneOnHold, openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

describe('a second attempt just taken by the provider, held because the first one is alive after all', () => {
  it('is cancelled at the provider when a person asks for Cancel', async () => {
    rig = await openAttackRig({ policies: { acceptedAfterMs: 50, transferredAfterMs: 30_000 }, config: { timing: { ...quickTiming, pollsMs: [1_000], giveUpAfterMs: 6_000 } } });
    const id = await oneOnHold(rig);
    const { ledger } = rig.companion.assembly.store;
    rig.ask(id, 'Re-initiate', 'The provider says it does not know it', rig.people.admin);
    await eventually(async () => expect((await ledger.attemptsOf([id]))[1]?.stage).toBe('accepted'), 15_000);
    rig.world.weather.clear();
    rig.world.weather.add({ door: `GET /v4/programs/:program/payouts/${id}-02/status`, when: 'before', reply: unknownPayout, times: 100_000 });
    await eventually(() => expect([rig.statuses([id])[0], reasonOf(rig, id)]).toEqual(['On Hold', expect.stringContaining('-01 is being paid')]), 15_000);
    rig.ask(id, 'Cancel', 'One of them is enough', rig.people.admin);
    await answered(rig, id);
    await pause(1_000);
    rig.world.weather.clear();
    await pause(35_000);
    expect(paidTimes(rig, id)).toBe(1);
  }, 150_000);
});
