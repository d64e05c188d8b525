import { afterEach, describe, expect, it } from '@jest/globals';
import type { Debt } from '../../scripts/outside-world.ts';
import { pause } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { quickTiming } from '../flows/quick-timing.ts';
import { answered, paidTimes, reasonOf } from '../flows/witnesses.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());
const debt: Debt = { payee: 'p', amount: '90.00', currency: 'USD', purpose: 'Invoice 7', invoice: 'INV-7' };
const payeeDoor = 'GET /v4/programs/:program/payees/:payee/status';

describe('a request that went back to be corrected, while somebody raised another for the same debt', () => {
  it('is doubted when it is approved again after the other was paid, and not paid as well', async () => {
    rig = await openAttackRig();
    await rig.addPayees([payeeOf('p')]);
    // The provider refuses this sign, so the first one goes back to finance.
    const [first = ''] = rig.raise([{ ...debt, purpose: 'Invoice 7 €' }]);
    rig.approve([first]);
    await rig.until([first], ['Needs Correction']);
    const [second = ''] = rig.raise([debt]);
    rig.approve([second]);
    await rig.until([second], ['Completed']);
    rig.save('Payment_Request__c', [{ Id: first, Purpose__c: 'Invoice 7' }], rig.people.finance);
    rig.approve([first]);
    await rig.until([first], ['On Hold', 'Completed']);
    expect([paidTimes(rig, second), paidTimes(rig, first), reasonOf(rig, first)]).toEqual([1, 0, expect.stringContaining('Possible duplicate')]);
  }, 40_000);
});

describe('a person who releases a payment because the payee is in order', () => {
  it('has not confirmed that it is no duplicate: the second request for the debt is doubted for that as well', async () => {
    rig = await openAttackRig({ config: { timing: { ...quickTiming, payeeStatusFreshMs: 0 } } });
    await rig.addPayees([payeeOf('p')]);
    const [first = ''] = rig.raise([debt]);
    rig.approve([first]);
    await rig.until([first], ['Completed']);
    rig.world.weather.add({ door: payeeDoor, when: 'before', reply: { status: 200, body: { result: { status: { type: '7', description: 'Resting' } } } }, times: 1 });
    const [second = ''] = rig.raise([debt]);
    rig.approve([second]);
    await rig.until([second], ['On Hold']);
    expect(reasonOf(rig, second)).toContain('not understood');
    rig.ask(second, 'Release', 'The provider says that the payee is in order', rig.people.admin);
    await answered(rig, second);
    await pause(3_000);
    expect([paidTimes(rig, second), reasonOf(rig, second)]).toEqual([0, expect.stringContaining('Possible duplicate')]);
    rig.ask(second, 'Release', 'Two deliveries, two debts', rig.people.admin);
    await rig.until([second], ['Completed']);
  }, 40_000);
});

describe('a request that failed, for whose debt another was raised and paid', () => {
  it('is doubted when a person re-initiates it', async () => {
    rig = await openAttackRig({ policies: { transferredAfterMs: 20_000 } });
    await rig.addPayees([payeeOf('p')]);
    const [first = ''] = rig.raise([debt]);
    rig.approve([first]);
    await rig.until([first], ['In Progress']);
    rig.ask(first, 'Cancel', 'Wrong bank');
    await rig.until([first], ['Failed']);
    rig.payoneer.policies.transferredAfterMs = 200;
    const [second = ''] = rig.raise([debt]);
    rig.approve([second]);
    await rig.until([second], ['On Hold']);
    rig.ask(second, 'Release', 'The first one failed', rig.people.admin);
    await rig.until([second], ['Completed']);
    rig.ask(first, 'Re-initiate', 'The bank is right after all', rig.people.admin);
    await rig.until([first], ['On Hold', 'Completed']);
    expect([paidTimes(rig, second), paidTimes(rig, first), reasonOf(rig, first)]).toEqual([1, 0, expect.stringContaining('Possible duplicate')]);
    rig.ask(first, 'Release', 'Two deliveries, two debts', rig.people.admin);
    await rig.until([first], ['Completed']);
  }, 60_000);
});
