import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { graphqlBench } from './graphql-bench.ts';

/** What the questions about money answer; that each is understood is shown in package-page-queries. They prove agreement with our reading of the documents. */
const root = join(import.meta.dirname, '..', '..', 'force-app', 'main');
const queries = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\/lwc\/.*\.ts$/.test(file) && !file.includes('__tests__'))
  .flatMap((file) => [...readFileSync(join(root, file), 'utf8').matchAll(/gql`([^`]+)`/g)].map(([, query = '']) => query));
const named = (name: string): string => queries.find((query) => query.includes(`query ${name}`)) ?? `no query ${name}`;

let close: () => Promise<void> = () => Promise.resolve();
afterEach(() => close());

async function opened(namespace: string | null) {
  const made = await graphqlBench(namespace);
  close = () => made.served.close();
  const { companion, save } = made;
  const account = save('Funding_Account__c', { Account_Key__c: 'payoneer:sandbox:1', Display_Name__c: 'Main', Environment__c: 'sandbox', Currency__c: 'USD', Available__c: '100' }, companion);
  return { ...made, account };
}
const since = '2026-10-01T00:00:00.000Z';

describe.each([[null], ['quittance']])('the queries of the components with namespace %s', (namespace) => {
  it('add up what waits by status, currency and account, and list drafts that belong to no run', async () => {
    const { object, nodes, fay, account, request, force, save } = await opened(namespace);
    const [first, second, third, draft, ofRun] = [request(), request({ Amount__c: '0.5' }), request({ Funding_Account__c: account, Due_Date__c: '2026-12-01' }), request({ Due_Date__c: '2026-12-05' }), request()];
    for (const Id of [first ?? null, second ?? null]) force('Payment_Request__c', { Id, Status__c: 'Submitted' });
    force('Payment_Request__c', { Id: third ?? null, Status__c: 'Awaiting Funds' });
    force('Payment_Request__c', { Id: ofRun ?? null, Payment_Run__c: save('Payment_Run__c', { Label__c: 'May' }, fay) });
    const groups = nodes(await object(fay, named('queueDemand'))).map(({ aggregate }) => aggregate);
    expect(groups).toEqual(expect.arrayContaining([
      { status: { value: 'Submitted' }, currency: { value: 'USD' }, accountId: { value: null }, amount: { sum: { value: 1251 } }, count: { count: { value: 2 } } },
      { status: { value: 'Awaiting Funds' }, currency: { value: 'USD' }, accountId: { value: account }, amount: { sum: { value: 1250.5 } }, count: { count: { value: 1 } } },
    ]));
    expect(groups).toHaveLength(2);
    expect(nodes(await object(fay, named('queueDrafts'))).map(({ Id, recipient: to }) => [Id, to])).toEqual([[draft, { name: { value: 'Ann' } }]]);
    expect(nodes(await object(fay, named('queueRows'), { statuses: ['Awaiting Funds'] })).map(({ Id }) => Id)).toEqual([third]);
    expect(nodes(await object(fay, named('fundingBalances')))).toEqual([expect.objectContaining({ Id: account, key: { value: 'payoneer:sandbox:1' }, displayName: { value: 'Main' }, available: { value: 100 }, threshold: { value: null } })]);
  });

  it('read balances and add flows up by day, without what may never have left', async () => {
    const { object, nodes, fay, account, save, companion } = await opened(namespace);
    let made = 0;
    const move = (changes: Record<string, string | null>): unknown => save('Payment_Transaction__c', { Provider_Key__c: `key-${(made += 1)}`, Funding_Account__c: account, Type__c: 'Payout', Direction__c: 'Out', Status__c: 'Transferred', Amount__c: '10', Currency__c: 'USD', Occurred_At__c: '2026-11-20T10:00:00.000Z', ...changes }, companion);
    move({});
    move({ Amount__c: '2.5', Occurred_At__c: '2026-11-20T23:59:00.000Z' });
    move({ Type__c: 'Fee', Status__c: null, Amount__c: '1' });
    for (const Status__c of ['Sending', 'Outcome Unknown', 'Cancelled', 'Refused']) move({ Status__c });
    move({ Type__c: 'Return', Direction__c: 'In', Status__c: 'Returned', Amount__c: '4' });
    move({ Status__c: 'Pending', Amount__c: '3', Occurred_At__c: '2026-11-21T10:00:00.000Z', Funding_Account__c: null });
    const receive = (Provider_Key__c: string, Status__c: string) => save('Revenue__c', { Provider_Key__c, Status__c, Funding_Account__c: account, Amount__c: '7', Currency__c: 'USD', Received_At__c: '2026-11-19T10:00:00.000Z' }, companion);
    const Revenue__c = receive('r1', 'Received');
    receive('r2', 'Cancelled');
    move({ Direction__c: 'In', Amount__c: '7', Revenue__c });
    save('Balance_Snapshot__c', { Snapshot_Key__c: 's1', Funding_Account__c: account, Available__c: '90', Currency__c: 'USD', As_Of__c: '2026-11-20T11:00:00.000Z' }, companion);
    save('Balance_Snapshot__c', { Snapshot_Key__c: 's2', Funding_Account__c: account, Available__c: '95', Currency__c: 'USD', As_Of__c: '2026-09-20T11:00:00.000Z' }, companion);
    const flows = nodes(await object(fay, named('cashPayments'), { accountId: account, currency: 'USD', since })).map(({ aggregate }) => aggregate);
    expect(flows).toEqual(expect.arrayContaining([
      { day: { dayOnly: { value: '2026-11-20' } }, direction: { value: 'Out' }, amount: { sum: { value: 13.5 } } },
      { day: { dayOnly: { value: '2026-11-20' } }, direction: { value: 'In' }, amount: { sum: { value: 4 } } },
    ]));
    expect(flows).toHaveLength(2);
    expect(nodes(await object(fay, named('sentSince'), { since: '2026-11-20T10:00:01.000Z' })).map(({ amount, accountId }) => [amount?.['value'], accountId?.['value']])).toEqual([[3, null], [2.5, account]]);
    expect(nodes(await object(fay, named('cashReceipts'), { accountId: account, currency: 'USD', since })).map(({ aggregate }) => aggregate)).toEqual([{ day: { dayOnly: { value: '2026-11-19' } }, amount: { sum: { value: 7 } } }]);
    expect(nodes(await object(fay, named('cashBalances'), { accountId: account, since })).map(({ available }) => available)).toEqual([{ value: 90 }]);
  });

  it('find another request that is open or not long over, of the same recipient, amount and currency', async () => {
    const { object, nodes, fay, recipient, request, force } = await opened(namespace);
    const Recipient__c = recipient();
    const own = request({ Recipient__c, Amount__c: '3' }) ?? null;
    const [open, over, rejected] = [request({ Recipient__c, Amount__c: '3' }), request({ Recipient__c, Amount__c: '3' }), request({ Recipient__c, Amount__c: '3' })];
    for (const [Id, Status__c] of [[open, 'Scheduled'], [over, 'Completed'], [rejected, 'Rejected'], [request({ Recipient__c, Amount__c: '4' }), 'Scheduled']] as const) force('Payment_Request__c', { Id: Id ?? null, Status__c });
    const twins = async (from: string): Promise<unknown[]> => nodes(await object(fay, named('possibleDuplicates'), { requestId: own, recipientId: Recipient__c, amount: 3, currency: 'USD', since: from })).map(({ Id }) => Id).toSorted();
    expect(await twins(since)).toEqual([open, over].toSorted());
    // Raised and changed before that, one is over and the other is not.
    expect(await twins('2126-11-21T00:00:00.000Z')).toEqual([open]);
  });

  it('ask for open issues by how bad they are, however long ago they were seen', async () => {
    const { object, nodes, fay, request, save, companion } = await opened(namespace);
    const requestId = request() ?? null;
    const issue = (Name: string, Severity__c: string | null, day: string): unknown =>
      save('Sync_Issue__c', { Issue_Key__c: Name, Severity__c, Status__c: 'Open', Summary__c: Name, Last_Seen__c: `2026-11-${day}T10:00:00.000Z`, Payment_Request__c: requestId }, companion);
    issue('info', 'Info', '21');
    issue('none', null, '22');
    issue('warning', 'Warning', '20');
    issue('critical', 'Critical', '01');
    issue('new warning', 'Warning', '22');
    for (const [name, variables] of [['openIssues ', {}], ['openIssuesOfRequest(', { requestId }]] as const) {
      expect(nodes(await object(fay, named(name), variables)).map(({ summary }) => summary?.['value'])).toEqual(['critical', 'new warning', 'warning', 'info', 'none']);
    }
  });

  it('find the money of a contact, an opportunity and a recipient account by one id, and of nobody else', async () => {
    const { object, nodes, fay, recipient, request, force, save, companion, org } = await opened(namespace);
    const contact = org.put('Contact', { LastName: 'Silva' }).Id ?? null;
    const own = recipient({ Contact__c: contact });
    const [paid, other] = [request({ Recipient__c: own, Amount__c: '3' }), request({ Amount__c: '5' })];
    for (const Id of [paid ?? null, other ?? null]) force('Payment_Request__c', { Id, Status__c: 'Completed' });
    for (const [Provider_Key__c, Status__c, Match_State__c] of [['r1', 'Received', 'Matched'], ['r2', 'Failed', null], ['r3', 'Received', 'Proposed'], ['r4', 'Received', 'Ignored'], ['r5', 'Received', null]] as const) {
      const receipt = save('Revenue__c', { Provider_Key__c, Status__c, Amount__c: '7', Currency__c: 'KWD', Received_At__c: '2026-11-19T10:00:00.000Z' }, companion);
      // What the money was for is filled by a person.
      force('Revenue__c', { Id: receipt, Contact__c: contact, Match_State__c });
    }
    for (const recordId of [contact, own]) {
      expect(nodes(await object(fay, named('profilePaymentTotals'), { recordId })).map(({ aggregate }) => aggregate)).toEqual([{ status: { value: 'Completed' }, currency: { value: 'USD' }, amount: { sum: { value: 3 } } }]);
      expect(nodes(await object(fay, named('profilePayments('), { recordId })).map(({ Id }) => Id)).toEqual([paid]);
      const received = recordId === contact ? [{ currency: { value: 'KWD' }, amount: { sum: { value: 14 } } }] : [];
      expect(nodes(await object(fay, named('profileReceiptTotals'), { recordId })).map(({ aggregate }) => aggregate)).toEqual(received);
      const listed = nodes(await object(fay, named('profileReceipts('), { recordId }));
      expect(listed).toEqual(recordId === contact ? ['Received', 'Failed', 'Received', 'Received'].map((value) => expect.objectContaining({ status: { value, displayValue: value } }) as unknown) : []);
    }
  });
});
