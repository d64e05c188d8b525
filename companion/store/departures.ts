import type { Database } from './database.ts';
import { jsonOf } from './values.ts';

/** When a request leaves, and from what that was computed. Times in epoch ms. */
export interface DepartureRow {
  readonly requestId: string;
  /** Null when it waits for nothing, or for a schedule that can be followed. */
  readonly leavesAt: number | null;
  /** The schedule, the approval and the payout date: another one is computed anew. */
  readonly basis: string;
  /** The schedule alone. */
  readonly schedule: string;
}

const columns = 'request_id as "requestId", leaves_at as "leavesAt", basis, schedule';
/** Waiting for its time, as far as the ledger knows. */
const waiting = "from departure d join payment p using (request_id) where p.state = 'Scheduled'";

export function openDepartures(db: Database) {
  return {
    byIds: (ids: readonly string[]): Promise<readonly DepartureRow[]> => db.query<DepartureRow>(`select ${columns} from departure where request_id = any($1::text[])`, [ids]),
    async keep(rows: readonly DepartureRow[]): Promise<void> {
      if (!rows.length) return;
      await db.query(
        `insert into departure (request_id, leaves_at, basis, schedule)
         select "requestId", "leavesAt", basis, schedule from jsonb_to_recordset($1::jsonb) as x("requestId" text, "leavesAt" bigint, basis text, schedule text)
         on conflict (request_id) do update set leaves_at = excluded.leaves_at, basis = excluded.basis, schedule = excluded.schedule`,
        [jsonOf(rows)],
      );
    },
    /** The next time after `after` at which something that waits leaves. */
    next: async (after: number): Promise<number | undefined> => (await db.query<{ at: number | null }>(`select min(d.leaves_at) as at ${waiting} and d.leaves_at > $1`, [after]))[0]?.at ?? undefined,
    /** Whether something that waits was to leave after `after`, and by `by`. */
    due: async (after: number, by: number): Promise<boolean> => (await db.query(`select 1 ${waiting} and d.leaves_at > $1 and d.leaves_at <= $2 limit 1`, [after, by])).length > 0,
  };
}
