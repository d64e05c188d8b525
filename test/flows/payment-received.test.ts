import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Rig } from './companion-rig.ts';
import { eventually } from './eventually.ts';
import { giveConsent, movementsOf, openReceiptsRig, revenueOf, revenues } from './receipts-rig.ts';

let rig: Rig;
let account: string;
let deal: string;

beforeAll(async () => {
  rig = await openReceiptsRig();
  [account = ''] = rig.save('Account', [{ Name: 'Blue Harbour Trading Ltd.', AccountNumber: 'CUST-4711' }], rig.people.admin);
  [deal = ''] = rig.save('Opportunity', [{ Name: 'Harbour crane', StageName: 'Prospecting', CloseDate: '2026-12-01', AccountId: account }], rig.people.admin);
  await giveConsent(rig);
});
afterEach(() => rig.world.weather.clear());
afterAll(() => rig.end());

const seen = (id: string, fields: object): Promise<void> => eventually(() => expect(revenueOf(rig, id)).toMatchObject(fields));

describe('a payment received', () => {
  it('whose reference names an opportunity becomes a Revenue and a Payment Transaction, matched, and the opportunity is told', async () => {
    const id = rig.payoneer.receive({ amountMinor: 125_050, currency: 'SEK', source: 'Blue Harbour', reference: deal, description: 'Deposit' });
    await seen(id, { Amount__c: '1250.5', Currency__c: 'SEK', Status__c: 'Received', Provider_Status__c: 'Completed', Source_Entity__c: 'Blue Harbour', Match_State__c: 'Matched', Opportunity__c: deal, Account__c: account });
    await eventually(() => expect(movementsOf(rig, id)).toMatchObject([{ Type__c: 'Receipt', Direction__c: 'In', Status__c: 'Transferred', Amount__c: '1250.5', Revenue__c: revenueOf(rig, id).Id }]));
    await eventually(() => expect(rig.row('Opportunity', deal)).toMatchObject({ Latest_Receipt__c: revenueOf(rig, id).Id, Payment_Received_At__c: revenueOf(rig, id).Received_At__c, Name: 'Harbour crane' }));
    const key = String(revenueOf(rig, id).Provider_Key__c);
    const steps = async () => (await rig.companion.assembly.store.journal.read(key)).map(({ step }) => step.split(' ')[0]);
    // On a slow machine it is written before it is matched, and once more afterwards.
    await eventually(async () => expect((await steps()).join(' ')).toMatch(/^1 2 3 (5 )?4 5 6$/));
  });

  it('whose reference is a customer number is matched with the account', async () => {
    const id = rig.payoneer.receive({ amountMinor: 900, currency: 'SEK', source: 'somebody', description: 'invoice for cust-4711' });
    await seen(id, { Match_State__c: 'Matched', Account__c: account, Match_Reason__c: 'CUST-4711 is Account.AccountNumber.' });
    expect(revenueOf(rig, id).Opportunity__c ?? null).toBeNull();
  });

  it('that only names its sender is proposed; a person confirms, and the next one of the same sender is proposed from that', async () => {
    const id = rig.payoneer.receive({ amountMinor: 1_000, currency: 'SEK', source: 'BLUE HARBOUR TRADING LIMITED' });
    await seen(id, { Match_State__c: 'Proposed', Account__c: account });
    rig.save('Revenue__c', [{ Id: revenueOf(rig, id).Id ?? '', Match_State__c: 'Matched' }], rig.people.admin);
    const next = rig.payoneer.receive({ amountMinor: 2_000, currency: 'SEK', source: 'BLUE HARBOUR TRADING LIMITED' });
    await seen(next, { Match_State__c: 'Proposed', Account__c: account, Match_Reason__c: expect.stringContaining('matched so once before') });
  });

  it('keeps what a person decided, whatever the provider says later', async () => {
    const id = rig.payoneer.receive({ amountMinor: 3_000, currency: 'SEK', source: 'Nobody known', status: 'Pending' });
    await seen(id, { Match_State__c: 'Unmatched', Status__c: 'Pending' });
    rig.save('Revenue__c', [{ Id: revenueOf(rig, id).Id ?? '', Match_State__c: 'Matched', Opportunity__c: deal }], rig.people.admin);
    rig.payoneer.settle(id, 'Completed');
    await seen(id, { Status__c: 'Received', Match_State__c: 'Matched', Opportunity__c: deal });
    await eventually(() => expect(rig.row('Opportunity', deal).Latest_Receipt__c).toBe(revenueOf(rig, id).Id));
    rig.payoneer.settle(id, 'Canceled');
    await seen(id, { Status__c: 'Cancelled', Match_State__c: 'Matched' });
    await eventually(() => expect(rig.row('Opportunity', deal)).toMatchObject({ Latest_Receipt__c: null, Payment_Received_At__c: null }));
    expect(movementsOf(rig, id)).toMatchObject([{ Status__c: 'Cancelled' }]);
    expect(JSON.parse(String(movementsOf(rig, id)[0]?.Timeline__c)).map(({ text }: { text: string }) => text)).toEqual(['Pending', 'Completed', 'Canceled'].map((word) => `The provider says ${word}.`));
  });

  it('is none when its category is another: that becomes a Payment Transaction alone', async () => {
    const others = [[2, 'Refund'], [3, 'Withdrawal'], [4, 'Card'], [5, 'Other Payment'], [6, 'Fee']] as const;
    const ids = others.map(([categoryId]) => rig.payoneer.receive({ amountMinor: -500 - categoryId, currency: 'SEK', source: 'own', categoryId }));
    for (const [at, [categoryId, type]] of others.entries()) {
      const id = ids[at] ?? '';
      await eventually(() => expect(movementsOf(rig, id)).toMatchObject([{ Type__c: type, Direction__c: 'Out', Status__c: 'Transferred', Amount__c: `5.0${categoryId}` }]));
      expect(revenueOf(rig, id)).toEqual({});
    }
  });

  it('is written once, however often it is read', async () => {
    const keys = revenues(rig).map((row) => row.Provider_Key__c);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.length).toBeGreaterThanOrEqual(5);
  });
});
