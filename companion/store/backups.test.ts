import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statfsSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { backUp, dumpedAt, dumpsIn, rotate } from './backups.ts';
import type { EngineDatabase } from './engine-database.ts';
import { openEmptyDatabase } from './test-empty-database.ts';
import { quickDump } from './test-quick-dump.ts';

let database: EngineDatabase;
let folder: string;
const at = Date.parse('2026-05-01T12:34:56.789Z');
const here = 'quittance-20260501T123456789Z.sql.gz';
const dumpOn = (day: number): string => `quittance-202604${String(day).padStart(2, '0')}T000000000Z.sql.gz`;
beforeAll(async () => { database = await openEmptyDatabase(); });
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'quittance-dumps-')); });
afterEach(() => rmSync(folder, { recursive: true, force: true }));
afterAll(() => database.close());

const put = (...names: readonly string[]): void => names.forEach((name) => writeFileSync(join(folder, name), name));
const there = (): readonly string[] => readdirSync(folder).sort();
const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);

describe('the dumps of a folder', () => {
  it('are what bears the name of one, oldest first', () => {
    put(dumpOn(3), dumpOn(1), dumpOn(2), `${dumpOn(4)}.part`, `x${dumpOn(5)}`, 'quittance-2026040T000000000Z.sql.gz', 'quittance-20260406T00000000Z.sql.gz', 'companion.lock');
    expect(dumpsIn(folder)).toEqual([dumpOn(1), dumpOn(2), dumpOn(3)]);
  });

  it('are none in a folder that was not there, and is made for its owner only', () => {
    const fresh = join(folder, 'of', 'its', 'own');
    expect(dumpsIn(fresh)).toEqual([]);
    expect(modeOf(fresh)).toBe('700');
  });

  it('say in their names when they were made', () => {
    expect(dumpedAt(here)).toBe(at);
    expect(dumpedAt(dumpOn(30))).toBe(Date.parse('2026-04-30T00:00:00Z'));
  });

  it('are removed but for the newest, and never all of them', () => {
    const [first, second, third, fourth] = [1, 2, 3, 4].map(dumpOn) as [string, string, string, string];
    put(fourth, third, second, first, 'companion.lock');
    expect(rotate(folder, 5)).toEqual([]);
    expect(rotate(folder, 4)).toEqual([]);
    expect(rotate(folder, 2)).toEqual([first, second]);
    expect(there()).toEqual(['companion.lock', third, fourth]);
    expect(rotate(folder, 0)).toEqual([third]);
    expect(rotate(folder, -1)).toEqual([]);
    expect(there()).toEqual(['companion.lock', fourth]);
  });
});

