import { mkdirSync, readdirSync, renameSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { PGlite } from '@electric-sql/pglite';
import { pgDump } from '@electric-sql/pglite-tools/pg_dump';
import { Problem } from '../domain/problem.ts';
import { syncPath } from './durable-node-fs.ts';
import type { EngineDatabase } from './engine-database.ts';

const dumpName = /^quittance-\d{8}T\d{9}Z\.sql\.gz$/;
const unfinishedName = /^quittance-\d{8}T\d{9}Z\.sql\.gz\.part$/;
/** What the store itself must still be able to write beside a dump. */
const reserveBytes = 64_000_000;

/** The dumps of a folder, oldest first. */
export const dumpsIn = (folder: string): readonly string[] => {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return readdirSync(folder).filter((name) => dumpName.test(name)).sort();
};

/** When a dump was made, epoch ms, from its name. */
export const dumpedAt = (name: string): number =>
  Date.parse(name.replace(/quittance-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z.*/, '$1-$2-$3T$4:$5:$6.$7Z'));

async function dumpOf(pglite: PGlite): Promise<File> {
  try {
    return await pgDump({ pg: pglite, args: ['--exclude-schema=pgboss'] });
  } finally {
    // pg_dump expects its connection to be closed, and leaves ours in its read-only transaction with its own settings.
    await pglite.exec('rollback');
    await pglite.exec('reset all');
  }
}

/** What an end in the middle of a dump left behind. The store has one user, and its dumps have no other. */
function removeUnfinished(folder: string): void {
  for (const name of readdirSync(folder).filter((one) => unfinishedName.test(one))) rmSync(join(folder, name));
}

/** The dump before tells how large this one becomes; the first can't be larger than the store by much. @throws Problem `refused` when the disk has no room for it. */
async function mustHaveRoom(database: EngineDatabase, folder: string): Promise<void> {
  const last = dumpsIn(folder).at(-1);
  const [row] = last ? [{ bytes: statSync(join(folder, last)).size }] : await database.query<{ bytes: number }>('select pg_database_size(current_database()) as bytes');
  const needed = (row?.bytes ?? 0) + reserveBytes;
  const { bavail, bsize } = statfsSync(folder);
  const inMegabytes = (bytes: number): string => `${Math.ceil(bytes / 1_000_000)} MB`;
  if (bavail * bsize < needed)
    throw new Problem('refused', `Store: no backup was made: ${folder} has ${inMegabytes(bavail * bsize)} left, and a backup with a reserve for the store needs ${inMegabytes(needed)}. Make room on that disk; it is tried again at the next maintenance.`);
}

/** The whole file under its name, or nothing. */
function writeWhole(folder: string, path: string, content: Uint8Array, force: (path: string) => void): void {
  const unfinished = `${path}.part`;
  try {
    writeFileSync(unfinished, content, { mode: 0o600 });
    force(unfinished);
    renameSync(unfinished, path);
    force(folder);
  } catch (cause) {
    rmSync(unfinished, { force: true });
    throw new Problem('refused', `Store: the backup could not be written (${(cause as Error).message}), and what there was of it was removed. Look after the disk of ${folder}; it is tried again at the next maintenance.`, { cause });
  }
}

/**
 * Writes the whole embedded store as plain SQL, packed, readable by the owner only; the store waits meanwhile (about half a second per
 * few thousand letters). Wake-ups are left out: they follow from the tables. `force` brings a path to the disk. @returns the file's path.
 * @throws Problem `refused` on a server: its own tools back it up; and when the disk has no room.
 */
export async function backUp(database: EngineDatabase, folder: string, now: number, force: (path: string) => void = syncPath): Promise<string> {
  const { embedded } = database;
  if (!embedded) throw new Problem('refused', 'Store: this store is a PostgreSQL server. Back it up with the server\'s own tools (pg_dump, snapshots).');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  removeUnfinished(folder);
  await mustHaveRoom(database, folder);
  const dump = await embedded.alone(() => dumpOf(embedded.pglite));
  const path = join(folder, `quittance-${new Date(now).toISOString().replace(/[-:.]/g, '')}.sql.gz`);
  writeWhole(folder, path, gzipSync(await dump.text()), force);
  return path;
}

/** Removes all but the newest `keep` dumps. @returns what was removed. */
export function rotate(folder: string, keep: number): readonly string[] {
  const old = dumpsIn(folder).slice(0, -Math.max(1, keep));
  for (const name of old) rmSync(join(folder, name));
  return old;
}
