import { PGlite } from '@electric-sql/pglite';
import type { EngineDatabase } from './engine-database.ts';
import { databaseOn } from './pglite-database.ts';

/** Forgets everything when closed. For benchmarks and tests only: nothing that opens a store by configuration can reach it. `cluster`, from PGlite's `dumpDataDir`, spares it making one. */
export async function openForgetfulDatabase(cluster?: Blob): Promise<EngineDatabase> {
  const startParams = [...PGlite.defaultStartParams, '-c', 'shared_buffers=16MB', '-c', 'timezone=UTC'];
  return databaseOn(await PGlite.create({ startParams, ...(cluster ? { loadDataDir: cluster } : {}) }), undefined, () => undefined);
}
