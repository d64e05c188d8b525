import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Problem } from '../../companion/domain/problem.ts';
import type { EngineDatabase } from '../../companion/store/engine-database.ts';
import { openPostgresDatabase } from '../../companion/store/postgres-database.ts';
import { startPostgres, type TestPostgres } from './postgres.ts';

let server: TestPostgres;
let database: EngineDatabase;
let beside: EngineDatabase;
let hear: (error: Error) => void;
const ignore = (): void => undefined;
beforeAll(async () => {
  server = await startPostgres();
  beside = await openPostgresDatabase(server.url, ignore);
  await beside.script('create table line (nth integer)');
  database = await openPostgresDatabase(server.url, (error) => hear(error));
}, 60_000);
beforeEach(() => { hear = ignore; });
afterAll(async () => {
  await database.close();
  await beside.close();
  await server.stop();
});

const both = <T>(work: () => Promise<T>): Promise<T[]> => work().then(async (direct) => [direct, await database.transaction(work)]);
const lines = (): Promise<readonly unknown[]> => beside.query('select nth from line order by nth');
const pid = async (): Promise<number> => (await database.query<{ pid: number }>('select pg_backend_pid() as pid'))[0]?.pid ?? 0;
const raise = (code: string): string => `do $$ begin raise exception 'no' using errcode = '${code}'; end $$`;
/** Commits of it don't wait for the disk. */
const careless = (): string => {
  const url = new URL(server.url);
  url.searchParams.set('options', '-c synchronous_commit=off');
  url.searchParams.set('application_name', 'refused');
  return url.href;
};

describe('a connection to the server', () => {
  it('is ours by name, keeps at once what is said to be kept, speaks of time without a place and is not held for ever', async () => {
    expect([database.engine, database.url, database.embedded]).toEqual(['postgres', server.url, undefined]);
    const names = ['application_name', 'idle_in_transaction_session_timeout', 'synchronous_commit', 'DateStyle', 'TimeZone', 'bytea_output'];
    const settings = await Promise.all(names.map(async (name) => (await database.query<{ value: string }>('select current_setting($1) as value', [name]))[0]?.value));
    expect(settings).toEqual(['quittance', '1min', 'on', 'ISO, MDY', 'UTC', 'hex']);
  });

  it('gives values in the form of ours, or of the driver when they are not to be translated', async () => {
    const types = "select 4711::bigint as big, timestamptz '2026-01-31T09:00:00Z' as at, '{1,2}'::bigint[] as bigs";
    const ours = [{ big: 4711, at: Date.parse('2026-01-31T09:00:00Z'), bigs: [1, 2] }];
    expect(await both(() => database.query(types))).toEqual([ours, ours]);
    const drivers = [{ big: '4711', at: new Date('2026-01-31T09:00:00Z'), bigs: ['1', '2'] }];
    expect(await both(() => database.untranslated(types, []))).toEqual([drivers, drivers]);
    expect(await both(() => database.query('select $1::integer as n, $2::text as word', [7, 'seven']))).toEqual([[{ n: 7, word: 'seven' }], [{ n: 7, word: 'seven' }]]);
  });

  it('runs one statement of a script or several, and gives the rows of all of them', async () => {
    expect(await both(() => database.script('select 1 as n'))).toEqual([[{ n: 1 }], [{ n: 1 }]]);
    expect(await both(() => database.script('select 1 as n; select generate_series(2, 3) as n'))).toEqual([[{ n: 1 }, { n: 2 }, { n: 3 }], [{ n: 1 }, { n: 2 }, { n: 3 }]]);
  });

  it('keeps a transaction as a whole or not at all, and is used again after it', async () => {
    const before = await pid();
    await database.transaction(() => database.query('insert into line values (1)'));
    await expect(database.transaction(async () => {
      await database.query('insert into line values (2)');
      throw new Error('changed its mind');
    })).rejects.toThrow('changed its mind');
    await expect(database.transaction(() => database.query(raise('40001')))).rejects.toMatchObject({ kind: 'busy' });
    expect([await lines(), await pid()]).toEqual([[{ nth: 1 }], before]);
  });

  it('works patiently too, and is closed once', async () => {
    const own = await openPostgresDatabase(server.url, ignore);
    expect(await own.patiently(() => own.query('select 1 as one'))).toEqual([{ one: 1 }]);
    await Promise.all([own.close(), own.close()]);
    await own.close();
    await expect(own.query('select 1')).rejects.toThrow('after calling end on the pool');
  });

  it('is refused where commits would not wait for the disk, and given back', async () => {
    await expect(openPostgresDatabase(careless(), ignore)).rejects.toMatchObject({
      kind: 'refused', message: 'Store: PostgreSQL has synchronous_commit off for this connection, by the options in DATABASE_URL or by a pooler in between. What was paid could be forgotten in a crash; set it to on there.',
    });
    const left = () => beside.query("select pid from pg_stat_activity where application_name = 'refused'");
    // The server takes a moment to end what was closed; the pool would take ten seconds.
    for (let tries = 0; tries < 100 && (await left()).length; tries++) await beside.query('select pg_sleep(0.02)');
    expect(await left()).toEqual([]);
  });
});

