import { join } from 'node:path';
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

Stop the companion first: a store has one user at a time. A running companion backs itself up once a day.
A restored ledger starts in recovery mode: the books are asked what happened since, before anything is paid.
A PostgreSQL server is backed up with its own tools.
`;

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const silent = { debug: () => undefined, info: () => undefined, warn: say, error: say };

async function run(values: { data?: string; to?: string; keep?: string; restore?: string }): Promise<void> {
  const settings = storeSettings({ ...process.env, ...(values.data ? { QUITTANCE_DATA: values.data } : {}) }, false);
  const database = await openDatabase(settings, silent);
  try {
    if (values.restore) {
      await restore(database, values.restore);
      say(`Restored ${values.restore}. The ledger is in recovery mode; start the companion.`);
      return;
    }
    const folder = values.to ?? join(settings.dataDir, 'dumps');
    say(`Written ${await backUp(database, folder, Date.now())}`);
    for (const name of rotate(folder, Number(values.keep ?? 14))) say(`Removed ${name}`);
  } finally {
    await database.close();
  }
}

const { values } = parseArgs({ options: { data: { type: 'string' }, to: { type: 'string' }, keep: { type: 'string' }, restore: { type: 'string' }, help: { type: 'boolean' } } });
try {
  if (values.help) say(help);
  else await run(values);
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
