import { mkdirSync, statfsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Log } from '../connectors/connector.ts';
import { Problem } from '../domain/problem.ts';
import type { EngineDatabase } from './engine-database.ts';
import { openPgliteDatabase } from './pglite-database.ts';
import { openPostgresDatabase } from './postgres-database.ts';
import { sameTime } from './same-time.ts';

export interface StoreSettings {
  /** `DATABASE_URL`: postgres://… */
  readonly url: string | undefined;
  /** `QUITTANCE_DATA`: the folder of the embedded store. */
  readonly dataDir: string;
  /** `QUITTANCE_EMBEDDED=accepted`: somebody decided that one machine's disk is enough in production. */
  readonly embeddedAccepted: boolean;
  readonly production: boolean;
}

export const storeSettings = (env: Readonly<Record<string, string | undefined>>, production: boolean): StoreSettings => ({
  url: env.DATABASE_URL === '' ? undefined : env.DATABASE_URL,
  dataDir: resolve(env.QUITTANCE_DATA || 'data/store'),
  embeddedAccepted: env.QUITTANCE_EMBEDDED === 'accepted',
  production,
});

/** File systems that forget: memory (tmpfs, ramfs) and a container's own layer (overlayfs), by their magic numbers in linux/magic.h. */
const ephemeral: Readonly<Record<number, string>> = { 0x01021994: 'tmpfs', 0x858458f6: 'ramfs', 0x794c7630: 'overlayfs', 0x61756673: 'aufs' };

/** The name of a file system that forgets, by its number (which some systems give with a sign), or undefined for a disk. */
export const ephemeralName = (type: number): string | undefined => ephemeral[type >>> 0];

/** The name of the forgetful file system a folder lies on, or undefined for a disk. */
function ephemeralDisk(folder: string): string | undefined {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return ephemeralName(statfsSync(folder).type);
}

/** Why production must not start on the embedded store, or undefined when it may. */
export function unsafeInProduction(settings: StoreSettings, disk: (folder: string) => string | undefined): string | undefined {
  if (!settings.production) return undefined;
  if (!settings.embeddedAccepted)
    return 'Store: production needs a PostgreSQL server. Set DATABASE_URL, or QUITTANCE_EMBEDDED=accepted when one machine and its disk are enough for you.';
  const kind = disk(settings.dataDir);
  return kind && `Store: ${settings.dataDir} lies on ${kind}, which a restart empties. Mount a volume there, or set DATABASE_URL.`;
}

/**
 * PostgreSQL when DATABASE_URL is set, the embedded store otherwise.
 * Who works on it hands in its clock (`now`, epoch ms), which must be that of the server.
 * @throws Problem `refused` when production would run on a store that can be lost, or the clocks differ, `unreachable` when the server does not answer.
 */
export async function openDatabase(settings: StoreSettings, log: Log, now?: () => number): Promise<EngineDatabase> {
  if (settings.url) {
    const db = await openPostgresDatabase(settings.url, (error) => log.warn('Store: an idle connection to PostgreSQL was lost; another takes its place.', { error: error.message }));
    if (now) await sameTime(db, now).catch((error: unknown) => db.close().then(() => Promise.reject(error as Error)));
    return db;
  }
  const unsafe = unsafeInProduction(settings, ephemeralDisk);
  if (unsafe) throw new Problem('refused', unsafe);
  return openPgliteDatabase(settings.dataDir);
}
