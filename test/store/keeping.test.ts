import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EngineDatabase } from '../../companion/store/engine-database.ts';
import { openInbox } from '../../companion/store/inbox.ts';
import { openLocalWake } from '../../companion/store/local-wake.ts';
import { defaultMaintenance, maintain } from '../../companion/store/maintenance.ts';
import { migrate } from '../../companion/store/migrate.ts';
import { openPgliteDatabase } from '../../companion/store/pglite-database.ts';
import { openPostgresDatabase } from '../../companion/store/postgres-database.ts';
import { startPostgres, type TestPostgres } from './postgres.ts';
import { letter, realTools } from './world.ts';

const dayMs = 86_400_000;
const script = (name: string): string => fileURLToPath(new URL(`../../scripts/${name}`, import.meta.url));
const run = (name: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<{ stdout: string }> =>
  promisify(execFile)(process.execPath, [script(name), ...args], { env: { PATH: process.env.PATH ?? '', ...env } });

async function filledStore(letters: number): Promise<{ readonly dataDir: string; readonly database: EngineDatabase }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'quittance-keeping-'));
  const database = await openPgliteDatabase(dataDir);
  await migrate(database, Date.now);
  const inbox = openInbox(database, openLocalWake(database, realTools()), { now: Date.now });
  await Promise.all(Array.from({ length: letters }, (_, index) => inbox.keep(letter(`k${index}`, { body: new Uint8Array([index % 256, 0, 255]) }))));
  await database.query(
    `insert into installation (companion_id, org_id, org_is_sandbox, provider_environment, programs, epoch, sequence, mode, bound_at) values ('c1', 'o1', false, 'sandbox', '{"100,1","b"}', 3, 9007199254740991, 'normal', 5)`);
  await database.query("select nextval('outbox_version'), nextval('outbox_version')");
  return { dataDir, database };
}

describe('moving the embedded store to a server', () => {
  let server: TestPostgres;
  beforeAll(async () => { server = await startPostgres(); }, 60_000);
  afterAll(() => server.stop());

  it('explains itself, copies every row and number, marks the old folder, and refuses a second time', async () => {
    expect((await run('move-store.ts', ['--help'])).stdout).toMatch(/Moves the embedded store/);
    const { dataDir, database } = await filledStore(250);
    await database.close();
    const { stdout } = await run('move-store.ts', ['--data', dataDir], { DATABASE_URL: server.url });
    expect(stdout).toMatch(/letter +250 rows, same on both sides/);
    const moved = await openPostgresDatabase(server.url, () => undefined);
    expect(await moved.query('select programs, sequence from installation')).toEqual([{ programs: ['100,1', 'b'], sequence: 9_007_199_254_740_991 }]);
    const inbox = openInbox(moved, openLocalWake(moved, realTools()), { now: Date.now });
    expect(await inbox.keep(letter('k3'))).toBe('seen before');
    expect(await inbox.keep(letter('new one'))).toBe('kept');
    expect((await inbox.read(4))?.request.body).toEqual(new Uint8Array([3, 0, 255]));
    expect(await moved.query("select nextval('outbox_version') as version")).toEqual([{ version: 3 }]);
    await moved.close();
    await expect(openPgliteDatabase(dataDir)).rejects.toThrow(/could pay twice/);
    const other = await filledStore(1);
    await other.database.close();
    await expect(run('move-store.ts', ['--data', other.dataDir], { DATABASE_URL: server.url })).rejects.toMatchObject({ stdout: expect.stringMatching(/already has rows/) as unknown });
    await (await openPgliteDatabase(other.dataDir)).close();
  }, 90_000);
});

describe('maintenance of the embedded store', () => {
  it('forgets old settled letters, keeps the others, and dumps once a day with rotation', async () => {
    const { dataDir, database } = await filledStore(5);
    const inbox = openInbox(database, openLocalWake(database, realTools()), { now: Date.now });
    const [first, second] = await inbox.take(2);
    await inbox.done([first?.id ?? 0]);
    await inbox.bury(second?.id ?? 0, 'unreadable', 'an issue');
    let ahead = 0;
    const tools = { ...realTools(), now: () => Date.now() + ahead };
    for (ahead = 0; ahead <= 200 * dayMs; ahead += 100 * dayMs) {
      await maintain(database, tools, { ...defaultMaintenance, keepDumps: 2 });
      await maintain(database, tools, { ...defaultMaintenance, keepDumps: 2 });
    }
    expect(await database.query('select key from letter order by id')).toEqual(['k1', 'k2', 'k3', 'k4'].map((key) => ({ key })));
    expect(readdirSync(join(dataDir, 'dumps'))).toHaveLength(2);
    expect(await database.query('select count(*) as n from installation')).toEqual([{ n: 1 }]);
    await database.close();
  }, 60_000);

  it('makes a backup that can be restored, in recovery mode, and only into an empty folder', async () => {
    const { dataDir, database } = await filledStore(20);
    await database.close();
    const { stdout } = await run('backup.ts', ['--data', dataDir]);
    const file = /Written (\S+)/.exec(stdout)?.[1] ?? '';
    expect(existsSync(file)).toBe(true);
    const fresh = mkdtempSync(join(tmpdir(), 'quittance-restored-'));
    await run('backup.ts', ['--data', fresh, '--restore', file]);
    const restored = await openPgliteDatabase(fresh);
    expect(await migrate(restored, Date.now)).toEqual([]);
    expect(await restored.query('select count(*) as n from letter')).toEqual([{ n: 20 }]);
    expect(await restored.query('select mode, sequence from installation')).toEqual([{ mode: 'recovery', sequence: 9_007_199_254_740_991 }]);
    await restored.close();
    await expect(run('backup.ts', ['--data', fresh, '--restore', file])).rejects.toMatchObject({ stdout: expect.stringMatching(/empty store only/) as unknown });
  }, 60_000);
});
