import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { Problem } from '../domain/problem.ts';
import type { EngineDatabase } from './engine-database.ts';

/**
 * Reads a dump made by `backUp` into a store that has nothing in it yet. The ledger wakes up in recovery mode: what was reserved after the
 * dump is imported from the books before anything is sent (MONEY.md 7).
 * @throws Problem `refused` when the store is not empty.
 */
export async function restore(database: EngineDatabase, path: string): Promise<void> {
  const tables = await database.query("select tablename from pg_tables where schemaname = 'public'");
  if (tables.length) throw new Problem('refused', 'Store: a dump is restored into an empty store only. Name a new folder, or an empty database.');
  const sql = gunzipSync(readFileSync(path)).toString('utf8')
    // Known to newer servers only, and without meaning for a restore.
    .replace(/^SET transaction_timeout = .*/m, '').replace(/^CREATE SCHEMA public;$/m, '');
  await database.patiently(() => database.transaction(async () => {
    await database.script(sql);
    // The dump empties the search path of its session.
    await database.script("select pg_catalog.set_config('search_path', 'public', false)");
    await database.query("update installation set mode = 'recovery'");
  }));
}
