import type { Database } from './database.ts';
import { jsonOf } from './values.ts';

export interface JournalLine {
  readonly correlationId: string;
  readonly runId: string;
  readonly flow: string;
  readonly step: string;
  readonly note: unknown;
  readonly at: number;
}

/** What was done, for audit and for "why is this Failed?". It records, it never answers: no leg reads it to know what is left to do. */
export interface Journal {
  /** One line per correlation id (a Payment Request id), in one statement. */
  record(lines: { readonly runId: string; readonly flow: string; readonly step: string; readonly at: number; readonly of: readonly { readonly id: string; readonly note?: unknown }[] }): Promise<void>;
  /** Oldest first. */
  read(correlationId: string): Promise<readonly JournalLine[]>;
}

export function openJournal(db: Database): Journal {
  return {
    async record({ runId, flow, step, at, of }) {
      if (!of.length) return;
      await db.query(
        `insert into journal (correlation_id, run_id, flow, step, note, at)
         select x.id, $1, $2, $3, x.note, $4::bigint from jsonb_to_recordset($5::jsonb) as x(id text, note jsonb)`,
        [runId, flow, step, at, jsonOf(of)],
      );
    },
    read: (correlationId) =>
      db.query<JournalLine>(
        'select correlation_id as "correlationId", run_id as "runId", flow, step, note, at from journal where correlation_id = $1 order by id',
        [correlationId],
      ),
  };
}
