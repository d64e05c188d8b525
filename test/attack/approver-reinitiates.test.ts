import { afterEach, describe, expect, it } from '@jest/globals';
import { pause } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { answered, paidTimes, reasonOf } from '../flows/witnesses.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());
const debt = { payee: 'p', amount: '90.00', currency: 'USD', purpose: 'Invoice 7', invoice: 'INV-7' };

describe('whoever approved a request that is held as a possible duplicate', () => {
  it.each(['Re-initiate', 'Release'])('can\'t let it go by %s either', async (wish) => {
    rig = await openAttackRig({ policies: { transferredAfterMs: 20_000 } });
    await rig.addPayees([payeeOf('p')]);
    const [first = ''] = rig.raise([debt]);
    rig.approve([first], rig.people.admin);
    await rig.until([first], ['In Progress']);
    rig.ask(first, 'Cancel', 'Wrong bank');
    await rig.until([first], ['Failed']);
    rig.payoneer.policies.transferredAfterMs = 200;
    const [second = ''] = rig.raise([debt]);
    rig.approve([second]);
    await rig.until([second], ['On Hold']);
    rig.ask(second, 'Release', 'The other one failed', rig.people.admin);
    await rig.until([second], ['Completed']);
    await pause(500);
    rig.ask(first, 'Re-initiate', 'Once more', rig.people.admin);
    await rig.until([first], ['On Hold']);
    await answered(rig, first);
    await pause(800);
    // The same person who approved it.
    rig.ask(first, wish, 'It is right', rig.people.admin);
    await answered(rig, first);
    await pause(4_000);
    expect([paidTimes(rig, first), paidTimes(rig, second), rig.statuses([first]), reasonOf(rig, first)]).toEqual([0, 1, ['On Hold'], expect.stringContaining('may not release')]);
  }, 60_000);
});
