import { afterEach, describe, expect, it } from '@jest/globals';
import { decideApproval } from '../../sandbox/salesforce/approval-decide.ts';
import { submitForApproval } from '../../sandbox/salesforce/approval-submit.ts';
import { emptyStore } from '../engine/empty-store.ts';
import { freshDebt } from '../flows/debts.ts';
import { eventually, pause } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { issuesOf, paidTimes, payOne } from '../flows/witnesses.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

async function loseTheStore(): Promise<void> {
  rig.hold.dead = true;
  await emptyStore(rig.database);
  await rig.restart();
  await eventually(async () => expect((await rig.companion.assembly.store.installation.read())?.mode).toBe('normal'), 20_000);
  await pause(1_000);
}

/** The provider took the first attempt and cancelled it, for the payee had lapsed; what was corrected is rejected when it is submitted again. */
async function cancelledThenRejected(): Promise<string> {
  rig = await openAttackRig({ policies: { acceptedAfterMs: 1_500 } });
  await rig.addPayees([payeeOf('p')]);
  const [id = ''] = rig.raise([{ payee: 'p', amount: '50.00', currency: 'USD', purpose: 'Lapsed' }]);
  rig.approve([id]);
  await rig.until([id], ['In Progress']);
  await rig.payoneer.setPayee('p', { status: 'Inactive' });
  await rig.until([id], ['Needs Correction']);
  await pause(1_000);
  rig.reject([id]);
  await rig.payoneer.setPayee('p', { status: 'Active' });
  return id;
}

/** The provider refused the first attempt by name, so that it never knew its reference. */
async function refusedByName(): Promise<string> {
  rig = await openAttackRig({ policies: { inactivePayee: 'reject' } });
  await rig.addPayees([payeeOf('p')]);
  await payOne(rig, freshDebt('p', 200, 'Before'));
  await rig.payoneer.setPayee('p', { status: 'Inactive' });
  const [id = ''] = rig.raise([{ payee: 'p', amount: '50.00', currency: 'USD', purpose: 'Lapsed' }]);
  rig.approve([id]);
  await rig.until([id], ['Needs Correction']);
  await eventually(() => expect(rig.request(id).Reference__c).toBe(`${id}-01`));
  await pause(1_000);
  await rig.payoneer.setPayee('p', { status: 'Active' });
  return id;
}

describe('a request whose first attempt came to nothing, rejected when it was submitted again', () => {
  it('is paid when it is approved after all', async () => {
    const id = await cancelledThenRejected();
    // The history of the approvals counts in seconds.
    await pause(2_000);
    rig.approve([id]);
    await rig.until([id], ['Completed'], 15_000);
    expect([paidTimes(rig, id), issuesOf(rig, id)]).toEqual([1, []]);
  }, 60_000);

  it('is put before a person where the store was lost: nobody knows how often the attempt went out that was cancelled', async () => {
    const id = await cancelledThenRejected();
    await loseTheStore();
    expect([rig.statuses([id]), issuesOf(rig, id)]).toEqual([['On Hold'], ['second copy']]);
    rig.ask(id, 'Cancel', 'Raised anew', rig.people.admin);
    await rig.until([id], ['Cancelled'], 15_000);
    expect(paidTimes(rig, id)).toBe(0);
  }, 60_000);
});

describe('a request whose first attempt was refused by name before the store was lost', () => {
  it('is paid when it is approved after all, rejected before', async () => {
    const id = await refusedByName();
    rig.reject([id]);
    await loseTheStore();
    rig.approve([id]);
    await rig.until([id], ['Completed'], 15_000);
    expect([paidTimes(rig, id), issuesOf(rig, id), rig.request(id).Attempt__c]).toEqual([1, [], '2']);
  }, 80_000);

  it('is paid when it is approved, submitted before', async () => {
    const id = await refusedByName();
    const submitted = submitForApproval(rig.org.org, { contextId: id, nextApproverIds: [rig.people.approver.id] }, rig.people.finance);
    if (!submitted.success) throw new Error(JSON.stringify(submitted.errors));
    await loseTheStore();
    decideApproval(rig.org.org, { actionType: 'Approve', contextId: submitted.newWorkitemIds[0] ?? '' }, rig.people.approver);
    await rig.until([id], ['Completed'], 15_000);
    expect([paidTimes(rig, id), issuesOf(rig, id), rig.request(id).Attempt__c]).toEqual([1, [], '2']);
  }, 80_000);
});
