import { afterEach, describe, expect, it } from '@jest/globals';
import { pause } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { paidTimes } from '../flows/witnesses.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());
const debt = { payee: 'p', amount: '90.00', currency: 'USD', purpose: 'Invoice 7', invoice: 'INV-7' };

describe('a second request for a debt that was paid by a companion whose clock was ahead', () => {
  it.each([10 * 60_000, 0])('by %d ms, is held as a possible duplicate', async (aheadMs) => {
    rig = await openAttackRig();
    await rig.addPayees([payeeOf('p')]);
    const [first = '', second = ''] = rig.raise([debt, debt]);
    rig.approve([first]);
    await rig.until([first], ['Completed']);
    await pause(500);
    // As it was noted by that clock, which was put right since (or runs on, on another host of the same store).
    await rig.database.query('update payment set found_at = found_at + $2 where request_id = $1', [first, aheadMs]);
    rig.approve([second]);
    await pause(5_000);
    expect([paidTimes(rig, first) + paidTimes(rig, second), rig.statuses([second])]).toEqual([1, ['On Hold']]);
  }, 60_000);
});
