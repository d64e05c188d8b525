import { existsSync, readdirSync } from 'node:fs';
import { loadEnvFile } from 'node:process';
import { parseArgs } from 'node:util';
import { loadInWords } from '../companion/domain/first-load.ts';
import { openDatabase, storeSettings } from '../companion/store/open-database.ts';
import { openFirstLoad } from '../companion/store/first-load.ts';

const help = `Says how far the companion is with reading what the org held before it: payments that ended lately, and recipients.

  npm run first-load -- --status   one line: count, total, per cent, time left
  npm run first-load -- --help     this text

The first load starts by itself with an empty store and goes on by itself after an interruption; docs/admin/first-load.md tells the rest.
Asks the companion that runs (QUITTANCE_HOST, QUITTANCE_PORT), else reads its store (QUITTANCE_DATA or DATABASE_URL), all from .env.
`;

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const nothing = 'There is nothing to read: no first load has been begun.';

/** What the running companion says; undefined when none answers. */
async function asked(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  try {
    const answer = await fetch(`http://${env.QUITTANCE_HOST || '127.0.0.1'}:${env.QUITTANCE_PORT || '8080'}/readyz`, { signal: AbortSignal.timeout(5_000) });
    const state = (await answer.json()) as { ready?: unknown; firstLoad?: unknown };
    if (typeof state.ready !== 'boolean') return undefined;
    return typeof state.firstLoad === 'string' ? state.firstLoad : nothing;
  } catch {
    return undefined;
  }
}

/** What stands in the store of a companion that does not run. Throws in words when there is no store. */
async function kept(env: NodeJS.ProcessEnv): Promise<string> {
  const settings = storeSettings(env, false);
  if (!settings.url && !(existsSync(settings.dataDir) && readdirSync(settings.dataDir).length)) throw new Error(`First load: no companion answers, and there is no store in ${settings.dataDir}. Start the companion, or name its store with QUITTANCE_DATA.`);
  const database = await openDatabase(settings, { debug: () => undefined, info: () => undefined, warn: say, error: say });
  try {
    return `${loadInWords(await openFirstLoad(database).parts(), Date.now()) ?? nothing} The companion does not run.`;
  } finally {
    await database.close();
  }
}

try {
  const { values } = parseArgs({ options: { status: { type: 'boolean' }, help: { type: 'boolean' } } });
  if (values.help || !values.status) say(help);
  else {
    if (existsSync('.env')) loadEnvFile('.env');
    say((await asked(process.env)) ?? (await kept(process.env)));
  }
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
