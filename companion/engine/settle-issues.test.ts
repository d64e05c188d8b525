import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { IssueAction } from '../connectors/connector.ts';
import { settleIssues } from './settle-issues.ts';
import { idOf, lane, newAttempt, newBatch, newPayment, openTestOffice, start } from './test-office.ts';

let bench: Awaited<ReturnType<typeof openTestOffice>>;
beforeAll(async () => { bench = await openTestOffice(); }, 60_000);
afterAll(() => bench.close());
beforeEach(async () => {
  await bench.clear();
  await bench.query('truncate letter, exchange_rate, reconciliation');
});

const ref = `${idOf(1)}-01`;
const act = (key: string, action: string, more: Partial<IssueAction> = {}) => settleIssues(bench.office, [{ key, action, reason: 'looked', byId: 'person', shown: undefined, ...more }], start);
const raised = (kind: string, source: string, more: { readonly letterId?: number; readonly requestId?: string } = {}): Promise<string> =>
  bench.store.issues.raise({ kind, source, severity: 'Warning', summary: 's', detail: 'd', ...more });
const issue = async (key: string) => (await bench.store.issues.byKeys([key]))[0];
const audit = () => bench.query('select request_id as "requestId", action, reason, by_id as "byId" from audit');

describe('a wish on an issue', () => {
  it.each([['Retry', 'Resolved'], ['Discard', 'Discarded']])('to %s it makes it %s, and is written into the audit', async (action, status) => {
    const key = await raised('seal broken', 'x', { requestId: idOf(1) });
    await act(key, action);
    expect(await issue(key)).toMatchObject({ status, clearsAction: true, answeredAction: `${action} person`, answeredAt: start });
    expect(await audit()).toEqual([{ requestId: idOf(1), action: `${action} issue ${key}`, reason: 'looked', byId: 'person' }]);
  });

  it('about no request is audited under the issue', async () => {
    const key = await raised('seal broken', 'x');
    await act(key, 'Retry');
    expect(await audit()).toMatchObject([{ requestId: key }]);
  });

  it.each([[{ reason: ' ' }, 'Retry needs a reason. Write one and ask again.'], [{ byId: '' }, 'Retry needs the name of who asks. Ask again.']])('without a reason or a name is answered in words: %j', async (more, words) => {
    const key = await raised('seal broken', 'x');
    await act(key, 'Retry', more);
    expect(await issue(key)).toMatchObject({ status: 'Open', detail: `${words}\nd`, clearsAction: true, answeredAction: `Retry ${'byId' in more ? '' : 'person'}` });
    expect(await audit()).toEqual([]);
  });

  it('about what the books refuse has it written at once, if it is to be tried again', async () => {
    await act(await raised('write-back refused', `request ${idOf(1)}`), 'Discard');
    expect(await bench.outbox()).not.toContain(`request ${idOf(1)}`);
    await act(await raised('write-back refused', `transaction ${ref}`), 'Retry');
    expect(await bench.outbox()).toContain(`transaction ${ref}`);
  });

  it('is carried out once, and not again for a look that began before', async () => {
    const key = await raised('seal broken', 'x');
    await act(key, 'Retry');
    await act(key, 'Retry');
    expect(await audit()).toHaveLength(1);
  });

  it('on an issue nobody knows is none, unless the books show it', async () => {
    await act('lost:x:2026', 'Discard');
    expect(await audit()).toEqual([]);
    const shown = { key: 'lost:x:2026', problem: 'lost', source: 'x', severity: 'Warning', count: 2, firstSeen: '2026-11-20T10:00:00Z', lastSeen: '2026-11-20T10:00:00Z', summary: 's', detail: 'd', excerpt: '', requestId: undefined } as const;
    await act('lost:x:2026', 'Discard', { shown });
    expect(await issue('lost:x:2026')).toMatchObject({ status: 'Discarded', kind: 'lost', count: 2 });
  });

  it.each([['provider difference', 'Retry', null], ['provider difference', 'Discard', 'amount'], ['seal broken', 'Retry', 'amount']])('about "%s" to %s leaves the difference that was found at %j', async (kind, action, left) => {
    const { reconciliation } = bench.store;
    await reconciliation.keep([{ reference: ref, requestId: idOf(1), state: 'Different', difference: 'amount', detail: 'x' }], 1);
    await act(await raised(kind, ref), action);
    expect((await reconciliation.byReferences([ref]))[0]?.difference).toBe(left);
  });

  it('does not keep the next one from being answered', async () => {
    const [one, two] = [await raised('seal broken', 'x'), await raised('seal broken', 'y')];
    const wish = { action: 'Retry', byId: 'person', shown: undefined } as const;
    await settleIssues(bench.office, [{ ...wish, key: 'nobody', reason: 'r' }, { ...wish, key: one, reason: '' }, { ...wish, key: two, reason: 'r' }] as IssueAction[], start);
    expect([(await issue(one))?.status, (await issue(two))?.status]).toEqual(['Open', 'Resolved']);
  });
});

