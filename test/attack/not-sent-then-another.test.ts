import { afterEach, describe, expect, it } from '@jest/globals';
import type { Payouts } from '../../companion/connectors/connector.ts';
import { eventually, pause } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { issuesOfKind, paidTimes } from '../flows/witnesses.ts';
import { aroundSend, openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

describe('two companions on one store, of which one could not log in to the provider', () => {
  it('pay what it had reserved: "nothing left; it is tried again by itself"', async () => {
    rig = await openAttackRig();
    await rig.addPayees([payeeOf('p')]);
    const first = rig.companion;
    let refused = 0;
    aroundSend(first, async (): ReturnType<Payouts['send']> => ({ notSent: `Payoneer: the login does not answer (${++refused}).` }));
    const ids = rig.raise([{ payee: 'p', amount: '7.00', currency: 'USD', purpose: 'Login' }, { payee: 'p', amount: '8.00', currency: 'USD', purpose: 'Login' }]);
    rig.approve(ids);
    await eventually(() => expect(issuesOfKind(rig, 'not sent')).toHaveLength(1));
    // The other instance has no such trouble (another address), and the next turn is its own.
    await rig.start();
    await first.close();
    await rig.until(ids, ['Completed'], 12_000);
    expect(ids.map((id) => paidTimes(rig, id))).toEqual([1, 1]);
    await pause(10);
  }, 60_000);
});
