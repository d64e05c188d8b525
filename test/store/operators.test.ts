import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openHealth } from '../../companion/store/health.ts';
import { openInbox } from '../../companion/store/inbox.ts';
import { openLocalWake } from '../../companion/store/local-wake.ts';
import { migrate } from '../../companion/store/migrate.ts';
import { openPayeeChecks } from '../../companion/store/payee-checks.ts';
import { engines, letter, realTools, type TestStore } from './world.ts';

/** What a person counts, revives and discards, and what a hint makes the store forget. */
describe.each(engines)('on $engine', ({ open }) => {
  let store: TestStore;
  const now = 1_700_000_000_000;

  beforeAll(async () => {
    store = await open();
    await migrate(store.database, () => now);
  }, 60_000);
  afterAll(() => store.stop());

  it('revives and discards every dead letter that one issue stands for, and no other', async () => {
    const inbox = openInbox(store.database, openLocalWake(store.database, realTools()), { now: () => now });
    for (const key of ['a', 'b', 'done', 'new']) await inbox.keep(letter(key));
    await inbox.keep({ ...letter('other event'), event: 'payee' });
    await inbox.keep({ ...letter('other connection'), connection: 'payer-2' });
    const idOf = new Map((await inbox.take(10)).map(({ key, id }) => [key, id] as const));
    for (const key of ['a', 'b', 'other event', 'other connection']) await inbox.bury(idOf.get(key) ?? 0, 'unreadable', key.startsWith('other') ? `issue of ${key}` : 'issue');
    await inbox.done([idOf.get('done') ?? 0]);
    expect(await inbox.reviveAll('issue of the next hour')).toBe(0);
    expect(await inbox.reviveAll('issue')).toBe(2);
    expect((await inbox.take(10)).map(({ key, tries }) => [key, tries])).toEqual([['a', 1], ['b', 1]]);
    expect(await inbox.reviveAll('issue')).toBe(0);
    for (const key of ['a', 'b']) await inbox.bury(idOf.get(key) ?? 0, 'unreadable', 'issue');
    expect([await inbox.discardAll('issue'), await inbox.discardAll('issue')]).toEqual([2, 0]);
    expect(await store.database.query('select key, state from letter order by id')).toEqual(
      [['a', 'discarded'], ['b', 'discarded'], ['done', 'done'], ['new', 'new'], ['other event', 'dead'], ['other connection', 'dead']].map(([key, state]) => ({ key, state })));
  });

  it('forgets the status of the payee that was named, whatever signs its id is made of', async () => {
    const recipients = openPayeeChecks(store.database);
    const keys = { plain: 'payoneer:sandbox:100:p-1', longer: 'payoneer:sandbox:100:xp-1', percent: 'payoneer:sandbox:100:p%', underscore: 'payoneer:sandbox:100:p_1' };
    const known = async (): Promise<string[]> => {
      for (const [id, key] of Object.entries(keys)) await recipients.keep(id, key, 'active', now);
      return [...(await recipients.fresh(Object.values(keys), now)).keys()];
    };
    const forgottenBy = async (payeeId: string): Promise<string[]> => {
      const before = await known();
      await recipients.forget(payeeId);
      const after = await recipients.fresh(before, now);
      return before.filter((key) => !after.has(key));
    };
    expect(await forgottenBy('p-1')).toEqual([keys.plain]);
    expect(await forgottenBy('p_1')).toEqual([keys.underscore]);
    expect(await forgottenBy('p%')).toEqual([keys.percent]);
    expect(await forgottenBy('%')).toEqual([]);
    expect(await forgottenBy('')).toEqual([]);
    expect(await forgottenBy('p-1\u0000')).toEqual([keys.plain]);
  });

  it('counts what waits and what a person must look at', async () => {
    await store.database.query("insert into outbox (kind, key, version, due_at) values ('issue', 'k', 1, 1)");
    await store.database.query("insert into issue (key, kind, source, severity, status, first_at, last_at, summary, detail) select s, s, s, 'Info', s, 1, 1, s, s from unnest(array['Open', 'Retrying', 'Resolved', 'Discarded']) s");
    expect(await openHealth(store.database).counts()).toEqual({ unwritten: 1, unknownOutcomes: 0, openIssues: 2 });
  });

  it('tells of each connection when an event and a webhook last came in by it, and of one that sent neither that none did', async () => {
    const health = openHealth(store.database);
    for (const [connection, event, at] of [['org', 'work.requested', now + 1], ['org', 'work.requested', now + 5], ['payer-3', 'payout', now + 3]] as const)
      await openInbox(store.database, openLocalWake(store.database, realTools()), { now: () => at }).keep({ ...letter(`heard ${at}`), connection, event });
    const { lastHeard } = await health.read();
    expect(lastHeard('org')).toEqual({ lastEventAt: new Date(now + 5).toISOString(), lastWebhookAt: undefined });
    expect(lastHeard('payer-3')).toEqual({ lastEventAt: undefined, lastWebhookAt: new Date(now + 3).toISOString() });
    expect(lastHeard('nobody')).toEqual({ lastEventAt: undefined, lastWebhookAt: undefined });
  });
});
