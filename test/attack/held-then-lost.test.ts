import { afterEach, describe, expect, it } from '@jest/globals';
import { emptyStore } from '../engine/empty-store.ts';
import { eventually } from '../flows/eventually.ts';
import { openOrgSettings } from '../flows/org-settings.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { answered, expectNeverSent, expectPaidOnce, issuesOfKind, reasonOf } from '../flows/witnesses.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

/** The companion is gone with its store; another starts on an empty one. */
async function loseStore(): Promise<void> {
  rig.hold.dead = true;
  await emptyStore(rig.database);
  await rig.restart();
}

/** Two requests held for a limit, which were never sent. */
async function twoHeld(): Promise<[string, string]> {
  rig = await openAttackRig();
  await rig.addPayees([payeeOf('p')]);
  openOrgSettings(rig, { Request_Limit__c: '500' });
  const [first = '', second = ''] = rig.raise([{ payee: 'p', amount: '600.00', currency: 'USD', purpose: 'One' }, { payee: 'p', amount: '700.00', currency: 'USD', purpose: 'Two' }]);
  rig.approve([first, second]);
  await rig.until([first, second], ['On Hold']);
  return [first, second];
}

describe('requests held for a person, after the loss of the store', () => {
  it('can still be cancelled, and released: for the limit by a second approval, as before', async () => {
    const [first, second] = await twoHeld();
    await loseStore();
    rig.ask(first, 'Cancel', 'Paid by cheque', rig.people.admin);
    await rig.until([first], ['Cancelled']);
    rig.org.grant(rig.people.finance, 'Quittance_Approver');
    rig.ask(second, 'Release', 'Go on', rig.people.finance);
    await answered(rig, second);
    await eventually(() => expect([rig.statuses([second]), reasonOf(rig, second)]).toEqual([['On Hold'], expect.stringContaining('Above the limit')]), 10_000);
    rig.ask(second, 'Release', 'I want it', rig.people.finance);
    await answered(rig, second);
    expect(reasonOf(rig, second)).toContain('may not be the second approval');
    rig.ask(second, 'Release', 'The amount is right', rig.people.admin);
    await rig.until([second], ['Completed']);
    expectNeverSent(rig, [first]);
    expectPaidOnce(rig, [second]);
  }, 60_000);
});

describe('an issue of a store that was lost', () => {
  it('can be discarded by a person, and does not stay open for ever with the wish on it', async () => {
    rig = await openAttackRig();
    const { issues } = rig.companion.assembly.store;
    await issues.raise({ kind: 'balance fell', source: 'payoneer', severity: 'Critical', summary: 'The balance fell', detail: 'Nobody knows why' });
    await eventually(() => expect(issuesOfKind(rig, 'balance fell')).toHaveLength(1));
    await loseStore();
    const [issue] = issuesOfKind(rig, 'balance fell');
    rig.save('Sync_Issue__c', [{ Id: String(issue?.Id), Requested_Action__c: 'Discard', Requested_Reason__c: 'A fee, says the provider' }], rig.people.admin);
    await eventually(() => expect(issuesOfKind(rig, 'balance fell')).toMatchObject([{ Status__c: 'Discarded', Requested_Action__c: null, Count__c: '1', Summary__c: 'The balance fell', Detail__c: 'Nobody knows why' }]), 15_000);
  }, 40_000);
});
