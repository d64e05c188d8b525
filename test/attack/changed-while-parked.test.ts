import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually, pause } from '../flows/eventually.ts';
import { openOrgSettings } from '../flows/org-settings.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { quickTiming } from '../flows/quick-timing.ts';
import { paidTimes, payOne, reasonOf } from '../flows/witnesses.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());
const keyOf = (id: string): string => `payoneer:sandbox:100200300:${id}`;

async function parked(): Promise<{ id: string; wallet: { minor: number } }> {
  rig = await openAttackRig({ config: { timing: { ...quickTiming, fundsMs: 600_000 } } });
  await rig.addPayees([payeeOf('old'), payeeOf('q')]);
  await payOne(rig, { payee: 'q', amount: '5.00', currency: 'USD', purpose: 'Before' });
  await pause(2_500);
  const wallet = rig.payoneer.state.wallets.find(({ currency }) => currency === 'USD');
  if (!wallet) throw new Error('no wallet');
  const [id = ''] = rig.raise([{ payee: 'old', amount: '77.00', currency: 'USD', purpose: 'Parked' }]);
  wallet.minor = 70_00;
  rig.approve([id]);
  await rig.until([id], ['Awaiting Funds']);
  await eventually(async () => expect((await rig.companion.assembly.store.ledger.attemptsOf([id])).map(({ refusedWithBatch }) => refusedWithBatch)).toEqual([true]), 3_000);
  return { id, wallet };
}

/** Enough arrives, and it is held for this reason instead of paid. */
async function heldWhenFunded(id: string, wallet: { minor: number }, why: unknown): Promise<void> {
  wallet.minor += 1_000_00;
  await rig.until([id], ['On Hold'], 20_000);
  expect([paidTimes(rig, id), reasonOf(rig, id)]).toEqual([0, why]);
}

describe('a payment refused for lack of funds, which waits under its reference', () => {
  it('is not paid to the old payee after the recipient was given another payee and is Unverified', async () => {
    const { id, wallet } = await parked();
    await rig.payoneer.setPayee('new', { status: 'Active' });
    const recipient = rig.recipients.get('old') ?? '';
    rig.save('Recipient_Account__c', [{ Id: recipient, Payee_Key__c: keyOf('new') }], rig.people.finance);
    await pause(4_000);
    await heldWhenFunded(id, wallet, 'Not sent again: the amount or the payee was changed. Re-initiate has it looked at anew.');
  }, 60_000);

  it('is not paid to the old payee after a second person has verified the new one', async () => {
    const { id, wallet } = await parked();
    await rig.payoneer.setPayee('new', { status: 'Active' });
    const recipient = rig.recipients.get('old') ?? '';
    rig.save('Recipient_Account__c', [{ Id: recipient, Payee_Key__c: keyOf('new') }], rig.people.finance);
    await pause(1_500);
    rig.save('Recipient_Account__c', [{ Id: recipient, Verification__c: 'Verified' }], rig.people.admin);
    await pause(3_000);
    await heldWhenFunded(id, wallet, 'Not sent again: the amount or the payee was changed. Re-initiate has it looked at anew.');
  }, 60_000);

  it('is not paid to a payee whom nobody has verified, though it is the one that was approved', async () => {
    const { id, wallet } = await parked();
    const recipient = rig.recipients.get('old') ?? '';
    rig.save('Recipient_Account__c', [{ Id: recipient, Payee_Key__c: keyOf('new') }], rig.people.finance);
    rig.save('Recipient_Account__c', [{ Id: recipient, Payee_Key__c: keyOf('old') }], rig.people.finance);
    await pause(4_000);
    await heldWhenFunded(id, wallet, expect.stringMatching(/^Not sent again: the recipient's payee details are unverified\. .* then approve again\. Re-initiate has it looked at anew\.$/));
  }, 60_000);

  it('is not paid before the payout date it was moved to meanwhile', async () => {
    const { id, wallet } = await parked();
    rig.save('Payment_Request__c', [{ Id: id, Payout_Date__c: '2099-01-01' }], rig.people.finance);
    await pause(4_000);
    await heldWhenFunded(id, wallet, expect.stringContaining('its payout date was moved to 2099-01-01'));
  }, 60_000);
});

describe('a payment that is planned and waits in its lane', () => {
  it('is not paid before the payout date it was moved to meanwhile', async () => {
    rig = await openAttackRig();
    await rig.addPayees([payeeOf('p')]);
    const { store, office } = rig.companion.assembly;
    const lane = { connection: 'payoneer', program: '100200300', currency: 'USD' };
    await store.lanes.stop(lane, 'a test');
    const [id = ''] = rig.raise([{ payee: 'p', amount: '9.00', currency: 'USD', purpose: 'Planned' }]);
    rig.approve([id]);
    await eventually(async () => expect((await store.ledger.attemptsOf([id])).map(({ stage }) => stage)).toEqual(['intent']));
    rig.save('Payment_Request__c', [{ Id: id, Payout_Date__c: '2099-01-01' }], rig.people.finance);
    await rig.until([id], ['Scheduled'], 20_000);
    await store.lanes.goOn(lane, 'a test');
    await store.timers.atLatest('send', 'payoneer/100200300/USD', office.tools.now());
    await pause(3_000);
    expect([paidTimes(rig, id), rig.statuses([id])]).toEqual([0, ['Scheduled']]);
  }, 60_000);

  it('counts against what its payee may receive on the day it leaves, though it was planned the day before', async () => {
    rig = await openAttackRig();
    await rig.addPayees([payeeOf('p')]);
    openOrgSettings(rig, { Pause_All__c: false, Payee_Daily_Limit__c: '100.00' });
    const { store, office } = rig.companion.assembly;
    const lane = { connection: 'payoneer', program: '100200300', currency: 'USD' };
    await store.lanes.stop(lane, 'a test');
    const [first = '', second = ''] = rig.raise([{ payee: 'p', amount: '77.00', currency: 'USD', purpose: 'Yesterday' }, { payee: 'p', amount: '60.00', currency: 'USD', purpose: 'Today' }]);
    rig.approve([first]);
    await eventually(async () => expect((await store.ledger.attemptsOf([first])).map(({ stage }) => stage)).toEqual(['intent']));
    await rig.database.query('update attempt set planned_at = planned_at - 86400000 where request_id = $1', [first]);
    rig.approve([second]);
    await pause(3_000);
    await store.lanes.goOn(lane, 'a test');
    await store.timers.atLatest('send', 'payoneer/100200300/USD', office.tools.now());
    await rig.until([first], ['Completed'], 20_000);
    expect([paidTimes(rig, second), rig.statuses([second])]).toEqual([0, ['On Hold']]);
  }, 60_000);
});
