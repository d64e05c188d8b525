import type { PGlite, QueryOptions } from '@electric-sql/pglite';
import { PGlite as Engine } from '@electric-sql/pglite';
import type { EngineDatabase } from '../../companion/store/engine-database.ts';
import { databaseOn } from '../../companion/store/pglite-database.ts';

type Statements = Pick<PGlite, 'query' | 'exec'>;

const literal = (value: unknown): string => (value === null || value === undefined ? 'null' : `'${String(value).replaceAll("'", "''")}'`);

/**
 * The in-memory store with every statement prepared once and then only executed: the same SQL with the same parameters as text, at half
 * the time, which is what most of a simulation is spent on.
 */
export async function openQuickDatabase(): Promise<EngineDatabase> {
  const startParams = [...Engine.defaultStartParams, '-c', 'shared_buffers=16MB', '-c', 'timezone=UTC', '-c', 'plan_cache_mode=force_generic_plan'];
  const pglite = await Engine.create({ startParams });
  const names = new Map<string, string>();
  const quick = (target: Statements): Statements => ({
    exec: (sql, options) => target.exec(sql, options),
    query: async <T>(sql: string, params: readonly unknown[] = [], options?: QueryOptions) => {
      let name = names.get(sql);
      if (name === undefined) {
        name = `s${names.size}`;
        await target.exec(`prepare ${name} as ${sql}`);
        names.set(sql, name);
      }
      const results = await target.exec(`execute ${name}${params.length ? `(${params.map(literal).join(',')})` : ''}`, options);
      return (results.at(-1) ?? { rows: [], fields: [] }) as Awaited<ReturnType<typeof target.query<T>>>;
    },
  });
  const face = new Proxy(pglite, {
    get(engine, property) {
      if (property === 'query') return quick(engine).query;
      if (property === 'transaction') return (work: (session: Statements) => Promise<unknown>) => engine.transaction((session) => work(quick(session)));
      const value: unknown = Reflect.get(engine, property, engine);
      return typeof value === 'function' ? (value.bind(engine) as unknown) : value;
    },
  });
  return databaseOn(face, undefined, () => undefined);
}
