import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { graphqlBench } from './graphql-bench.ts';
import type { Json } from './page-bench.ts';

/** Every GraphQL document of the shipped Lightning components, asked of the sandbox org by the people who look at them. */
let close: () => Promise<void> = () => Promise.resolve();
afterEach(() => close());

interface Asked {
  readonly name: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

const sampleId = 'a01000000000001AAA';
const samples: Readonly<Record<string, unknown>> = { ID: sampleId, '[ID]': [sampleId], Double: 12.5, Picklist: 'USD', DateTime: '2026-11-01T00:00:00.000Z', Date: '2026-11-01', String: 'text', Int: 5 };

/** A value for each variable a document declares; a type nobody has a sample of fails the test that asks it. */
const variablesOf = (query: string): Readonly<Record<string, unknown>> =>
  Object.fromEntries([...query.matchAll(/\$(\w+): (\[?\w+\]?)/g)].map(([, name = '', type = '']) => [name, samples[type] ?? `no sample of ${type}`]));

const files = readdirSync('force-app', { recursive: true, encoding: 'utf8' }).filter((file) => /\/lwc\/[^/]+\/\w+\.ts$/.test(file));
const documents: readonly Asked[] = files.flatMap((file) =>
  [...readFileSync(join('force-app', file), 'utf8').matchAll(/gql`([^`]+)`/g)].map(([, query = '']) => ({ name: /(?:query|mutation) (\w+)/.exec(query)?.[1] ?? file, query, variables: variablesOf(query) })));
const document = (name: string): string => documents.find((each) => each.name === name)?.query ?? '';

async function opened(namespace: string | null) {
  const made = await graphqlBench(namespace);
  close = () => made.served.close();
  const uiapi = async (name: string, variables: Record<string, unknown> = {}, by = made.fay): Promise<Json> => {
    const body = await made.ask(by, document(name), variables);
    expect(body['errors']).toEqual([]);
    return body['data']?.['uiapi'] as Json;
  };
  return { ...made, uiapi };
}
const values = (node: Json | undefined): unknown => Object.fromEntries(Object.entries(node ?? {}).map(([name, leaf]) => [name, typeof leaf === 'string' ? leaf : leaf['value']]));

describe.each([[null], ['quittance']])('the queries of the pages with namespace %s', (namespace) => {
  it('are understood by the org, for finance, approvers and admins alike', async () => {
    const { sandbox, ask, fay, approver } = await opened(namespace);
    const admin = sandbox.addUser({ username: 'quinn@sandbox.example', name: 'Quinn Admin', permissionSets: ['Quittance_Admin'] });
    expect(documents.length).toBeGreaterThan(10);
    for (const by of [fay, approver, admin])
      for (const { name, query, variables } of documents) expect([name, (await ask(by, query, variables))['errors']]).toEqual([name, []]);
  });

  it('find a recipient on its own page, and all of a contact or an account on theirs, the proposed one first', async () => {
    const { uiapi, save, nodes, sandbox, recipient } = await opened(namespace);
    const [Contact__c, Account__c] = [save('Contact', { LastName: 'Silva' }, sandbox.admin), save('Account', { Name: 'Silva Lda' }, sandbox.admin)];
    const ids = [recipient({ Contact__c }), recipient({ Contact__c, Account__c, Default__c: true, Display_Name__c: 'Ines' }), recipient()];
    const found = async (recordId: unknown): Promise<unknown[]> => nodes((await uiapi('recipientAccounts', { recordId }))['query']?.['recipients'] as Json).map((node) => node['Id']);
    expect([await found(ids[2]), await found(Contact__c), await found(Account__c)]).toEqual([[ids[2]], [ids[1], ids[0]], [ids[1]]]);
    const [node] = nodes((await uiapi('recipientAccounts', { recordId: ids[1] }))['query']?.['recipients'] as Json);
    expect(values(node)).toMatchObject({ displayName: 'Ines', provider: 'payoneer', proposedFirst: true, verification: 'Unverified', changedBy: sandbox.admin.id, link: null });
    const people = nodes((await uiapi('peopleOfRecipients', { ids: [sandbox.admin.id] }))['query']?.['people'] as Json);
    expect(people.map(values)).toEqual([{ Id: sandbox.admin.id, name: 'Ada Admin' }]);
  });

  it('add up what each recipient was paid, by currency', async () => {
    const { uiapi, nodes, recipient, request, force } = await opened(namespace);
    const [mine, other] = [recipient(), recipient()];
    for (const [Recipient__c, Amount__c, Currency__c, Status__c] of [[mine, '10.5', 'USD', 'Completed'], [mine, '2', 'USD', 'Completed'], [mine, '5', 'USD', 'Returned'], [mine, '700', 'JPY', 'Completed'], [other, '9', 'USD', 'Completed']] as const)
      force('Payment_Request__c', { Id: request({ Recipient__c, Amount__c, Currency__c }), Status__c });
    const sums = nodes((await uiapi('paidToRecipients', { ids: [mine] }))['aggregate']?.['paid'] as Json).map(({ aggregate }) => [aggregate?.['recipient']?.['value'], aggregate?.['currency']?.['value'], aggregate?.['amount']?.['sum']?.['value'], aggregate?.['count']?.['count']?.['value']]);
    expect(sums.sort((a, b) => String(a[1]).localeCompare(String(b[1])))).toEqual([[mine, 'JPY', 700, 1], [mine, 'USD', 12.5, 2]]);
  });

  it('tell how a connection stands, and the settings that only a formula can read', async () => {
    const { uiapi, nodes, save, companion, org } = await opened(namespace);
    save('Connection__c', { Connection_Key__c: 'salesforce', Mode__c: 'Normal', Heartbeat_At__c: '2026-11-21T08:59:00.000Z', Api_Calls_Used__c: '12', Api_Calls_Limit__c: '15000' }, companion);
    const read = async (): Promise<unknown> => values(nodes((await uiapi('connections'))['query']?.['connections'] as Json)[0]);
    expect(await read()).toMatchObject({ connectionKey: 'salesforce', mode: 'Normal', silent: false, callsUsed: 12, callsLimit: 15000, pauseAll: false, alertGroup: 'Payout_Alerts' });
    const [settings] = [...org.rows('Quittance_Settings__c').values()];
    org.put('Quittance_Settings__c', { ...settings, Pause_All__c: true, Alert_Group__c: null });
    expect(await read()).toMatchObject({ pauseAll: true, alertGroup: null });
  });

  it('count open critical issues, and find what the checklist looks for', async () => {
    const { uiapi, nodes, save, companion, request, force } = await opened(namespace);
    const found = async (name: string): Promise<number> => nodes((await uiapi(name))['query']?.['found'] as Json).length;
    expect(nodes((await uiapi('openCriticalIssues'))['aggregate']?.['critical'] as Json)).toEqual([]);
    for (const [at, Severity__c, Status__c] of [[1, 'Critical', 'Open'], [2, 'Critical', 'Retrying'], [3, 'Critical', 'Resolved'], [4, 'Warning', 'Open']] as const) save('Sync_Issue__c', { Issue_Key__c: `issue-${at}`, Severity__c, Status__c, Kind__c: 'test', Summary__c: 'Test' }, companion);
    const [group] = nodes((await uiapi('openCriticalIssues'))['aggregate']?.['critical'] as Json);
    expect(group?.['aggregate']?.['count']?.['count']?.['value']).toBe(2);
    expect([await found('completedPayment'), await found('approvedPayment'), await found('fundingAccounts')]).toEqual([0, 0, 0]);
    force('Payment_Request__c', { Id: request(), Status__c: 'Completed', Approved_At__c: '2026-11-20T10:00:00.000Z' });
    expect([await found('completedPayment'), await found('approvedPayment')]).toEqual([1, 1]);
  });

  it('refuse, in words for the page, who changed the payee and verifies it; a second person may', async () => {
    const { call, save, org, sandbox, fay, s } = await opened(namespace);
    const id = save('Recipient_Account__c', { Display_Name__c: 'Ines', Provider__c: 'payoneer', Payee_Key__c: 'payoneer:sandbox:1:payee-17' }, fay);
    const verify = (by: typeof fay) => call(by, 'PATCH', `ui-api/records/${id}`, { fields: { [s('Verification__c')]: 'Verified' } });
    const refused = await verify(fay);
    expect([refused.status, refused.text]).toEqual([400, expect.stringContaining("[VERIFY] You can't verify this recipient")]);
    expect((await verify(sandbox.admin)).status).toBe(200);
    expect(org.find('Recipient_Account__c', id)).toMatchObject({ Verification__c: 'Verified', Verified_By_Id__c: sandbox.admin.id });
  });
});
