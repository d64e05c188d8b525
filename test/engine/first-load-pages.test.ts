import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { Companion } from '../../companion/start.ts';
import type { EngineDatabase } from '../../companion/store/engine-database.ts';
import { serveOutsideWorld, type OutsideOptions } from '../../scripts/outside-world.ts';
import { openEmptyDatabase } from '../../companion/store/test-empty-database.ts';
import { freshDebt } from '../flows/debts.ts';
import { eventually } from '../flows/eventually.ts';
import { addOldRecords, oldAmount } from '../flows/old-records.ts';
import { payeeOf } from '../flows/programs-and-payees.ts';
import { quickly } from '../flows/quick-rig.ts';
import { localWake, startBeside } from '../flows/start-beside.ts';

jest.setTimeout(60_000);
const jobs = '/services/data/:version/jobs/query';
const resultsDoor = `GET ${jobs}/:job/results`;
const away = { status: 503, body: [{ errorCode: 'SERVER_UNAVAILABLE', message: 'away' }] };

type Outside = Awaited<ReturnType<typeof serveOutsideWorld>>;
let outside: Outside;
let database: EngineDatabase;
let companion: Companion | undefined;
let folder: string;

/** An org that has paid for a while, and an empty store beside it. Pages of 15 rows; above 20 rows there is an export. */
async function open(old: Parameters<typeof addOldRecords>[1], orgPolicies: NonNullable<OutsideOptions['orgPolicies']> = {}): Promise<ReturnType<typeof addOldRecords>> {
  outside = await serveOutsideWorld({ ...quickly({}), orgPolicies: { bulkQueuedMs: 20, bulkRunsMs: 20, bulkPageRows: 15, ...orgPolicies } });
  database = await openEmptyDatabase();
  folder = mkdtempSync(join(tmpdir(), 'quittance-'));
  return addOldRecords(outside, old);
}

async function start(): Promise<Companion> {
  const { config = {} } = quickly({});
  companion = await startBeside(outside, { QUITTANCE_DATA: folder, QUITTANCE_BULK_ABOVE: '20' }, { config, wake: localWake, database: { ...database, close: () => Promise.resolve() } });
  return companion;
}

const stop = async (): Promise<void> => {
  await companion?.close();
  companion = undefined;
};

