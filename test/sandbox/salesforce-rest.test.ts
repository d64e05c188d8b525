import { afterEach, describe, expect, it } from '@jest/globals';
import type jsforce from 'jsforce';
import { type Bench, bench } from './salesforce-bench.ts';

/** jsforce, a client nobody here wrote, against the served org. What passes proves agreement with our reading of the documents. */
type Result = { id?: string; success: boolean; created?: boolean; errors: { statusCode: string; message: string; fields: string[] }[] };

let made: Bench | undefined;
afterEach(async () => made?.served.close());

async function opened(namespace: string | null): Promise<{ made: Bench; clerk: jsforce.Connection; admin: jsforce.Connection; s: (name: string) => string }> {
  made = await bench({ namespace });
  return { made, clerk: await made.connect('clerk@sandbox.example'), admin: await made.connect('admin@sandbox.example'), s: made.spell };
}

const code = (work: PromiseLike<unknown>): PromiseLike<unknown> => work.then(() => 'no error', (error: { errorCode?: string }) => error.errorCode);

describe.each([[null], ['quittance']])('REST with namespace %s', (namespace) => {
  it('creates, reads, updates, upserts and deletes one record', async () => {
    const { clerk, admin, s } = await opened(namespace);
    const order = clerk.sobject(s('Order__c'));
    const { id } = await order.create({ [s('Key__c')]: 'K1', [s('Total__c')]: 1250.125, [s('Currency__c')]: 'EUR' });
    expect(id).toMatch(/^a0\w{16}$/);
    const row = await order.retrieve(String(id));
    expect(row).toMatchObject({ Name: 'O-0001', [s('Total__c')]: 1250.125, [s('Double__c')]: 2500.25, [s('State__c')]: 'New', attributes: { type: s('Order__c') } });
    expect(row).not.toHaveProperty(s('Secret__c'));
    await order.update({ Id: String(id).slice(0, 15), [s('State__c')]: 'Paid' });
    expect(await order.upsert({ [s('Key__c')]: 'K1', [s('Total__c')]: 7 }, s('Key__c'))).toMatchObject({ id, success: true, created: false });
    expect(await order.upsert({ [s('Key__c')]: 'k1', [s('Total__c')]: 8 }, s('Key__c'))).toMatchObject({ success: true, created: true });
    expect(await code(order.destroy(String(id)))).toBe('INSUFFICIENT_ACCESS_OR_READONLY');
    await admin.sobject(s('Order__c')).destroy(String(id));
    expect(await code(order.retrieve(String(id)))).toBe('NOT_FOUND');
    expect((await admin.query(`SELECT Id FROM ${s('Order__c')}`)).totalSize).toBe(1);
    expect((await admin.query(`SELECT Id FROM ${s('Order__c')}`, { scanAll: true })).totalSize).toBe(2);
  });

  it('keeps every digit of an amount', async () => {
    const { made, clerk, s } = await opened(namespace);
    const body = `{"${s('Total__c')}": 123456789012345.678}`;
    const headers = { authorization: `Bearer ${String(clerk.accessToken)}`, 'content-type': 'application/json' };
    const url = `${made.served.url}/services/data/v66.0/sobjects/${s('Order__c')}`;
    const { id } = (await (await fetch(url, { method: 'POST', headers, body })).json()) as { id: string };
    expect(await (await fetch(`${url}/${id}?fields=${s('Total__c')}`, { headers })).text()).toContain(`"${s('Total__c')}":123456789012345.678`);
  });

  it('refuses what the system checks, record by record', async () => {
    const { clerk, s } = await opened(namespace);
    const orders = [
      { [s('Key__c')]: 'A', [s('Total__c')]: 1 },
      { [s('Key__c')]: 'B' },
      { [s('Key__c')]: 'x'.repeat(21), [s('Total__c')]: 1 },
      { [s('Key__c')]: 'A', [s('Total__c')]: 1 },
      { [s('Currency__c')]: 'GBP', [s('Total__c')]: 1 },
      { [s('Total__c')]: -1 },
      { [s('Total__c')]: 1e15 },
    ];
    const results = (await clerk.sobject(s('Order__c')).create(orders)) as Result[];
    expect(results.map(({ success, errors }) => (success ? 'ok' : errors[0]?.statusCode))).toEqual([
      'ok', 'REQUIRED_FIELD_MISSING', 'STRING_TOO_LONG', 'DUPLICATE_VALUE', 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', 'FIELD_CUSTOM_VALIDATION_EXCEPTION', 'NUMBER_OUTSIDE_VALID_RANGE',
    ]);
    expect(results[5]?.errors[0]).toEqual({ statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: 'A total is never negative.', fields: [s('Total__c')] });
    const all = (await clerk.sobject(s('Order__c')).create(orders.slice(1).concat([{ [s('Total__c')]: 5 }]), { allOrNone: true })) as Result[];
    expect(all.at(-1)?.errors[0]?.statusCode).toBe('ALL_OR_NONE_OPERATION_ROLLED_BACK');
    expect((await clerk.query(`SELECT COUNT() FROM ${s('Order__c')}`)).totalSize).toBe(1);
  });

  it('takes 200 records in one call and refuses 201', async () => {
    const { clerk, s } = await opened(namespace);
    const rows = Array.from({ length: 201 }, (_, at) => ({ [s('Key__c')]: `K${at}`, [s('Total__c')]: at }));
    expect(await code(clerk.sobject(s('Order__c')).create(rows))).toBe('EXCEEDED_ID_LIMIT');
    const upserted = (await clerk.sobject(s('Order__c')).upsert(rows, s('Key__c'), { allowRecursive: true })) as Result[];
    expect(upserted.filter(({ success, created }) => success && created)).toHaveLength(201);
    const again = (await clerk.sobject(s('Order__c')).upsert(rows.slice(0, 3), s('Key__c'))) as Result[];
    expect(again.map(({ created }) => created)).toEqual([false, false, false]);
  });

  it('finds a parent by its external id and reads it over the relationship', async () => {
    const { clerk, s } = await opened(namespace);
    await clerk.sobject(s('Order__c')).create({ [s('Key__c')]: 'P', [s('Total__c')]: 3 });
    const lines = [{ Name: 'one', [s('Order__r')]: { [s('Key__c')]: 'P' } }, { Name: 'two', [s('Order__r')]: { [s('Key__c')]: 'Q' } }];
    const results = (await clerk.sobject(s('Line__c')).create(lines)) as unknown as Result[];
    expect(results.map(({ success, errors }) => (success ? 'ok' : errors[0]?.statusCode))).toEqual(['ok', 'INVALID_FIELD']);
    const found = await clerk.query(`SELECT Name, ${s('Order__r')}.${s('Key__c')} FROM ${s('Line__c')}`);
    expect(found.records[0]).toMatchObject({ Name: 'one', [s('Order__r')]: { [s('Key__c')]: 'P' } });
    const parents = await clerk.query(`SELECT Id, (SELECT Name FROM ${s('Lines__r')} ORDER BY Name) FROM ${s('Order__c')}`);
    expect(parents.records[0]?.[s('Lines__r')]).toMatchObject({ totalSize: 1, records: [{ Name: 'one' }] });
  });

  it('runs a composite with references, a collection and an event, and takes all back together', async () => {
    const { made, clerk, s } = await opened(namespace);
    const events: string[] = [];
    made.sandbox.org.onPublished(({ event }) => events.push(event));
    const base = '/services/data/v66.0';
    const request = (amount: number) => ({
      allOrNone: true,
      compositeRequest: [
        { method: 'POST', url: `${base}/sobjects/${s('Order__c')}`, referenceId: 'order', body: { [s('Total__c')]: amount } },
        { method: 'POST', url: `${base}/composite/sobjects`, referenceId: 'lines', body: { allOrNone: false, records: [{ attributes: { type: s('Line__c') }, Name: 'n', [s('Order__c')]: '@{order.id}' }] } },
        { method: 'POST', url: `${base}/sobjects/${s('Order_Changed__e')}`, referenceId: 'event', body: { [s('Order_Id__c')]: '@{order.id}' } },
        { method: 'PATCH', url: `${base}/sobjects/${s('Order__c')}/@{order.id}`, referenceId: 'change', body: { [s('Total__c')]: amount - 10 } },
      ],
    });
    const run = async (amount: number): Promise<number[]> => {
      const { compositeResponse } = await clerk.requestPost<{ compositeResponse: { httpStatusCode: number }[] }>(`${base}/composite`, request(amount));
      return compositeResponse.map(({ httpStatusCode }) => httpStatusCode);
    };
    expect(await run(1)).toEqual([400, 400, 400, 400]);
    expect([events.length, (await clerk.query(`SELECT Id FROM ${s('Line__c')}`)).totalSize]).toEqual([0, 0]);
    expect(await run(50)).toEqual([201, 200, 201, 204]);
    expect(events).toEqual(['Order_Changed__e']);
    const many = { compositeRequest: Array.from({ length: 6 }, (_, at) => ({ method: 'GET', url: `${base}/query?q=SELECT+Id+FROM+Account`, referenceId: `q${at}` })) };
    expect(await code(clerk.requestPost(`${base}/composite`, many))).toBe('LIMIT_EXCEEDED');
  });

  it('hides fields and records from who may not see them', async () => {
    const { made, clerk, admin, s } = await opened(namespace);
    await admin.sobject(s('Order__c')).create({ [s('Total__c')]: 1, [s('Secret__c')]: 'x' });
    expect((await clerk.query(`SELECT Id FROM ${s('Order__c')}`)).totalSize).toBe(0);
    expect(await code(clerk.query(`SELECT ${s('Secret__c')} FROM ${s('Order__c')}`))).toBe('INVALID_FIELD');
    expect(await code(clerk.sobject(s('Order__c')).create({ [s('Total__c')]: 1, [s('Secret__c')]: 'x' }))).toBe('INVALID_FIELD');
    expect(await code(clerk.query(`SELECT Id FROM ${s('Order_Settings__c')}`))).toBe('INVALID_TYPE');
    expect((await admin.query(`SELECT Id FROM ${s('Order_Settings__c')}`)).totalSize).toBe(0);
    const described = await clerk.describe(s('Order__c'));
    expect(described.fields.map(({ name }) => name)).not.toContain(s('Secret__c'));
    expect(described.fields.find(({ name }) => name === s('Key__c'))).toMatchObject({ externalId: true, unique: true, caseSensitive: true, length: 20 });
    expect(made.sandbox.org.can(made.clerk, 'Order_Robot')).toBe(true);
    expect(made.sandbox.org.can(made.sandbox.admin, 'Order_Robot')).toBe(false);
  });
});

