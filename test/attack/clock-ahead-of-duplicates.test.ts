import { afterEach, describe, expect, it } from '@jest/globals';
import { openLog, realWorld } from '../../companion/world.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { expectNeverSent, paidTimes, reasonOf } from '../flows/witnesses.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

describe('a debt that was just paid, and is approved again while the clock of the companion runs ahead by seven weeks', () => {
  it('is held as a possible duplicate', async () => {
    let ahead = 0;
    rig = await openAttackRig({ tools: { ...realWorld(openLog('silent')), now: () => Date.now() + ahead } });
    await rig.addPayees([payeeOf('p')]);
    const debt = { payee: 'p', amount: '9.00', currency: 'USD', purpose: 'Work', invoice: 'INV-7' };
    const [first = '', second = ''] = rig.raise([debt, debt]);
    rig.approve([first]);
    await rig.until([first], ['Completed']);
    ahead = 49 * 86_400_000;
    rig.approve([second]);
    await rig.until([second], ['On Hold']);
    expect([paidTimes(rig, first), reasonOf(rig, second)]).toEqual([1, expect.stringContaining('Possible duplicate')]);
    expectNeverSent(rig, [second]);
  }, 40_000);
});
