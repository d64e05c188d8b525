import { afterEach, describe, it } from '@jest/globals';
import { pause } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { submissionDoor } from '../flows/provider-weather.ts';
import { quickTiming } from '../flows/quick-timing.ts';
import { afterSend, openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());
const debt = (amount: string) => ({ payee: 'p', amount, currency: 'USD', purpose: 'Lost record' });

describe('an outcome that could not be written down', () => {
  it('because the database was away for a moment is asked for, and the lane goes on', async () => {
    rig = await openAttackRig();
    await rig.addPayees([payeeOf('p')]);
    const { hold } = rig;
    afterSend(rig.companion, (sends) => {
      if (sends === 1) hold.failing = 1;
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
    await rig.addPayees([payeeOf('p')]);
    await rig.start();
    rig.world.weather.add({ door: submissionDoor, when: 'after', reply: 'hang' });
    const [id = ''] = rig.raise([debt('7.00')]);
    rig.approve([id]);
    await rig.until([id], ['Completed']);
    await pause(3_500);
    const [next = ''] = rig.raise([debt('8.00')]);
    rig.approve([next]);
    await rig.until([next], ['Completed'], 10_000);
  }, 40_000);
});
