import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Problem } from '../domain/problem.ts';

export interface DataLock {
  /** False once released. */
  held(): boolean;
  release(): void;
}

/**
 * One process per data directory: PGlite would let two of them in and lose rows silently. An exclusive SQLite transaction is held
 * for life; the system takes it back when the process dies however it dies, so no stale lock can remain. Nothing else in this process may
 * open that file: closing any handle on it gives the lock away (POSIX locks belong to the process, not to the handle).
 * @throws Problem `refused` when another process holds it.
 */
export function lockDataDir(dataDir: string): DataLock {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const file = new DatabaseSync(join(dataDir, 'companion.lock'));
  try {
    file.exec('pragma busy_timeout = 0; begin exclusive');
  } catch (cause) {
    file.close();
    throw new Problem('refused', `Store: ${dataDir} is in use by another process. Stop the other companion, or give this one its own QUITTANCE_DATA or a DATABASE_URL.`, { cause });
  }
  let held = true;
  return {
    held: () => held,
    release: () => {
      if (held) file.close();
      held = false;
    },
  };
}
