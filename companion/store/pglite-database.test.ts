import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PGlite } from '@electric-sql/pglite';
import type { EngineDatabase } from './engine-database.ts';
import { databaseOn, movedMarker, openPgliteDatabase } from './pglite-database.ts';
import { emptyCluster } from './test-empty-database.ts';

const stock = async (): Promise<PGlite> => PGlite.create({ loadDataDir: await emptyCluster() });

describe('our face on the engine', () => {
  const types = `select 4711::bigint as big, true as yes, '\\x00ff'::bytea as bytes, date '2026-01-31' as day, timestamptz '2026-01-31 09:00:00.123456+05:30' as at, 12.50::numeric as exact,
    '{"a": [1]}'::jsonb as json, '{"a,b",NULL}'::text[] as texts, '{1,2}'::bigint[] as bigs, 7::integer as small, 'x'::text as text, null::text as nothing`;
  let pglite: PGlite;
  let database: EngineDatabase;
  let asTheEngineGives: unknown;
  beforeAll(async () => {
    pglite = await stock();
    asTheEngineGives = (await pglite.query(types)).rows;
    database = databaseOn(pglite, '/some/where', () => undefined);
    await database.script('create table line (nth integer)');
  });
  afterAll(() => database.close());
  const both = <T>(work: () => Promise<T>): Promise<T[]> => work().then(async (direct) => [direct, await database.transaction(work)]);
  const lines = (): Promise<readonly unknown[]> => database.query('select nth from line order by nth');

  it('gives every type out in the form of ours, inside a transaction and outside', async () => {
    const row = {
      big: 4711, yes: true, bytes: new Uint8Array([0, 255]), day: '2026-01-31', at: Date.parse('2026-01-31T03:30:00.123Z'), exact: '12.50',
      json: { a: [1] }, texts: ['a,b', null], bigs: [1, 2], small: 7, text: 'x', nothing: null,
    };
    expect(await both(() => database.query(types))).toEqual([[row], [row]]);
  });

  it('takes every type in the form of ours', async () => {
    const values = [4711, false, new Uint8Array([0, 255]), '2026-01-31', '{"a": [1]}', ['a,b', null], [1, null]];
    const ask = 'select $1::bigint as big, $2::boolean as yes, $3::bytea as bytes, $4::date as day, $5::jsonb as json, $6::text[] as texts, $7::bigint[] as bigs';
    const row = { big: 4711, yes: false, bytes: new Uint8Array([0, 255]), day: '2026-01-31', json: { a: [1] }, texts: ['a,b', null], bigs: [1, null] };
    expect(await both(() => database.query(ask, values))).toEqual([[row], [row]]);
  });

  it('leaves what is not to be translated as the engine gives it', async () => {
    expect(await both(() => database.untranslated(types, []))).toEqual([asTheEngineGives, asTheEngineGives]);
    expect(await both(() => database.untranslated('select $1::integer as n', [7]))).toEqual([[{ n: 7 }], [{ n: 7 }]]);
  });

  it('runs several statements at once and gives the rows of all of them', async () => {
    const rows = [{ n: 1 }, { n: 2 }, { n: 3 }];
    expect(await both(() => database.script('select 1 as n; select generate_series(2, 3) as n'))).toEqual([rows, rows]);
  });

  it('is free again after a script that failed within a transaction of its own', async () => {
    await expect(database.script('begin; insert into line values (1); selec 1')).rejects.toThrow('syntax error at or near "selec"');
    await expect(database.script('begin; insert into line values (1); select 1 / 0')).rejects.toThrow('division by zero');
    expect(await lines()).toEqual([]);
  });

  it('keeps a transaction as a whole or not at all, and nobody else\'s statement in it', async () => {
    const failing = database.transaction(async () => {
      await database.query('insert into line values (1)');
      throw new Error('changed its mind');
    });
    await Promise.all([expect(failing).rejects.toThrow('changed its mind'), database.query('insert into line values (2)'), database.script('insert into line values (3)')]);
    await database.transaction(() => database.script('insert into line values (4)'));
    expect(await lines()).toEqual([{ nth: 2 }, { nth: 3 }, { nth: 4 }]);
  });

  it('keeps everybody out while one is alone with the engine', async () => {
    const order: string[] = [];
    const note = (word: string) => (): void => void order.push(word);
    const { embedded } = database;
    await Promise.all([
      embedded?.alone(async () => {
        await pglite.query('select 1');
        await pglite.query('select 1');
        order.push('alone');
      }),
      database.query('select 1').then(note('query')), database.script('select 1').then(note('script')), database.transaction(() => Promise.resolve()).then(note('transaction')),
    ]);
    expect(order).toEqual(['alone', 'query', 'script', 'transaction']);
    expect([database.engine, embedded?.pglite, embedded?.dataDir]).toEqual(['pglite', pglite, '/some/where']);
  });

  it('is closed once, and gives back what it held when the engine is', async () => {
    const own = await stock();
    const released: boolean[] = [];
    const closing = databaseOn(own, undefined, () => released.push(own.closed));
    await Promise.all([closing.close(), closing.close()]);
    await closing.close();
    expect(released).toEqual([true]);
  });
});

describe('the embedded store in its directory', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'quittance-pglite-'));
  const pgdata = join(dataDir, 'pgdata');
  const forced: string[] = [];
  const open = (): Promise<EngineDatabase> => openPgliteDatabase(dataDir, (folder) => forced.push(folder));
  const refused = (message: unknown) => ({ kind: 'refused', message });
  afterAll(() => rmSync(dataDir, { recursive: true }));

  it('is made and brought to the disk the first time, and read again after that', async () => {
    const made = await open();
    expect([forced, existsSync(join(pgdata, 'PG_VERSION')), made.embedded?.dataDir]).toEqual([[pgdata], true, dataDir]);
    await made.script('create table kept (nth integer); insert into kept values (4711)');
    await expect(open()).rejects.toMatchObject(refused(expect.stringContaining(`${dataDir} is in use by another process.`)));
    await made.close();
    const again = await open();
    expect([forced, await again.query('select nth from kept')]).toEqual([[pgdata], [{ nth: 4711 }]]);
    await again.close();
  }, 90_000);

  it('is not opened where it was moved away from', async () => {
    expect(movedMarker).toBe('MOVED.txt');
    writeFileSync(join(dataDir, 'MOVED.txt'), '');
    const moved = refused(`Store: ${dataDir} was moved to a PostgreSQL server. Set DATABASE_URL to that server; paying from this old copy could pay twice.`);
    await expect(open()).rejects.toMatchObject(moved);
    await expect(open()).rejects.toMatchObject(moved);
    rmSync(join(dataDir, 'MOVED.txt'));
  });

  it('is not opened where the test at start finds that a commit does not reach the disk, and is given free again', async () => {
    const database = await open();
    // Stands in the place of the engine's own, and writes nothing.
    await database.script("alter function pg_logical_emit_message(boolean, text, text, boolean) rename to emit_message; create function pg_catalog.pg_logical_emit_message(boolean, text, text) returns text language sql as 'select $3'");
    await database.close();
    await expect(open()).rejects.toMatchObject(refused(expect.stringContaining('a commit did not reach the disk')));
    await expect(open()).rejects.toMatchObject(refused(expect.stringContaining('a commit did not reach the disk')));
  });
});
