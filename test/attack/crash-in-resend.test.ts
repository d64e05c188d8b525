import { afterEach, describe, expect, it } from '@jest/globals';
import { pause } from '../flows/eventually.ts';
import { paidTimes } from '../flows/witnesses.ts';
import { quickTiming } from '../flows/quick-timing.ts';
import { afterSend, openAttackRig, type AttackRig } from './attack-rig.ts';
import { addPayeesOfWhomOneLapses, approveWave, refusesUnnamed } from './lapsed-payee.ts';

let rig: AttackRig;
afterEach(() => rig.end());

describe('a companion that dies while it sends a refused row again', () => {
  it('asks what became of it before anything is sent under that reference once more', async () => {
    // Five questions before it goes again, as in production; the lease ends before the sixth is due.
    rig = await openAttackRig({ config: { timing: { ...quickTiming, leaseMs: 1_500, giveUpAfterMs: 1_500, unknownAsksMs: [200, 300, 300, 300, 300, 6_000] } }, policies: { ...refusesUnnamed, duplicate: 'pay-again', transferredAfterMs: 300 } });
    await addPayeesOfWhomOneLapses(rig, 'good');
    const { hold } = rig;
    const died = new Promise<void>((done) =>
      afterSend(rig.companion, (sends) => {
        if (sends !== 2) return;
        hold.dead = true;
        done();
      }));
    rig.world.weather.add({ webhooks: 'lost', times: 1_000 });
    const ids = approveWave(rig, 'good', 'good', 'bad');
    await died;
    await rig.restart();
    await pause(5_000);
    expect(ids.map((id) => paidTimes(rig, id))).toEqual([1, 1, 0]);
  }, 30_000);
});