describe('REST of an org with a namespace', () => {
  it('knows packaged names only with it', async () => {
    const { clerk } = await opened('quittance');
    expect(await code(clerk.query('SELECT Id FROM Order__c'))).toBe('INVALID_TYPE');
    expect(await code(clerk.query('SELECT Id, Key__c FROM quittance__Order__c'))).toBe('INVALID_FIELD');
    expect(await code(clerk.sobject('quittance__Order__c').create({ Total__c: 1 }))).toBe('INVALID_FIELD');
  });
});

describe('REST limits, pages and faults', () => {
  it('answers pages of the query and counts the calls', async () => {
    const { made, clerk } = await opened(null);
    Object.assign(made.sandbox.org.policies, { queryPageSize: 2 });
    made.sandbox.org.save('Order__c', [1, 2, 3, 4, 5].map((n) => ({ Total__c: String(n) })), { by: made.clerk, allOrNone: true, source: 'api' });
    const first = await clerk.query('SELECT Total__c FROM Order__c ORDER BY Total__c DESC');
    expect(first).toMatchObject({ totalSize: 5, done: false, records: [{ Total__c: 5 }, { Total__c: 4 }] });
    const all = await clerk.query('SELECT Total__c FROM Order__c', { autoFetch: true, maxFetch: 100 });
    expect(all.totalSize).toBe(5);
    expect(clerk.limitInfo.apiUsage?.used).toBeGreaterThan(1);
    Object.assign(made.sandbox.org.policies, { dailyApiRequests: 3 });
    expect(await code(clerk.query('SELECT Id FROM Order__c'))).toBe('REQUEST_LIMIT_EXCEEDED');
  });

  it('refuses saves as the policies say and then recovers', async () => {
    const { made, clerk } = await opened(null);
    made.sandbox.org.policies.failNextSaves.push({ object: 'Order__c', statusCode: 'UNABLE_TO_LOCK_ROW', times: 2, everyNth: 2 });
    const results = (await clerk.sobject('Order__c').create([1, 2, 3, 4].map((n) => ({ Total__c: n })))) as Result[];
    expect(results.map(({ success, errors }) => (success ? 'ok' : errors[0]?.statusCode))).toEqual(['UNABLE_TO_LOCK_ROW', 'ok', 'UNABLE_TO_LOCK_ROW', 'ok']);
  });

  it('refuses to delete a record that a restricting lookup points to', async () => {
    const { admin } = await opened(null);
    const { id } = await admin.sobject('Contact').create({ FirstName: 'Ann', LastName: 'Ames' });
    await admin.sobject('Order__c').create({ Total__c: 1, Customer__c: String(id) });
    expect(await code(admin.sobject('Contact').destroy(String(id)))).toBe('DELETE_FAILED');
    expect((await admin.query("SELECT Customer__r.Name FROM Order__c WHERE Customer__r.LastName = 'Ames'")).records[0]).toMatchObject({ Customer__r: { Name: 'Ann Ames' } });
  });
});
