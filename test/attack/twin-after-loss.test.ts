import { afterEach, describe, expect, it } from '@jest/globals';
import { emptyStore } from '../engine/empty-store.ts';
import { openOrgSettings } from '../flows/org-settings.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { eventually, pause } from '../flows/eventually.ts';
import { issuesOf, paidTimes, transactionsOf } from '../flows/witnesses.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

describe('after the loss of the store', () => {
  it('a second request for a debt that was paid a moment before is held as before', async () => {
    rig = await openAttackRig();
    await rig.addPayees([payeeOf('p')]);
    const debt = { payee: 'p', amount: '77.00', currency: 'USD', purpose: 'Twin', invoice: 'R-7' };
    const [first = '', twin = ''] = rig.raise([debt, debt]);
    rig.approve([first]);
    await rig.until([first], ['Completed']);
    await pause(1_000);
    rig.hold.dead = true;
    await emptyStore(rig.database);
    await rig.restart();
    rig.approve([twin]);
    await pause(6_000);
    expect([paidTimes(rig, first) + paidTimes(rig, twin), rig.statuses([twin])]).toEqual([1, ['On Hold']]);
  }, 40_000);

  it('what was paid today still counts against the daily limit', async () => {
    rig = await openAttackRig();
    await rig.addPayees([payeeOf('p')]);
    openOrgSettings(rig, { Pause_All__c: false, Payee_Daily_Limit__c: '100.00' });
    const [first = '', second = ''] = rig.raise([{ payee: 'p', amount: '77.00', currency: 'USD', purpose: 'One' }, { payee: 'p', amount: '78.00', currency: 'USD', purpose: 'Two' }]);
    rig.approve([first]);
    await rig.until([first], ['Completed']);
    await pause(1_000);
    rig.hold.dead = true;
    await emptyStore(rig.database);
    await rig.restart();
    rig.approve([second]);
    await pause(6_000);
    expect([paidTimes(rig, second), rig.statuses([second])]).toEqual([0, ['On Hold']]);
  }, 40_000);

  it('what the bank sends back is noticed, and a person is asked', async () => {
    rig = await openAttackRig();
    await rig.addPayees([payeeOf('p')]);
    const [id = ''] = rig.raise([{ payee: 'p', amount: '77.00', currency: 'USD', purpose: 'Back' }]);
    rig.approve([id]);
    await rig.until([id], ['Completed']);
    await pause(1_000);
    rig.hold.dead = true;
    await emptyStore(rig.database);
    await rig.restart();
    await rig.payoneer.returnPayout(`${id}-01`);
    // The store that was lost knew that it went out once; this one does not, so it can't tell a bank's return from a second copy that was cancelled.
    await eventually(() => expect(issuesOf(rig, id)).toEqual(['second copy']), 20_000);
    expect([rig.statuses([id]), transactionsOf(rig, id).length]).toEqual([['Completed'], 1]);
  }, 40_000);
});
