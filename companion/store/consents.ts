import { createHash } from 'node:crypto';
import type { ConsentStanding } from '../connectors/connector.ts';
import type { Tools } from '../connectors/connector.ts';
import type { Database } from './database.ts';

export interface ConsentRow {
  readonly connection: string;
  readonly state: ConsentStanding['state'];
  readonly detail: string;
  readonly link: string | null;
  /** Epoch ms. */
  readonly linkEndsAt: number | null;
}

/** `link`: opened by an admin. `state`: sent through the provider's pages, good for one return. Both are good until they end or a consent is given. */
export type PassKind = 'link' | 'state';

const hashOf = (pass: string): string => createHash('sha256').update(pass).digest('hex');
const columns = 'connection, state, detail, link, link_ends_at as "linkEndsAt"';

/** Whether consents stand, and the passes of those who are about to give one; passes are kept as hashes only. */
export function openConsents(db: Database, tools: Pick<Tools, 'now'>) {
  return {
    async read(connection: string): Promise<ConsentRow | undefined> {
      return (await db.query<ConsentRow>(`select ${columns} from consent where connection = $1`, [connection]))[0];
    },
    /** @returns whether it stood otherwise before. */
    async note(row: ConsentRow): Promise<boolean> {
      const rows = await db.query(
        `insert into consent as c (connection, state, detail, link, link_ends_at, at) values ($1, $2, $3, $4, $5, $6)
         on conflict (connection) do update set state = excluded.state, detail = excluded.detail, link = excluded.link, link_ends_at = excluded.link_ends_at, at = excluded.at
         where (c.state, c.detail, c.link) is distinct from (excluded.state, excluded.detail, excluded.link) returning connection`,
        [row.connection, row.state, row.detail, row.link, row.linkEndsAt, tools.now()],
      );
      return rows.length > 0;
    },
    all: (): Promise<readonly ConsentRow[]> => db.query<ConsentRow>(`select ${columns} from consent order by connection`),
    async issue(pass: string, connection: string, kind: PassKind, lifeMs: number): Promise<void> {
      const now = tools.now();
      await db.query('delete from consent_pass where ends_at <= $1', [now]);
      await db.query('insert into consent_pass (hash, connection, kind, ends_at) values ($1, $2, $3, $4)', [hashOf(pass), connection, kind, now + lifeMs]);
    },
    /** Whether the pass is good; a state is used up by asking. */
    async honour(pass: string, connection: string, kind: PassKind): Promise<boolean> {
      const given = [hashOf(pass), connection, kind, tools.now()];
      const where = 'where hash = $1 and connection = $2 and kind = $3 and ends_at > $4';
      const rows = kind === 'state' ? await db.query(`delete from consent_pass ${where} returning hash`, given) : await db.query(`select hash from consent_pass ${where}`, given);
      return rows.length > 0;
    },
    /** A consent was given or is not wanted: links that are out lead nowhere any more, and who is on the way by one can't put another in its place. */
    async recall(connection: string): Promise<void> {
      await db.query('delete from consent_pass where connection = $1', [connection]);
    },
  };
}
