import { PGlite } from '@electric-sql/pglite';
import type { EngineDatabase } from './engine-database.ts';
import { databaseOn } from './pglite-database.ts';

/** Forgets everything when closed. For the simulator and unit tests only: nothing that opens a store by configuration can reach it. */
export async function openForgetfulDatabase(): Promise<EngineDatabase> {
  const startParams = [...PGlite.defaultStartParams, '-c', 'shared_buffers=16MB', '-c', 'timezone=UTC'];
  return databaseOn(await PGlite.create({ startParams }), undefined, () => undefined);
}
