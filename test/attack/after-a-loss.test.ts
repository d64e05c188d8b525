import { afterEach, describe, expect, it } from '@jest/globals';
import { keepActualFees } from '../../companion/engine/fees.ts';
import { emptyStore } from '../engine/empty-store.ts';
import { openOrgSettings } from '../flows/org-settings.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { eventually, pause } from '../flows/eventually.ts';
import { issuesOf, issuesOfKind, paidTimes, transactionsOf } from '../flows/witnesses.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());
/** What the books show of a request's payouts. */
const shown = (id: string) => transactionsOf(rig, id).map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => name.endsWith('__c') && !name.includes('Version'))));

async function onePaid(): Promise<string> {
  rig = await openAttackRig();
  await rig.addPayees([payeeOf('p')]);
  const [id = ''] = rig.raise([{ payee: 'p', amount: '77.00', currency: 'USD', purpose: 'One' }]);
  rig.approve([id]);
  await rig.until([id], ['Completed'], 20_000);
  return id;
}

/** The companion is gone with its store; another starts on an empty one. `between` changes the books meanwhile. */
async function loseStore(between: () => void = () => undefined): Promise<void> {
  rig.hold.dead = true;
  await emptyStore(rig.database);
  between();
  await rig.restart();
}

describe('after the loss of the store', () => {
  it('a second request for a debt that was paid a moment before is held as before', async () => {
    rig = await openAttackRig();
    await rig.addPayees([payeeOf('p')]);
    const debt = { payee: 'p', amount: '77.00', currency: 'USD', purpose: 'Twin', invoice: 'R-7' };
    const [first = '', twin = ''] = rig.raise([debt, debt]);
    rig.approve([first]);
    await rig.until([first], ['Completed']);
    await pause(1_000);
    await loseStore();
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
    await loseStore();
    rig.approve([second]);
    await pause(6_000);
    expect([paidTimes(rig, second), rig.statuses([second])]).toEqual([0, ['On Hold']]);
  }, 40_000);

  it('what the bank sends back is noticed, and a person is asked', async () => {
    const id = await onePaid();
    await pause(1_000);
    await loseStore();
    await rig.payoneer.returnPayout(`${id}-01`);
    // The store that was lost knew that it went out once; this one does not, so it can't tell a bank's return from a second copy that was cancelled.
    await eventually(() => expect(issuesOf(rig, id)).toEqual(['second copy']), 20_000);
    expect([rig.statuses([id]), transactionsOf(rig, id).length]).toEqual([['Completed'], 1]);
  }, 40_000);

  it('what the books know of one that was paid is left as it is', async () => {
    const a = await onePaid();
    await pause(4_000);
    rig.payoneer.policies.transferredAfterMs = 600_000;
    const [b = ''] = rig.raise([{ payee: 'p', amount: '5.00', currency: 'USD', purpose: 'Two' }]);
    rig.approve([b]);
    await rig.until([b], ['In Progress'], 20_000);
    const before = [shown(a), rig.request(a).Provider_Status__c];
    await loseStore();
    await pause(6_000);
    const after = [shown(a), rig.request(a).Provider_Status__c];
    expect(after).toEqual(before);
    expect(issuesOfKind(rig, 'write-back refused')).toEqual([]);
  }, 90_000);

  it('a twin is doubted though the clock of the books is a minute ahead', async () => {
    rig = await openAttackRig();
    await rig.addPayees([payeeOf('p')]);
    const debt = { payee: 'p', amount: '77.00', currency: 'USD', purpose: 'Twin', invoice: 'R-7' };
    const [first = '', twin = ''] = rig.raise([debt, debt]);
    rig.approve([first]);
    await rig.until([first], ['Completed'], 20_000);
    await pause(1_000);
    const row = rig.org.org.rows('Payment_Request__c').get(first) as Record<string, unknown>;
    await loseStore(() => (row.SystemModstamp = new Date(Date.parse(String(row.SystemModstamp)) + 60_000).toISOString()));
    rig.approve([twin]);
    await pause(6_000);
    expect([paidTimes(rig, first) + paidTimes(rig, twin), rig.statuses([twin])]).toEqual([1, ['On Hold']]);
  }, 60_000);

  it('a wish on one that had failed is heard', async () => {
    rig = await openAttackRig({ policies: { transferredAfterMs: 60_000 } });
    await rig.addPayees([payeeOf('p')]);
    const [id = ''] = rig.raise([{ payee: 'p', amount: '9.00', currency: 'USD', purpose: 'Wish' }]);
    rig.approve([id]);
    await rig.until([id], ['In Progress'], 20_000);
    rig.ask(id, 'Cancel', 'stop');
    await rig.until([id], ['Failed'], 20_000);
    await eventually(() => expect(rig.request(id).Requested_Action__c ?? null).toBeNull(), 8_000);
    await pause(1_000);
    await loseStore();
    await pause(1_000);
    rig.ask(id, 'Re-initiate', 'Again', rig.people.admin);
    await pause(8_000);
    expect([rig.request(id).Requested_Action__c ?? null, rig.statuses([id])[0]]).not.toEqual(['Re-initiate', 'Failed']);
  }, 60_000);

  it('an actual fee of what was paid before is refused nowhere', async () => {
    const a = await onePaid();
    await pause(2_000);
    await loseStore();
    await pause(500);
    await keepActualFees(rig.companion.assembly.office, new Map([[`${a}-01`, { minor: 150, currency: 'USD' }]]));
    await pause(3_000);
    expect(issuesOfKind(rig, 'write-back refused').map((i) => i.Summary__c)).toEqual([]);
  }, 60_000);

  it('an old request that can\'t be read does not keep the new store from starting', async () => {
    const a = await onePaid();
    await pause(2_000);
    await expect(loseStore(() => Object.assign(rig.org.org.rows('Payment_Request__c').get(a) as object, { Currency__c: null }))).resolves.toBeUndefined();
  }, 60_000);
});
