import { describe, expect, it } from '@jest/globals';
import type { Row, User } from '../../sandbox/salesforce/org.ts';
import { packageOrg } from './package-org.ts';

/** A seller with a deal that names a payout recipient; `settings` are the org's. */
function deals(settings: Row = { Raise_On_Closed_Won__c: true, Opportunity_Currency__c: 'USD' }, namespace: string | null = null) {
  const made = packageOrg({ namespace });
  const { org, sandbox, fay, save, pass } = made;
  const [row] = org.rows('Quittance_Settings__c').values();
  org.put('Quittance_Settings__c', { ...row, ...settings });
  const sam = sandbox.addUser({ username: 'sam@sandbox.example', name: 'Sam Seller', profile: 'standard' });
  const recipient = save('Recipient_Account__c', { Display_Name__c: 'Pat Partner', Provider__c: 'payoneer', Payee_Key__c: 'payoneer:sandbox:100200300:pat' }, fay);
  const deal = (changes: Row = {}): string => save('Opportunity', { Name: 'Big deal', StageName: 'Prospecting', CloseDate: '2026-12-01', Amount: '1250.5', Payout_Recipient__c: recipient, ...changes }, sandbox.admin);
  const change = async (id: string, changes: Row, by: User = sandbox.admin): Promise<void> => {
    save('Opportunity', { Id: id, ...changes }, by);
    await pass(1);
  };
  const raised = () => [...org.rows('Payment_Request__c').values()];
  return { ...made, sam, recipient, deal, change, raised };
}
const won = { StageName: 'Closed Won' };

describe('an opportunity that becomes Closed Won', () => {
  it.each([[null], ['quittance']])('raises one draft for its payout recipient, owned by whoever looks after that one (namespace %s)', async (namespace) => {
    const { deal, change, raised, recipient, fay, notified } = deals(undefined, namespace);
    const id = deal();
    await change(id, won);
    expect(raised()).toMatchObject([{ Status__c: 'Draft', Recipient__c: recipient, Amount__c: '1250.5', Currency__c: 'USD', Purpose__c: 'Big deal', Opportunity__c: id, Source_Key__c: `opportunity:${id}`, OwnerId: fay.id }]);
    expect(id).toHaveLength(18);
    expect(notified()).toEqual([]);
  });

  it('raises nothing again, however often it is reopened, won or saved', async () => {
    const { deal, change, raised, notified, pass } = deals();
    const id = deal(won);
    await pass(1);
    for (const changes of [{ Name: 'Renamed' }, { StageName: 'Negotiation/Review' }, won, { Amount: '99' }]) await change(id, changes);
    expect(raised()).toMatchObject([{ Amount__c: '1250.5', Purpose__c: 'Big deal' }]);
    expect(notified()).toEqual([]);
  });

  it('raises one when the recipient is named after it was won', async () => {
    const { deal, change, raised, recipient } = deals();
    const id = deal({ ...won, Payout_Recipient__c: null });
    await change(id, { Name: 'Renamed' });
    expect(raised()).toEqual([]);
    await change(id, { Payout_Recipient__c: recipient });
    expect(raised()).toHaveLength(1);
  });

  it.each<[string, Row, Row]>([
    ['it is lost', {}, { StageName: 'Closed Lost' }],
    ['it names nobody', { Payout_Recipient__c: null }, won],
  ])('raises nothing when %s', async (_why, before, after) => {
    const { deal, change, raised, notified } = deals();
    await change(deal(before), after);
    expect([raised(), notified()]).toEqual([[], []]);
  });

  it.each([[{}], [{ Raise_On_Closed_Won__c: false, Opportunity_Currency__c: 'USD' }]])('raises nothing unless the settings switch it on: %j', async (settings) => {
    const { deal, change, raised, notified } = deals(settings);
    await change(deal(), won);
    expect([raised(), notified()]).toEqual([[], []]);
  });

  it.each<[string, Row, Row, RegExp]>([
    ['the settings name no currency', { Raise_On_Closed_Won__c: true }, {}, /Opportunity Currency is blank in Quittance Settings\. Correct that/],
    ['it has no amount', { Raise_On_Closed_Won__c: true, Opportunity_Currency__c: 'USD' }, { Amount: null }, /the opportunity has no amount\. Correct that/],
    ['the amount does not fit the currency', { Raise_On_Closed_Won__c: true, Opportunity_Currency__c: 'JPY' }, {}, /\[AMOUNT-DECIMALS\]/],
    ['the amount is negative', { Raise_On_Closed_Won__c: true, Opportunity_Currency__c: 'USD' }, { Amount: '-5' }, /\[AMOUNT\]/],
    ['the currency is none', { Raise_On_Closed_Won__c: true, Opportunity_Currency__c: 'usd' }, {}, /\[CURRENCY\]/],
  ])('stays won and tells the alert group in words when %s', async (_why, settings, changes, words) => {
    const { deal, change, raised, notified, org, fay } = deals(settings);
    const id = deal(changes);
    await change(id, won);
    expect(org.find('Opportunity', id)).toMatchObject(won);
    expect(raised()).toEqual([]);
    expect(notified()).toMatchObject([{ action: 'customNotificationAction', title: 'No payment was raised for opportunity Big deal', body: expect.stringMatching(words), target: id, recipients: [fay.id] }]);
  });

  it('raises one each for a chunk of 200', async () => {
    const { org, sandbox, recipient, raised, pass } = deals();
    const rows = Array.from({ length: 200 }, (_, at) => ({ Name: `Deal ${String(at)}`, CloseDate: '2026-12-01', Amount: '10', Payout_Recipient__c: recipient, ...won }));
    expect(org.save('Opportunity', rows, { by: sandbox.admin, allOrNone: true, source: 'api' }).every(({ success }) => success)).toBe(true);
    await pass(1);
    expect(new Set(raised().map(({ Source_Key__c }) => Source_Key__c)).size).toBe(200);
  });

  it('does so for a seller who may read nothing of ours', async () => {
    const { org, deal, change, raised, sam } = deals();
    const id = deal();
    org.put('Opportunity', { ...org.find('Opportunity', id), OwnerId: sam.id });
    await change(id, won, sam);
    expect(raised()).toMatchObject([{ CreatedById: sam.id }]);
  });
});
