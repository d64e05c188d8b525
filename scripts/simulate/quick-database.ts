import { PGlite } from '@electric-sql/pglite';
import { serialize } from 'pg-protocol';
import type { BackendMessage, DataRowMessage, DatabaseError, RowDescriptionMessage } from 'pg-protocol/dist/messages.js';
import { Parser } from 'pg-protocol/dist/parser.js';
import type { EngineDatabase } from '../../companion/store/engine-database.ts';
import { joinTransactions, type Session } from '../../companion/store/transactions.ts';
import { oneAtATime } from '../../companion/store/one-at-a-time.ts';
import { parserOf, type Wire } from '../../companion/store/values.ts';

interface Column {
  readonly name: string;
  readonly parse: (text: string) => unknown;
}
interface Prepared {
  readonly name: string;
  readonly columns: readonly Column[];
}
/** What is updated leaves its old row behind: unswept, a statement takes three times as long after some thousand. */
const sweepEvery = 2_000;

type Row = Readonly<Record<string, unknown>>;

const quiet = ['shared_buffers=16MB', 'timezone=UTC', 'plan_cache_mode=force_generic_plan', 'fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'autovacuum=off', 'enable_seqscan=off'];

const columnsOf = ({ fields }: RowDescriptionMessage): Column[] => fields.map(({ name, dataTypeID }) => ({ name, parse: parserOf(dataTypeID) }));
/** Row by row and column by column, with nothing in between: a tenth of a simulation is spent here. */
function rowOf(columns: readonly Column[], { fields }: DataRowMessage): Row {
  const row: Record<string, unknown> = {};
  for (let index = 0; index < columns.length; index++) {
    const column = columns[index];
    const text: unknown = fields[index];
    if (column) row[column.name] = typeof text === 'string' ? column.parse(text) : null;
  }
  return row;
}

/** Speaks PostgreSQL's protocol with the engine, one message after the other. */
function talkTo(engine: PGlite) {
  const parser = new Parser();
  /** @throws DatabaseError as the server said it, after it is ready again. */
  return async (...messages: readonly Buffer[]): Promise<BackendMessage[]> => {
    const heard: BackendMessage[] = [];
    // Bytes lie in the engine's own memory, which it uses again.
    await engine.execProtocolRawStream(Buffer.concat(messages), { syncToFs: false, onRawData: (bytes) => parser.parse(Buffer.from(bytes), (message) => heard.push(message)) });
    const failure = heard.find((message) => message.name === 'error');
    if (failure) throw failure as unknown as DatabaseError;
    return heard;
  };
}

/** The statements of one connection: each is prepared once and from then on only bound and executed. */
function openSession(say: ReturnType<typeof talkTo>): Session {
  const known = new Map<string, Prepared>();
  const prepare = async (sql: string): Promise<Prepared> => {
    const name = `s${known.size}`;
    const heard = await say(serialize.parse({ name, text: sql }), serialize.describe({ type: 'S', name }), serialize.sync());
    const described = heard.find((message) => message.name === 'rowDescription') as RowDescriptionMessage | undefined;
    const prepared = { name, columns: described ? columnsOf(described) : [] };
    known.set(sql, prepared);
    return prepared;
  };
  return {
    async query(sql, params: readonly Wire[]) {
      const { name, columns } = known.get(sql) ?? (await prepare(sql));
      const heard = await say(serialize.bind({ statement: name, values: [...params] }), serialize.execute(), serialize.sync());
      return heard.flatMap((message) => (message.name === 'dataRow' ? [rowOf(columns, message as DataRowMessage)] : []));
    },
    async script(sql) {
      let columns: readonly Column[] = [];
      return (await say(serialize.query(sql))).flatMap((message) => {
        if (message.name === 'rowDescription') columns = columnsOf(message as RowDescriptionMessage);
        return message.name === 'dataRow' ? [rowOf(columns, message as DataRowMessage)] : [];
      });
    },
  };
}

/**
 * The embedded store in memory, for simulations: the same SQL with the same parameters, every statement prepared once, straight through the engine's
 * protocol. Most of a simulation is spent on statements, and this way one takes a third of the time.
 */
export async function openQuickDatabase(): Promise<EngineDatabase> {
  const engine = await PGlite.create({ startParams: [...PGlite.defaultStartParams, ...quiet.flatMap((setting) => ['-c', setting])] });
  const session = openSession(talkTo(engine));
  const alone = oneAtATime();
  let asks = 0;
  const query: Session['query'] = async (...asked) => {
    asks += 1;
    if (asks % sweepEvery === 0) await session.script('vacuum payment, attempt, batch, outbox, timer');
    return session.query(...asked);
  };
  return joinTransactions({
    engine: 'pglite',
    direct: { query: (...asked) => alone(() => query(...asked)), script: (sql) => alone(() => session.script(sql)) },
    transact: (use) =>
      alone(async () => {
        await session.query('begin', [], true);
        try {
          const result = await use(session);
          await session.query('commit', [], true);
          return result;
        } catch (error) {
          await session.query('rollback', [], true);
          throw error;
        }
      }),
    close: () => alone(() => engine.close()),
  });
}
