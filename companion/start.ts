import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { assemble, type Assembly } from './assembly.ts';
import { readConfig, type Config, type Environment } from './config.ts';
import type { Tools } from './connectors/connector.ts';
import { loadInWords, type LoadProgress } from './domain/first-load.ts';
import { Problem } from './domain/problem.ts';
import { backoffMs } from './engine/backoff.ts';
import { bindOrRefuse, recover } from './engine/recover.ts';
import { openForgeryCount } from './intake/forgery-count.ts';
import { openDoor } from './intake/http.ts';
import { subscribe } from './intake/subscribe.ts';
import { openMetrics } from './metrics.ts';
import type { EngineDatabase } from './store/engine-database.ts';
import { maintain } from './store/maintenance.ts';
import { migrate } from './store/migrate.ts';
import { openDatabase, storeSettings } from './store/open-database.ts';
import { openPgBossWake } from './store/pg-boss-wake.ts';
import { tellClocksDiffer } from './store/same-time.ts';
import { topics, type Wake } from './store/wake.ts';
import { laneKey } from './store/ledger-rows.ts';
import { openLog, realWorld } from './world.ts';

export interface Companion {
  readonly url: string;
  readonly assembly: Assembly;
  readonly db: EngineDatabase;
  close(): Promise<void>;
}

/** Binding and recovery need the books; until they answer the companion keeps letters and sends nothing. */
export async function takeUpWork({ assembly, config, tools, stop }: { assembly: Assembly; config: Config; tools: Tools; stop: AbortSignal }): Promise<void> {
  const { office, books, payer, store } = assembly;
  for (let tries = 0; !stop.aborted; tries++) {
    try {
      await bindOrRefuse(office, books, payer);
      await recover(office, books);
      break;
    } catch (error) {
      if (!(error instanceof Problem) || (error.kind !== 'unreachable' && error.kind !== 'busy')) throw error;
      const waitMs = backoffMs(tries, { firstMs: config.timing.firstRetryMs, longestMs: config.timing.longestRetryMs }, tools.random, error.retryAfterMs);
      tools.log.warn(`Companion: the books do not answer yet; trying again in ${Math.round(waitMs / 1000)} s. ${error.message}`);
      await tools.timer.sleep(waitMs, stop);
    }
  }
  const now = tools.now();
  await store.timers.atLatest('survey', '', now);
  await store.timers.atLatest('heartbeat', '', now);
  await store.timers.atLatest('recipients', '', now);
  if (office.receiverId !== undefined) await store.timers.atLatest('receipts', '', now);
  if (assembly.played.includes('balances')) await store.timers.atLatest('balances', '', now);
  if (assembly.played.includes('reconciliation')) await assembly.engine.desk.reconciliation.begin();
  await store.timers.atLatest('rehearse', '', now);
  await store.timers.atLatest('fees', '', now + config.timing.feesMs);
  for (const { program, currency } of payer.programs) await store.timers.atLatest('funds', laneKey({ connection: office.payerId, program, currency }), now);
  await assembly.engine.desk.finance.begin(assembly.played, assembly.connections.map(({ connection }) => connection.rates));
  await assembly.engine.desk.askAgain();
}

const listen = (app: ReturnType<typeof openDoor>, host: string, port: number) =>
  new Promise<{ url: string; close(): Promise<void> }>((resolve, reject) => {
    const server = app.listen(port, host, (error?: Error) => {
      if (error) return reject(new Problem('invalid', `Companion: can't listen on ${host}:${port} (${error.message}). Choose another QUITTANCE_PORT.`));
      resolve({
        url: `http://${host}:${(server.address() as AddressInfo).port}`,
        close: () => new Promise((done) => (server.close(() => done()), server.closeAllConnections())),
      });
    });
  });

/** Where account holders come by: what they need of the store, and a look at the account as soon as one consented. */
const consentDoor = ({ consents, store }: Assembly, tools: Tools, publicUrl: () => string) => ({
  consents, passes: store.consents, tools, get publicUrl() { return publicUrl(); }, given: (): Promise<void> => store.timers.set('receipts', '', tools.now()),
});

/** Whether payments received are read, in a sentence for whoever asks /readyz. */
async function receiptsInWords({ office, store }: Assembly): Promise<{ readonly receipts?: string }> {
  const row = office.receiverId === undefined ? undefined : await store.consents.read(office.receiverId);
  return row ? { receipts: `${row.state === 'given' ? 'on' : 'off'}: ${row.detail}` } : {};
}

