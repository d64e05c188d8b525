import { longestPauseMs } from '../domain/problem.ts';
import { clocksDifferMs } from '../domain/timing.ts';
import type { Database } from './database.ts';

/** How fast calls may go: refill per second, and how many may go at once after a pause. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/** What a look at the bucket told. Times in epoch ms. */
export interface Taken {
  readonly granted: number;
  /** What is left in the bucket. */
  readonly tokens: number;
  readonly pausedUntil: number | undefined;
}

export interface BreakerState {
  /** Since when it is open (or being probed); undefined while closed. */
  readonly openedAt: number | undefined;
  /** Times it opened in a row, which lengthens the wait. */
  readonly failures: number;
  readonly probing: boolean;
}

/** Pace and breaker of one connection, shared by all companions. */
export interface GateTable {
  /** Refills the bucket and takes up to `wanted` tokens, leaving at least `floor` in it. Nothing is granted while paused. */
  take(wanted: number, floor: number, rate: Rate, now: number): Promise<Taken & BreakerState>;
  giveBack(tokens: number, rate: Rate): Promise<void>;
  /** Nobody calls before `until`; a longer pause stays. */
  pause(until: number): Promise<void>;
  /** Opens the breaker, or after a failed probe opens it again for longer. */
  open(now: number): Promise<BreakerState>;
  /** True for the one companion that may probe: open since before `openedBefore`, or since a moment that has not come yet, or a probe that never came back. */
  probe(now: number, openedBefore: number, probedBefore: number): Promise<boolean>;
  /** Closes it with an empty bucket, so that everybody who waited starts slowly. */
  close(now: number): Promise<void>;
  breaker(): Promise<BreakerState>;
}

interface GateRow extends Record<string, unknown> {
  readonly openedAt: number | null;
  readonly failures: number;
  readonly probing: boolean;
}

const breakerColumns = 'opened_at as "openedAt", failures, half_open as probing';
const breakerFrom = (row: GateRow | undefined): BreakerState => ({ openedAt: row?.openedAt ?? undefined, failures: row?.failures ?? 0, probing: row?.probing ?? false });

interface TakenRow extends GateRow {
  readonly granted: number;
  readonly tokens: number;
  readonly pausedUntil: number | null;
}

/**
 * The level is what was there plus what flowed in since, at most the burst; a clock that stepped back adds nothing. A pause that would last longer than any may,
 * and a refill that lies ahead without one by more than clocks may differ, are a mistake of an earlier version or of a clock: they are forgotten, or nobody would ever call again.
 */
const takeSql = `with kept as (
    select tokens, case when refilled_at > greatest($5::bigint + ${clocksDifferMs}, least(coalesce(paused_until, 0), $5::bigint + ${longestPauseMs})) then $5::bigint else refilled_at end as refilled,
      case when paused_until > $5::bigint + ${longestPauseMs} then null else paused_until end as paused from gate where connection = $1 for update
  ), seen as (
    select least($4::float8, tokens + greatest(0, $5::bigint - refilled) * $3::float8 / 1000) as level, refilled, paused from kept
  ), due as (
    select level, refilled, paused, case when coalesce(paused, 0) > $5::bigint then 0 else greatest(0, least($2::float8, floor(level - $6::float8))) end as granted from seen
  )
  update gate set tokens = due.level - due.granted, refilled_at = greatest(due.refilled, $5::bigint), paused_until = due.paused from due where connection = $1
  returning due.granted, tokens, paused_until as "pausedUntil", ${breakerColumns}`;

export function openGateTable(db: Database, connection: string): GateTable {
  return {
    async take(wanted, floor, { perSecond, burst }, now) {
      const params = [connection, wanted, perSecond, burst, now, floor];
      let [row] = await db.query<TakenRow>(takeSql, params);
      if (!row) {
        await db.query('insert into gate (connection, tokens, refilled_at) values ($1, $2, $3) on conflict do nothing', [connection, burst, now]);
        [row] = await db.query<TakenRow>(takeSql, params);
      }
      return { granted: row?.granted ?? 0, tokens: row?.tokens ?? 0, pausedUntil: row?.pausedUntil ?? undefined, ...breakerFrom(row) };
    },
    async giveBack(tokens, { burst }) {
      await db.query('update gate set tokens = least($3::float8, tokens + $2::float8) where connection = $1', [connection, tokens, burst]);
    },
    async pause(until) {
      await db.query(
        `insert into gate (connection, tokens, refilled_at, paused_until) values ($1, 0, $2, $2)
         on conflict (connection) do update set paused_until = greatest(coalesce(gate.paused_until, 0), excluded.paused_until), tokens = 0, refilled_at = greatest(gate.refilled_at, excluded.refilled_at)`,
        [connection, until]);
    },
    async open(now) {
      const [row] = await db.query<GateRow>(
        `insert into gate (connection, tokens, refilled_at, failures, opened_at) values ($1, 0, $2, 1, $2)
         on conflict (connection) do update set failures = case when gate.opened_at is null or gate.half_open then gate.failures + 1 else gate.failures end,
           opened_at = case when gate.opened_at is null or gate.half_open then excluded.opened_at else gate.opened_at end, half_open = false
         returning ${breakerColumns}`, [connection, now]);
      return breakerFrom(row);
    },
    async probe(now, openedBefore, probedBefore) {
      const rows = await db.query(
        `update gate set half_open = true, opened_at = $2::bigint where connection = $1
           and ((not half_open and opened_at <= $3) or (half_open and opened_at <= $4) or opened_at > $2::bigint + ${clocksDifferMs}) returning connection`, [connection, now, openedBefore, probedBefore]);
      return rows.length > 0;
    },
    async close(now) {
      await db.query('update gate set failures = 0, opened_at = null, half_open = false, tokens = least(tokens, 1), refilled_at = greatest(refilled_at, $2) where connection = $1 and opened_at is not null', [connection, now]);
    },
    async breaker() {
      return breakerFrom((await db.query<GateRow>(`select ${breakerColumns} from gate where connection = $1`, [connection]))[0]);
    },
  };
}
