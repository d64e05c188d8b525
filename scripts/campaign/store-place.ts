import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, storeSettings } from '../../companion/store/open-database.ts';
import type { EngineDatabase } from '../../companion/store/engine-database.ts';
import { openLog } from '../../companion/world.ts';
import type { Engine } from './figures.ts';
import { startPostgres, type TestPostgres } from './postgres-server.ts';

/** Where the companions of a campaign keep their ledger. */
export interface StorePlace {
  /** What a companion is told of it. */
  readonly env: Readonly<Record<string, string>>;
  /** The folder of the embedded store; '' for a server. */
  readonly folder: string;
  readonly server?: TestPostgres;
  /** For reading, when no companion holds it any more (the embedded store lets only one process in). */
  open(): Promise<EngineDatabase>;
  stop(): Promise<void>;
}

export async function storePlace(engine: Engine): Promise<StorePlace> {
  const open = (env: Readonly<Record<string, string>>): Promise<EngineDatabase> => openDatabase(storeSettings(env, false), openLog('silent'));
  if (engine === 'postgres') {
    const server = await startPostgres();
    const env = { DATABASE_URL: server.url };
    return { env, server, folder: '', open: () => open(env), stop: () => server.stop() };
  }
  const folder = mkdtempSync(join(tmpdir(), 'quittance-campaign-'));
  const env = { DATABASE_URL: '', QUITTANCE_DATA: folder };
  return { env, folder, open: () => open(env), stop: async () => rmSync(folder, { recursive: true, force: true }) };
}
