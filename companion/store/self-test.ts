import type { PGlite } from '@electric-sql/pglite';
import { Problem } from '../domain/problem.ts';

/**
 * Proves at start that a commit reaches the disk and that nobody shares the directory.
 * @throws Problem `refused` naming what failed: the embedded store must not run without these.
 */
export async function selfTest(pglite: PGlite, syncs: () => number, lockHeld: () => boolean): Promise<void> {
  const refuse = (why: string): never => {
    throw new Problem('refused', `Store: the embedded database can't promise to keep what it accepted (${why}). Set DATABASE_URL to a PostgreSQL server.`);
  };
  if (!lockHeld()) refuse('the data directory is not locked');
  const { rows } = await pglite.query<{ fsync: string }>('show fsync');
  if (rows[0]?.fsync !== 'on') refuse('fsync is off');
  const before = syncs();
  // A message in the log that belongs to a transaction: the smallest thing whose commit must be flushed.
  await pglite.query("select pg_logical_emit_message(true, 'self-test', '')");
  if (syncs() <= before) refuse('a commit did not reach the disk');
}
