import { afterEach, describe, expect, it } from '@jest/globals';
import { pause, paidTimes } from '../flows/witnesses.ts';
import { quickTiming } from '../flows/quick-timing.ts';
import { aroundSend, openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

describe('a companion that dies while it sends a refused row again', () => {
  it('asks what became of it before anything is sent under that reference once more', async () => {
    // The waits in production's order: the lease (180 s) ends before the third question (300 s) is due.
    rig = await openAttackRig({ config: { timing: { ...quickTiming, leaseMs: 1_500, unknownAsksMs: [200, 300, 6_000] } }, policies: { inactivePayee: 'reject', errorsNameItems: false, duplicate: 'pay-again', transferredAfterMs: 300 } });
    await rig.addPayees(['good', 'bad'].map((id) => ({ id, name: id, country: 'DE', program: '100200300' })));
    const first = rig.raise(['good', 'bad'].map((payee) => ({ payee, amount: '5.00', currency: 'USD', purpose: 'Before' })));
    rig.approve(first);
    await rig.until(first, ['Completed']);
    await rig.payoneer.setPayee('bad', { status: 'Inactive' });
    const { hold } = rig;
    const sends: number[] = [];
    const died = new Promise<void>((done) =>
      aroundSend(rig.companion, async (real, batch) => {
        sends.push(batch.length);
        const sent = await real();
        if (sends.length === 2) {
          hold.dead = true;
          done();
        }
        return sent;
      }));
    const ids = rig.raise(['good', 'good', 'bad'].map((payee, index) => ({ payee, amount: `6.0${index}`, currency: 'USD', purpose: 'Resend' })));
    rig.world.weather.add({ webhooks: 'lost', times: 1_000 });
    rig.approve(ids);
    await died;
    await rig.restart();
    await pause(5_000);
    if (process.env.SHOW) console.log(sends, rig.payoneer.payouts().map((p) => [p.reference.slice(14), p.outcome, p.timesPosted]), (await rig.companion.assembly.store.ledger.attemptsOf(ids)).map((r) => [r.stage, r.refusedWithBatch, r.missed, r.posted, JSON.stringify(r.timeline)]));
    expect(ids.map((id) => paidTimes(rig, id))).toEqual([1, 1, 0]);
  }, 30_000);
});
