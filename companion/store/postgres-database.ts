import pg from 'pg';
import { Problem } from '../domain/problem.ts';
import type { EngineDatabase } from './engine-database.ts';
import { joinTransactions, type Session } from './transactions.ts';
import { parserOf } from './values.ts';

const types = { getTypeParser: (oid: number) => parserOf(oid) };

/** PostgreSQL's appendix A: two of us collided, or the server is short of something; trying again later helps. */
const busyCodes = new Set(['40001', '40P01', '55P03', '53300', '53400']);
const lostCodes = new Set(['57P01', '57P02', '57P03', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN']);

/** The server's collisions and absences as Problems; everything else is a mistake of ours and stays what it is. */
function asProblem(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof Problem) return error;
  const code = 'code' in error ? String(error.code) : '';
  if (busyCodes.has(code)) return new Problem('busy', `Store: PostgreSQL turned this away (${code}: ${error.message}). It is tried again.`, { cause: error, code });
  if (lostCodes.has(code) || code.startsWith('08') || /connection (terminated|timeout|error)|timeout exceeded when trying to connect/i.test(error.message))
    return new Problem('unreachable', `Store: PostgreSQL does not answer (${error.message}). Check DATABASE_URL and the server; work goes on when it is back.`, { cause: error, code });
  return error;
}

const translated = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    throw asProblem(error);
  }
};

const sessionOn = (target: pg.Pool | pg.PoolClient): Session => ({
  query: (sql, params, translate) =>
    translated(async () => (await target.query<pg.QueryResultRow>({ text: sql, values: params, ...(translate ? { types } : {}) })).rows),
  script: (sql) =>
    translated(async () => {
      // Several statements answer with an array, which the driver's types leave out.
      const results: unknown = await target.query(sql);
      return (Array.isArray(results) ? (results as pg.QueryResult[]) : [results as pg.QueryResult]).flatMap(({ rows }) => rows as unknown[]);
    }),
});

async function transact<T>(pool: pg.Pool, use: (session: Session) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  // While lent out, a connection that drops has nobody else listening, and an unheard 'error' ends the process.
  const drop = (error: Error): void => void (broken ??= error);
  client.on('error', drop);
  try {
    await client.query('begin');
    const result = await use(sessionOn(client));
    const { command } = await client.query('commit');
    if (command !== 'COMMIT') throw new Problem('refused', 'Store: PostgreSQL rolled the transaction back, so nothing was written.');
    return result;
  } catch (error) {
    await client.query('rollback').catch(drop);
    throw error;
  } finally {
    client.off('error', drop);
    client.release(broken);
  }
}

/**
 * The store on a PostgreSQL server (15 or later), shared by any number of companions. The URL must reach the server itself or a
 * session pooler: wake-ups by LISTEN don't pass a transaction pooler.
 * `broken` hears of idle connections that died; the pool replaces them by itself.
 */
export async function openPostgresDatabase(url: string, broken: (error: Error) => void): Promise<EngineDatabase> {
  const pool = new pg.Pool({
    connectionString: url, max: 10, connectionTimeoutMillis: 10_000, keepAlive: true, application_name: 'quittance',
    // A companion frozen in the middle of a transaction must not hold the others' rows for ever.
    options: '-c idle_in_transaction_session_timeout=60000 -c datestyle=ISO -c timezone=UTC -c bytea_output=hex',
  });
  pool.on('error', broken);
  try {
    await translated(() => pool.query('select 1'));
  } catch (error) {
    await pool.end();
    throw error;
  }
  let closing: Promise<void> | undefined;
  const face = joinTransactions({
    engine: 'postgres',
    direct: sessionOn(pool),
    transact: (use) => translated(() => transact(pool, use)),
    close: () => (closing ??= pool.end()),
  });
  return { ...face, url };
}
