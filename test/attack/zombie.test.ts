import { afterEach, describe, expect, it } from '@jest/globals';
import { quickTiming } from '../flows/quick-timing.ts';
import { pause } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { paidTimes } from '../flows/witnesses.ts';
import { aroundSend, openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

describe('a companion that was frozen between "sending" and the call, on a store it shares', () => {
  it('does not take its row back after another companion settled it and a person had it paid anew', async () => {
    rig = await openAttackRig({ config: { timing: { ...quickTiming, leaseMs: 1_500 } } });
    await rig.addPayees([payeeOf('p')]);
    const thaw = Promise.withResolvers<void>();
    let first = true;
    aroundSend(rig.companion, async (real) => {
      if (first) {
        first = false;
        await thaw.promise;
      }
      return real();
    });
    const [id = ''] = rig.raise([{ payee: 'p', amount: '7.00', currency: 'USD', purpose: 'Frozen' }]);
    rig.approve([id]);
    await rig.until([id], ['Sending']);
    await rig.start();
    await pause(2_000);
    const { store, office } = rig.companion.assembly;
    await store.timers.atLatest('send', 'payoneer/100200300/USD', office.tools.now());
    await rig.until([id], ['On Hold']);
    rig.ask(id, 'Re-initiate', 'The provider says it never came', rig.people.admin);
    await rig.until([id], ['Completed']);
    thaw.resolve();
    await pause(3_000);
    expect(paidTimes(rig, id)).toBe(1);
  }, 60_000);
});
