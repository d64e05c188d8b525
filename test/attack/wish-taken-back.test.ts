import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually, pause } from '../flows/eventually.ts';
import { openOrgSettings } from '../flows/org-settings.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { submissionDoor } from '../flows/provider-weather.ts';
import { quickTiming } from '../flows/quick-timing.ts';
import { paidTimes, reasonOf } from '../flows/witnesses.ts';
import { oneOnHold, openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());
/** As in production, an answer is told some seconds after it was given. */
const slow = { config: { timing: { ...quickTiming, writeDelayMs: 2_000 } } };

describe('a person who lets a payment go on and thinks again before that was told', () => {
  it('takes the release of a possible duplicate back, and it is not paid', async () => {
    rig = await openAttackRig(slow);
    await rig.addPayees([payeeOf('p')]);
    const debt = { payee: 'p', amount: '77.00', currency: 'USD', purpose: 'Twin', invoice: 'R-7' };
    const [first = '', twin = ''] = rig.raise([debt, debt]);
    rig.approve([first]);
    await rig.until([first], ['Completed'], 20_000);
    rig.approve([twin]);
    await rig.until([twin], ['On Hold'], 20_000);
    await pause(3_000);
    const { ledger } = rig.companion.assembly.store;
    rig.ask(twin, 'Release', 'Not a duplicate', rig.people.admin);
    await eventually(async () => expect((await ledger.payments([twin]))[0]?.granted ?? null).not.toBeNull());
    rig.save('Payment_Request__c', [{ Id: twin, Requested_Action__c: null, Requested_Reason__c: null }], rig.people.admin);
    await pause(10_000);
    expect([rig.statuses([twin])[0], paidTimes(rig, twin)]).toEqual(['On Hold', 0]);
  }, 90_000);

  it('takes a re-initiation back, and no later release pays what may have been paid', async () => {
    rig = await openAttackRig(slow);
    const id = await oneOnHold(rig);
    await pause(3_000);
    const { ledger } = rig.companion.assembly.store;
    rig.ask(id, 'Release', 'Go on', rig.people.admin);
    await eventually(() => expect(String(rig.request(id).Status_Reason__c)).toContain("Can't be released"), 12_000);
    rig.ask(id, 'Re-initiate', 'The provider does not know it', rig.people.admin);
    await eventually(async () => expect((await ledger.payments([id]))[0]?.granted ?? null).not.toBeNull());
    rig.save('Payment_Request__c', [{ Id: id, Requested_Action__c: null, Requested_Reason__c: null }], rig.people.admin);
    await eventually(() => expect(String(rig.request(id).Status_Reason__c)).toContain('was not done'), 12_000);
    rig.ask(id, 'Release', 'Go on', rig.people.admin);
    await pause(12_000);
    expect([rig.statuses([id])[0], paidTimes(rig, id)]).toEqual(['On Hold', 1]);
  }, 90_000);

  it('takes a second approval back, and the submitter can\'t use it', async () => {
    rig = await openAttackRig(slow);
    await rig.addPayees([payeeOf('p')]);
    openOrgSettings(rig, { Pause_All__c: false, Request_Limit__c: '5.00' });
    rig.org.grant(rig.people.finance, 'Quittance_Approver');
    const [id = ''] = rig.raise([{ payee: 'p', amount: '9.00', currency: 'USD', purpose: 'Limit' }]);
    rig.approve([id]);
    await rig.until([id], ['On Hold'], 20_000);
    await pause(3_000);
    const { ledger } = rig.companion.assembly.store;
    rig.ask(id, 'Release', 'me', rig.people.finance);
    await eventually(() => expect(String(rig.request(id).Status_Reason__c)).toContain('Not released'), 12_000);
    rig.ask(id, 'Release', 'second', rig.people.admin);
    await eventually(async () => expect((await ledger.payments([id]))[0]?.granted ?? null).not.toBeNull());
    rig.ask(id, 'Hold', 'No, I do not approve', rig.people.admin);
    await eventually(() => expect(rig.request(id).Requested_Action__c ?? null).toBeNull(), 15_000);
    expect(rig.statuses([id])[0]).toBe('On Hold');
    await pause(2_000);
    rig.ask(id, 'Release', 'me', rig.people.finance);
    await pause(10_000);
    expect([rig.statuses([id])[0], paidTimes(rig, id)]).toEqual(['On Hold', 0]);
  }, 90_000);
});

describe('a person who is faster than the books', () => {
  it('asks before the hold is told, is told to look at it first, and is answered once when asking again', async () => {
    rig = await openAttackRig(slow);
    await rig.addPayees([payeeOf('p')]);
    rig.world.weather.add({ door: submissionDoor, when: 'before', reply: 'drop', times: 1 });
    const [id = ''] = rig.raise([{ payee: 'p', amount: '9.00', currency: 'USD', purpose: 'Loop' }]);
    rig.approve([id]);
    const { ledger } = rig.companion.assembly.store;
    await eventually(async () => expect((await ledger.payments([id]))[0]?.state).toBe('On Hold'), 20_000);
    const audits = async () => (await rig.database.query<{ n: number }>('select count(*)::int as n from audit'))[0]?.n;
    const ask = async (): Promise<void> => {
      rig.ask(id, 'Re-initiate', 'The provider does not know it', rig.people.admin);
      await pause(10_000);
    };
    await ask();
    expect([rig.statuses([id]), reasonOf(rig, id), rig.request(id).Requested_Action__c ?? null, await audits()]).toEqual([['On Hold'], expect.stringContaining('Re-initiate was asked for before'), null, 0]);
    await ask();
    expect([rig.request(id).Requested_Action__c ?? null, await audits()]).toEqual([null, 1]);
  }, 90_000);

  it('asks before the failure is told, and is answered once', async () => {
    rig = await openAttackRig({ policies: { transferredAfterMs: 60_000 }, ...slow });
    await rig.addPayees([payeeOf('p')]);
    const [id = ''] = rig.raise([{ payee: 'p', amount: '9.00', currency: 'USD', purpose: 'Loop' }]);
    rig.approve([id]);
    const { ledger } = rig.companion.assembly.store;
    await rig.until([id], ['In Progress'], 20_000);
    await pause(3_000);
    rig.ask(id, 'Cancel', 'stop', rig.people.admin);
    await eventually(async () => expect((await ledger.payments([id]))[0]?.state).toBe('Failed'), 20_000);
    rig.ask(id, 'Re-initiate', 'Again', rig.people.admin);
    await pause(20_000);
    const audits = (await rig.database.query<{ n: number }>("select count(*)::int as n from audit where action = 'Re-initiate'"))[0]?.n;
    expect([rig.request(id).Requested_Action__c ?? null, audits]).toEqual([null, 1]);
  }, 90_000);
});
