import { Problem } from '../domain/problem.ts';
import { clocksDifferMs } from '../domain/timing.ts';
import type { EngineDatabase } from './engine-database.ts';
import type { Issues } from './issues.ts';

/** By how much this machine's clock and the server's differ, in a sentence, when that is more than a minute. The embedded store has no clock of its own. */
async function clocksDiffer(db: EngineDatabase, now: () => number): Promise<string | undefined> {
  if (db.engine !== 'postgres') return undefined;
  const before = now();
  const [row] = await db.query<{ at: number }>('select (extract(epoch from clock_timestamp()) * 1000)::bigint as at');
  const between = (before + now()) / 2;
  const offMs = between - (row?.at ?? between);
  if (Math.abs(offMs) <= clocksDifferMs) return undefined;
  return `the clock of this machine is ${Math.round(Math.abs(offMs) / 1000)} s ${offMs > 0 ? 'ahead of' : 'behind'} the clock of the PostgreSQL server. Set both by a time server (NTP)`;
}

/**
 * Instances that share a PostgreSQL server tell from their clocks whether another one has gone. One whose clock runs ahead would take a payment run away from one
 * that is sending, and leave a person to look at every payout of it.
 * @throws Problem `refused` when this machine's clock and the server's differ by more than a minute.
 */
export async function sameTime(db: EngineDatabase, now: () => number): Promise<void> {
  const words = await clocksDiffer(db, now);
  if (words) throw new Problem('refused', `Store: ${words}, then start again.`);
}

/** The same while it runs, told and not refused: a clock that strays is set right by itself, and stopping would stop the payouts too. */
export async function tellClocksDiffer(db: EngineDatabase, issues: Pick<Issues, 'raise'>, now: () => number, companionId: string): Promise<void> {
  const words = await clocksDiffer(db, now);
  if (words) await issues.raise({ kind: 'clocks differ', source: companionId, severity: 'Critical', summary: 'The clock of a companion is wrong', detail: `Seen while it runs: ${words}. Until then instances that share the store may take payment runs from each other, which leaves payouts for a person to look at.` });
}
