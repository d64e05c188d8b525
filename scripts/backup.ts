import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { loadEnvFile } from 'node:process';
import { parseArgs } from 'node:util';
import { backUp, rotate } from '../companion/store/backups.ts';
import { openDatabase, storeSettings } from '../companion/store/open-database.ts';
import { restore } from '../companion/store/restore.ts';

const help = `Backs up the embedded store, or restores a backup.

  node scripts/backup.ts [--data <folder>] [--to <folder>] [--keep <number>]
  node scripts/backup.ts --restore <file> [--data <new folder>]

  --data <folder>     the embedded store (default: QUITTANCE_DATA, else data/store)
  --to <folder>       where backups go (default: dumps inside the store's folder)
  --keep <number>     how many backups stay (default 14)
  --restore <file>    reads a backup into an empty folder, or into the empty database of DATABASE_URL
  --help              this text

QUITTANCE_DATA and DATABASE_URL are read from .env as the companion reads them.
Stop the companion first: a store has one user at a time. A running companion backs itself up once a day.
A restored ledger starts in recovery mode: the books are asked what happened since, before anything is paid.
A PostgreSQL server is backed up with its own tools.
`;

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const silent = { debug: () => undefined, info: () => undefined, warn: say, error: say };

interface Wishes {
  readonly data?: string;
  readonly to?: string;
  readonly keep?: string;
  readonly restore?: string;
}

/** How many backups stay. Throws in words. */
function kept(text: string): number {
  if (!/^[1-9]\d{0,4}$/.test(text)) throw new Error(`Backup: --keep is "${text}". Give a whole number from 1.`);
  return Number(text);
}

async function run(values: Wishes): Promise<void> {
  const keep = kept(values.keep ?? '14');
  if (existsSync('.env')) loadEnvFile('.env');
  const settings = storeSettings({ ...process.env, ...(values.data ? { QUITTANCE_DATA: values.data } : {}) }, false);
  // Opening a store makes one where there is none, and the backup of an empty store looks like a good one.
  if (!values.restore && !settings.url && !(existsSync(settings.dataDir) && readdirSync(settings.dataDir).length))
    throw new Error(`Backup: there is no store in ${settings.dataDir}. Name its folder with --data or QUITTANCE_DATA.`);
  const database = await openDatabase(settings, silent);
  try {
    if (values.restore) {
      await restore(database, values.restore);
      say(`Restored ${values.restore}. The ledger is in recovery mode; start the companion.`);
      return;
    }
    const folder = values.to ?? join(settings.dataDir, 'dumps');
    say(`Written ${await backUp(database, folder, Date.now())}`);
    for (const name of rotate(folder, keep)) say(`Removed ${name}`);
  } finally {
    await database.close();
  }
}

try {
  const { values } = parseArgs({ options: { data: { type: 'string' }, to: { type: 'string' }, keep: { type: 'string' }, restore: { type: 'string' }, help: { type: 'boolean' } } });
  if (values.help) say(help);
  else await run(values);
} catch (error) {
  const misused = error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
  say(error instanceof Error ? `${misused ? 'Backup: ' : ''}${error.message}${misused ? '. See --help.' : ''}` : String(error));
  process.exitCode = 1;
}
