import type { Database } from './database.ts';
import { jsonOf } from './values.ts';

/** What was owed, and what it was converted to before submission. Amounts in minor units, times in epoch ms. */
export interface ConversionRow {
  readonly requestId: string;
  readonly owedMinor: number;
  readonly owedCurrency: string;
  readonly amountMinor: number;
  /** What it is paid in. */
  readonly currency: string;
  /** Eight decimals, rounded; the amount was computed from the exact ratio. */
  readonly rate: string;
  readonly source: string;
  readonly rateAt: number;
}
/** `told` once the books took it as it stands here. */
export type KeptConversion = ConversionRow & { readonly told: boolean };

export function openConversions(db: Database) {
  return {
    byIds: (ids: readonly string[]): Promise<readonly KeptConversion[]> =>
      db.query<KeptConversion & Record<string, unknown>>(
        `select request_id as "requestId", owed_minor as "owedMinor", owed_currency as "owedCurrency", amount_minor as "amountMinor", currency, rate, source, rate_at as "rateAt", told
         from conversion where request_id = any($1::text[])`,
        [ids],
      ),
    /** A request without a row here is not converted. */
    forget: (ids: readonly string[]): Promise<unknown> => db.query('delete from conversion where request_id = any($1::text[])', [ids]),
    async keep(rows: readonly ConversionRow[], now: number): Promise<void> {
      if (!rows.length) return;
      await db.query(
        `insert into conversion (request_id, owed_minor, owed_currency, amount_minor, currency, rate, source, rate_at, converted_at)
         select "requestId", "owedMinor", "owedCurrency", "amountMinor", currency, rate, source, "rateAt", $2::bigint from jsonb_to_recordset($1::jsonb)
           as x("requestId" text, "owedMinor" bigint, "owedCurrency" text, "amountMinor" bigint, currency text, rate text, source text, "rateAt" bigint)
         on conflict (request_id) do update set owed_minor = excluded.owed_minor, owed_currency = excluded.owed_currency, amount_minor = excluded.amount_minor, currency = excluded.currency,
           rate = excluded.rate, source = excluded.source, rate_at = excluded.rate_at, converted_at = excluded.converted_at, told = false`,
        [jsonOf(rows), now],
      );
    },
    /** The books took these, unless a newer conversion waits to be told already. Joins the transaction that takes them off the outbox, after it. */
    async written(ids: readonly string[]): Promise<void> {
      if (!ids.length) return;
      await db.query(
        `update conversion set told = true where request_id = any($1::text[])
           and not exists (select 1 from outbox where outbox.kind = 'conversion' and outbox.key = conversion.request_id)`,
        [ids],
      );
    },
  };
}
