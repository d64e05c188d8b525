import { describe, expect, it } from '@jest/globals';
import type { Row } from '../../sandbox/salesforce/org.ts';
import { packageOrg } from './package-org.ts';

/** A companion that writes receipts, and a deal they may be matched with. */
function receipts(namespace: string | null = null) {
  const made = packageOrg({ namespace });
  const { org, sandbox, save, pass } = made;
  sandbox.deployFolder('docs/admin/example');
  const companion = sandbox.addUser({ username: 'receipts@sandbox.example', name: 'Companion', profile: 'integration', permissionSets: ['Quittance_Companion', 'Quittance_Receipt_Matching'] });
  const deal = save('Opportunity', { Name: 'Crane', StageName: 'Prospecting', CloseDate: '2026-12-01' }, sandbox.admin);
  let count = 0;
  const receipt = async (changes: Row): Promise<string> => {
    const id = save('Revenue__c', { Provider_Key__c: `p:s:a:${count++}`, Amount__c: '10', Currency__c: 'SEK', Received_At__c: '2026-11-02T10:00:00.000Z', Status__c: 'Received', Match_State__c: 'Matched', Opportunity__c: deal, ...changes }, companion);
    await pass(1);
    return id;
  };
  const change = async (id: string, changes: Row, by = sandbox.admin): Promise<void> => {
    save('Revenue__c', { Id: id, ...changes }, by);
    await pass(1);
  };
  return { ...made, companion, deal, receipt, change, told: () => org.find('Opportunity', deal)?.Latest_Receipt__c ?? null };
}

describe('an opportunity', () => {
  it.each([[null], ['quittance']])('is told of a receipt that is matched and received, and of nothing less (namespace %s)', async (namespace) => {
    const { receipt, told, change, org, deal } = receipts(namespace);
    const pending = await receipt({ Status__c: 'Pending' });
    await receipt({ Match_State__c: 'Proposed' });
    expect(told()).toBeNull();
    await change(pending, { Match_State__c: 'Unmatched' });
    const id = await receipt({});
    expect(told()).toBe(id);
    expect(org.find('Opportunity', deal)).toMatchObject({ Name: 'Crane', StageName: 'Prospecting' });
  });

  it('keeps a later receipt when an older one is matched, and forgets only the one that was taken back', async () => {
    const { receipt, told, change, companion } = receipts();
    const later = await receipt({});
    const older = await receipt({ Received_At__c: '2026-10-02T10:00:00.000Z' });
    expect(told()).toBe(later);
    await change(older, { Status__c: 'Cancelled' }, companion);
    expect(told()).toBe(later);
    await change(later, { Status__c: 'Failed' }, companion);
    expect(told()).toBeNull();
  });

  it('shows a receipt that was matched with it by mistake no more, and the one it is matched with now does', async () => {
    const { receipt, told, change, save, sandbox, org } = receipts();
    const [id, other] = [await receipt({}), save('Opportunity', { Name: 'Barge', StageName: 'Prospecting', CloseDate: '2026-12-01' }, sandbox.admin)];
    await change(id, { Opportunity__c: other });
    expect([told(), org.find('Opportunity', other)]).toMatchObject([null, { Latest_Receipt__c: id, Payment_Received_At__c: '2026-11-02T10:00:00.000+0000' }]);
  });

  it.each<Row>([{ Opportunity__c: null, Match_State__c: 'Unmatched' }, { Match_State__c: 'Ignored' }])('shows a receipt no more whose match was taken back by %j', async (changes) => {
    const { receipt, told, change } = receipts();
    const id = await receipt({});
    expect(told()).toBe(id);
    await change(id, changes);
    expect(told()).toBeNull();
  });
});

describe('a match that a person made', () => {
  it.each([
    ['a matched receipt', { Match_State__c: 'Matched' }],
    ['an ignored receipt', { Match_State__c: 'Ignored' }],
    ['an unmatched one with somebody chosen', { Match_State__c: 'Unmatched' }],
  ])('of %s is left alone by the companion, which may still tell its status', async (_what, state) => {
    const { receipt, change, companion, org } = receipts();
    const id = await receipt(state);
    await expect(change(id, { Opportunity__c: null, Match_State__c: 'Proposed' }, companion)).rejects.toThrow('MATCH-DECIDED');
    await change(id, { Status__c: 'Cancelled' }, companion);
    expect(org.find('Revenue__c', id)).toMatchObject({ Status__c: 'Cancelled', ...state });
  });

  it('of a proposal may be changed by the companion', async () => {
    const { receipt, change, companion, org } = receipts();
    const id = await receipt({ Match_State__c: 'Proposed' });
    await change(id, { Opportunity__c: null, Match_State__c: 'Unmatched' }, companion);
    expect(org.find('Revenue__c', id)).toMatchObject({ Match_State__c: 'Unmatched', Opportunity__c: null });
  });
});

describe('a matched receipt whose account was deleted', () => {
  it('is still told by the companion that the money came; saying Matched anew needs somebody who is there', async () => {
    const { receipt, change, companion, org, save, sandbox } = receipts();
    const account = save('Account', { Name: 'Nordwind' }, sandbox.admin);
    const id = await receipt({ Status__c: 'Pending', Account__c: account, Opportunity__c: null });
    expect(org.remove('Account', [account], { by: sandbox.admin, allOrNone: true, source: 'api' })).toMatchObject([{ success: true }]);
    expect(org.find('Revenue__c', id)).toMatchObject({ Account__c: null, Match_State__c: 'Matched' });
    await change(id, { Status__c: 'Received', Companion_Version__c: '2' }, companion);
    expect(org.find('Revenue__c', id)).toMatchObject({ Status__c: 'Received', Match_State__c: 'Matched' });
    await change(id, { Match_State__c: 'Unmatched' });
    await expect(change(id, { Match_State__c: 'Matched' })).rejects.toThrow('[MATCH]');
  });
});
