import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { EngineDatabase } from './engine-database.ts';
import { moveRows, type MovedTable } from './move-rows.ts';
import { openEmptyDatabase } from './test-empty-database.ts';

/** What refers comes before what it refers to by name, one table refers to itself, one makes its own numbers, one sequence was never used. */
const schema = `
  drop schema public cascade; create schema public;
  create table migration (number integer primary key);
  create table "a name with blanks" (id integer primary key);
  create table zebra (id bigint generated always as identity primary key, bytes bytea, words text[], json jsonb, exact numeric, at timestamptz);
  create table middle (id integer primary key, zebra bigint references zebra, blank integer references "a name with blanks");
  create table apple (id integer primary key, middle integer references middle, zebra bigint references zebra, before integer references apple);
  create sequence never;
  create sequence often;`;

let from: EngineDatabase;
let to: EngineDatabase;
let told: MovedTable[];
const hear = (moved: MovedTable): void => void told.push(moved);
beforeAll(async () => { [from, to] = [await openEmptyDatabase(), await openEmptyDatabase()]; });
beforeEach(async () => {
  told = [];
  await from.script(schema);
  await to.script(schema);
});
afterAll(() => Promise.all([from.close(), to.close()]));

const numbersIn = async (database: EngineDatabase, table: string): Promise<readonly unknown[]> => (await database.query<{ id: number }>(`select id from "${table}"`)).map(({ id }) => id);
const refused = (message: string) => ({ kind: 'refused', message });

describe('moving a store', () => {
  it('copies every row of every table, and tells of each after all that it refers to', async () => {
    await from.script(`
      insert into migration values (1); insert into migration values (2);
      insert into "a name with blanks" values (7);
      insert into zebra overriding system value values (9007199254740993, '\\x00ff07', '{"a,b",NULL,ü}', '{"a": [1, null]}', 12.50, '2026-01-31T03:30:00.123456Z'), (1, null, null, null, null, null);
      insert into middle values (1, 9007199254740993, 7), (2, null, null);
      insert into apple values (1, 1, 1, null), (2, null, null, 1)`);
    await moveRows(from, to, hear);
    expect(told).toEqual([{ table: 'a name with blanks', rows: 1 }, { table: 'zebra', rows: 2 }, { table: 'middle', rows: 2 }, { table: 'apple', rows: 2 }]);
    for (const { table } of told) {
      const texts = (database: EngineDatabase) => database.query(`select t::text as row from "${table}" t`);
      expect(await texts(to)).toEqual(await texts(from));
    }
    expect(await to.query('select id::text as id, exact::text as exact from zebra where bytes is not null')).toEqual([{ id: '9007199254740993', exact: '12.50' }]);
    expect(await to.query('select number from migration')).toEqual([]);
  });

  it('keeps the order in which the rows lie, however many', async () => {
    await from.script('insert into apple (id, before) select n, nullif(1, n) from (select 1 as n union all select 251 - x from generate_series(1, 249) x) as numbers');
    await moveRows(from, to, hear);
    expect(await numbersIn(to, 'apple')).toEqual([1, ...Array.from({ length: 249 }, (_, index) => 250 - index)]);
    expect(told.at(-1)).toEqual({ table: 'apple', rows: 250 });
  });

  it('goes on counting where the old store stood', async () => {
    await from.script("insert into zebra (exact) values (1), (2); select nextval('often'), nextval('often'), nextval('often')");
    await moveRows(from, to, hear);
    expect(await to.query("insert into zebra (exact) values (3) returning id, nextval('often') as often, nextval('never') as never")).toEqual([{ id: 3, often: 4, never: 1 }]);
  });

  it('tells of empty tables too', async () => {
    await moveRows(from, to, hear);
    expect(told).toEqual(['a name with blanks', 'zebra', 'middle', 'apple'].map((table) => ({ table, rows: 0 })));
  });
});

describe('moving a store is refused', () => {
  it('into one that holds anything but its schema', async () => {
    await from.script('insert into middle values (1)');
    await to.script('insert into migration values (1); insert into middle values (2)');
    await expect(moveRows(from, to, hear)).rejects.toMatchObject(refused('Mover: the target already has rows in "middle". Give an empty database, so that two ledgers can\'t mix.'));
    expect([await numbersIn(to, 'middle'), told]).toEqual([[2], []]);
  });

  it('when not every row arrived, and nothing stays in the target', async () => {
    await from.script('insert into zebra (exact) values (1), (2); insert into middle values (1), (2), (3)');
    await to.script(`
      create function lose() returns trigger language plpgsql as $$ begin if new.id = 2 then return null; end if; return new; end $$;
      create trigger lose before insert on middle for each row execute function lose()`);
    await expect(moveRows(from, to, hear)).rejects.toMatchObject(refused('Mover: "middle" has 3 rows here and 2 there. Nothing was moved; try again.'));
    expect([await numbersIn(to, 'zebra'), await numbersIn(to, 'middle')]).toEqual([[], []]);
    expect(told.map(({ table }) => table)).toEqual(['a name with blanks', 'zebra']);
  });

  it('when no order of the tables works', async () => {
    await to.script('alter table zebra add column apple integer references apple');
    await expect(moveRows(from, to, hear)).rejects.toMatchObject(refused('Mover: the tables refer to each other in a circle, so no order of copying works. Report this.'));
  });
});
