import type { Database } from './database.ts';

/** What this ledger belongs to. It never changes hands: a mismatch refuses to start. */
export interface Installation {
  readonly companionId: string;
  readonly orgId: string;
  readonly orgIsSandbox: boolean;
  readonly providerEnvironment: string;
  readonly programs: readonly string[];
  readonly epoch: number;
  /** Grows with every reservation, committed before it is made. */
  readonly sequence: number;
  readonly mode: 'normal' | 'recovery';
}


/** The single row that binds the store to its org and environment (MONEY.md 7). */
export function openInstallation(db: Database) {
  return {
    async read(lock: '' | 'for update' = ''): Promise<Installation | undefined> {
      return (
        await db.query<Installation>(
          `select companion_id as "companionId", org_id as "orgId", org_is_sandbox as "orgIsSandbox", provider_environment as "providerEnvironment",
             programs, epoch, sequence, mode from installation ${lock}`,
        )
      )[0];
    },
    async bind(to: Omit<Installation, 'sequence'> & { readonly boundAt: number }): Promise<void> {
      await db.query(
        `insert into installation (companion_id, org_id, org_is_sandbox, provider_environment, programs, epoch, mode, bound_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [to.companionId, to.orgId, to.orgIsSandbox, to.providerEnvironment, to.programs, to.epoch, to.mode, to.boundAt],
      );
    },
    async setMode(mode: Installation['mode']): Promise<void> {
      await db.query('update installation set mode = $1', [mode]);
    },
    async addPrograms(programs: readonly string[]): Promise<void> {
      await db.query('update installation set programs = $1', [programs]);
    },
    /** A new epoch outranks everything an older copy of this ledger wrote. */
    async beginEpoch(epoch: number, sequence: number): Promise<void> {
      await db.query('update installation set epoch = greatest(epoch, $1::integer), sequence = greatest(sequence, $2::bigint)', [epoch, sequence]);
    },
    /** The next `count` sequence numbers; the last of them is returned. */
    async takeSequence(count: number): Promise<number> {
      const [row] = await db.query<{ sequence: number }>('update installation set sequence = sequence + $1 returning sequence', [count]);
      if (!row) throw new Error('Store: the ledger is not bound to an org yet. Start the companion normally before sending.');
      return row.sequence;
    },
  };
}
