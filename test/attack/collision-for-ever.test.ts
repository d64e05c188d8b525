import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually, pause } from '../flows/eventually.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { statusDoor } from '../flows/provider-weather.ts';
import { issuesOfKind } from '../flows/witnesses.ts';
import { openAttackRig, type AttackRig } from './attack-rig.ts';

let rig: AttackRig;
afterEach(() => rig.end());
const debt = (payee: string, amount: string) => ({ payee, amount, currency: 'USD', purpose: 'Stranger' });
const lane = { connection: 'payoneer', program: '100200300', currency: 'USD' };

describe('a lane stopped by a reference collision', () => {
  it('stays open once a person has settled the issue, or there is an open issue again that says why not', async () => {
    rig = await openAttackRig();
    await rig.addPayees([payeeOf('p')]);
    const [id = ''] = rig.raise([debt('p', '20.00')]);
    const stranger = { result: { payout_date: '2026-11-20T10:00:00Z', amount: 21, currency: 'USD', status: 'Pending', payee_id: 'p', payout_id: '999' } };
    rig.world.weather.add({ door: statusDoor.replace(':reference', `${id}-01`), when: 'before', reply: { status: 200, body: stranger }, times: 10_000 });
    rig.approve([id]);
    await rig.until([id], ['On Hold']);
    await eventually(() => expect(issuesOfKind(rig, 'reference collision')).toHaveLength(1));
    const [issue] = issuesOfKind(rig, 'reference collision');
    rig.save('Sync_Issue__c', [{ Id: String(issue?.Id), Requested_Action__c: 'Discard', Requested_Reason__c: 'The provider corrected its record; ours was paid by hand.' }], rig.people.admin);
    const { store } = rig.companion.assembly;
    await eventually(() => expect(issuesOfKind(rig, 'reference collision')[0]?.Status__c).toBe('Discarded'));
    rig.ask(id, 'Cancel', 'Settled by hand with the provider', rig.people.admin);
    await rig.until([id], ['Cancelled']);
    await pause(4_000);
    const stopped = (await store.lanes.read(lane))?.stoppedBecause ?? null;
    const open = issuesOfKind(rig, 'reference collision').filter((row) => row.Status__c === 'Open').length;
    expect([stopped, open]).toEqual(stopped ? [stopped, 1] : [null, open]);
    const [next = ''] = rig.raise([debt('p', '22.00')]);
    rig.approve([next]);
    await rig.until([next], ['Completed'], 6_000);
  }, 60_000);
});

describe('a batch of which nothing was paid', () => {
  it('is sealed in the end: nothing was taken from the balance', async () => {
    rig = await openAttackRig({ policies: { transferredAfterMs: 20_000 } });
    await rig.addPayees([payeeOf('p')]);
    const [id = ''] = rig.raise([debt('p', '20.00')]);
    rig.approve([id]);
    await rig.until([id], ['In Progress']);
    rig.ask(id, 'Cancel', 'The invoice was withdrawn');
    await rig.until([id], ['Failed']);
    await pause(7_000);
    const batches = [...rig.org.org.rows('Payout_Batch__c').values()].map((row) => [row.Status__c, row.Seal__c, row.Seal_Detail__c]);
    expect(batches).toEqual([['Settled', 'Sealed', expect.anything()]]);
  }, 60_000);
});
