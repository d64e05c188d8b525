import { assemble, type Assembly } from '../../companion/assembly.ts';
import { readConfig } from '../../companion/config.ts';
import type { Tools } from '../../companion/connectors/connector.ts';
import { Problem } from '../../companion/domain/problem.ts';
import { receive } from '../../companion/intake/receive.ts';
import { takeUpWork } from '../../companion/start.ts';
import type { EngineDatabase } from '../../companion/store/engine-database.ts';
import { openLocalWake } from '../../companion/store/local-wake.ts';
import { topics } from '../../companion/store/wake.ts';
import { inProcess } from '../../sandbox/kit/serve.ts';
import { openOutsideWorld, type OutsideWorld } from '../../scripts/outside-world.ts';
import { countedDatabase, countedFetch, type OnCall } from '../../scripts/campaign/counted.ts';
import { addPayees, fastProvider, fastTiming } from './story.ts';
import { virtualTime, type VirtualTime } from './virtual-time.ts';

/** The power failed: this instance reaches nothing any more. */
class Crash extends Error {}

const urls = { salesforce: 'http://salesforce.test', payoneer: 'http://payoneer.test' };
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

export interface Instance {
  readonly assembly: Assembly;
  readonly calls: readonly string[];
  diedAt(): string | undefined;
  close(): Promise<void>;
}

export interface CrashBench {
  readonly outside: OutsideWorld;
  readonly time: VirtualTime;
  /** A companion that starts on the bench's store, like a process would. At the given call it dies: what it had under way fails, and nothing it does reaches anybody. Undefined call: it lives. */
  start(name: string, dieAt?: number): Promise<Instance>;
}

/** Both stand-ins and companions without sockets, on one store, in time that moves by itself. */
export async function openCrashBench(db: EngineDatabase): Promise<CrashBench> {
  const time = virtualTime(Date.UTC(2026, 2, 2, 9));
  let door: Assembly | undefined;
  const outside = openOutsideWorld({ ...fastProvider, seed: 1, clock: time.clock, webhookTarget: 'http://companion.test/webhooks/payoneer', fetch: (input, init) => time.track(() => hook(door, input, init)) });
  await addPayees(outside);
  const reach = { salesforce: inProcess(outside.org.standIn, outside.world, urls.salesforce), payoneer: inProcess(outside.payoneer.standIn, outside.world, urls.payoneer) };
  const outgoing: typeof fetch = (input, init) => (new URL(input instanceof Request ? input.url : input).host === 'salesforce.test' ? reach.salesforce : reach.payoneer)(input, init);
  const env = { ...outside.companionEnv(urls), QUITTANCE_PUBLIC_URL: 'http://companion.test', QUITTANCE_LOG: 'silent', QUITTANCE_CALLS_PER_SECOND: '500' };
  return {
    outside, time,
    async start(name, dieAt = Infinity) {
      const started = await boot({ db, env, name, time, outgoing, dieAt });
      door = started.assembly;
      return started;
    },
  };
}

/** A webhook arrives: kept before it is answered, as at the door. */
async function hook(companion: Assembly | undefined, input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const request = new Request(input, init);
  const sender = companion?.senders.payoneer;
  if (!companion || !sender) throw new TypeError('fetch failed');
  const body = new Uint8Array(await request.arrayBuffer());
  const event = new URL(request.url).pathname.split('/').at(-1) ?? '';
  try {
    await receive('payoneer', sender, companion.store.inbox, event, { method: request.method, url: request.url, headers: [...request.headers], body });
    return new Response('{}');
  } catch (error) {
    if (error instanceof Crash) throw new TypeError('fetch failed');
    return new Response('{}', { status: error instanceof Problem && error.kind === 'forged' ? 401 : 503 });
  }
}

async function boot({ db, env, name, time, outgoing, dieAt }: { db: EngineDatabase; env: Record<string, string>; name: string; time: VirtualTime; outgoing: typeof fetch; dieAt: number }): Promise<Instance> {
  const calls: string[] = [];
  let dead: string | undefined;
  const at: OnCall = (label) => {
    if (dead !== undefined) throw new Crash('dead');
    calls.push(label);
    if (calls.length < dieAt) return;
    dead = label;
    throw new Crash(label);
  };
  const counted = countedDatabase(db, at);
  const tracked: EngineDatabase = { ...counted, query: (sql, params) => time.track(() => counted.query(sql, params)), transaction: (work) => time.track(() => counted.transaction(work)) };
  const reached = countedFetch(outgoing, at);
  const tools: Tools = { now: time.clock.now, random: () => 0.5, fetch: (input, init) => time.track(() => reached(input, init)), timer: time.timer, log: silent };
  const wake = openLocalWake(tracked, tools);
  const config = { ...readConfig(env), timing: fastTiming };
  const assembly = await assemble(config, env, { db: tracked, wake, tools, holder: name });
  const stop = new AbortController();
  const up = (async () => {
    await takeUpWork({ assembly, config, tools, stop: stop.signal });
    await wake.work((topic) => assembly.engine.turn(topic));
    for (const topic of topics) await wake.at(topic, tools.now());
  })();
  up.catch((error: unknown) => {
    if (dead === undefined) dead = `could not start: ${String(error)}`;
  });
  return {
    assembly, calls, diedAt: () => dead,
    async close() {
      dead ??= 'closed';
      stop.abort();
      await wake.close();
    },
  };
}
