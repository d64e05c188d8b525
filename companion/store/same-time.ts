import { Problem } from '../domain/problem.ts';
import type { EngineDatabase } from './engine-database.ts';

/** The right to send lasts three minutes after its holder was last seen: clocks have to agree to well within that. */
const mostMs = 60_000;

/**
 * Instances that share a PostgreSQL server tell from their clocks whether another one has gone. One whose clock runs ahead would take a payment run away from one
 * that is sending, and leave a person to look at every payout of it.
 * @throws Problem `refused` when this machine's clock and the server's differ by more than a minute.
 */
export async function sameTime(db: EngineDatabase, now: () => number): Promise<void> {
  if (db.engine !== 'postgres') return;
  const before = now();
  const [row] = await db.query<{ at: number }>('select (extract(epoch from clock_timestamp()) * 1000)::bigint as at');
  const between = (before + now()) / 2;
  const offMs = between - (row?.at ?? between);
  if (Math.abs(offMs) <= mostMs) return;
  throw new Problem('refused', `Store: the clock of this machine is ${Math.round(Math.abs(offMs) / 1000)} s ${offMs > 0 ? 'ahead of' : 'behind'} the clock of the PostgreSQL server. Set both by a time server (NTP), then start again.`);
}
