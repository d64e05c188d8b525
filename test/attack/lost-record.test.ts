import { afterEach, describe, it } from '@jest/globals';
import { quickTiming } from '../flows/quick-timing.ts';
import { aroundSend, openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());
const payee = { id: 'p', name: 'P', country: 'DE', program: '100200300' };
const debt = (amount: string) => ({ payee: 'p', amount, currency: 'USD', purpose: 'Lost record' });

describe('an outcome that could not be written down', () => {
  it('because the database was away for a moment is asked for, and the lane goes on', async () => {
    rig = await openAttackRig();
    await rig.addPayees([payee]);
    const { hold } = rig;
    let sends = 0;
    aroundSend(rig.companion, async (real) => {
      const sent = await real();
      if (++sends === 1) hold.failing = 1;
      return sent;
    });
    rig.world.weather.add({ webhooks: 'lost', times: 100 });
    const [id = ''] = rig.raise([debt('7.00')]);
    rig.approve([id]);
    await rig.until([id], ['Sending']);
    const [next = ''] = rig.raise([debt('8.00')]);
    rig.approve([next]);
    await rig.until([id, next], ['Completed'], 12_000);
  }, 30_000);
});

describe('two companions on one store', () => {
  it('of which one sees the money arrive while the other still waits for the answer, which is lost, go on paying', async () => {
    rig = await openAttackRig({ config: { timing: { ...quickTiming, sendDeadlineMs: 3_000 } } });
    await rig.addPayees([payee]);
    await rig.start();
    rig.world.weather.add({ door: 'POST /v4/programs/:program/masspayouts', when: 'after', reply: 'hang' });
    const [id = ''] = rig.raise([debt('7.00')]);
    rig.approve([id]);
    await rig.until([id], ['Completed']);
    await new Promise((done) => setTimeout(done, 3_500));
    const [next = ''] = rig.raise([debt('8.00')]);
    rig.approve([next]);
    await rig.until([next], ['Completed'], 10_000);
  }, 40_000);
});
