import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../../companion/config.ts';
import type { Companion, Given } from '../../companion/start.ts';
import { serveOutsideWorld, type OutsideOptions } from '../../scripts/outside-world.ts';
import { pause } from './eventually.ts';
import { startBeside } from './start-beside.ts';

export interface Rig extends Awaited<ReturnType<typeof serveOutsideWorld>> {
  /** The companion that runs now. */
  companion: Companion;
  /** Starts a companion on the rig's store, and points the webhooks at it. */
  start(more?: { env?: Record<string, string> }): Promise<Companion>;
  /** Ends the companion that runs now and starts another. */
  restart(more?: Parameters<Rig['start']>[0]): Promise<Companion>;
  /** Waits until every one of these requests has one of the states, polling the org. */
  until(ids: readonly string[], states: readonly string[], withinMs?: number): Promise<void>;
  statuses(ids: readonly string[]): string[];
  end(): Promise<void>;
}

/** Two stand-ins over HTTP and a companion on a store of its own, as a user would run them. */
export async function openRig(options: OutsideOptions & { ecbPort?: number; env?: Record<string, string>; config?: Partial<Config> } & Pick<Given, 'database' | 'wake' | 'tools'> = {}): Promise<Rig> {
  const outside = await serveOutsideWorld(options);
  const dataDir = mkdtempSync(join(tmpdir(), 'quittance-'));
  const started: Companion[] = [];
  const statuses = (ids: readonly string[]): string[] => ids.map((id) => String(outside.request(id).Status__c));
  const rig: Rig = {
    ...outside, statuses, companion: undefined as unknown as Companion,
    async start(more = {}) {
      const { config = {}, database, wake, tools } = options;
      rig.companion = await startBeside(outside, { QUITTANCE_DATA: dataDir, ...options.env, ...more.env }, { config, ...(database ? { database } : {}), ...(wake ? { wake } : {}), ...(tools ? { tools } : {}) });
      started.push(rig.companion);
      return rig.companion;
    },
    async restart(more) {
      await started.splice(started.indexOf(rig.companion), 1)[0]?.close();
      return rig.start(more);
    },
    async until(ids, states, withinMs = Number(process.env.TEST_WITHIN_MS ?? 20_000)) {
      const end = Date.now() + withinMs;
      while (!statuses(ids).every((status) => states.includes(status))) {
        if (Date.now() > end) throw new Error(`Rig: after ${withinMs} ms the requests stand at ${JSON.stringify(ids.map((id) => [outside.request(id).Name, outside.request(id).Status__c, outside.request(id).Status_Reason__c]))}, wanted ${states.join(' or ')}.`);
        await pause(50);
      }
    },
    async end() {
      for (const companion of started) await companion.close();
      await outside.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
  await rig.start();
  return rig;
}
