import { copyFileSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { insertLetters } from '../../companion/store/letter-rows.ts';
import { openEmptyDatabase } from '../../companion/store/test-empty-database.ts';
import { migrate, migrationsFolder, readMigrations } from '../../companion/store/migrate.ts';
import { openPostgresDatabase } from '../../companion/store/postgres-database.ts';
import { startPostgres, type TestPostgres } from './postgres.ts';
import { letter } from './world.ts';

const now = (): number => 1_700_000_000_000;
const files = readdirSync(migrationsFolder).filter((name) => name.endsWith('.sql')).sort();

/** The migrations as they stood when there were `count` of them, and some more. */
function folderOf(count: number, more: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'quittance-migrations-'));
  for (const name of files.slice(0, count)) copyFileSync(join(migrationsFolder, name), join(folder, name));
  for (const [name, sql] of Object.entries(more)) writeFileSync(join(folder, name), sql);
  return folder;
}
const next = `${String(files.length + 1).padStart(4, '0')}-next.sql`;

describe('migrations', () => {
  it.each(files.map((_, index) => index + 1))('go forward from schema %i with a letter in flight', async (landed) => {
    const database = await openEmptyDatabase();
    expect(await migrate(database, now, folderOf(landed))).toEqual(files.slice(0, landed));
    await insertLetters(database, [letter('in flight')], now(), 0);
    expect(await migrate(database, now)).toEqual(files.slice(landed));
    expect(await migrate(database, now)).toEqual([]);
    expect(await database.query('select key from letter')).toEqual([{ key: 'in flight' }]);
    await database.close();
  });

  it('tell the dead letters of before which issue stands for them', async () => {
    const database = await openEmptyDatabase();
    await migrate(database, now, folderOf(files.indexOf('0015-letter-issue.sql')));
    await insertLetters(database, [letter('dead'), letter('new')], now(), 0);
    await database.query("update letter set state = 'dead', settled_at = $1 where key = 'dead'", [now()]);
    await migrate(database, now);
    expect(await database.query('select issue from letter order by id')).toEqual([{ issue: 'dead letter:payer/payout:2023-11-14T22' }, { issue: null }]);
    await database.close();
  });

  it('refuse a landed file that was edited, and a database that is ahead', async () => {
    const database = await openEmptyDatabase();
    await migrate(database, now, folderOf(files.length, { [next]: 'create table added (a integer)' }));
    await expect(migrate(database, now)).rejects.toThrow(/newer version/);
    await expect(migrate(database, now, folderOf(files.length, { [next]: 'create table added (a bigint)' }))).rejects.toThrow(/changed afterwards/);
    await database.close();
  });

  it('land completely or not at all', async () => {
    const database = await openEmptyDatabase();
    await expect(migrate(database, now, folderOf(files.length, { [next]: 'create table added (a integer); selec 1' }))).rejects.toThrow(/syntax error/);
    expect(await database.query("select tablename from pg_tables where schemaname = 'public'")).toEqual([]);
    await database.close();
  });

  it('must be numbered without gaps', () => {
    expect(() => readMigrations(folderOf(files.length, { '0099-far.sql': '' }))).toThrow(/out of order/);
  });
});

describe('on a server', () => {
  let server: TestPostgres;
  beforeAll(async () => { server = await startPostgres(); }, 60_000);
  afterAll(() => server.stop());

  it('two companions that start together migrate once', async () => {
    const databases = await Promise.all([1, 2, 3].map(() => openPostgresDatabase(server.url, () => undefined)));
    const applied = await Promise.all(databases.map((database) => migrate(database, now)));
    expect(applied.flat()).toEqual(files);
    await Promise.all(databases.map((database) => database.close()));
  });
});
