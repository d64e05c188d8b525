import { AsyncLocalStorage } from 'node:async_hooks';
import { Problem } from '../domain/problem.ts';
import type { Database } from './database.ts';
import type { EngineDatabase } from './engine-database.ts';
import { toWire, type Wire } from './values.ts';

/** One connection, or something that lends one per statement. */
export interface Session {
  query(sql: string, params: Wire[], translate: boolean): Promise<readonly unknown[]>;
  script(sql: string): Promise<readonly unknown[]>;
}

/** What an engine provides; everything about joining is the same for both. */
export interface Connections {
  readonly engine: Database['engine'];
  readonly direct: Session;
  /** Begins; commits when `use` resolves, rolls back when it rejects. */
  transact<T>(use: (session: Session) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

class Scope {
  readonly session: Session;
  readonly lastly = new Map<string, () => Promise<void>>();
  readonly afterwards: (() => void)[] = [];
  open = true;
  failure: { readonly cause: unknown } | undefined;
  #tail: Promise<unknown> = Promise.resolve();

  constructor(session: Session) {
    this.session = session;
  }

  /** One statement at a time: a connection can't do two, and drivers disagree on what happens when asked to. */
  statement<T>(run: (session: Session) => Promise<T>): Promise<T> {
    const result = this.#tail.then(() => {
      if (!this.open) throw ended();
      return run(this.session);
    });
    this.#tail = result.catch((cause: unknown) => {
      this.failure ??= { cause };
    });
    return result;
  }

  settled(): Promise<unknown> {
    return this.#tail;
  }

  async finish(): Promise<void> {
    for (const key of [...this.lastly.keys()].sort()) await this.lastly.get(key)?.();
    await this.#tail;
    this.open = false;
    if (this.failure)
      throw new Problem('refused', 'Store: a step inside this transaction failed and its error was swallowed, so nothing was written. Let the error leave the transaction.', this.failure);
  }
}

const ended = (): Problem =>
  new Problem('refused', 'Store: this statement belongs to a transaction that has already ended. Await it inside the transaction, or start it outside.');

const inside = new AsyncLocalStorage<true>();
/** Whether the caller stands in any store's transaction: what waits for another transaction must not be awaited there. */
export const insideTransaction = (): boolean => inside.getStore() === true;

/** Gives an engine the face of the store, with transactions joined through the call stack. */
export function joinTransactions(connections: Connections): EngineDatabase {
  const scopes = new AsyncLocalStorage<Scope>();
  const scope = (): Scope | undefined => {
    const current = scopes.getStore();
    if (current && !current.open) throw ended();
    return current;
  };
  const run = async <T>(statement: (session: Session) => Promise<T>): Promise<T> => {
    const current = scope();
    return current ? current.statement(statement) : statement(connections.direct);
  };
  const begin = async <T>(work: () => Promise<T>): Promise<T> => {
    const { done, afterwards } = await connections.transact(async (session) => {
      const fresh = new Scope(session);
      try {
        return await inside.run(true, () => scopes.run(fresh, async () => {
          const result = await work();
          await fresh.finish();
          return { done: result, afterwards: fresh.afterwards };
        }));
      } finally {
        fresh.open = false;
        // A statement that is under way ends before the rollback; those behind it are refused, or they would run on a connection that is somebody else's by then.
        await fresh.settled();
      }
    });
    for (const after of afterwards) after();
    return done;
  };
  const join = async <T>(current: Scope, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (cause) {
      // A part that failed must not be committed by an outer caller who caught the error.
      current.failure ??= { cause };
      throw cause;
    }
  };
  const transaction = async <T>(work: () => Promise<T>): Promise<T> => {
    const current = scope();
    return current ? join(current, work) : begin(work);
  };
  return {
    engine: connections.engine,
    query: async <T extends object>(sql: string, params: readonly unknown[] = []) =>
      (await run((session) => session.query(sql, params.map(toWire), true))) as readonly T[],
    untranslated: (sql, params) => run((session) => session.query(sql, params.map(toWire), false)),
    script: (sql) => run((session) => session.script(sql)),
    transaction,
    beforeCommit: async (key, work) => {
      const current = scope();
      if (current) current.lastly.set(key, work);
      else await begin(work);
    },
    afterCommit: (work) => {
      const current = scope();
      if (current) current.afterwards.push(work);
      else work();
    },
    patiently: (work) => work(),
    close: () => connections.close(),
  };
}
