import { afterEach, describe, expect, it } from '@jest/globals';
import type jsforce from 'jsforce';
import type { OrgOptions } from '../../sandbox/salesforce/org-core.ts';
import { type Bench, bench } from './salesforce-bench.ts';

let made: Bench | undefined;
afterEach(async () => made?.served.close());

const quick = { bulkQueuedMs: 30, bulkRunsMs: 30 };
const patient = { pollInterval: 15, pollTimeout: 5_000 };

async function opened(options: OrgOptions = {}): Promise<{ made: Bench; clerk: jsforce.Connection; admin: jsforce.Connection; s: (name: string) => string }> {
  made = await bench({ ...options, policies: { ...quick, ...options.policies } });
  return { made, clerk: await made.connect('clerk@sandbox.example'), admin: await made.connect('admin@sandbox.example'), s: made.spell };
}

/** One call as fetch makes it, signed in as somebody. */
async function call(by: jsforce.Connection, method: string, path: string, body?: unknown): Promise<{ status: number; text: string; headers: Headers; json: () => Record<string, unknown> }> {
  const response = await fetch(`${by.instanceUrl}/services/data/${path.startsWith('v') ? '' : 'v66.0/'}${path}`, {
    method, headers: { authorization: `Bearer ${String(by.accessToken)}`, 'content-type': 'application/json' }, ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, text, headers: response.headers, json: () => JSON.parse(text) as Record<string, unknown> };
}

async function ended(by: jsforce.Connection, id: string): Promise<Record<string, unknown>> {
  for (;;) {
    const info = (await call(by, 'GET', `jobs/query/${id}`)).json();
    if (['JobComplete', 'Failed', 'Aborted'].includes(String(info['state']))) return info;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Orders of the clerk, saved as he would. */
const keep = ({ sandbox, clerk }: Bench, rows: readonly Record<string, string>[]): unknown[] =>
  sandbox.org.save('Order__c', rows.map((row) => ({ Total__c: '1', ...row })), { by: clerk, allOrNone: true, source: 'api' }).map(({ id, errors }) => id ?? errors);

const order = async (by: jsforce.Connection, query: string, more: object = {}): Promise<Record<string, unknown>> => (await call(by, 'POST', 'jobs/query', { operation: 'query', query, ...more })).json();

describe.each([[null], ['quittance']])('Bulk 2.0 query jobs with namespace %s', (namespace) => {
  it("are made, waited for and read by jsforce's own client", async () => {
    const { made, clerk, s } = await opened({ namespace });
    keep(made, Array.from({ length: 7 }, (_, i) => ({ Key__c: `K${i} "quoted", a\nb`, Total__c: '1250.125' })));
    const stream = await clerk.bulk2.query(`SELECT Id, Name, ${s('Key__c')}, ${s('Total__c')} FROM ${s('Order__c')}`, patient);
    const rows: Record<string, string>[] = [];
    await new Promise((resolve, reject) => stream.on('record', (row: Record<string, string>) => rows.push(row)).on('error', reject).on('end', resolve));
    expect(rows.map((row) => row[s('Key__c')]).toSorted()).toEqual([0, 1, 2, 3, 4, 5, 6].map((i) => `K${i} "quoted", a\nb`));
    expect(rows[0]).toMatchObject({ Name: 'O-0001', [s('Total__c')]: '1250.125' });
  });
});

describe('a query job', () => {
  it('waits, runs and is complete as time goes by, and says how many rows it found', async () => {
    const { made, clerk } = await opened({ policies: { bulkQueuedMs: 80, bulkRunsMs: 80 } });
    keep(made, [{ Key__c: 'K' }]);
    const job = await order(clerk, 'SELECT Id FROM Order__c');
    expect(job).toMatchObject({ id: expect.stringMatching(/^750\w{15}$/), operation: 'query', object: 'Order__c', state: 'UploadComplete', concurrencyMode: 'Parallel', contentType: 'CSV', apiVersion: 66, lineEnding: 'LF', columnDelimiter: 'COMMA' });
    expect(await call(clerk, 'GET', `jobs/query/${String(job['id'])}/results`)).toMatchObject({ status: 400, text: expect.stringContaining('INVALIDJOBSTATE') });
    await new Promise((resolve) => setTimeout(resolve, 110));
    expect((await call(clerk, 'GET', `jobs/query/${String(job['id'])}`)).json()).toMatchObject({ state: 'InProgress', jobType: 'V2Query' });
    expect(await ended(clerk, String(job['id']))).toMatchObject({ state: 'JobComplete', numberRecordsProcessed: 1, retries: 0, isPkChunkingSupported: true });
  });

  it('is read in pages whose locators stay the same, each with its header, in the wished delimiter and line ending', async () => {
    const { made, clerk } = await opened();
    keep(made, Array.from({ length: 5 }, (_, i) => ({ Key__c: `K${i}`, ...(i === 0 ? {} : { Currency__c: 'EUR' }) })));
    const job = await order(clerk, 'SELECT Key__c, Currency__c, Total__c, CreatedDate FROM Order__c ORDER BY Key__c', { columnDelimiter: 'PIPE', lineEnding: 'CRLF' });
    expect(await ended(clerk, String(job['id']))).toMatchObject({ isPkChunkingSupported: false });
    const first = await call(clerk, 'GET', `jobs/query/${String(job['id'])}/results?maxRecords=2`);
    expect(first.headers.get('sforce-numberofrecords')).toBe('2');
    expect(first.headers.get('content-type')).toContain('text/csv');
    expect(first.text).toMatch(/^"Key__c"\|"Currency__c"\|"Total__c"\|"CreatedDate"\r\n"K0"\|""\|"1\.0"\|"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z"\r\n"K1"\|"EUR"\|"1\.0"\|"[^"]+"\r\n$/);
    const locator = String(first.headers.get('sforce-locator'));
    const pages: string[] = [];
    for (let next = locator; next !== 'null'; ) {
      const page = await call(clerk, 'GET', `jobs/query/${String(job['id'])}/results?locator=${next}&maxRecords=2`);
      pages.push(page.text.split('\r\n')[1]?.slice(0, 4) ?? '');
      next = String(page.headers.get('sforce-locator'));
    }
    expect(pages).toEqual(['"K2"', '"K4"']);
    expect((await call(clerk, 'GET', `jobs/query/${String(job['id'])}/results?locator=${locator}&maxRecords=2`)).text).toContain('"K2"');
    expect((await call(clerk, 'GET', `jobs/query/${String(job['id'])}/results?locator=nonsense`)).status).toBe(400);
    expect((await call(clerk, 'GET', `jobs/query/${String(job['id'])}/results?maxRecords=0`)).status).toBe(400);
    expect((await call(clerk, 'GET', `v65.0/jobs/query/${String(job['id'])}/results`)).status).toBe(409);
  });

  it('sees what its user sees: no field and no object without permission, and nothing of somebody else', async () => {
    const { made: { sandbox }, clerk, admin } = await opened();
    sandbox.org.save('Order__c', [{ Key__c: 'K', Total__c: '1', Secret__c: 'hidden' }], { by: sandbox.admin, allOrNone: true, source: 'api' });
    expect(await call(clerk, 'POST', 'jobs/query', { operation: 'query', query: 'SELECT Secret__c FROM Order__c' })).toMatchObject({ status: 400, text: expect.stringContaining('INVALID_FIELD') });
    expect(await call(clerk, 'POST', 'jobs/query', { operation: 'query', query: 'SELECT Id FROM Nope__c' })).toMatchObject({ status: 400, text: expect.stringContaining('INVALID_TYPE') });
    const job = String((await order(admin, 'SELECT Secret__c FROM Order__c'))['id']);
    expect((await call(clerk, 'GET', `jobs/query/${job}`)).status).toBe(404);
    await ended(admin, job);
    expect((await call(admin, 'GET', `jobs/query/${job}/results`)).text).toContain('"hidden"');
    const own = String((await order(clerk, 'SELECT Id FROM Order__c'))['id']);
    expect((await call(clerk, 'GET', 'jobs/query')).json()).toMatchObject({ done: true, nextRecordsUrl: null, records: [{ id: own }] });
    expect((await call(admin, 'GET', 'jobs/query')).json()['records']).toHaveLength(2);
  });

  it.each([
    ['SELECT COUNT(Id) n FROM Order__c', 'COUNT()'], ['SELECT Key__c FROM Order__c GROUP BY Key__c', 'GROUP BY'], ['SELECT Id FROM Order__c LIMIT 5 OFFSET 2', 'OFFSET'],
    ['SELECT FIELDS(ALL) FROM Order__c LIMIT 200', 'FIELDS()'], ['SELECT Id, (SELECT Id FROM ProcessInstances) FROM Order__c', 'parent-to-child'],
  ])('does not take %s', async (query, word) => {
    const { clerk } = await opened();
    expect(await call(clerk, 'POST', 'jobs/query', { operation: 'query', query })).toMatchObject({ status: 400, text: expect.stringContaining(word) });
  });

  it('can be aborted while it is not complete, deleted when it is not running, and may fail', async () => {
    const { made: { sandbox }, clerk } = await opened({ policies: { bulkQueuedMs: 60_000 } });
    const job = String((await order(clerk, 'SELECT Id FROM Order__c'))['id']);
    expect((await call(clerk, 'PATCH', `jobs/query/${job}`, { state: 'JobComplete' })).status).toBe(400);
    expect((await call(clerk, 'PATCH', `jobs/query/${job}`, { state: 'Aborted' })).json()).toMatchObject({ state: 'Aborted' });
    expect((await call(clerk, 'PATCH', `jobs/query/${job}`, { state: 'Aborted' })).status).toBe(400);
    expect((await call(clerk, 'GET', `jobs/query/${job}/results`)).status).toBe(400);
    expect((await call(clerk, 'DELETE', `jobs/query/${job}`)).status).toBe(204);
    expect((await call(clerk, 'GET', `jobs/query/${job}`)).status).toBe(404);
    sandbox.org.policies.bulkQueuedMs = 10;
    sandbox.org.policies.failNextBulkJobs = 1;
    expect(await ended(clerk, String((await order(clerk, 'SELECT Id FROM Order__c'))['id']))).toMatchObject({ state: 'Failed', errorMessage: expect.stringContaining('QUERY_TIMEOUT') });
    const next = await ended(clerk, String((await order(clerk, 'SELECT Id FROM Order__c'))['id']));
    expect(next).toMatchObject({ state: 'JobComplete', numberRecordsProcessed: 0 });
  });

  it('is gone with its results after seven days, and counts against the day', async () => {
    const { made: { sandbox }, clerk } = await opened();
    const job = String((await order(clerk, 'SELECT Id FROM Order__c'))['id']);
    await ended(clerk, job);
    expect((await call(clerk, 'GET', 'limits')).json()).toMatchObject({ DailyBulkV2QueryJobs: { Max: 10_000, Remaining: 9_999 } });
    sandbox.org.policies.tokenLifeMs = 30 * 86_400_000;
    const later = await made?.connect('clerk@sandbox.example');
    const clock = sandbox.world.clock as typeof sandbox.world.clock & { advance(ms: number): void };
    clock.advance(6.9 * 86_400_000);
    expect((await call(later ?? clerk, 'GET', `jobs/query/${job}/results`)).status).toBe(200);
    clock.advance(0.2 * 86_400_000);
    expect((await call(later ?? clerk, 'GET', `jobs/query/${job}/results`)).status).toBe(404);
    expect((await call(later ?? clerk, 'GET', 'limits')).json()).toMatchObject({ DailyBulkV2QueryJobs: { Remaining: 10_000 } });
  });

  it('brings deleted rows with queryAll only', async () => {
    const { made, admin } = await opened();
    await admin.sobject('Order__c').destroy(String(keep(made, [{ Key__c: 'K' }])[0]));
    const count = async (operation: string): Promise<unknown> => (await ended(admin, String((await call(admin, 'POST', 'jobs/query', { operation, query: 'SELECT Id FROM Order__c' })).json()['id'])))['numberRecordsProcessed'];
    expect([await count('query'), await count('queryAll')]).toEqual([0, 1]);
  });
});
