import type { FundingAccount } from '../domain/funding-account.ts';
import type { Database } from './database.ts';
import { jsonOf } from './values.ts';

export interface FundingAccountRow extends FundingAccount {
  /** Why nobody can follow its schedule. */
  readonly trouble: string | null;
  /** When its balance fell below the threshold, epoch ms; null while it is not below. */
  readonly belowSince: number | null;
}

/** What people decided on the funding accounts. */
export function openFundingAccounts(db: Database) {
  return {
    all: (): Promise<readonly FundingAccountRow[]> =>
      db.query<FundingAccountRow>('select id, key, name, currency, words, threshold_minor as "thresholdMinor", trouble, below_since as "belowSince" from funding_account order by id'),
    async keep(account: FundingAccount, trouble: string | undefined): Promise<void> {
      await db.query(
        `insert into funding_account (id, key, name, currency, words, threshold_minor, trouble) values ($1, $2, $3, $4, $5::jsonb, $6, $7)
         on conflict (id) do update set key = excluded.key, name = excluded.name, currency = excluded.currency, words = excluded.words,
           threshold_minor = excluded.threshold_minor, trouble = excluded.trouble`,
        [account.id, account.key, account.name, account.currency, jsonOf(account.words), account.thresholdMinor, trouble ?? null],
      );
    },
    /** What moved since then (epoch ms) on a program, or in a currency on the account whose keys begin so, as far as the books hold it: by the kind and key it is told with. */
    moved: (on: { readonly connection: string; readonly program: string; readonly listedOn: string; readonly currency: string; readonly since: number }) =>
      db.query<{ kind: 'receipt' | 'movement' | 'transaction' | 'batch'; key: string }>(
        `select 'movement' as kind, key from movement where starts_with(key, $3) and currency = $4 and at >= $5
         union all select 'receipt', key from movement where starts_with(key, $3) and currency = $4 and at >= $5 and kind = 'incoming' and direction = 'In'
         union all select 'transaction', reference from attempt where connection = $1 and program = $2 and posted > 0 and planned_at >= $5
         union all select 'batch', id from batch where connection = $1 and program = $2 and told and created_at >= $5`,
        [on.connection, on.program, on.listedOn, on.currency, on.since],
      ),
    forget: (ids: readonly string[]): Promise<unknown> => db.query('delete from funding_account where id = any($1::text[])', [ids]),
    /** Whether this is news: it was not below before. */
    fell: async (id: string, at: number): Promise<boolean> => (await db.query('update funding_account set below_since = $2 where id = $1 and below_since is null returning id', [id, at])).length > 0,
    /** Whether this is news: it was below before. */
    rose: async (id: string): Promise<boolean> => (await db.query('update funding_account set below_since = null where id = $1 and below_since is not null returning id', [id])).length > 0,
  };
}
