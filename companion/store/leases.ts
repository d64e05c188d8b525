import type { Tools } from '../connectors/connector.ts';
import type { Database } from './database.ts';

/**
 * Farther ahead than the clock of any companion at work: one that is a minute off does not start, and is told within the hour. A right that lasts longer than this and its time to live was
 * given by a clock that ran ahead and was put right since, or nobody would ever be given it again.
 */
const farAheadMs = 7_200_000;

/** Exclusive rights by name, between processes whose clocks agree to well within the time to live. */
export interface Leases {
  /** The right, or undefined while anybody holds it, the same holder included: two runs of one process exclude each other too. `fence` grows with every acquisition. */
  acquire(name: string, holder: string, ttlMs: number): Promise<{ readonly fence: number } | undefined>;
  /** Prolongs a right that has not run out. Undefined when it was lost, also to a later run of the same holder: stop at once. */
  renew(name: string, holder: string, fence: number, ttlMs: number): Promise<{ readonly fence: number } | undefined>;
  /** Gives the right back; nothing happens when it has been lost. */
  release(name: string, holder: string, fence: number): Promise<void>;
}

export function openLeases(db: Database, tools: Pick<Tools, 'now'>): Leases {
  return {
    async acquire(name, holder, ttlMs) {
      const now = tools.now();
      const rows = await db.query<{ fence: number }>(
        `insert into lease (name, holder, fence, expires_at) values ($1, $2, 1, $4)
         on conflict (name) do update set holder = excluded.holder, fence = lease.fence + 1, expires_at = excluded.expires_at
         where lease.expires_at <= $3 or lease.expires_at > $5 returning fence`,
        [name, holder, now, now + ttlMs, now + ttlMs + farAheadMs],
      );
      return rows[0];
    },
    async renew(name, holder, fence, ttlMs) {
      const now = tools.now();
      const rows = await db.query<{ fence: number }>('update lease set expires_at = $5 where name = $1 and holder = $2 and fence = $3 and expires_at > $4 returning fence', [name, holder, fence, now, now + ttlMs]);
      return rows[0];
    },
    async release(name, holder, fence) {
      // The row stays, so that its fence goes on growing.
      await db.query('update lease set expires_at = 0 where name = $1 and holder = $2 and fence = $3', [name, holder, fence]);
    },
  };
}
