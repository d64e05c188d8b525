import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { EngineDatabase } from '../../companion/store/engine-database.ts';
import { openInbox } from '../../companion/store/inbox.ts';
import { openLocalWake } from '../../companion/store/local-wake.ts';
import { migrate } from '../../companion/store/migrate.ts';
import { openPostgresDatabase } from '../../companion/store/postgres-database.ts';
import { startPostgres, type TestPostgres } from './postgres.ts';
import { openSilentLine } from './silent-line.ts';
import { letter, realTools } from './world.ts';

let server: TestPostgres;
let database: EngineDatabase;
beforeAll(async () => {
  server = await startPostgres();
  const first = await openPostgresDatabase(server.url, () => undefined);
  await migrate(first, Date.now);
  await first.close();
}, 60_000);
afterEach(() => database.close());
afterAll(() => server.stop());

const inboxOn = (db: EngineDatabase) => openInbox(db, openLocalWake(db, realTools()), { now: Date.now });
const withOptions = (options: string): string => {
  const url = new URL(server.url);
  url.searchParams.set('options', options);
  return url.href;
};

describe('a connection that went silent', () => {
  it('is given up, also without a rollback that nobody would answer, and letters are kept through another', async () => {
    const line = await openSilentLine(server.url);
    database = await openPostgresDatabase(line.url, () => undefined, 1_500);
    const inbox = inboxOn(database);
    expect(await inbox.keep(letter('before silence'))).toBe('kept');
    let askedAt = 0;
    const lost = database.transaction(async () => {
      await database.query('select 1');
      line.silence();
      askedAt = Date.now();
      await database.query('select 1');
    });
    await expect(lost).rejects.toMatchObject({ kind: 'unreachable' });
    expect(Date.now() - askedAt).toBeLessThan(2_900);
    expect(await inbox.keep(letter('after silence'))).toBe('kept');
    line.silence();
    await expect(database.query('select 1')).rejects.toMatchObject({ kind: 'unreachable' });
    expect(await database.query('select 1 as one')).toEqual([{ one: 1 }]);
    line.close();
  }, 30_000);

  it('is told from work that may take long', async () => {
    database = await openPostgresDatabase(server.url, () => undefined, 500);
    const slow = (): Promise<unknown> => database.transaction(() => database.query('select pg_sleep(1)'));
    await expect(slow()).rejects.toMatchObject({ kind: 'unreachable' });
    await expect(database.patiently(slow)).resolves.toHaveLength(1);
    await expect(database.patiently(() => database.script('select pg_sleep(1)'))).resolves.toHaveLength(1);
  }, 30_000);
});

describe('a server', () => {
  it('that became a reader in a switch-over loses the connections that were open to it', async () => {
    database = await openPostgresDatabase(server.url, () => undefined);
    const inbox = inboxOn(database);
    // What the writer of a cluster is to its open connections after it became a reader; new connections lead to the new writer.
    await database.query('set default_transaction_read_only = on');
    await expect(inbox.keep(letter('to a reader'))).rejects.toMatchObject({ kind: 'unreachable', code: '25006' });
    expect(await inbox.keep(letter('to a reader'))).toBe('kept');
  }, 30_000);

  it('that ends a statement because it took too long is asked again', async () => {
    database = await openPostgresDatabase(server.url, () => undefined);
    const slow = database.transaction(async () => {
      await database.script('set local statement_timeout = 50');
      await database.query('select pg_sleep(5)');
    });
    await expect(slow).rejects.toMatchObject({ kind: 'busy', code: '57014' });
  }, 30_000);

  it('whose owner lets commits wait for the disk is asked not to', async () => {
    database = await openPostgresDatabase(server.url, () => undefined);
    await database.script("do $$ begin execute format('alter database %I set synchronous_commit = off', current_database()); end $$");
    await database.close();
    database = await openPostgresDatabase(server.url, () => undefined);
    expect(await database.query('show synchronous_commit')).toEqual([{ synchronous_commit: 'on' }]);
    await expect(openPostgresDatabase(withOptions('-c work_mem=4MB'), () => undefined)).rejects.toThrow(/synchronous_commit off/);
  }, 30_000);
});
