import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually, pause } from '../flows/eventually.ts';
import { openOrgSettings } from '../flows/org-settings.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { answered, paidTimes } from '../flows/witnesses.ts';
import { approvingFlow } from './approving-flow.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';
import { letItsDayCome } from './day-comes.ts';

let rig: AttackRig;
afterEach(() => rig.end());
const day = 86_400_000;
const debt = { payee: 'p', amount: '90.00', currency: 'USD', purpose: 'Invoice 7', invoice: 'INV-7' };
const inDays = (days: number): string => new Date(Date.now() + days * day).toISOString().slice(0, 10);

describe('one debt, two requests', () => {
  it.each([46, 40])('of which one was approved %i days ago for a later day: they are not both paid within a day', async (ago) => {
    rig = await openAttackRig();
    await rig.addPayees([payeeOf('p')]);
    const [first = ''] = rig.raise([{ ...debt, payoutDate: inDays(1) }]);
    rig.approve([first]);
    await rig.until([first], ['Scheduled']);
    // So many days pass. Its day is tomorrow.
    await rig.database.query('update payment set found_at = found_at - $2 where request_id = $1', [first, ago * day]);
    const [second = ''] = rig.raise([debt]);
    rig.approve([second]);
    await rig.until([second], ['Completed', 'On Hold']);
    // And its day has come.
    letItsDayCome(rig, first);
    await pause(5_000);
    expect(paidTimes(rig, first) + paidTimes(rig, second)).toBe(1);
  }, 60_000);

  it('of which the first was paid 10 days ago, approved 50 days ago: the second is doubted', async () => {
    rig = await openAttackRig();
    await rig.addPayees([payeeOf('p')]);
    const [first = '', second = ''] = rig.raise([debt, debt]);
    rig.approve([first]);
    await rig.until([first], ['Completed']);
    await pause(500);
    await rig.database.query('update payment set found_at = found_at - $2 where request_id = $1', [first, 50 * day]);
    await rig.database.query('update attempt set planned_at = planned_at - $2, sent_at = sent_at - $2, transferred_at = transferred_at - $2 where request_id = $1', [first, 10 * day]);
    rig.approve([second]);
    await pause(5_000);
    expect([paidTimes(rig, first) + paidTimes(rig, second), rig.statuses([second])]).toEqual([1, ['On Hold']]);
  }, 60_000);
});

describe('a request that was recalled before it left, for whose debt another was raised and paid', () => {
  it('is doubted when it is submitted and approved again', async () => {
    rig = await openAttackRig();
    await rig.addPayees([payeeOf('p')]);
    const flow = approvingFlow(rig);
    const settingsId = openOrgSettings(rig, { Pause_All__c: true });
    const [first = ''] = rig.raise([debt]);
    rig.approve([first]);
    await eventually(async () => expect((await rig.companion.assembly.store.ledger.payments([first]))[0]?.state).toBe('Approved for Payout'));
    rig.save('Payment_Request__c', [{ Id: first, Status__c: 'Recalled' }], flow);
    rig.save('Quittance_Settings__c', [{ Id: settingsId, Pause_All__c: false }], rig.people.admin);
    const [second = ''] = rig.raise([debt]);
    rig.approve([second]);
    await rig.until([second], ['On Hold']);
    rig.ask(second, 'Release', 'The other one was recalled', rig.people.admin);
    await answered(rig, second);
    await rig.until([second], ['Completed']);
    rig.approve([first]);
    await pause(6_000);
    expect([paidTimes(rig, second), paidTimes(rig, first), rig.statuses([first])]).toEqual([1, 0, ['On Hold']]);
  }, 60_000);
});
