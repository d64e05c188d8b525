import { PgBoss, type Db } from 'pg-boss';
import type { Tools } from '../connectors/connector.ts';
import type { EngineDatabase } from './engine-database.ts';
import { Turns } from './turns.ts';
import { topics, type Topic, type Wake } from './wake.ts';

const queueOf = (topic: Topic): string => `wake-${topic}`;

/** Further ahead than this there is no timer in this process; the job alone wakes. */
const nearMs = 120_000;

/**
 * `short` keeps one queued job per key. Retries are generous and a dead worker is noticed after ten seconds, because a job means
 * "look again"; a job nobody fetched is kept for a year.
 */
const queue = {
  policy: 'short', notify: true, retryLimit: 1000, retryDelay: 1, retryBackoff: true, retryDelayMax: 60,
  heartbeatSeconds: 10, expireInSeconds: 3600, retentionSeconds: 365 * 86_400, deleteAfterSeconds: 60,
} as const;

/**
 * pg-boss on our connection. Its statements join the caller's transaction, which keeps its look-ups from waiting for the very
 * transaction that asks (its own PGlite adapter hangs there), and an error never issues a ROLLBACK behind the caller's back.
 */
function adapterOf(database: EngineDatabase): Db {
  const adapter: Db = {
    executeSql: async (text, values) => {
      const rows = values?.length ? await database.untranslated(text, values) : await database.script(text);
      return { rows: [...rows] };
    },
  };
  const pglite = database.embedded?.pglite;
  if (pglite)
    adapter.listen = async (channel, heard, subscribed) => {
      const stop = await pglite.listen(channel, heard);
      subscribed();
      return { close: () => stop() };
    };
  return adapter;
}

function bossOn(database: EngineDatabase, adapter: Db): PgBoss {
  const common = {
    useListenNotify: true, schedule: false, superviseIntervalSeconds: 5, monitorIntervalSeconds: 5, maintenanceIntervalSeconds: 300, persistQueueStats: false,
  };
  // On a server pg-boss keeps its own few connections (it reconnects its listener by itself); only sends go through ours.
  if (database.url) return new PgBoss({ ...common, connectionString: database.url, max: 3 });
  return new PgBoss({ ...common, db: adapter, backend: 'pglite', reindex: false, monitorVacuum: false });
}

/**
 * Wake-ups that survive a crash and reach every instance. The process that commits does the work itself, milliseconds after; the pg-boss job, in
 * the same transaction and at most one per topic and second, is for the case that it dies first, and for times far ahead.
 */
export async function openPgBossWake(database: EngineDatabase, tools: Tools): Promise<Wake> {
  const adapter = adapterOf(database);
  const boss = bossOn(database, adapter);
  const turns = new Turns(tools);
  boss.on('error', (error) => tools.log.warn('Store: pg-boss reports an error; wake-ups fall back to sweeping.', { error: String(error) }));
  boss.on('warning', (warning) => tools.log.info('Store: pg-boss warns.', { warning: warning.message }));
  await boss.start();
  for (const topic of topics) {
    const { policy, ...changeable } = queue;
    await boss.createQueue(queueOf(topic), { policy, ...changeable });
    await boss.updateQueue(queueOf(topic), changeable);
    await boss.getQueue(queueOf(topic));
  }
  /** Started when the second (and a margin for the commit) is over, so that nobody whose job was merged with another's is woken too early. */
  const send = async (topic: Topic, second: number): Promise<void> => {
    const delayMs = second * 1000 - tools.now();
    await boss.send(queueOf(topic), null, { singletonKey: String(second), startAfter: Math.max(1, Math.ceil(delayMs / 1000)), db: adapter });
  };
  return {
    at: async (topic, at) => {
      const due = Math.max(at, tools.now());
      const second = Math.ceil((due + 250) / 1000);
      // At the end of the transaction and in the order of the keys: two transactions can't hold each other's key, nor rows while waiting for one.
      await database.beforeCommit(`wake ${topic} ${second}`, () => send(topic, second));
      if (due - tools.now() < nearMs) database.afterCommit(() => turns.takeAt(topic, at));
    },
    work: async (turn) => {
      turns.begin(turn);
      const polling = { batchSize: 200, pollingIntervalSeconds: 1, notifyPollingIntervalSeconds: 2 };
      for (const topic of topics) await boss.work(queueOf(topic), polling, () => turns.take(topic));
    },
    rest: () => turns.rest(),
    close: async () => {
      await Promise.all([turns.close(), boss.stop({ graceful: true, timeout: 10_000 })]);
    },
  };
}
