import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { EngineDatabase } from './engine-database.ts';
import { migrate, migrationsFolder, readMigrations } from './migrate.ts';
import { openEmptyDatabase } from './test-empty-database.ts';

let database: EngineDatabase;
const made: string[] = [];
const clock = { at: 1_795_000_000_000 };
const now = (): number => clock.at;
beforeAll(async () => { database = await openEmptyDatabase(); });
afterAll(() => database.close());
afterAll(() => made.forEach((folder) => rmSync(folder, { recursive: true })));

const one = { '0001-one.sql': 'create table one (nth integer); insert into one values (1);\n' };
const both = { ...one, '0002-the-2nd.sql': 'alter table one add column more text;\ncreate table two (nth integer);' };

function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'quittance-migrations-'));
  made.push(folder);
  for (const [name, sql] of Object.entries(files)) writeFileSync(join(folder, name), sql);
  return folder;
}
const checksumOf = (sql: string): string => createHash('sha256').update(sql).digest('hex');
const landed = () => database.query('select number, name, checksum, applied_at as at from migration order by number');
const tables = async (): Promise<readonly unknown[]> =>
  (await database.query<{ name: string }>("select tablename as name from pg_tables where schemaname = 'public' order by 1")).map(({ name }) => name);

describe('the migrations of a folder', () => {
  it('are its SQL files in the order of their numbers, whatever else lies there', () => {
    const folder = folderOf({ ...Object.fromEntries(Object.entries(both).reverse()), 'README.md': 'not one of them', '0003-later.sql.txt': 'nor this' });
    expect(readMigrations(folder)).toEqual([
      { number: 1, name: '0001-one.sql', sql: one['0001-one.sql'], checksum: checksumOf(one['0001-one.sql']) },
      { number: 2, name: '0002-the-2nd.sql', sql: both['0002-the-2nd.sql'], checksum: checksumOf(both['0002-the-2nd.sql']) },
    ]);
    expect(readMigrations(folderOf({}))).toEqual([]);
  });

  it('are the same with the line endings of another system', () => {
    const sql = 'create table a ();\n-- ü\n\ncreate table b ();\n';
    expect(readMigrations(folderOf({ '0001-a.sql': sql.replaceAll('\n', '\r\n') }))).toEqual(readMigrations(folderOf({ '0001-a.sql': sql })));
  });

  it('are those of this program when no folder is named', () => {
    const sources = readdirSync(migrationsFolder).filter((name) => name !== 'README.md').sort();
    expect(sources[0]).toBe('0001-ledger.sql');
    expect(readMigrations().map(({ name, sql }) => [name, sql])).toEqual(sources.map((name) => [name, readFileSync(join(migrationsFolder, name), 'utf8')]));
  });

  const outOfOrder = (name: string, start: string): string =>
    `Store: migration ${name} is out of order. Files are named 0001-what-it-does.sql, without gaps; this one should start with ${start}.`;
  it.each(['0000-zero.sql', '0002-second.sql', '00001-long.sql', '001-short.sql', 'x0001-before.sql', '0001-twice.sql.sql', '0001_line.sql', '0001-.sql', '0001-Large.sql', '0001.sql', 'one.sql'])('do not begin with %s', (name) => {
    expect(() => readMigrations(folderOf({ [name]: '' }))).toThrow(expect.objectContaining({ kind: 'invalid', message: outOfOrder(name, '0001') }));
  });

  it('have neither a gap nor a number twice', () => {
    expect(() => readMigrations(folderOf({ ...both, '0004-far.sql': '' }))).toThrow(expect.objectContaining({ kind: 'invalid', message: outOfOrder('0004-far.sql', '0003') }));
    expect(() => readMigrations(folderOf({ ...both, '0002-and-another.sql': '' }))).toThrow(expect.objectContaining({ kind: 'invalid', message: outOfOrder('0002-the-2nd.sql', '0003') }));
  });
});

describe('bringing the schema forward', () => {
  beforeEach(() => database.script('drop schema public cascade; create schema public'));

  it('applies what has not landed yet, once, and notes when', async () => {
    expect(await migrate(database, now, folderOf(one))).toEqual(['0001-one.sql']);
    const first = { number: 1, name: '0001-one.sql', checksum: checksumOf(one['0001-one.sql']), at: clock.at };
    expect(await landed()).toEqual([first]);
    clock.at += 1;
    const folder = folderOf(both);
    expect(await migrate(database, now, folder)).toEqual(['0002-the-2nd.sql']);
    expect(await migrate(database, now, folder)).toEqual([]);
    expect(await landed()).toEqual([first, { number: 2, name: '0002-the-2nd.sql', checksum: checksumOf(both['0002-the-2nd.sql']), at: clock.at }]);
    expect(await database.query('select nth, more from one')).toEqual([{ nth: 1, more: null }]);
  });

  it('applies several in their order, and none where there is none', async () => {
    expect(await migrate(database, now, folderOf({}))).toEqual([]);
    expect(await migrate(database, now, folderOf(both))).toEqual(['0001-one.sql', '0002-the-2nd.sql']);
    expect(await tables()).toEqual(['migration', 'one', 'two']);
  });

  it('lands completely or not at all', async () => {
    await expect(migrate(database, now, folderOf({ ...one, '0002-wrong.sql': 'create table two (); selec 1' }))).rejects.toThrow('syntax error at or near "selec"');
    expect(await tables()).toEqual([]);
  });

  it('refuses a database that is ahead', async () => {
    await migrate(database, now, folderOf(both));
    await expect(migrate(database, now, folderOf(one))).rejects.toMatchObject({
      kind: 'refused', message: 'Store: the database already has migration 0002-the-2nd.sql, which this program does not know. It was used by a newer version; start that one.',
    });
  });

  it.each([
    ['another name', { '0001-first.sql': one['0001-one.sql'] }, '0001-first.sql'],
    ['another text', { '0001-one.sql': `${one['0001-one.sql']} ` }, '0001-one.sql'],
  ])('refuses a landed migration with %s, and goes no step further', async (_, changed, file) => {
    await migrate(database, now, folderOf(one));
    await expect(migrate(database, now, folderOf({ ...changed, '0002-next.sql': 'create table two ()' }))).rejects.toMatchObject({
      kind: 'refused', message: `Store: migration 0001-one.sql landed in this database and was changed afterwards (now ${file}). Restore the file and put the change into a new migration.`,
    });
    expect(await tables()).toEqual(['migration', 'one']);
  });
});
