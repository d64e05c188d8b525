import type { Tools } from '../connectors/connector.ts';
import type { Database } from './database.ts';

/** How far a stream was read, by name. Setting one joins the caller's transaction, so that it moves with what was read. */
export interface Cursors {
  get(name: string): Promise<string | undefined>;
  set(name: string, value: string): Promise<void>;
}

export function openCursors(db: Database, tools: Pick<Tools, 'now'>): Cursors {
  return {
    async get(name) {
      return (await db.query<{ value: string }>('select value from cursor where name = $1', [name]))[0]?.value;
    },
    async set(name, value) {
      await db.query('insert into cursor (name, value, at) values ($1, $2, $3) on conflict (name) do update set value = excluded.value, at = excluded.at', [name, value, tools.now()]);
    },
  };
}
