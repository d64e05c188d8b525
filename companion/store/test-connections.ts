import { joinTransactions, type Session } from './transactions.ts';

/** A store over an engine that only notes what it is asked for: "outside" and "1", "2", … say on which connection. A statement that begins with "fail" fails; one that begins with "hold" ends when told. */
export function notedStore() {
  const noted: string[] = [];
  const held = new Map<string, () => void>();
  let nth = 0;
  const answer = async (on: string, sql: string, ...more: unknown[]): Promise<readonly unknown[]> => {
    noted.push([on, sql, ...more.map((one) => JSON.stringify(one))].join(' '));
    if (sql.startsWith('hold')) await new Promise<void>((resolve) => held.set(sql, resolve));
    if (sql.startsWith('fail')) throw new Error(sql);
    return [{ from: sql }];
  };
  const session = (on: string): Session => ({ query: (sql, params, translate) => answer(on, sql, params, translate), script: (sql) => answer(on, sql) });
  const store = joinTransactions({
    engine: 'postgres', direct: session('outside'),
    transact: async (use) => {
      const on = String(++nth);
      noted.push(`${on} begin`);
      try {
        const result = await use(session(on));
        noted.push(`${on} commit`);
        return result;
      } catch (error) {
        noted.push(`${on} rollback`);
        throw error;
      }
    },
    close: () => Promise.resolve(void noted.push('closed')),
  });
  return {
    store, noted,
    /** Ends a statement that is held. */
    end: (sql: string): void => held.get(sql)?.(),
  };
}
