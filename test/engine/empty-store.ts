import type { EngineDatabase } from '../../companion/store/engine-database.ts';

/** Leaves the store as it was when it was made: every table is there, and nothing is in any. */
export async function emptyStore(db: EngineDatabase): Promise<void> {
  const tables = await db.query<{ name: string }>("select tablename as name from pg_tables where schemaname = 'public' and tablename <> 'migration'");
  await db.script(`truncate ${tables.map(({ name }) => name).join(', ')} restart identity`);
}
