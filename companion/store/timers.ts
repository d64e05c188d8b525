import { farthestMs } from '../domain/timing.ts';
import type { Database } from './database.ts';
import type { Topic, Wake } from './wake.ts';

export interface Timer {
  readonly kind: string;
  readonly key: string;
  readonly dueAt: number;
  readonly tries: number;
}

/** Due times in our own tables, compared with the caller's clock. One timer per (kind, key). Times in epoch ms. */
export interface Timers {
  /** Sets or moves a timer to `dueAt`. */
  set(kind: string, key: string, dueAt: number): Promise<void>;
  /** Sets a timer, or moves an existing one forward only if `dueAt` is earlier. */
  atLatest(kind: string, key: string, dueAt: number): Promise<void>;
  /** Coalesces a burst: due `quietMs` after the last call, at the latest `latestMs` after the first. */
  debounce(kind: string, key: string, now: number, quietMs: number, latestMs: number): Promise<void>;
  /** Claims what is due on a topic by moving it `leaseMs` ahead, so that a crash gives it back. What is set meanwhile counts from the end of its leg. */
  claim(topic: TimerTopic, now: number, leaseMs: number, limit: number): Promise<readonly Timer[]>;
  /** Ends a claimed timer unless its leg set it anew meanwhile. */
  finish(timer: Timer): Promise<void>;
  /** Its leg failed: it comes again at `dueAt`, or when its leg set it, whichever is later; that it failed counts. */
  retry(timer: Timer, dueAt: number): Promise<void>;
  /** The earliest due time, on one topic or on any. */
  nextDue(topic?: TimerTopic): Promise<number | undefined>;
}

/**
 * Sending has turns of its own: a provider that answers slowly must not keep questions and the heartbeat waiting. So have the regular looks, for which no
 * payment waits: however long they take, what pays goes on.
 */
export type TimerTopic = Extract<Topic, 'timers' | 'send' | 'looks'>;
const looks = ['fee-allocation', 'fees', 'load', 'payees', 'rates', 'receipts', 'recipients', 'reconciliation', 'rehearse', 'reporting'];
const topicOf = (kind: string): TimerTopic => (kind === 'send' ? 'send' : looks.includes(kind) ? 'looks' : 'timers');
/** The same in SQL. */
const topicSql = `(case when kind = 'send' then 'send' when kind in (${looks.map((kind) => `'${kind}'`).join(', ')}) then 'looks' else 'timers' end)`;

const upsert = (onConflict: string): string =>
  `insert into timer (kind, key, due_at, since) values ($1, $2, $3, $4) on conflict (kind, key) do update set ${onConflict} returning due_at as "dueAt"`;

export function openTimers(db: Database, wake: Wake): Timers {
  const put = async (onConflict: string, kind: string, key: string, dueAt: number, since: number, ...more: unknown[]): Promise<void> => {
    const [row] = await db.query<{ dueAt: number }>(upsert(onConflict), [kind, key, dueAt, since, ...more]);
    await wake.at(topicOf(kind), row?.dueAt ?? dueAt);
  };
  return {
    set: (kind, key, dueAt) => put('due_at = excluded.due_at, again_at = null, since = excluded.since, tries = 0', kind, key, dueAt, dueAt),
    // A claimed timer's time is its lease: a later one than that is kept beside it, or the end of the leg would delete it.
    atLatest: (kind, key, dueAt) => put('due_at = least(timer.due_at, excluded.due_at), again_at = case when timer.claimed then least(timer.again_at, excluded.due_at) end', kind, key, dueAt, dueAt),
    debounce: (kind, key, now, quietMs, latestMs) =>
      put(
        // A timer that lies ahead because it is a regular one or a retry starts a new burst; one inside the burst is only stretched.
        `due_at = case when timer.due_at > excluded.due_at then excluded.due_at else least(greatest(timer.due_at, excluded.due_at), timer.since + $5::bigint) end,
         since = case when timer.due_at > excluded.due_at then excluded.since else timer.since end`,
        kind, key, now + quietMs, now, latestMs,
      ),
    // In an order of their own: the database gives them as they happen to lie there.
    claim: (topic, now, leaseMs, limit) =>
      db.query<Timer>(
        `with claimed as (update timer t set due_at = $1::bigint + $2::bigint, since = $1, claimed = true, again_at = null from (
           select kind, key from timer where (due_at <= $1 or due_at > $1 + ${farthestMs}::bigint) and ${topicSql} = $4 order by due_at, kind, key limit $3 for update skip locked) d
         where t.kind = d.kind and t.key = d.key returning t.kind, t.key, t.due_at as "dueAt", t.tries) select * from claimed order by kind, key`,
        [now, leaseMs, limit, topic],
      ),
    async finish({ kind, key, dueAt }) {
      const mine = [kind, key, dueAt];
      // Deleted first, and only while nothing is wanted: what is asked for between the two statements is found by the second.
      const ended = await db.query('delete from timer where kind = $1 and key = $2 and due_at = $3 and again_at is null returning kind', mine);
      if (!ended.length) await db.query('update timer set due_at = again_at, claimed = false, again_at = null where kind = $1 and key = $2 and due_at = $3 and again_at is not null', mine);
    },
    async retry({ kind, key, dueAt }, at) {
      // Wanted meanwhile, it is earlier than the end of its lease: it has failed all the same, and does not come before its delay. Later, somebody else has it.
      const rows = await db.query(
        `update timer set due_at = case when due_at = $3 then least($4::bigint, again_at) else greatest(due_at, $4::bigint) end, tries = tries + 1, claimed = false, again_at = null
         where kind = $1 and key = $2 and due_at <= $3 returning kind`,
        [kind, key, dueAt, at],
      );
      if (rows.length) await wake.at(topicOf(kind), at);
    },
    async nextDue(topic) {
      const [row] = await db.query<{ at: number | null }>(`select min(due_at) as at from timer where $1::text is null or ${topicSql} = $1`, [topic ?? null]);
      return row?.at ?? undefined;
    },
  };
}
