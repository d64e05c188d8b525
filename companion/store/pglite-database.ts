import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { Problem } from '../domain/problem.ts';
import { lockDataDir, type DataLock } from './data-lock.ts';
import { DurableNodeFS, durableParams, syncTree } from './durable-node-fs.ts';
import type { EngineDatabase } from './engine-database.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { selfTest } from './self-test.ts';
import { joinTransactions, type Session } from './transactions.ts';
import { parsers } from './values.ts';

/** Left in the data directory by scripts/move-store.ts: whoever starts on the old copy would pay again. */
export const movedMarker = 'MOVED.txt';

type Statements = Pick<PGlite, 'query' | 'exec'>;

type EngineParsers = PGlite['parsers'];

const sessionOn = (target: Statements, plain: EngineParsers): Session => ({
  query: async (sql, params, translate) => (await target.query(sql, params, translate ? {} : { parsers: plain })).rows,
  script: async (sql) => (await target.exec(sql)).flatMap(({ rows }) => rows),
});

/**
 * Makes our parsers the engine's own and answers those they replace. The engine copies all its parsers, some hundreds, for every query that
 * brings some along: 80 µs each time, more than most of our statements take.
 */
function ownParsers(pglite: PGlite): EngineParsers {
  const plain = Object.fromEntries(Object.keys(parsers).map((type) => [type, pglite.parsers[Number(type)] ?? String]));
  Object.assign(pglite.parsers, parsers);
  return plain;
}

/** Puts our face on an open PGlite. `release` runs after it is closed. */
export function databaseOn(pglite: PGlite, dataDir: string | undefined, release: () => void): EngineDatabase {
  for (const type of Object.keys(pglite.serializers)) pglite.serializers[type] = String;
  const alone = oneAtATime();
  const plain = ownParsers(pglite);
  const inner = sessionOn(pglite, plain);
  const direct: Session = {
    query: (sql, params, translate) => alone(() => inner.query(sql, params, translate)),
    script: (sql) =>
      alone(async () => {
        try {
          return await inner.script(sql);
        } catch (error) {
          // A script with its own BEGIN leaves the only connection in a failed transaction.
          await pglite.exec('rollback');
          throw error;
        }
      }),
  };
  const face = joinTransactions({
    engine: 'pglite',
    direct,
    transact: (use) => alone(() => pglite.transaction((session) => use(sessionOn(session, plain)))),
    close: () =>
      alone(async () => {
        if (pglite.closed) return;
        await pglite.close();
        release();
      }),
  });
  return { ...face, embedded: { pglite, dataDir, alone } };
}

async function start(dataDir: string, lock: DataLock, force: (folder: string) => void): Promise<PGlite> {
  const folder = join(dataDir, 'pgdata');
  const files = new DurableNodeFS(folder);
  const isNew = !existsSync(join(folder, 'PG_VERSION'));
  const pglite = await PGlite.create({ fs: files, startParams: durableParams() });
  if (isNew) force(folder);
  try {
    await selfTest(pglite, () => files.syncs, lock.held);
  } catch (error) {
    await pglite.close();
    throw error;
  }
  return pglite;
}

/**
 * The embedded store in a directory of its own: locked, flushed on every commit, tested for both before it is handed out. `force` brings what was made to the disk.
 * @throws Problem `refused` when the directory is in use, was moved away from, or can't be made safe.
 */
export async function openPgliteDatabase(dataDir: string, force: (folder: string) => void = syncTree): Promise<EngineDatabase> {
  const lock = lockDataDir(dataDir);
  try {
    if (existsSync(join(dataDir, movedMarker)))
      throw new Problem('refused', `Store: ${dataDir} was moved to a PostgreSQL server. Set DATABASE_URL to that server; paying from this old copy could pay twice.`);
    const pglite = await start(dataDir, lock, force);
    return databaseOn(pglite, dataDir, lock.release);
  } catch (error) {
    lock.release();
    throw error;
  }
}
