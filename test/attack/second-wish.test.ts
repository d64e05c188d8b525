import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually, pause } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { submissionDoor } from '../flows/provider-weather.ts';
import { quickTiming } from '../flows/quick-timing.ts';
import { issuesOfKind, paidTimes } from '../flows/witnesses.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());

describe('a person who thinks again before the answer to the first wish is written', () => {
  it('has the second wish carried out too: the provider cancels it', async () => {
    rig = await openAttackRig({ policies: { transferredAfterMs: 60_000 }, config: { timing: { ...quickTiming, writeDelayMs: 2_000 } } });
    await rig.addPayees([payeeOf('p')]);
    const [id = ''] = rig.raise([{ payee: 'p', amount: '9.00', currency: 'USD', purpose: 'Wish' }]);
    rig.approve([id]);
    await rig.until([id], ['In Progress']);
    await pause(3_000);
    const { ledger } = rig.companion.assembly.store;
    rig.ask(id, 'Hold', 'Wait');
    await eventually(async () => expect((await ledger.payments([id]))[0]?.clearsAction).toBe(true));
    // Two seconds in which the record still shows the first wish: the person corrects it.
    rig.ask(id, 'Cancel', 'No: cancel it');
    await eventually(() => expect([rig.statuses([id])[0], rig.request(id).Requested_Action__c ?? null]).toEqual(['Failed', null]), 20_000);
    expect(paidTimes(rig, id)).toBe(0);
  }, 40_000);
});

describe('a person who replaces Re-initiate by Hold before the answer is written', () => {
  it('does not leave books and ledger apart for ever, with every later wish unheard', async () => {
    rig = await openAttackRig({ config: { timing: { ...quickTiming, writeDelayMs: 2_000 } } });
    await rig.addPayees([payeeOf('p')]);
    rig.world.weather.add({ door: submissionDoor, when: 'before', reply: 'drop' });
    const [id = ''] = rig.raise([{ payee: 'p', amount: '9.00', currency: 'USD', purpose: 'Mind' }]);
    rig.approve([id]);
    await rig.until([id], ['On Hold']);
    await pause(3_000);
    const { ledger } = rig.companion.assembly.store;
    rig.ask(id, 'Re-initiate', 'The provider does not know it', rig.people.admin);
    await eventually(async () => expect((await ledger.payments([id]))[0]?.granted ?? null).not.toBeNull());
    rig.ask(id, 'Hold', 'No, wait', rig.people.admin);
    await pause(6_000);
    // Whatever became of those two, a third wish is heard.
    rig.ask(id, 'Cancel', 'Paid by cheque', rig.people.admin);
    await pause(8_000);
    const state = (await ledger.payments([id]))[0]?.state;
    expect([rig.statuses([id])[0], state, rig.request(id).Requested_Action__c ?? null]).toEqual([state, state, null]);
  }, 60_000);
});

describe('a person who takes a Release back before the answer is written', () => {
  it('finds it held, in the books and in the ledger, and may ask again', async () => {
    rig = await openAttackRig({ config: { timing: { ...quickTiming, writeDelayMs: 2_000 } } });
    await rig.addPayees([payeeOf('p')]);
    rig.world.weather.add({ door: submissionDoor, when: 'before', reply: 'drop', times: 1 });
    const [id = ''] = rig.raise([{ payee: 'p', amount: '9.00', currency: 'USD', purpose: 'Back' }]);
    rig.approve([id]);
    await rig.until([id], ['On Hold']);
    await pause(3_000);
    const { ledger } = rig.companion.assembly.store;
    rig.ask(id, 'Re-initiate', 'The provider does not know it', rig.people.admin);
    await eventually(async () => expect((await ledger.payments([id]))[0]?.granted ?? null).not.toBeNull());
    rig.save('Payment_Request__c', [{ Id: id, Requested_Action__c: null, Requested_Reason__c: null }], rig.people.admin);
    await eventually(() => expect(String(rig.request(id).Status_Reason__c)).toContain('was not done'), 12_000);
    expect([rig.statuses([id])[0], (await ledger.payments([id]))[0]?.state, paidTimes(rig, id)]).toEqual(['On Hold', 'On Hold', 0]);
    rig.ask(id, 'Re-initiate', 'The provider does not know it, really', rig.people.admin);
    await rig.until([id], ['Completed'], 20_000);
    expect(paidTimes(rig, id)).toBe(1);
  }, 60_000);
});

describe('the audit of what a person asked for on an issue', () => {
  it('names that person, though the companion wrote to the issue in between', async () => {
    rig = await openAttackRig({ config: { timing: { ...quickTiming, sweepMs: 4_000, surveyQuietMs: 3_000, surveyLatestMs: 3_000 } } });
    const { store } = rig.companion.assembly;
    const raise = () => store.issues.raise({ kind: 'dead letter', source: 'payoneer/sent-to-bank', severity: 'Warning', summary: 's', detail: 'd' });
    await raise();
    await eventually(() => expect(issuesOfKind(rig, 'dead letter')).toHaveLength(1));
    await pause(4_000);
    const [issue] = issuesOfKind(rig, 'dead letter');
    rig.save('Sync_Issue__c', [{ Id: String(issue?.Id), Requested_Action__c: 'Discard', Requested_Reason__c: 'Junk' }], rig.people.admin);
    await raise();
    await store.outbox.add('issue', [String(issue?.Issue_Key__c)], Date.now());
    await eventually(async () => expect((await rig.database.query<{ byId: string }>('select by_id as "byId" from audit'))[0]?.byId ?? null).not.toBeNull(), 12_000);
    expect((await rig.database.query<{ byId: string }>('select by_id as "byId" from audit'))[0]?.byId).toBe(rig.people.admin.id);
  }, 40_000);

  it('asks again when nobody is named, and clears the wish', async () => {
    rig = await openAttackRig();
    const { store } = rig.companion.assembly;
    await store.issues.raise({ kind: 'dead letter', source: 'payoneer/sent-to-bank', severity: 'Warning', summary: 's', detail: 'd' });
    await eventually(() => expect(issuesOfKind(rig, 'dead letter')).toHaveLength(1));
    await pause(1_000);
    const [issue] = issuesOfKind(rig, 'dead letter');
    const row = rig.org.org.rows('Sync_Issue__c').get(String(issue?.Id)) as Record<string, unknown>;
    Object.assign(row, { Requested_Action__c: 'Discard', Requested_Reason__c: 'Junk', Requested_By_Id__c: null });
    await pause(10_000);
    const detail = String(issuesOfKind(rig, 'dead letter')[0]?.Detail__c);
    expect([issuesOfKind(rig, 'dead letter')[0]?.Requested_Action__c ?? null, detail]).toEqual([null, 'Discard needs the name of who asks. Ask again.\nd']);
  }, 60_000);
});
