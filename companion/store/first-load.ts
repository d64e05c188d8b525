import type { LoadPart, LoadProgress } from '../domain/first-load.ts';
import type { Database } from './database.ts';
import { jsonOf } from './values.ts';

/** One part of what is read once from the books. */
export interface LoadRow extends LoadProgress {
  /** From when on, ISO 8601. */
  readonly since: string;
  /** The export at the books, and where its next page begins. */
  readonly exportId: string | null;
  readonly place: string | null;
  /** Exports ordered, and looks whether the present one is ready. */
  readonly exports: number;
  readonly looks: number;
  readonly known: number;
  readonly unreadable: number;
}

interface Finding {
  readonly recordId: string;
  readonly finding: string;
  readonly value: string;
}

const columns = `part, since, state, export_id as "exportId", place, exports, looks, expected, read, known, unreadable, reading_since as "readingSince", read_before as "readBefore", read_at as "readAt"`;

/** What was there before this store: how far it has been read, and what was noticed. */
export function openFirstLoad(db: Database) {
  return {
    /** Parts that are known already stay as they are. */
    begin: (parts: readonly { readonly part: LoadPart; readonly since: string; readonly expected: number }[], at: number): Promise<unknown> =>
      db.query(
        `insert into first_load (part, since, state, expected, began_at) select part, since, 'waiting', expected, $2::bigint
         from jsonb_to_recordset($1::jsonb) as x(part text, since text, expected int) on conflict (part) do nothing`,
        [jsonOf(parts), at],
      ),
    parts: (): Promise<readonly LoadRow[]> => db.query<LoadRow>(`select ${columns} from first_load order by part`),
    part: async (part: LoadPart, lock: '' | 'for update' = ''): Promise<LoadRow | undefined> => (await db.query<LoadRow>(`select ${columns} from first_load where part = $1 ${lock}`, [part]))[0],
    /** Whether payments that ended before this store began are still to be read: nothing may be sent before that. */
    pending: async (): Promise<boolean> => (await db.query("select 1 from first_load where part = 'ended' and state not in ('read', 'done')")).length > 0,

    ordered: (part: LoadPart, exportId: string): Promise<unknown> =>
      db.query("update first_load set state = 'preparing', export_id = $2, place = null, exports = exports + 1, looks = 0, read = 0, known = 0, unreadable = 0, reading_since = null, read_before = 0 where part = $1 and state = 'waiting'", [part, exportId]),
    looked: (part: LoadPart): Promise<unknown> => db.query('update first_load set looks = looks + 1 where part = $1', [part]),
    ready: (part: LoadPart, rows: number, at: number): Promise<unknown> =>
      db.query("update first_load set state = 'reading', expected = $2, reading_since = $3, read_before = read where part = $1 and state = 'preparing'", [part, rows, at]),
    /** The export is no good any more: the next one begins at the beginning, and what has been taken in is recognised. */
    dropExport: (part: LoadPart, exportId: string): Promise<unknown> => db.query("update first_load set state = 'waiting', export_id = null, place = null where part = $1 and export_id = $2 and state in ('preparing', 'reading')", [part, exportId]),
    /** How far a page got. Joins the caller's transaction, which holds the row's lock. */
    advance: (part: LoadPart, page: { readonly rows: number; readonly known: number; readonly unreadable: number; readonly next: string | undefined; readonly at: number }): Promise<unknown> =>
      db.query(
        `update first_load set read = read + $2, known = known + $3, unreadable = unreadable + $4, place = $5::text, expected = greatest(expected, read + $2),
           state = case when $5::text is null then 'read' else state end, read_at = case when $5::text is null then $6::bigint end where part = $1`,
        [part, page.rows, page.known, page.unreadable, page.next ?? null, page.at],
      ),
    reported: (part: LoadPart): Promise<unknown> => db.query("update first_load set state = 'done' where part = $1 and state = 'read'", [part]),
    /** A process that goes on measures its own pace. */
    resumed: (at: number): Promise<unknown> => db.query("update first_load set reading_since = $1, read_before = read where state = 'reading'", [at]),

    keepRecipients: (rows: readonly { readonly id: string; readonly payeeKey: string; readonly folded: string }[]): Promise<unknown> =>
      db.query(
        `insert into first_load_recipient (recipient_id, payee_key, folded_key) select id, "payeeKey", folded from jsonb_to_recordset($1::jsonb) as x(id text, "payeeKey" text, folded text)
         on conflict (recipient_id) do nothing`,
        [jsonOf(rows)],
      ),
    recipientsKnown: async (ids: readonly string[]): Promise<number> => (await db.query('select 1 from first_load_recipient where recipient_id = any($1::text[])', [ids])).length,
    note: (findings: readonly Finding[]): Promise<unknown> =>
      db.query(
        `insert into first_load_finding (record_id, finding, value) select "recordId", finding, value from jsonb_to_recordset($1::jsonb) as x("recordId" text, finding text, value text)
         on conflict (record_id, finding) do update set value = excluded.value`,
        [jsonOf(findings)],
      ),
    /** Notes who shares a payee with another, and forgets the keys. */
    noteTwins: (finding: string): Promise<void> =>
      db.transaction(async () => {
        await db.query(
          `insert into first_load_finding (record_id, finding, value) select recipient_id, $1, payee_key from first_load_recipient
           where folded_key in (select folded_key from first_load_recipient group by folded_key having count(*) > 1) on conflict (record_id, finding) do nothing`,
          [finding],
        );
        await db.query('delete from first_load_recipient');
      }),
    counts: () => db.query<{ finding: string; count: number }>('select finding, count(*)::int as count from first_load_finding group by finding order by finding'),
    findings: (finding?: string, limit = 1_000_000) =>
      db.query<Finding>('select record_id as "recordId", finding, value from first_load_finding where $1::text is null or finding = $1 order by finding, record_id limit $2', [finding ?? null, limit]),
  };
}
