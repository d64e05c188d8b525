import { AsyncLocalStorage } from 'node:async_hooks';
import pg from 'pg';
import { Problem } from '../domain/problem.ts';
import type { EngineDatabase } from './engine-database.ts';
import { joinTransactions, type Session } from './transactions.ts';
import { parserOf } from './values.ts';

const types = { getTypeParser: (oid: number) => parserOf(oid) };

/** PostgreSQL's appendix A: two of us collided, or the server is short of something; trying again later helps. */
const busyCodes = new Set(['40001', '40P01', '55P03', '53300', '53400', '57014']);
const lostCodes = new Set(['57P01', '57P02', '57P03', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN']);
/** A writer that became a reader after a switch-over leaves its connections open, and each of them fails for ever. */
const readOnlyCode = '25006';

/** A statement that nobody answers for so long is given up with its connection: what would be told of a dead line otherwise is told by the kernel after hours, or never. */
const hurriedMs = 60_000;
const patientMs = 3_600_000;
const patience = new AsyncLocalStorage<number>();

/** The server's collisions and absences as Problems; everything else is a mistake of ours and stays what it is. */
function asProblem(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof Problem) return error;
  const code = 'code' in error ? String(error.code) : '';
  if (busyCodes.has(code)) return new Problem('busy', `Store: PostgreSQL turned this away (${code}: ${error.message}). It is tried again.`, { cause: error, code });
  if (code === readOnlyCode)
    return new Problem('unreachable', `Store: this PostgreSQL server only reads now (${error.message}). Its connection is dropped; when this stays, let DATABASE_URL lead to the server that writes.`, { cause: error, code });
  if (lostCodes.has(code) || code.startsWith('08') || /connection (terminated|timeout|error)|timeout exceeded when trying to connect|query read timeout/i.test(error.message))
    return new Problem('unreachable', `Store: PostgreSQL does not answer (${error.message}). Check DATABASE_URL and the server; work goes on when it is back.`, { cause: error, code });
  return error;
}

/** `lost` hears when the connection under this is good for nothing any more. */
const translated = async <T>(work: () => Promise<T>, lost?: (problem: Problem) => void): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    const problem = asProblem(error);
    if (problem instanceof Problem && problem.kind === 'unreachable') lost?.(problem);
    throw problem;
  }
};

/** One statement for the driver, with its time: the driver takes it, and its types don't know. */
const timed = (statement: pg.QueryConfig): pg.QueryConfig & Pick<pg.ClientConfig, 'query_timeout'> => ({ ...statement, query_timeout: patience.getStore() });

const sessionOn = (target: pg.Pool | pg.PoolClient, lost?: (problem: Problem) => void): Session => ({
  query: (sql, params, translate) =>
    translated(async () => (await target.query<pg.QueryResultRow>(timed({ text: sql, values: params, ...(translate ? { types } : {}) }))).rows, lost),
  script: (sql) =>
    translated(async () => {
      // Several statements answer with an array, which the driver's types leave out.
      const results: unknown = await target.query(timed({ text: sql }));
      return (Array.isArray(results) ? (results as pg.QueryResult[]) : [results as pg.QueryResult]).flatMap(({ rows }) => rows as unknown[]);
    }, lost),
});

async function transact<T>(pool: pg.Pool, use: (session: Session) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  // While lent out, a connection that drops has nobody else listening, and an unheard 'error' ends the process.
  const drop = (error: Error): void => void (broken ??= error);
  client.on('error', drop);
  try {
    await translated(() => client.query('begin'), drop);
    const result = await use(sessionOn(client, drop));
    const { command } = await translated(() => client.query('commit'), drop);
    if (command !== 'COMMIT') throw new Problem('refused', 'Store: PostgreSQL rolled the transaction back, so nothing was written.');
    return result;
  } catch (error) {
    // Whoever hears nothing would wait for the rollback as long again; the server rolls back when the connection goes.
    if (!broken) await client.query('rollback').catch(drop);
    throw error;
  } finally {
    client.off('error', drop);
    client.release(broken);
  }
}

/** @throws Problem `refused` when a commit is not on the disk as soon as it is told: options in the URL replace ours, and a pooler in between may drop them. */
async function mustKeepAtOnce(pool: pg.Pool): Promise<void> {
  const { rows: [row] } = await pool.query<{ kept: string }>("select current_setting('synchronous_commit') as kept");
  if (row?.kept === 'off')
    throw new Problem('refused', 'Store: PostgreSQL has synchronous_commit off for this connection, by the options in DATABASE_URL or by a pooler in between. What was paid could be forgotten in a crash; set it to on there.');
}

/**
 * The store on a PostgreSQL server (15 or later), shared by any number of companions. The URL must reach the server itself or a
 * session pooler: wake-ups by LISTEN don't pass a transaction pooler.
 * `broken` hears of idle connections that died; the pool replaces them by itself. `answerMs`: how long a statement may stay without an answer.
 */
export async function openPostgresDatabase(url: string, broken: (error: Error) => void, answerMs = hurriedMs): Promise<EngineDatabase> {
  const pool = new pg.Pool({
    connectionString: url, max: 10, connectionTimeoutMillis: 10_000, keepAlive: true, keepAliveInitialDelayMillis: 10_000, query_timeout: answerMs, application_name: 'quittance',
    // A companion frozen in the middle of a transaction must not hold the others' rows for ever. What was said to be kept must be on the disk, whatever the server's owner set for others.
    options: '-c idle_in_transaction_session_timeout=60000 -c synchronous_commit=on -c datestyle=ISO -c timezone=UTC -c bytea_output=hex',
  });
  pool.on('error', broken);
  try {
    await translated(() => mustKeepAtOnce(pool));
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
  return { ...face, url, patiently: (work) => patience.run(patientMs, work) };
}
