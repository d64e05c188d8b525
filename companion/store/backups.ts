import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { PGlite } from '@electric-sql/pglite';
import { pgDump } from '@electric-sql/pglite-tools/pg_dump';
import { Problem } from '../domain/problem.ts';
import type { EngineDatabase } from './engine-database.ts';

const dumpName = /^quittance-\d{8}T\d{9}Z\.sql\.gz$/;

/** The dumps of a folder, oldest first. */
export const dumpsIn = (folder: string): readonly string[] => {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return readdirSync(folder).filter((name) => dumpName.test(name)).sort();
};

/** When a dump was made, epoch ms, from its name. */
export const dumpedAt = (name: string): number =>
  Date.parse(name.replace(/^quittance-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z.*$/, '$1-$2-$3T$4:$5:$6.$7Z'));

async function dumpOf(pglite: PGlite): Promise<File> {
  try {
    return await pgDump({ pg: pglite, args: ['--exclude-schema=pgboss'] });
  } finally {
    // pg_dump expects its connection to be closed, and leaves ours in its read-only transaction with its own settings.
    await pglite.exec('rollback');
    await pglite.exec('reset all');
  }
}

/**
 * Writes the whole embedded store as plain SQL, packed, readable by the owner only; the store waits meanwhile (about half a second per
 * few thousand letters). Wake-ups are left out: they follow from the tables. @returns the file's path.
 * @throws Problem `refused` on a server: its own tools back it up.
 */
export async function backUp(database: EngineDatabase, folder: string, now: number): Promise<string> {
  const { embedded } = database;
  if (!embedded) throw new Problem('refused', 'Store: this store is a PostgreSQL server. Back it up with the server\'s own tools (pg_dump, snapshots).');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const dump = await embedded.alone(() => dumpOf(embedded.pglite));
  const path = join(folder, `quittance-${new Date(now).toISOString().replace(/[-:.]/g, '')}.sql.gz`);
  const unfinished = `${path}.part`;
  writeFileSync(unfinished, gzipSync(await dump.text()), { mode: 0o600 });
  const handle = openSync(unfinished, 'r');
  fsyncSync(handle);
  closeSync(handle);
  renameSync(unfinished, path);
  return path;
}

/** Removes all but the newest `keep` dumps. @returns what was removed. */
export function rotate(folder: string, keep: number): readonly string[] {
  const old = dumpsIn(folder).slice(0, -Math.max(1, keep));
  for (const name of old) rmSync(join(folder, name));
  return old;
}
