import type { PGlite } from '@electric-sql/pglite';
import type { Database } from './database.ts';

/** What the store itself needs beyond the face everybody else uses. */
export interface EngineDatabase extends Database {
  /** Several statements at once, without parameters, in this transaction if there is one. Rows come as the driver gives them. */
  script(sql: string): Promise<readonly unknown[]>;
  /** One statement whose rows come as the driver gives them: pg-boss expects its driver's own types. */
  untranslated(sql: string, params: readonly unknown[]): Promise<readonly unknown[]>;
  /** Once per `key` and transaction, just before it commits, in the order of the keys; at once in a transaction of its own when there is none. */
  beforeCommit(key: string, work: () => Promise<void>): Promise<void>;
  /** After the commit, never when it is rolled back; at once when there is no transaction. */
  afterCommit(work: () => void): void;
  /** For what may take long (migrations, moving, forgetting): its statements may stay without an answer for an hour. Others are given up after a minute, since a line that is dead is silent too. */
  patiently<T>(work: () => Promise<T>): Promise<T>;
  /** The connection string, when there is one. */
  readonly url?: string;
  /** The embedded engine, when this is one. `alone` keeps every other statement out meanwhile. */
  readonly embedded?: { readonly pglite: PGlite; readonly dataDir: string | undefined; alone<T>(work: () => Promise<T>): Promise<T> };
}
