import { randomBytes } from 'node:crypto';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../companion/config.ts';
import type { Log } from '../../companion/connectors/connector.ts';
import { startCompanion, type Companion } from '../../companion/start.ts';
import { realWorld } from '../../companion/world.ts';
import { monthEnd, payees, programs, type StoryRequest } from '../month-end.ts';
import { serveOutsideWorld } from '../outside-world.ts';
import { letInviteContacts } from '../set-up-org.ts';
import { setUpFees } from './set-up-fees.ts';

/** A request of the story with the id the org gave it. */
export interface Cast extends StoryRequest {
  readonly id: string;
}
type Outside = Awaited<ReturnType<typeof serveOutsideWorld>>;

/** Everything the story plays on: both stand-ins on their sockets and a companion on a store of its own. */
export interface Stage {
  readonly outside: Outside;
  readonly companion: Companion;
  readonly cast: readonly Cast[];
  /** Removed when the stage is closed. */
  readonly folder: string;
  readonly logFile: string;
  readonly wake: 'event' | 'sweep';
  close(): Promise<void>;
}

/** The companion's log goes to a file: the terminal belongs to the story. */
function logTo(file: string): Log {
  const at = (level: string): Log['info'] => (message, fields = {}) => appendFileSync(file, `${JSON.stringify({ time: new Date().toISOString(), level, message, ...fields })}\n`);
  return { debug: () => undefined, info: at('info'), warn: at('warn'), error: at('error') };
}

/** The story's own patience: balances are read more often than the sandbox profile does, so that every seal closes while one watches. */
function storyTiming(env: Readonly<Record<string, string>>) {
  return { ...readConfig(env).timing, fundsMs: 4_000, sweepMs: 2_500 };
}

/** Opens the outside world with its month end as drafts, and starts a companion that may pay from it. `tell` hears what takes long. */
export async function openStage(tell: (text: string) => void): Promise<Stage> {
  tell('Opening a Salesforce org, deploying the package to it, opening a Payoneer and a central bank …');
  const outside = await serveOutsideWorld({ programs, pubsubPort: 0, ecbPort: 0, ecb: { day: new Date(Date.now() - 8 * 86_400_000).toISOString().slice(0, 10) }, policies: { acceptedAfterMs: 900, transferredAfterMs: 1_800 } });
  const folder = mkdtempSync(join(tmpdir(), 'quittance-story-'));
  const clear = async (): Promise<void> => {
    await outside.close();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    letInviteContacts(outside.org, outside.people);
    await outside.addPayees(payees);
    setUpFees(outside);
    const requests = monthEnd(new Date().toISOString().slice(0, 10));
    const ids = outside.raise(requests);
    tell(`Seeded ${payees.length} recipients in ${new Set(payees.map(({ country }) => country)).size} countries and ${requests.length} requests in ${programs.length} currencies. Starting the companion …`);
    const logFile = join(folder, 'companion.log');
    const store = join(folder, 'store');
    mkdirSync(store);
    const env: Readonly<Record<string, string>> = {
      ...outside.companionEnv(outside.urls), QUITTANCE_PORT: '0', QUITTANCE_LOG: 'silent', QUITTANCE_CALLS_PER_SECOND: '200', QUITTANCE_DATA: store, QUITTANCE_COMPANION_ID: 'story',
      QUITTANCE_SECRET_KEYS: `story:${randomBytes(32).toString('base64')}`, QUITTANCE_REPORTING_CURRENCY: 'EUR', QUITTANCE_RATE_MAX_AGE_HOURS: '480',
    };
    const companion = await startCompanion(env, { tools: realWorld(logTo(logFile)), config: { timing: storyTiming(env) } });
    outside.payoneer.webhooks.target = `${companion.url}/webhooks/payoneer`;
    return {
      outside, companion, folder, logFile, cast: requests.map((request, at) => ({ ...request, id: ids[at] ?? '' })), wake: env.SALESFORCE_WAKE === 'event' ? 'event' : 'sweep',
      async close() {
        await companion.close();
        await clear();
      },
    };
  } catch (error) {
    await clear();
    throw error;
  }
}
