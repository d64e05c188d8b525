import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openGateTable } from './gate-table.ts';
import { attemptRow, batchRow, openLedgerStore, paymentRow } from './test-ledger-store.ts';

let opened: Awaited<ReturnType<typeof openLedgerStore>>;
beforeAll(async () => void (opened = await openLedgerStore()));
afterAll(() => opened.close());

/** A letter that comes in at this time; its id. */
async function hear(connection: string, event: string, at: number): Promise<number> {
  const { store: { inbox }, clock } = opened;
  clock.at = at;
  await inbox.keep({ connection, event, key: `${connection}${event}${at}`, flags: [], request: { method: 'POST', url: 'https://companion.example/', headers: [], body: new Uint8Array() } });
  const rows = await opened.database.query<{ id: number }>('select max(id) as id from letter');
  return rows.map(({ id }) => id)[0] ?? 0;
}
const iso = (at: number): string => new Date(at).toISOString();

describe('the health of the store', () => {
  it('is nothing to count at first, and nobody heard', async () => {
    const { health } = opened.store;
    expect(await health.counts()).toEqual({ unwritten: 0, unknownOutcomes: 0, openIssues: 0 });
    const { backlog, lastHeard, breakerOf } = await health.read();
    expect([backlog, lastHeard('payer'), breakerOf('payer')]).toEqual([0, { lastEventAt: undefined, lastWebhookAt: undefined }, 'Closed']);
  });

  it('counts what is unwritten, unknown and open', async () => {
    const { health, outbox, ledger, issues } = opened.store;
    await ledger.takeUp([1, 2, 3].map((nth) => paymentRow(nth)));
    await ledger.plan([batchRow], [attemptRow(1, { stage: 'unknown' }), attemptRow(2, { stage: 'unknown' }), attemptRow(3)]);
    const issue = { severity: 'Warning' as const, summary: 's', detail: 'd' };
    for (const kind of ['one', 'two', 'three', 'four', 'five']) await issues.raise({ kind, source: 'payer', ...issue });
    const [first, second, third] = (await issues.open()).map(({ key }) => key);
    await issues.settle(first ?? '', 'Retrying', '');
    await issues.settle(second ?? '', 'Resolved', '');
    await issues.settle(third ?? '', 'Discarded', '');
    await opened.database.query('delete from outbox');
    await outbox.add('request', ['a', 'b', 'c', 'd'], 1);
    expect(await health.counts()).toEqual({ unwritten: 4, unknownOutcomes: 2, openIssues: 3 });
    await opened.database.query('delete from outbox');
  });

  it('tells what waits: letters that are new, and what the books were not told', async () => {
    const { health, inbox, outbox } = opened.store;
    const [done, dead] = [await hear('busy', 'payout', 1), await hear('busy', 'payout', 2)];
    await hear('busy', 'payout', 3);
    await inbox.done([done]);
    await inbox.bury(dead, 'odd', 'issue');
    await outbox.add('request', ['a', 'b'], 1);
    expect((await health.read()).backlog).toBe(3);
  });

  it('tells when a connection was heard last, by events of an org and by webhooks of a provider', async () => {
    for (const [event, at] of [['work.requested', 2_000], ['work.requested', 1_000], ['payout', 4_000], ['payee', 3_000]] as const) await hear('both', event, at);
    await hear('org', 'work.requested', 5_000);
    await hear('provider', 'payout', 0);
    const { lastHeard } = await opened.store.health.read();
    expect(['both', 'org', 'provider', 'nobody'].map(lastHeard)).toEqual([
      { lastEventAt: iso(2_000), lastWebhookAt: iso(4_000) }, { lastEventAt: iso(5_000), lastWebhookAt: undefined }, { lastEventAt: undefined, lastWebhookAt: iso(0) }, { lastEventAt: undefined, lastWebhookAt: undefined },
    ]);
  });

  it('tells how each breaker stands', async () => {
    const { database, store } = opened;
    const [open, halfOpen, closed, never] = ['open', 'half-open', 'closed', 'never'].map((connection) => openGateTable(database, connection));
    for (const gate of [open, halfOpen, closed]) await gate?.open(0);
    await halfOpen?.probe(2_000, 1_000, 0);
    await closed?.close(2_000);
    await never?.pause(3_000);
    const { breakerOf } = await store.health.read();
    expect(['open', 'half-open', 'closed', 'never', 'unknown'].map(breakerOf)).toEqual(['Open', 'Half-open', 'Closed', 'Closed', 'Closed']);
  });
});
