import { join } from 'node:path';
import type { Tools } from '../connectors/connector.ts';
import { backUp, dumpedAt, dumpsIn, rotate } from './backups.ts';
import type { EngineDatabase } from './engine-database.ts';

export interface MaintenanceSettings {
  /** Settled letters are forgotten after this long. Dead ones are never forgotten. */
  readonly keepLettersMs: number;
  readonly keepJournalMs: number;
  /** Dumps of the embedded store: how often, how many, and where (default: `dumps` in its folder). */
  readonly dumpEveryMs: number;
  readonly keepDumps: number;
  readonly dumpFolder?: string;
}

const dayMs = 86_400_000;
export const defaultMaintenance: MaintenanceSettings = { keepLettersMs: 180 * dayMs, keepJournalMs: 730 * dayMs, dumpEveryMs: dayMs, keepDumps: 14 };

const atOnce = 2_000;

/** Deletes in small transactions, so that nothing else waits long. */
async function prune(database: EngineDatabase, sql: string, before: number): Promise<number> {
  let removed = 0;
  for (;;) {
    const rows = await database.patiently(() => database.query(sql, [before, atOnce]));
    removed += rows.length;
    if (rows.length < atOnce) return removed;
  }
}

/**
 * What has to be done regularly, say every hour: forgetting what is old, and for the embedded store what a server's background processes
 * would do (VACUUM, CHECKPOINT) and a dump when the last one is old. Safe to run anywhere, any time; several companions may overlap.
 */
export async function maintain(database: EngineDatabase, tools: Pick<Tools, 'now' | 'log'>, settings: MaintenanceSettings = defaultMaintenance): Promise<void> {
  const now = tools.now();
  const letters = await prune(database, "delete from letter where id in (select id from letter where state in ('done', 'discarded') and settled_at < $1 limit $2) returning id", now - settings.keepLettersMs);
  const journal = await prune(database, 'delete from journal where id in (select id from journal where at < $1 limit $2) returning id', now - settings.keepJournalMs);
  tools.log.debug('Store: maintenance forgot what is old.', { letters, journal });
  if (!database.embedded) return;
  await database.script('vacuum (analyze)');
  await database.script('checkpoint');
  const { dataDir } = database.embedded;
  if (dataDir) await dumpWhenDue(database, settings.dumpFolder ?? join(dataDir, 'dumps'), settings, tools);
}

async function dumpWhenDue(database: EngineDatabase, folder: string, settings: MaintenanceSettings, tools: Pick<Tools, 'now' | 'log'>): Promise<void> {
  const last = dumpsIn(folder).at(-1);
  if (last && tools.now() - dumpedAt(last) < settings.dumpEveryMs) return;
  const path = await backUp(database, folder, tools.now());
  const removed = rotate(folder, settings.keepDumps);
  tools.log.info('Store: backed up.', { path, removed: removed.length });
}