afterEach(async () => {
  await stop();
  await outside.close();
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

const parts = async () => new Map((await companion?.assembly.store.firstLoad.parts() ?? []).map((row) => [row.part, row]));
const settled = async (): Promise<number> => (await database.query<{ n: number }>("select count(*)::int as n from attempt where stage = 'settled'"))[0]?.n ?? 0;
const mode = async (): Promise<string | undefined> => (await companion?.assembly.store.installation.read())?.mode;
const loaded = (): Promise<void> => eventually(async () => expect([...(await parts()).values()].map(({ state }) => state)).toEqual(['done', 'done']), 40_000);
const jobsLeft = (): number => outside.world.calls.count(`POST ${jobs}`) - outside.world.calls.count(`DELETE ${jobs}`);

describe('the first load', () => {
  it('reads what was paid before in pages, and pays nothing before it is in', async () => {
    const old = await open({ payments: 60, recipients: 40 }, { bulkQueuedMs: 1_200 });
    await outside.addPayees([payeeOf('new')]);
    const fresh = outside.raise([freshDebt('new', 30, 'New')]);
    outside.approve(fresh);
    await start();
    expect(await mode()).toBe('recovery');
    await eventually(async () => expect((await parts()).get('ended')?.state).toBe('preparing'));
    expect(await (await fetch(`${companion?.url ?? ''}/readyz`)).json()).toMatchObject({ ready: true, firstLoad: expect.stringMatching(/^Payments: 0 of 60 \(0 %\), the org prepares the export · Recipients: /) });
    expect(outside.payoneer.payouts()).toEqual([]);
    expect(outside.request(fresh[0] ?? '')['Status__c']).toBe('Approved for Payout');
    await loaded();
    await eventually(() => expect(outside.request(fresh[0] ?? '')['Status__c']).toBe('Completed'));
    expect([await mode(), await settled(), jobsLeft()]).toEqual(['normal', 61, 0]);
    expect(outside.payoneer.payouts().map(({ reference }) => reference.slice(0, 18))).toEqual(fresh);
    const known = await companion?.assembly.store.ledger.payments(old.payments);
    expect(Object.fromEntries([...Map.groupBy(known ?? [], ({ state }) => state)].map(([state, rows]) => [state, rows.length]))).toEqual({ Completed: 48, Returned: 6, Failed: 6 });
    expect(known?.find(({ requestId }) => requestId === old.payments[7])).toMatchObject({ amountMinor: Math.round(Number(oldAmount(7)) * 100), currency: 'USD', payeeId: 'old-7', purpose: 'Old "7",\nsecond line', attempt: 1, program: '100200300' });
    const [connection] = [...outside.org.org.rows('Connection__c').values()].filter((row) => row['Connection_Key__c'] === 'salesforce');
    await eventually(() => expect(outside.org.org.find('Connection__c', String(connection?.['Id']))?.['First_Load__c']).toMatch(/^Payments: 60 read, .* UTC · Recipients: 41 read, .* UTC$/));
  });

  it('tells its steps, and takes the calls it says', async () => {
    await open({ payments: 60, recipients: 40 });
    await start();
    await loaded();
    const steps = async (part: string): Promise<string[]> => [...new Set((await companion?.assembly.store.journal.read(`first-load-${part}`) ?? []).map(({ step }) => step.split(' ')[0] ?? ''))];
    expect([await steps('ended'), await steps('recipients')]).toEqual([['1', '2', '3', '4', '5', '6'], ['1', '2', '3', '4', '5', '6']]);
    const count = (door: string): number => outside.world.calls.count(door);
    expect([count(`POST ${jobs}`), count(resultsDoor), count(`DELETE ${jobs}`)]).toEqual([2, 4 + 3, 2]);
    expect(outside.world.calls.entries.filter(({ bodyText }) => bodyText.includes('COUNT'))).toHaveLength(1);
  });

  it('knows a debt that was paid before for what it is', async () => {
    const old = await open({ payments: 60, recipients: 40 });
    await outside.payoneer.setPayee('old-3', { status: 'Active' });
    outside.recipients.set('old-3', old.recipients[3] ?? '');
    const again = outside.raise([{ payee: 'old-3', amount: oldAmount(3), currency: 'USD', purpose: 'The same once more' }]);
    outside.approve(again);
    await start();
    await eventually(() => expect(outside.request(again[0] ?? '')).toMatchObject({ Status__c: 'On Hold', Status_Reason__c: expect.stringContaining('PR-OLD-3') }));
    expect(outside.payoneer.payouts()).toEqual([]);
  });

  it('goes on where it stood when it is started again, and reads no page twice', async () => {
    await open({ payments: 60, recipients: 40 });
    outside.world.weather.add({ door: resultsDoor, when: 'before', reply: away, skip: 3, times: 1_000 });
    await start();
    await eventually(async () => expect((await parts()).get('ended')?.read).toBeGreaterThanOrEqual(15));
    await stop();
    const read = async (): Promise<number> => (await database.query<{ n: number }>('select sum(read)::int as n from first_load'))[0]?.n ?? 0;
    const before = await read();
    expect([before, outside.world.calls.entries.filter(({ door, status }) => door === resultsDoor && status === 200).length]).toEqual([45, 3]);
    outside.world.weather.clear();
    await start();
    expect(await mode()).toBe('recovery');
    await loaded();
    expect([await mode(), await settled(), outside.world.calls.count(`POST ${jobs}`)]).toEqual(['normal', 60, 2]);
    expect([...(await parts()).values()].map(({ read: rows, known }) => [rows, known])).toEqual([[60, 0], [40, 0]]);
  });

  it('orders an export anew when it is gone, and recognises what it has taken in', async () => {
    await open({ payments: 60, recipients: 10 });
    outside.world.weather.add({ door: resultsDoor, when: 'before', reply: away, skip: 2, times: 3 });
    await start();
    await eventually(async () => expect((await parts()).get('ended')?.read).toBe(30));
    const token = outside.org.tokenFor(outside.people.integration);
    const { exportId } = (await parts()).get('ended') ?? {};
    await fetch(`${outside.urls.salesforce}/services/data/v66.0/jobs/query/${String(exportId)}`, { method: 'DELETE', headers: { authorization: `Bearer ${token}` } });
    await loaded();
    expect([await mode(), await settled()]).toEqual(['normal', 60]);
    expect((await parts()).get('ended')).toMatchObject({ exports: 2, read: 60, known: 30 });
  });

  it('loses and doubles nothing under bad weather at every door', async () => {
    await open({ payments: 60, recipients: 40 }, { failNextBulkJobs: 1 });
    for (const door of [`POST ${jobs}`, `GET ${jobs}/:job`, resultsDoor, `DELETE ${jobs}/:job`])
      outside.world.weather.add(
        { door, when: 'after', reply: 'drop', times: 1 }, { door, when: 'before', reply: away, times: 1 },
        { door, when: 'after', reply: { status: 200, body: '<html>a proxy</html>' }, times: 1 },
      );
    await start();
    await loaded();
    expect([await mode(), await settled()]).toEqual(['normal', 60]);
    expect((await companion?.assembly.store.firstLoad.parts() ?? []).map(({ read }) => read)).toEqual([60, 40]);
    expect((await database.query('select 1 from payment')).length).toBe(60);
  });

  it('takes a page that was cut off for none', async () => {
    await open({ payments: 60, recipients: 10 });
    const cut = { status: 200, headers: { 'Sforce-NumberOfRecords': '15', 'Sforce-Locator': 'null' }, body: '"Id"\n"a01"\n' };
    outside.world.weather.add({ door: resultsDoor, when: 'before', reply: cut, times: 2 });
    await start();
    await loaded();
    expect([await mode(), await settled()]).toEqual(['normal', 60]);
  });

  it('needs no export for what is few', async () => {
    await open({ payments: 20, recipients: 20 });
    await start();
    expect(await mode()).toBe('normal');
    await eventually(async () => expect((await parts()).get('recipients')).toMatchObject({ state: 'done', read: 20 }));
    expect([await settled(), outside.world.calls.count(`POST ${jobs}`)]).toEqual([20, 0]);
  });
});

describe('recipients that were there before', () => {
  it('are checked, and what was noticed is a handful of issues and one file', async () => {
    const old = await open({ payments: 0, recipients: 40 });
    const change = (n: number, fields: Record<string, string | null>): unknown => outside.org.org.put('Recipient_Account__c', { ...outside.row('Recipient_Account__c', old.recipients[n] ?? ''), ...fields });
    for (const n of [0, 1, 2]) change(n, { Payee_Key__c: null });
    change(3, { Payee_Key__c: 'payoneer:sandbox:=cmd()' });
    change(4, { Payee_Key__c: 'payoneer:production:100200300:x' });
    change(5, { Payee_Key__c: 'payoneer:sandbox:100200300:OLD-6' });
    change(7, { Country__c: 'ZZ' });
    change(8, { Country__c: null });
    await start();
    await eventually(async () => expect((await parts()).get('recipients')?.state).toBe('done'));
    const issues = (await companion?.assembly.store.issues.open() ?? []).filter(({ kind }) => kind === 'first load');
    expect(Object.fromEntries(issues.map(({ source, count }) => [source, count]))).toEqual({ 'payee key missing': 3, 'payee key malformed': 1, 'payee of another account': 1, 'payee twice': 2, 'country unknown': 1, 'country missing': 1 });
    const missing = issues.find(({ source }) => source === 'payee key missing');
    expect(missing).toMatchObject({ severity: 'Warning', summary: '3 of 40 recipients have no payee key' });
    expect(missing?.detail).toContain(old.recipients[0]);
    const file = readFileSync(join(folder, 'reports', 'first-load-findings.csv'), 'utf8');
    expect(file.trim().split('\n')).toHaveLength(1 + 9);
    expect(file).toContain(`"${old.recipients[3] ?? ''}","payee key malformed","payoneer:sandbox:=cmd()"`);
    await eventually(() => expect([...outside.org.org.rows('Sync_Issue__c').values()].filter((row) => row['Kind__c'] === 'first load')).toHaveLength(6));
    const [twin] = await companion?.assembly.store.payeeChecks.byIds([old.recipients[9] ?? '']) ?? [];
    expect(twin).toMatchObject({ status: 'active' });
  });
});
