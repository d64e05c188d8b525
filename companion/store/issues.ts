import type { Change } from '../domain/change.ts';
import type { Database } from './database.ts';
import type { Outbox } from './outbox.ts';

export interface IssueRow {
  readonly key: string;
  readonly kind: string;
  readonly source: string;
  readonly severity: 'Info' | 'Warning' | 'Critical';
  readonly status: 'Open' | 'Retrying' | 'Resolved' | 'Discarded';
  readonly count: number;
  readonly firstAt: number;
  readonly lastAt: number;
  readonly summary: string;
  readonly detail: string;
  readonly excerpt: string;
  readonly requestId: string | null;
  readonly letterId: number | null;
  readonly clearsAction: boolean;
  /** When the books last cleared a requested action, epoch ms. */
  readonly actionClearedAt: number | null;
  /** As on a payment. */
  readonly answeredAction: string | null;
  readonly answeredAt: number | null;
}

export interface NewIssue {
  readonly kind: string;
  /** Whose trouble it is: a connection id, a lane or a reference. */
  readonly source: string;
  readonly severity: IssueRow['severity'];
  /** How many times it happened at once; 1 when not said. */
  readonly by?: number;
  readonly summary: string;
  readonly detail: string;
  /** Redacted; the original bytes stay in the companion. */
  readonly excerpt?: string;
  readonly requestId?: string;
  readonly letterId?: number;
}

/** What a person must look at: one per (kind, source, hour) with a counter, so that an attacker can't burn the org's quota. */
export interface Issues {
  /** @returns the key of the issue that tells of it */
  raise(issue: NewIssue): Promise<string>;
  /** `answers` names the wish, as on a payment. */
  settle(key: string, status: IssueRow['status'], answers: string): Promise<void>;
  /** The trouble is over by itself: its open issues of this kind are resolved. */
  mend(kind: string, source: string): Promise<void>;
  /** Clears a wish that can't be granted, and says why. */
  answer(key: string, why: string, answers: string): Promise<void>;
  /** The wish that was answered no longer stands in the books: nothing is to be cleared there. */
  forgetAnswers(keys: readonly string[]): Promise<void>;
  /** The books were told: a person may ask for something again. */
  clearFlags(keys: readonly string[]): Promise<void>;
  /** Keeps issues of a store that was lost as the books show them, so that a wish on them can be answered. What is known is left as it is. */
  adopt(issues: readonly Omit<Extract<Change, { kind: 'issue' }>, 'kind' | 'version' | 'status' | 'answers'>[]): Promise<void>;
  byKeys(keys: readonly string[]): Promise<readonly IssueRow[]>;
  open(): Promise<readonly IssueRow[]>;
}

const columns = `key, kind, source, severity, status, count, first_at as "firstAt", last_at as "lastAt", summary, detail, excerpt,
  request_id as "requestId", letter_id as "letterId", clears_action as "clearsAction", action_cleared_at as "actionClearedAt",
  answered_action as "answeredAction", answered_at as "answeredAt"`;

export function openIssues(db: Database, outbox: Outbox, now: () => number, writeDelayMs: number): Issues {
  return {
    raise: (issue) =>
      db.transaction(async () => {
        const at = now();
        const key = `${issue.kind}:${issue.source}:${new Date(at).toISOString().slice(0, 13)}`;
        const [row] = await db.query<{ count: number }>(
          `insert into issue (key, kind, source, severity, first_at, last_at, summary, detail, excerpt, request_id, letter_id, count)
           values ($1, $2, $3, $4, $5, $5, $6, $7, $8, $9, $10, $11)
           on conflict (key) do update set count = issue.count + excluded.count, last_at = excluded.last_at, detail = excluded.detail, status = 'Open' returning count`,
          [key, issue.kind, issue.source, issue.severity, at, issue.summary.slice(0, 255), issue.detail, issue.excerpt ?? '', issue.requestId ?? null, issue.letterId ?? null, issue.by ?? 1],
        );
        // The first is told at once; the counter of the rest travels at most once a minute.
        await outbox.add('issue', [key], at + ((row?.count ?? 1) > (issue.by ?? 1) ? 60_000 : writeDelayMs));
        return key;
      }),
    settle: (key, status, answers) =>
      db.transaction(async () => {
        await db.query('update issue set status = $2, clears_action = true, answered_action = $3, answered_at = $4 where key = $1', [key, status, answers, now()]);
        await outbox.add('issue', [key], now());
      }),
    mend: (kind, source) =>
      db.transaction(async () => {
        const rows = await db.query<{ key: string }>("update issue set status = 'Resolved' where kind = $1 and source = $2 and status in ('Open', 'Retrying') returning key", [kind, source]);
        await outbox.add('issue', rows.map((row) => row.key), now() + writeDelayMs);
      }),
    answer: (key, why, answers) =>
      db.transaction(async () => {
        await db.query("update issue set detail = $2 || E'\\n' || detail, clears_action = true, answered_action = $3, answered_at = $4 where key = $1", [key, why, answers, now()]);
        await outbox.add('issue', [key], now());
      }),
    forgetAnswers: async (keys) => void (await db.query('update issue set clears_action = false where key = any($1::text[])', [keys])),
    async clearFlags(keys) {
      if (!keys.length) return;
      await db.query(
        `update issue i set clears_action = false, action_cleared_at = $2 where key = any($1::text[]) and clears_action
         and not exists (select 1 from outbox where kind = 'issue' and key = i.key)`,
        [keys, now()],
      );
    },
    async adopt(told) {
      const at = (moment: string): number => (Number.isNaN(Date.parse(moment)) ? now() : Date.parse(moment));
      for (const { key, problem, source, severity, count, firstSeen, lastSeen, summary, detail, excerpt, requestId } of told)
        await db.query(
          `insert into issue (key, kind, source, severity, first_at, last_at, summary, detail, excerpt, request_id, count)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (key) do nothing`,
          [key, problem, source, severity, at(firstSeen), at(lastSeen), summary, detail, excerpt, requestId ?? null, count],
        );
    },
    byKeys: (keys) => db.query<IssueRow>(`select ${columns} from issue where key = any($1::text[])`, [keys]),
    open: () => db.query<IssueRow>(`select ${columns} from issue where status in ('Open', 'Retrying') order by last_at desc`),
  };
}