describe('a backup', () => {
  it('is the whole store but its wake-ups, packed, and the store goes on as before', async () => {
    await database.script("create table kept (nth integer); insert into kept values (4711); create schema pgboss; create table pgboss.job (nth integer)");
    const settings = () => database.query("select name, setting from pg_settings where name not like 'transaction%' or name = 'transaction_read_only' order by name");
    const before = await settings();
    const path = await backUp(database, join(folder, 'of', 'its', 'own'), at);
    expect(await settings()).toEqual(before);
    await database.query('insert into kept values (4712)');
    expect(await database.query('select nth from kept')).toEqual([{ nth: 4711 }, { nth: 4712 }]);
    expect(path).toBe(join(folder, 'of', 'its', 'own', here));
    expect([modeOf(path), modeOf(join(path, '..'))]).toEqual(['600', '700']);
    const sql = gunzipSync(readFileSync(path)).toString('utf8');
    expect(sql).toMatch(/COPY public\.kept \(nth\) FROM stdin;\n4711\n|INSERT INTO public\.kept VALUES \(4711\);/);
    expect(sql).not.toContain('pgboss');
  });

  it('is for the owner only and leaves nothing else behind', async () => {
    const path = await backUp(quickDump(database), folder, at);
    expect(gunzipSync(readFileSync(path)).toString('utf8')).toBe('the dump');
    expect(modeOf(path)).toBe('600');
    expect(there()).toEqual([here]);
  });

  it('is on the disk before it bears its name, and its name is before it is told', async () => {
    const forced: unknown[] = [];
    await backUp(quickDump(database), folder, at, (path) => forced.push([path, there()]));
    expect(forced).toEqual([[join(folder, `${here}.part`), [`${here}.part`]], [folder, [here]]]);
  });

  it('removes what an earlier one left unfinished, and nothing of somebody else', async () => {
    const others = [dumpOn(1), `x${dumpOn(2)}.part`, `${dumpOn(3)}.part.txt`, 'quittance-2026040T000000000Z.sql.gz.part', 'quittance-20260406T00000000Z.sql.gz.part'];
    put(...others, `${dumpOn(4)}.part`, `${here}.part`);
    await backUp(quickDump(database), folder, at);
    expect(there()).toEqual([...others, here].sort());
  });

  it('of a server is its owner\'s', async () => {
    const { embedded: _, ...server } = database;
    await expect(backUp(server, folder, at)).rejects.toMatchObject({
      kind: 'refused', message: "Store: this store is a PostgreSQL server. Back it up with the server's own tools (pg_dump, snapshots).",
    });
    expect(there()).toEqual([]);
  });

  it('that can\'t be finished leaves nothing behind', async () => {
    mkdirSync(join(folder, here, 'in the way'), { recursive: true });
    await expect(backUp(quickDump(database), folder, at)).rejects.toMatchObject({
      kind: 'refused', cause: expect.objectContaining({ code: expect.stringMatching(/^E(ISDIR|EXIST|NOTEMPTY)$/) }),
      message: expect.stringMatching(/^Store: the backup could not be written \(E\w+: .*\), and what there was of it was removed\. Look after the disk of .*; it is tried again at the next maintenance\.$/),
    });
    expect(there()).toEqual([here]);
  });

  it('whose folder was taken away meanwhile says so', async () => {
    await expect(backUp(quickDump(database, folder, () => rmSync(folder, { recursive: true })), folder, at)).rejects.toMatchObject({
      kind: 'refused', message: expect.stringContaining(`could not be written (ENOENT: no such file or directory, open '${join(folder, here)}.part')`),
    });
  });
});

describe('a backup that has no room', () => {
  const refusal = (needed: number) => ({
    kind: 'refused',
    message: expect.stringMatching(new RegExp(`^Store: no backup was made: ${folder} has \\d+ MB left, and a backup with a reserve for the store needs ${needed} MB\\. Make room on that disk; it is tried again at the next maintenance\\.$`)),
  });

  it('beside one as large as the last is not begun, and the words say how much is missing', async () => {
    put(dumpOn(1), dumpOn(2));
    truncateSync(join(folder, dumpOn(2)), 10_000_000_000_001);
    const refused: unknown = await backUp(quickDump(database), folder, at).catch((error: unknown) => error);
    expect(refused).toMatchObject(refusal(10_000_065));
    const { bavail, bsize } = statfsSync(folder);
    const left = Number(/has (\d+) MB left/.exec(String(refused))?.[1]);
    expect(left / (bavail * bsize / 1_000_000)).toBeCloseTo(1, 1);
    expect(there()).toEqual([dumpOn(1), dumpOn(2)]);
    put(dumpOn(3));
    expect(await backUp(quickDump(database), folder, at)).toBe(join(folder, here));
  });

  it('beside a store as large as this one is not begun when it is the first', async () => {
    const [{ bytes } = { bytes: 0 }] = await database.query<{ bytes: number }>('select pg_database_size(current_database()) as bytes');
    const large: EngineDatabase['query'] = async <T extends object>(sql: string) =>
      (await database.query<{ bytes: number }>(sql)).map((row) => ({ bytes: row.bytes + 10_000_000_000_000 })) as unknown as readonly T[];
    await expect(backUp({ ...quickDump(database), query: large }, folder, at)).rejects.toMatchObject(refusal(Math.ceil((bytes + 64_000_000) / 1_000_000) + 10_000_000));
    expect(there()).toEqual([]);
  });
});
