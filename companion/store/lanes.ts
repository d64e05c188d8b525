import type { Database, Row } from './database.ts';
import type { Lane } from './ledger-rows.ts';

export interface LaneRow extends Lane {
  /** Set when a sighting did not match what was sent: nothing more goes out until a person clears it. */
  readonly stoppedBecause: string | null;
  readonly availableMinor: number | null;
  readonly availableAt: number | null;
  /** The balance up to which every movement is explained by batches. */
  readonly baselineMinor: number | null;
  /** By how much a reading has fallen short since of what the known payouts explain, at most. */
  readonly fellMinor: number;
}

const columns = `connection, program, currency, stopped_because as "stoppedBecause", available_minor as "availableMinor",
  available_at as "availableAt", baseline_minor as "baselineMinor", fell_minor as "fellMinor"`;

/** What is known of the balance each (connection, program, currency) pays from. Amounts in minor units, times in epoch ms. */
export function openLanes(db: Database) {
  const params = ({ connection, program, currency }: Lane): string[] => [connection, program, currency];
  return {
    async read(lane: Lane): Promise<LaneRow | undefined> {
      return (await db.query<LaneRow>(`select ${columns} from lane where connection = $1 and program = $2 and currency = $3`, params(lane)))[0];
    },
    all: (): Promise<readonly LaneRow[]> => db.query<LaneRow>(`select ${columns} from lane order by 1, 2, 3`),
    async stop(lane: Lane, because: string): Promise<void> {
      await db.query(
        `insert into lane (connection, program, currency, stopped_because) values ($1, $2, $3, $4)
         on conflict (connection, program, currency) do update set stopped_because = concat_ws('; ', lane.stopped_because, excluded.stopped_because)`,
        [...params(lane), because],
      );
    },
    /** A person has looked at this reason to stop; others remain. */
    async goOn(lane: Lane, because: string): Promise<void> {
      await db.query(
        `update lane set stopped_because = nullif(array_to_string(array_remove(string_to_array(stopped_because, '; '), $4), '; '), '')
         where connection = $1 and program = $2 and currency = $3`,
        [...params(lane), because],
      );
    },
    /** `fellMinor`: by how much it falls short of a baseline that stays, of which the largest is kept; none where the baseline moves, which explains them all. */
    async reading(lane: Lane, availableMinor: number, at: number, baselineMinor: number, fellMinor: number | null = null): Promise<void> {
      await db.query(
        `insert into lane (connection, program, currency, available_minor, available_at, baseline_minor, fell_minor) values ($1, $2, $3, $4, $5, $6, greatest($7::bigint, 0))
         on conflict (connection, program, currency) do update set available_minor = excluded.available_minor,
           available_at = excluded.available_at, baseline_minor = excluded.baseline_minor, fell_minor = case when $7::bigint is null then 0 else greatest(lane.fell_minor, excluded.fell_minor) end`,
        [...params(lane), availableMinor, at, baselineMinor, fellMinor],
      );
    },
    /** What was read no longer holds: the next look asks the provider again. */
    async forgetReading(lane: Lane): Promise<void> {
      await db.query('update lane set available_at = null where connection = $1 and program = $2 and currency = $3', params(lane));
    },
    async keepSnapshot(key: string, lane: Lane, availableMinor: number, at: number): Promise<void> {
      await db.query(
        'insert into snapshot (key, connection, program, currency, available_minor, at) values ($1, $2, $3, $4, $5, $6) on conflict (key) do nothing',
        [key, ...params(lane), availableMinor, at],
      );
    },
    async lastSnapshot(lane: Lane): Promise<{ availableMinor: number; at: number } | undefined> {
      return (
        await db.query<{ availableMinor: number; at: number }>(
          'select available_minor as "availableMinor", at from snapshot where connection = $1 and program = $2 and currency = $3 order by at desc limit 1',
          params(lane),
        )
      )[0];
    },
    async snapshot(key: string): Promise<(Lane & { availableMinor: number; at: number }) | undefined> {
      return (
        await db.query<Lane & { availableMinor: number; at: number } & Row>(
          'select connection, program, currency, available_minor as "availableMinor", at from snapshot where key = $1',
          [key],
        )
      )[0];
    },
  };
}
