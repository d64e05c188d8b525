import { assemble, type Assembly } from '../../companion/assembly.ts';
import { readConfig } from '../../companion/config.ts';
import type { Tools } from '../../companion/connectors/connector.ts';
import { takeUpWork } from '../../companion/start.ts';
import type { EngineDatabase } from '../../companion/store/engine-database.ts';
import { openLocalWake } from '../../companion/store/local-wake.ts';
import { migrate } from '../../companion/store/migrate.ts';
import { topics } from '../../companion/store/wake.ts';
import { inProcess } from '../../sandbox/kit/serve.ts';
import { openOutsideWorld, type OutsideOptions, type OutsideWorld } from '../../scripts/outside-world.ts';
import { virtualTime, type VirtualTime } from '../engine/virtual-time.ts';
import { openEmptyDatabase } from '../../companion/store/test-empty-database.ts';

export interface TimelessRig {
  readonly outside: OutsideWorld;
  readonly time: VirtualTime;
  readonly assembly: Assembly;
  /** What was logged as a warning or an error, in order. */
  readonly logged: readonly string[];
  end(): Promise<void>;
}

const urls = { salesforce: 'http://salesforce.test', payoneer: 'http://payoneer.test' };

/**
 * A companion with the waits of production and the pace of its default settings, both stand-ins without sockets, and time that moves on by itself whenever
 * nothing is under way: an outage of an hour takes as long as its calls. Nobody sends webhooks here, so that every call is the companion's own idea.
 */
export async function openTimelessRig(options: OutsideOptions = {}): Promise<TimelessRig> {
  const time = virtualTime(Date.UTC(2026, 2, 2, 9));
  const logged: string[] = [];
  const note = (message: string): void => void logged.push(message);
  const outside = openOutsideWorld({ seed: 1, ...options, clock: time.clock });
  const reach = { salesforce: inProcess(outside.org.standIn, outside.world, urls.salesforce), payoneer: inProcess(outside.payoneer.standIn, outside.world, urls.payoneer) };
  const outgoing: typeof fetch = (input, init) => time.track(() => (new URL(input instanceof Request ? input.url : input).host === 'salesforce.test' ? reach.salesforce : reach.payoneer)(input, init));
  const tools: Tools = { now: time.clock.now, random: () => 0.5, fetch: outgoing, timer: time.timer, log: { debug: () => undefined, info: () => undefined, warn: note, error: note } };
  const opened = await openEmptyDatabase();
  const db: EngineDatabase = { ...opened, query: (sql, params) => time.track(() => opened.query(sql, params)), transaction: (work) => time.track(() => opened.transaction(work)) };
  await migrate(db, tools.now);
  const env = { ...outside.companionEnv(urls), QUITTANCE_PUBLIC_URL: 'http://companion.test', QUITTANCE_LOG: 'silent' };
  const { timing } = readConfig({ ...env, QUITTANCE_ENVIRONMENT: 'production' });
  const config = { ...readConfig(env), timing };
  const wake = openLocalWake(db, tools);
  const assembly = await assemble(config, env, { db, wake, tools, holder: 'timeless' });
  const stop = new AbortController();
  let isUp = false;
  void (async () => {
    await takeUpWork({ assembly, config, tools, stop: stop.signal });
    await wake.work((topic) => assembly.engine.turn(topic));
    for (const topic of topics) await wake.at(topic, tools.now());
    isUp = true;
  })().catch((error: unknown) => note(`could not start: ${String(error)}`));
  await time.until(() => isUp, 60_000);
  return {
    outside, time, assembly, logged,
    async end() {
      stop.abort();
      await wake.close();
      await opened.close();
    },
  };
}
