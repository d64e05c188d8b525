import { AsyncLocalStorage } from 'node:async_hooks';
import type { EngineDatabase } from '../../companion/store/engine-database.ts';

/** Hears of every call just before it is made and just after it came back; may end the process, or throw. */
export type OnCall = (label: string) => void;

const short = (sql: string): string => sql.replace(/\s+/g, ' ').trim().slice(0, 70);

/** The same store, telling of every statement (`step` inside a transaction, `store` alone) and every commit. */
export function countedDatabase(db: EngineDatabase, at: OnCall): EngineDatabase {
  const inside = new AsyncLocalStorage<true>();
  const told = async <T>(label: string, work: () => Promise<T>): Promise<T> => {
    const where = inside.getStore() ? 'step' : 'store';
    at(`${where} before: ${label}`);
    const result = await work();
    at(`${where} after: ${label}`);
    return result;
  };
  return {
    ...db,
    query: (sql, params) => told(short(sql), () => db.query(sql, params)),
    script: (sql) => told(short(sql), () => db.script(sql)),
    untranslated: (sql, params) => told(short(sql), () => db.untranslated(sql, params)),
    transaction: async (work) => {
      if (inside.getStore()) return db.transaction(work);
      const result = await db.transaction(() => inside.run(true, async () => {
        const done = await work();
        at('commit before');
        return done;
      }));
      at('commit after');
      return result;
    },
  };
}

/** The same fetch, telling of every call. */
export const countedFetch = (inner: typeof fetch, at: OnCall): typeof fetch => async (input, init) => {
  const label = `${init?.method ?? 'GET'} ${new URL(input instanceof Request ? input.url : input).pathname}`;
  at(`fetch before: ${label}`);
  const response = await inner(input, init);
  at(`fetch after: ${label}`);
  return response;
};
