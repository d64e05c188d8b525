import { afterEach, describe, expect, it } from '@jest/globals';
import { pause } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { answered, paidTimes, reasonOf } from '../flows/witnesses.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());
const debt = { payee: 'p', amount: '90.00', currency: 'USD', purpose: 'Invoice 7', invoice: 'INV-7' };
const tomorrow = (): string => new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);

describe('a third request for a debt whose second one a person released, found by a companion whose clock was ahead', () => {
  it.each([0, 10 * 60_000])('by %d ms, is held as a possible duplicate', async (aheadMs) => {
    rig = await openAttackRig();
    await rig.addPayees([payeeOf('p')]);
    const [first = ''] = rig.raise([{ ...debt, payoutDate: tomorrow() }]);
    rig.approve([first]);
    await rig.until([first], ['Scheduled']);
    const [second = ''] = rig.raise([debt]);
    rig.approve([second]);
    await rig.until([second], ['On Hold']);
    rig.ask(first, 'Cancel', 'The second one is paid instead', rig.people.admin);
    await rig.until([first], ['Cancelled']);
    rig.ask(second, 'Release', 'The first one was cancelled', rig.people.admin);
    await rig.until([second], ['Completed']);
    await answered(rig, second);
    await pause(500);
    // As it was noted by that clock, which was put right since (or runs on, on another host of the same store).
    await rig.database.query('update payment set found_at = found_at + $2 where request_id = $1', [second, aheadMs]);
    const [third = ''] = rig.raise([debt]);
    rig.approve([third]);
    await pause(5_000);
    expect({ paid: paidTimes(rig, second) + paidTimes(rig, third), third: rig.statuses([third]), why: reasonOf(rig, third) }).toEqual({ paid: 1, third: ['On Hold'], why: expect.stringContaining('Possible duplicate') });
  }, 60_000);
});
