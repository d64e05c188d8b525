import type { Database } from './database.ts';
import type { Lane } from './ledger-rows.ts';

export interface AccountBalanceRow extends Lane {
  /** Minor units. */
  readonly availableMinor: number;
  /** Epoch ms. */
  readonly availableAt: number;
}

/** What was last read of the account holder's own balances. Nothing is paid from them, so no batch explains how they move: they are no lanes. `program` is `<account>-<currency>`. */
export function openAccountBalances(db: Database) {
  return {
    all: (): Promise<readonly AccountBalanceRow[]> =>
      db.query<AccountBalanceRow>('select connection, program, currency, available_minor as "availableMinor", available_at as "availableAt" from account_balance order by 1, 2'),
    async keep({ connection, program, currency }: Lane, availableMinor: number, at: number): Promise<void> {
      await db.query(
        `insert into account_balance (connection, program, currency, available_minor, available_at) values ($1, $2, $3, $4, $5)
         on conflict (connection, program) do update set available_minor = excluded.available_minor, available_at = excluded.available_at`,
        [connection, program, currency, availableMinor, at],
      );
    },
  };
}
