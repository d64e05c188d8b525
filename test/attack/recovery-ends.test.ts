import { afterEach, describe, expect, it } from '@jest/globals';
import { submitForApproval } from '../../sandbox/salesforce/approval-submit.ts';
import { emptyStore } from '../engine/empty-store.ts';
import { eventually, pause } from '../flows/eventually.ts';
import { openOrgSettings } from '../flows/org-settings.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { submissionDoor } from '../flows/provider-weather.ts';
import { quickTiming } from '../flows/quick-timing.ts';
import { paidTimes, payOne } from '../flows/witnesses.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';
import { addPayeesOfWhomOneLapses } from './lapsed-payee.ts';

let rig: AttackRig;
afterEach(() => rig.end());
const debt = (payeeId: string, amount: string) => ({ payee: payeeId, amount, currency: 'USD', purpose: 'Recovery' });
const mode = async () => (await rig.companion.assembly.store.installation.read())?.mode;

/** Everything the store knew is gone, as after the loss of its disk: the next companion binds anew. */
async function loseTheStore(): Promise<void> {
  rig.hold.dead = true;
  await emptyStore(rig.database);
  await rig.restart();
}

/** The payee `bad` lapsed and the provider refused the payout by name; the others are paid as before. @returns the refused request */
async function oneRefused(...others: readonly string[]): Promise<string> {
  rig = await openAttackRig({ policies: { inactivePayee: 'reject' } });
  await addPayeesOfWhomOneLapses(rig, ...others);
  const [bad = ''] = rig.raise([debt('bad', '2.00')]);
  rig.approve([bad]);
  await rig.until([bad], ['Needs Correction']);
  return bad;
}

describe('recovery after the loss of the store ends', () => {
  it('when the provider had refused a payout by name, so that it never knew its reference', async () => {
    await oneRefused('good');
    await loseTheStore();
    const [next = ''] = rig.raise([debt('good', '3.00')]);
    rig.approve([next]);
    await rig.until([next], ['Completed'], 15_000);
  }, 60_000);

  it('when a request was corrected and submitted again, and nobody has decided yet', async () => {
    const bad = await oneRefused();
    submitForApproval(rig.org.org, { contextId: bad, nextApproverIds: [rig.people.approver.id] }, rig.people.finance);
    expect(rig.statuses([bad])).toEqual(['Submitted']);
    await loseTheStore();
    await eventually(async () => expect(await mode()).toBe('normal'), 10_000);
  }, 60_000);

  it('when a request was re-initiated and not sent again yet', async () => {
    rig = await openAttackRig();
    await rig.addPayees([payeeOf('good')]);
    rig.world.weather.add({ door: submissionDoor, when: 'before', reply: 'drop' });
    const [id = ''] = rig.raise([debt('good', '2.00')]);
    rig.approve([id]);
    await rig.until([id], ['On Hold']);
    openOrgSettings(rig, { Pause_All__c: true });
    rig.ask(id, 'Re-initiate', 'The provider says it does not know it', rig.people.admin);
    await rig.until([id], ['Approved for Payout']);
    await loseTheStore();
    await eventually(async () => expect(await mode()).toBe('normal'), 15_000);
  }, 60_000);

  it('when a request waits for funds under the reference it was refused with', async () => {
    // A reading of the balance lasts: nothing looks again between ours and the submission, however slow the machine.
    rig = await openAttackRig({ programs: [{ program: '100200300', currency: 'USD', fundsMinor: 100_00 }], config: { timing: { ...quickTiming, fundsMs: 600_000 } } });
    await rig.addPayees([payeeOf('good')]);
    await payOne(rig, debt('good', '5.00'));
    await pause(2_500);
    // Somebody else draws on the program between our reading and our submission.
    await rig.payoneer.fund('100200300', -95_00).catch(() => undefined);
    const [id = ''] = rig.raise([debt('good', '50.00')]);
    rig.approve([id]);
    await rig.until([id], ['Awaiting Funds']);
    const [row] = await rig.companion.assembly.store.ledger.attemptsOf([id]);
    expect([row?.stage, row?.refusedWithBatch]).toEqual(['unknown', true]);
    // What restoring a dump does.
    await rig.companion.assembly.store.installation.setMode('recovery');
    await rig.restart();
    await rig.payoneer.fund('100200300', 1_000_00);
    await rig.until([id], ['Completed', 'On Hold'], 15_000);
    expect(await mode()).toBe('normal');
    expect(paidTimes(rig, id)).toBeLessThanOrEqual(1);
  }, 60_000);
});
