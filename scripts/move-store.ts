import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadEnvFile } from 'node:process';
import { parseArgs } from 'node:util';
import { migrate } from '../companion/store/migrate.ts';
import { moveRows } from '../companion/store/move-rows.ts';
import { storeSettings } from '../companion/store/open-database.ts';
import { movedMarker, openPgliteDatabase } from '../companion/store/pglite-database.ts';
import { openPostgresDatabase } from '../companion/store/postgres-database.ts';

const help = `Moves the embedded store to a PostgreSQL server.

  DATABASE_URL=postgres://user:password@host/database node scripts/move-store.ts [--data <folder>]

  --data <folder>  the embedded store (default: QUITTANCE_DATA, else data/store)
  --help           this text

QUITTANCE_DATA and DATABASE_URL are read from .env as the companion reads them.
Stop the companion first. The target must be empty. All rows are copied in one transaction and counted on both sides;
when anything disagrees, nothing is changed. Afterwards the old folder is marked, and no companion starts on it again.
Start the companion with the same DATABASE_URL when this has finished.
`;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function move(dataDir: string, url: string): Promise<void> {
  say(`From  ${dataDir}`);
  say(`To    ${new URL(url).host}${new URL(url).pathname}`);
  const from = await openPgliteDatabase(dataDir);
  try {
    const to = await openPostgresDatabase(url, () => undefined);
    try {
      await migrate(from, Date.now);
      await migrate(to, Date.now);
      await moveRows(from, to, ({ table, rows }) => say(`  ${table.padEnd(18)} ${String(rows).padStart(8)} rows, same on both sides`));
    } finally {
      await to.close();
    }
    writeFileSync(join(dataDir, movedMarker), `Moved to ${new URL(url).host} on ${new Date().toISOString()}. This copy must not be used again.\n`);
  } finally {
    await from.close();
  }
  say('Done. Start the companion with this DATABASE_URL. The old folder is kept, marked as moved.');
}

async function main(): Promise<number> {
  try {
    const { values } = parseArgs({ options: { data: { type: 'string' }, help: { type: 'boolean' } } });
    if (existsSync('.env')) loadEnvFile('.env');
    const settings = storeSettings({ ...process.env, ...(values.data ? { QUITTANCE_DATA: values.data } : {}) }, false);
    if (values.help || !settings.url) {
      say(help);
      if (values.help) return 0;
      say('Move: DATABASE_URL is not set. Name the server to move to.');
      return 2;
    }
    // Opening a store makes one where there is none, and an empty store moves without complaint.
    if (!existsSync(settings.dataDir) || !readdirSync(settings.dataDir).length) throw new Error(`Move: there is no store in ${settings.dataDir}. Name its folder with --data or QUITTANCE_DATA.`);
    await move(settings.dataDir, settings.url);
    return 0;
  } catch (error) {
    const misused = error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
    say(error instanceof Error ? `${misused ? 'Move: ' : ''}${error.message}${misused ? '. See --help.' : ''}` : String(error));
    return 1;
  }
}

process.exitCode = await main();
