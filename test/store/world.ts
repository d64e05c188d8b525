import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Log, Tools } from '../../companion/connectors/connector.ts';
import type { EngineDatabase } from '../../companion/store/engine-database.ts';
import { openPgliteDatabase } from '../../companion/store/pglite-database.ts';
import { openPostgresDatabase } from '../../companion/store/postgres-database.ts';
import { startPostgres } from './postgres.ts';

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const silent: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** The real world, as main.ts hands it in. */
export const realTools = (log: Log = silent): Tools => ({
  now: Date.now, fetch, random: Math.random, log,
  timer: {
    after: (ms, what) => {
      const handle = setTimeout(what, ms);
      return () => clearTimeout(handle);
    },
    sleep,
  },
});

export interface TestStore {
  readonly database: EngineDatabase;
  /** What a second process needs to reach the same store: a folder, or postgres://… */
  readonly address: string;
  stop(): Promise<void>;
}

/** A store of its own on each engine, to be used by `describe.each`. */
export const engines: readonly { readonly engine: string; open(): Promise<TestStore> }[] = [
  {
    engine: 'the embedded store',
    open: async () => {
      const address = mkdtempSync(join(tmpdir(), 'quittance-store-'));
      const database = await openPgliteDatabase(address);
      return {
        database, address,
        stop: async () => {
          await database.close();
          rmSync(address, { recursive: true, force: true });
        },
      };
    },
  },
  {
    engine: 'PostgreSQL',
    open: async () => {
      const server = await startPostgres();
      const database = await openPostgresDatabase(server.url, () => undefined);
      return {
        database, address: server.url,
        stop: async () => {
          await database.close();
          await server.stop();
        },
      };
    },
  },
];

export const letter = (key: string, more: { readonly body?: Uint8Array; readonly url?: string } = {}) => ({
  connection: 'payer', event: 'payout', key, flags: ['unsigned'],
  request: {
    method: 'POST', url: more.url ?? 'https://companion.example/webhooks/payer/payout?x=1',
    headers: [['Content-Type', 'application/json'], ['X-Odd', 'ä "quoted" \\ {},']] as const, body: more.body ?? new TextEncoder().encode(`{"key":"${key}"}`),
  },
});
