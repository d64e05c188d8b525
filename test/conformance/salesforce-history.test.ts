import { afterEach, describe, expect, it } from '@jest/globals';
import type { Claim, Tools } from '../../companion/connectors/connector.ts';
import type { History, HistoryPage as PageOf } from '../../companion/domain/history.ts';
import salesforce from '../../companion/connectors/salesforce/index.ts';
import { openLog, realWorld } from '../../companion/world.ts';
import { serveOutsideWorld } from '../../scripts/outside-world.ts';
import { addOldRecords, oldAmount } from '../flows/old-records.ts';

type HistoryPage = PageOf<Claim>;
let outside: Awaited<ReturnType<typeof serveOutsideWorld>>;
afterEach(() => outside.close());

/** The connector over HTTP against an org that has paid for a while, its pages cut to ten rows. */
async function open(namespace: string): Promise<History<Claim>> {
  outside = await serveOutsideWorld({ namespace: namespace || null, orgPolicies: { bulkQueuedMs: 10, bulkRunsMs: 10, bulkPageRows: 10 } });
  const env = Object.fromEntries(Object.entries(outside.companionEnv(outside.urls)).flatMap(([name, value]) => (name.startsWith('SALESFORCE_') ? [[name.slice('SALESFORCE_'.length), value]] : [])));
  const tools: Tools = realWorld(openLog('silent'));
  return salesforce.open(salesforce.settings.parse(env), { id: 'salesforce', tools, gate: { pass: (_, call) => call() } }).history;
}

async function ready(history: History<Claim>, id: string): Promise<unknown> {
  for (;;) {
    const state = await history.look(id);
    if (state.is !== 'preparing') return state;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function all(pages: AsyncIterable<HistoryPage>): Promise<HistoryPage[]> {
  const read: HistoryPage[] = [];
  for await (const page of pages) read.push(page);
  return read;
}

const since = new Date(Date.now() - 45 * 86_400_000).toISOString();

describe.each([[''], ['quittance']])('what the books held before, with namespace "%s"', (namespace) => {
  it('is counted, exported in pages and listed, and both ways tell the same', async () => {
    const history = await open(namespace);
    addOldRecords(outside, { payments: 25, recipients: 12 });
    expect(await history.count(since)).toEqual({ ended: 25, recipients: 12 });
    for (const part of ['ended', 'recipients'] as const) {
      const id = await history.order(part, since);
      expect(await ready(history, id)).toEqual({ is: 'ready', rows: part === 'ended' ? 25 : 12 });
      const pages = await all(history.pages(part, id, undefined));
      expect(pages.map(({ rows, unreadable }) => [rows, unreadable])).toEqual(part === 'ended' ? [[10, 0], [10, 0], [5, 0]] : [[10, 0], [2, 0]]);
      const [listed] = await all(history.listed(part, since));
      const byId = (rows: readonly HistoryPage[]): unknown[] => rows.flatMap(({ claims, recipients }) => [...claims, ...recipients]).toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
      expect(byId(pages)).toEqual(byId(listed ? [listed] : []));
      expect(await all(history.pages(part, id, pages[0]?.next))).toEqual(pages.slice(1));
      await history.forget(id);
      await history.forget(id);
      expect(await history.look(id)).toEqual({ is: 'gone' });
    }
  });

  it('keeps amounts, line ends and quotes, and says what could not be read', async () => {
    const history = await open(namespace);
    const { payments } = addOldRecords(outside, { payments: 5, recipients: 5 });
    outside.org.org.put('Payment_Request__c', { ...outside.request(payments[1] ?? ''), Currency__c: null });
    const id = await history.order('ended', since);
    await ready(history, id);
    const [page] = await all(history.pages('ended', id, undefined));
    expect(page).toMatchObject({ rows: 5, unreadable: 1 });
    const claim = page?.claims.find(({ request }) => request.id === payments[3]);
    expect(claim).toMatchObject({ reference: `${payments[3] ?? ''}-01`, epoch: 1, sequence: 4, request: { amount: { minor: Math.round(Number(oldAmount(3)) * 100), currency: 'USD' }, purpose: 'Old "3",\nsecond line', program: '100200300', recipient: { payeeKey: 'payoneer:sandbox:100200300:old-3' } } });
  });

  it('says of an export that failed why, and of one that nobody knows that it is gone', async () => {
    const history = await open(namespace);
    outside.org.org.policies.failNextBulkJobs = 1;
    expect(await ready(history, await history.order('recipients', since))).toEqual({ is: 'failed', why: expect.stringContaining('QUERY_TIMEOUT') });
    expect(await history.look('750000000000001AAA')).toEqual({ is: 'gone' });
  });
});
