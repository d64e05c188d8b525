export type Row = Readonly<Record<string, unknown>>;

/**
 * One PostgreSQL dialect over two engines. A query made inside `transaction` joins it, however deep in the call stack,
 * so that a letter and its wake-up commit together. Never make a network call inside a transaction: on PGlite it stops the whole store.
 */
export interface Database {
  readonly engine: 'pglite' | 'postgres';
  /** Rows as objects; bigint columns as numbers (safe integers), timestamptz as epoch milliseconds, date as YYYY-MM-DD text, jsonb parsed. */
  query<T extends object = Row>(sql: string, params?: readonly unknown[]): Promise<readonly T[]>;
  /** All or nothing. Nested calls join the outer one. */
  transaction<T>(work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
