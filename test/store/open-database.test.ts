import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Log } from '../../companion/connectors/connector.ts';
import type { EngineDatabase } from '../../companion/store/engine-database.ts';
import { openDatabase, storeSettings } from '../../companion/store/open-database.ts';
import { openPostgresDatabase } from '../../companion/store/postgres-database.ts';
import { startPostgres, type TestPostgres } from './postgres.ts';

let server: TestPostgres;
let beside: EngineDatabase;
let warnings: unknown[];
beforeAll(async () => {
  server = await startPostgres();
  beside = await openPostgresDatabase(server.url, () => undefined);
}, 60_000);
beforeEach(() => { warnings = []; });
afterAll(async () => {
  await beside.close();
  await server.stop();
});

const nothing = (): void => undefined;
let warned = nothing;
const log: Log = { debug: nothing, info: nothing, error: nothing, warn: (...words) => { warnings.push(words); warned(); } };
const open = (now?: () => number): Promise<EngineDatabase> => openDatabase(storeSettings({ DATABASE_URL: server.url }, true), log, now);
const ofOthers = 'pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()';

describe('the store on a server', () => {
  it('is opened where DATABASE_URL leads, and a lost connection is told and made again', async () => {
    const database = await open(Date.now);
    expect([database.engine, database.url, await database.query('select 1 as one')]).toEqual(['postgres', server.url, [{ one: 1 }]]);
    const told = new Promise<void>((resolve) => { warned = resolve; });
    await beside.query(`select pg_terminate_backend(pid) from ${ofOthers}`);
    await told;
    expect(warnings).toEqual([['Store: an idle connection to PostgreSQL was lost; another takes its place.', { error: 'terminating connection due to administrator command' }]]);
    expect(await database.query('select 1 as one')).toEqual([{ one: 1 }]);
    await database.close();
  });

  it('is closed again where the clocks differ, and not asked for its clock by who does not work on it', async () => {
    await expect(open(() => Date.now() + 600_000)).rejects.toMatchObject({ kind: 'refused', message: expect.stringContaining('the clock of this machine is 600 s ahead of the clock of the PostgreSQL server') });
    const others = () => beside.query(`select pid from ${ofOthers}`);
    // The server takes a moment to end what was closed; the pool would take ten seconds.
    for (let tries = 0; tries < 100 && (await others()).length; tries++) await beside.query('select pg_sleep(0.02)');
    expect(await others()).toEqual([]);
    const database = await open();
    expect(database.engine).toBe('postgres');
    await database.close();
    expect(warnings).toEqual([]);
  });
});