describe('dead letters', () => {
  const letter = (key: string, event: string) => bench.query<{ id: number; status: string }>(
    `insert into letter (connection, event, key, flags, method, url, headers, body, state, received_at, due_at, settled_at, issue) values ('payer', $1, $2, '{}', 'POST', '', '[]', '', 'dead', $3, $3, $3, $4) returning id`, event, key, start, `dead letter:payer/${event}:2026-11-21T10`);
  const status = async (): Promise<unknown> => Object.fromEntries((await bench.query<{ key: string; status: string }>('select key, state as status from letter')).map((row) => [row.key, row.status]));

  it.each([['Retry', 'new'], ['Discard', 'discarded']])('of a source and an hour go together: %s makes them %s', async (action, wanted) => {
    const [row] = await letter('a', 'payout.status');
    await letter('b', 'payout.status');
    await letter('c', 'payee');
    await act(await raised('dead letter', 'payer/payout.status', { letterId: row!.id }), action);
    expect(await status()).toEqual({ a: wanted, b: wanted, c: 'dead' });
  });

  it('stay as they are when the issue is about something else', async () => {
    await letter('a', 'payout.status');
    await act(await raised('seal broken', 'payer/payout.status'), 'Retry');
    expect(await status()).toEqual({ a: 'dead' });
  });
});

describe('a lane stopped by a reference collision', () => {
  beforeEach(async () => {
    await bench.store.ledger.takeUp([newPayment(1)], 'On Hold');
    await bench.store.ledger.plan([newBatch()], [newAttempt(1, { stage: 'accepted' })]);
    await bench.store.lanes.stop(lane, `reference collision on ${ref}`);
  });
  const stopped = async (): Promise<string | null | undefined> => (await bench.store.lanes.read(lane))?.stoppedBecause;

  it.each(['Retry', 'Discard'])('goes on when a person has looked at it: %s', async (action) => {
    await act(await raised('reference collision', ref), action);
    expect(await stopped()).toBeNull();
  });

  it('stays stopped for a wish on anything else', async () => {
    await act(await raised('outcome unknown', ref), 'Retry');
    await act(await raised('reference collision', 'another-01'), 'Retry');
    expect(await stopped()).toBe(`reference collision on ${ref}`);
  });
});

describe('a rate that jumped', () => {
  const doubted = async (base: string, quote: string) => bench.store.rates.keep([{ kind: 'table', base, quote, rate: '2', asOf: start, source: 'treasury', doubt: 'jumped' }], start);
  const believed = async (): Promise<readonly string[]> => (await bench.store.rates.believed(start)).map(({ base, quote }) => `${base}/${quote}`);

  it('is believed when a person says so, and the requests are looked at again', async () => {
    await Promise.all([doubted('EUR', 'USD'), doubted('EUR', 'JPY')]);
    await act(await raised('implausible rate', 'EUR/USD'), 'Discard');
    await act(await raised('seal broken', 'EUR/USD'), 'Retry');
    expect([await believed(), await bench.timers()]).toEqual([[], {}]);
    await act(await raised('implausible rate', 'EUR/JPY'), 'Retry');
    expect(await believed()).toEqual(['EUR/JPY']);
    expect(await bench.timers()).toEqual({ reporting: start });
  });

  it('that is believed already changes nothing', async () => {
    await act(await raised('implausible rate', 'EUR/JPY'), 'Retry');
    expect(await bench.timers()).toEqual({});
  });
});