/** Runs `work` regularly until stopped; trouble is logged, never fatal. */
function regularly(tools: Tools, everyMs: number, stop: AbortSignal, work: () => Promise<void>): void {
  const loop = async (): Promise<void> => {
    while (!stop.aborted) {
      await tools.timer.sleep(everyMs, stop);
      if (!stop.aborted) await work().catch((error: unknown) => tools.log.warn('Companion: regular work failed; it is tried again.', { error: String(error) }));
    }
  };
  void loop();
}

/** Whatever says that something changed wakes the companion; without it the regular sweep finds it. */
function listenForEvents({ connections, store, engine }: Assembly, tools: Tools, stop: AbortSignal): void {
  for (const { id, connection } of connections)
    if (connection.wakeUps)
      void subscribe(id, connection.wakeUps, store, tools, async () => {
        await store.cursors.set('full sweep', '0');
        await engine.desk.surveySoon();
      }, stop).catch((error: unknown) => tools.log.error('Events: the event stream ended; the regular sweep goes on.', { error: String(error) }));
}

/** How far the reading of what was there before is: counts and times only, for anybody may ask. */
const firstLoadSaid = (parts: readonly LoadProgress[], now: number): { readonly firstLoad?: string } => {
  const firstLoad = loadInWords(parts, now);
  return firstLoad === undefined ? {} : { firstLoad };
};

/** What may be handed in instead of being opened here: another world, another store, other timing. */
export interface Given {
  readonly tools?: Tools;
  readonly config?: Partial<Config>;
  readonly database?: EngineDatabase;
  readonly wake?: (database: EngineDatabase, tools: Tools) => Promise<Wake>;
}

/**
 * Starts the companion: store, connections, door, event stream, engine.
 * @throws Problem with what is missing, wrong or unsafe, before anything is sent.
 */
export async function startCompanion(env: Environment, given: Given = {}): Promise<Companion> {
  const config = { ...readConfig(env), ...given.config };
  const tools = given.tools ?? realWorld(openLog(config.logLevel));
  const db = given.database ?? (await openDatabase(storeSettings(env, config.environment === 'production'), tools.log, tools.now));
  const stop = new AbortController();
  const closers: (() => Promise<unknown>)[] = [() => db.close()];
  const close = async (): Promise<void> => {
    stop.abort();
    for (const step of closers.toReversed()) await step().catch((error: unknown) => tools.log.warn('Companion: closing was not clean.', { error: String(error) }));
  };
  try {
    await migrate(db, tools.now);
    const wake = await (given.wake ?? openPgBossWake)(db, tools);
    closers.push(() => wake.close());
    const assembly = await assemble(config, env, { db, wake, tools, holder: `${config.companionId}/${randomUUID()}`, stop: stop.signal });
    closers.push(() => assembly.close(), () => assembly.engine.idle());
    const metrics = openMetrics(assembly);
    const forgeries = openForgeryCount(assembly.store.issues, tools, 500);
    closers.push(() => forgeries.close());
    let ready = false;
    const health = {
      ready: async () => ({ ...(ready ? { ready: true } : { ready: false, why: 'The books have not answered yet; webhooks are kept.' }), ...(await receiptsInWords(assembly)), ...firstLoadSaid(await assembly.store.firstLoad.parts(), tools.now()) }),
      metrics: () => metrics.read(),
    };
    const door = { senders: assembly.senders, inbox: assembly.store.inbox, tools, forged: forgeries.count, heard: metrics.heard, health };
    let publicUrl = config.publicUrl ?? '';
    const http = await listen(openDoor({ ...door, consent: consentDoor(assembly, tools, () => publicUrl), get publicUrl() { return publicUrl; } }), config.host, config.port);
    assembly.doorAt((publicUrl ||= http.url));
    closers.push(() => http.close());
    await takeUpWork({ assembly, config, tools, stop: stop.signal });
    ready = true;
    await wake.work((topic) => assembly.engine.turn(topic));
    closers.push(() => Promise.resolve(wake.rest()));
    for (const topic of topics) await wake.at(topic, tools.now());
    listenForEvents(assembly, tools, stop.signal);
    regularly(tools, config.timing.maintenanceMs, stop.signal, () => maintain(db, tools));
    regularly(tools, config.timing.maintenanceMs, stop.signal, () => tellClocksDiffer(db, assembly.store.issues, tools.now, config.companionId));
    return { url: http.url, assembly, db, close };
  } catch (error) {
    await close();
    throw error;
  }
}