describe('a connection that is lost', () => {
  it('while it is idle is told, and another takes its place', async () => {
    const before = await pid();
    const told = new Promise<string>((resolve) => { hear = ({ message }) => resolve(message); });
    await beside.query('select pg_terminate_backend($1)', [before]);
    expect(await told).toBe('terminating connection due to administrator command');
    expect(await pid()).not.toBe(before);
  });

  it('within a transaction ends that one only', async () => {
    await expect(database.transaction(async () => {
      await database.query('insert into line values (3)');
      await beside.query('select pg_terminate_backend($1)', [await pid()]);
      await database.query('select 1');
    })).rejects.toMatchObject({ kind: 'unreachable' });
    expect([await lines(), await database.query('select 1 as one')]).toEqual([[{ nth: 1 }], [{ one: 1 }]]);
  });

  it.each(['57P01', '25006'])('is not used again after the server said so (%s)', async (code) => {
    const before = await pid();
    for (const ask of [() => database.query(raise(code)), () => database.script(raise(code))]) {
      await expect(database.transaction(ask)).rejects.toMatchObject({ kind: 'unreachable', code });
      expect(await pid()).not.toBe(before);
    }
  });
});

describe('an error of the server', () => {
  const made = (message: string, code?: unknown): Error => Object.assign(new Error(message), code === undefined ? {} : { code });
  const given = (error: unknown): Promise<unknown> => database.transaction(() => Promise.reject(error as Error)).catch((answer: unknown) => answer);

  it.each(['40001', '40P01', '55P03', '53300', '53400', '57014'])('that says try again (%s) is a Problem of that kind', async (code) => {
    const cause = made('not now', code);
    expect(await given(cause)).toEqual(new Problem('busy', `Store: PostgreSQL turned this away (${code}: not now). It is tried again.`, { cause, code }));
    expect(await given(cause)).toMatchObject({ kind: 'busy', code, cause });
    await expect(database.query(raise(code))).rejects.toMatchObject({ kind: 'busy', code, message: `Store: PostgreSQL turned this away (${code}: no). It is tried again.` });
  });

  it.each([
    ...['57P01', '57P02', '57P03', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', '08006', '08P01'].map((code) => [code, 'gone'] as const),
    ...['Connection terminated unexpectedly', 'connection timeout', 'connection error', 'timeout exceeded when trying to connect', 'Query read timeout'].map((message) => ['', message] as const),
  ])('that says it is gone (%s %s) is a Problem of that kind', async (code, message) => {
    const cause = made(message, code || undefined);
    expect(await given(cause)).toMatchObject({ kind: 'unreachable', code, cause, message: `Store: PostgreSQL does not answer (${message}). Check DATABASE_URL and the server; work goes on when it is back.` });
  });

  it('that says it only reads is a Problem of its own words', async () => {
    const cause = made('no', '25006');
    expect(await given(cause)).toMatchObject({
      kind: 'unreachable', code: '25006', cause,
      message: 'Store: this PostgreSQL server only reads now (no). Its connection is dropped; when this stays, let DATABASE_URL lead to the server that writes.',
    });
  });

  it('that is a mistake of ours stays what it is, and so does what is a Problem already', async () => {
    for (const error of [made('plain'), made('22012', '22012'), made('ends in it', '22008'), made('no text', 8), new Problem('busy', 'Connection terminated'), 'a word']) expect(await given(error)).toBe(error);
    await expect(database.query('select 1 / 0')).rejects.toMatchObject({ name: 'error', code: '22012' });
  });
});
