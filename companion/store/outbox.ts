import type { ChangeKind } from '../domain/change.ts';
import { farthestMs } from '../domain/timing.ts';
import type { Database } from './database.ts';
import type { Wake } from './wake.ts';
import { jsonOf } from './values.ts';

export interface OutboxRow {
  readonly kind: ChangeKind;
  readonly key: string;
  readonly version: number;
  readonly tries: number;
  /** Whether a person was told that the books refuse it. */
  readonly refusalTold: boolean;
}

/**
 * What the books must be told: record key and version, never a payload. A newer change of the same record replaces the older one,
 * so an old value can't overwrite a newer one.
 */
export interface Outbox {
  /** Joins the caller's transaction. `dueAt` (epoch ms) of an entry that already waits is never moved later. */
  add(kind: ChangeKind, keys: readonly string[], dueAt: number): Promise<void>;
  /** As `add`, for what the books ought to know already: an entry that waits stays as it is. */
  remind(kind: ChangeKind, keys: readonly string[], dueAt: number): Promise<void>;
  /** Versions for writes that go straight to the books (reservations): each is higher than any before. */
  versions(count: number): Promise<readonly number[]>;
  /** The highest version given out so far. */
  latest(): Promise<number>;
  /** The epoch of the ledger that gave out a version. */
  epochOf(version: number): number;
  /** Everything fresh once something is due; what failed before only when its own time has come, or where a clock that ran ahead has put it off farther than anything is planned. Oldest first. */
  take(now: number, limit: number): Promise<readonly OutboxRow[]>;
  /** Forgets entries unless a newer version has come meanwhile. */
  done(rows: readonly OutboxRow[]): Promise<void>;
  /** Those of which nothing newer waits: what was told of them, or was to be, is how the ledger has them. Asked under the lock of what they are about. */
  unchanged(rows: readonly OutboxRow[]): Promise<readonly OutboxRow[]>;
  postpone(rows: readonly (OutboxRow & { readonly dueAt: number; readonly problem: string })[]): Promise<void>;
  /** When something is due next, epoch ms: now where it lies too far ahead. */
  nextDue(now: number): Promise<number | undefined>;
  /** When this record is told next (epoch ms); undefined when nothing of it waits. */
  dueOf(kind: ChangeKind, key: string): Promise<number | undefined>;
  backlog(): Promise<number>;
}

/** Versions carry the ledger's epoch in front, so that a restored ledger in its new epoch still counts upwards. */
const perEpoch = 10_000_000_000;
const newVersion = `(select coalesce(max(epoch), 0) from installation) * ${perEpoch}::bigint + nextval('outbox_version')`;

const isDue = `(due_at <= $1 or due_at > $1 + ${farthestMs}::bigint)`;

export function openOutbox(db: Database, wake: Wake): Outbox {
  const put = async (onConflict: string, kind: ChangeKind, keys: readonly string[], dueAt: number): Promise<void> => {
    if (!keys.length) return;
    await db.query(
      `insert into outbox (kind, key, version, due_at) select $1, key, ${newVersion}, $3::bigint from unnest($2::text[]) as key on conflict (kind, key) do ${onConflict}`,
      [kind, [...new Set(keys)].sort(), dueAt],
    );
    await wake.at('outbox', dueAt);
  };
  return {
    add: (kind, keys, dueAt) => put('update set version = excluded.version, due_at = least(outbox.due_at, excluded.due_at), tries = 0, problem = null, refusal_told = false', kind, keys, dueAt),
    remind: (kind, keys, dueAt) => put('nothing', kind, keys, dueAt),
    async versions(count) {
      const rows = await db.query<{ version: number }>(`select ${newVersion} as version from generate_series(1, $1::int)`, [count]);
      return rows.map((row) => row.version);
    },
    async latest() {
      const [row] = await db.query<{ version: number }>(`select (select coalesce(max(epoch), 0) from installation) * ${perEpoch}::bigint + last_value as version from outbox_version`);
      return row?.version ?? 0;
    },
    epochOf: (version) => Math.floor(version / perEpoch),
    take: (now, limit) =>
      db.query<OutboxRow>(
        `select kind, key, version, tries, refusal_told as "refusalTold" from outbox
         where exists (select 1 from outbox where ${isDue}) and (tries = 0 or ${isDue}) order by due_at, kind, key limit $2`,
        [now, limit],
      ),
    async done(rows) {
      await db.query(
        `delete from outbox o using jsonb_to_recordset($1::jsonb) as x(kind text, key text, version bigint)
         where o.kind = x.kind and o.key = x.key and o.version = x.version`,
        [jsonOf(rows)],
      );
    },
    unchanged: (rows) =>
      db.query<OutboxRow>(
        `select x.kind, x.key, x.version, x.tries, x."refusalTold" from jsonb_to_recordset($1::jsonb) as x(kind text, key text, version bigint, tries int, "refusalTold" boolean)
         where not exists (select 1 from outbox o where o.kind = x.kind and o.key = x.key and o.version <> x.version)`,
        [jsonOf(rows)],
      ),
    async postpone(rows) {
      if (!rows.length) return;
      await db.query(
        `update outbox o set tries = o.tries + 1, due_at = x."dueAt", problem = x.problem, refusal_told = coalesce(x."refusalTold", o.refusal_told)
         from jsonb_to_recordset($1::jsonb) as x(kind text, key text, version bigint, "dueAt" bigint, problem text, "refusalTold" boolean)
         where o.kind = x.kind and o.key = x.key and o.version = x.version`,
        [jsonOf(rows)],
      );
    },
    async nextDue(now) {
      const [row] = await db.query<{ at: number | null }>('select least(min(due_at), (select $1::bigint from outbox where due_at > $2 limit 1)) as at from outbox', [now, now + farthestMs]);
      return row?.at ?? undefined;
    },
    dueOf: async (kind, key) => (await db.query<{ at: number }>('select due_at as at from outbox where kind = $1 and key = $2', [kind, key]))[0]?.at,
    async backlog() {
      const [row] = await db.query<{ count: number }>('select count(*)::int as count from outbox');
      return row?.count ?? 0;
    },
  };
}
