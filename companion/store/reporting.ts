import type { Database } from './database.ts';
import { jsonOf } from './values.ts';

/** What a request came to in the reporting currency. Amounts in minor units, times in epoch ms. */
export interface ReportingRow {
  readonly requestId: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly reportingMinor: number;
  readonly reportingCurrency: string;
  /** Eight decimals, rounded; the amount was computed from the exact ratio. */
  readonly rate: string;
  readonly source: string;
  readonly rateAt: number;
}

export function openReporting(db: Database) {
  return {
    byIds: (ids: readonly string[]): Promise<readonly ReportingRow[]> =>
      db.query<ReportingRow>(
        `select request_id as "requestId", amount_minor as "amountMinor", currency, reporting_minor as "reportingMinor", reporting_currency as "reportingCurrency", rate, source, rate_at as "rateAt"
         from reporting where request_id = any($1::text[])`,
        [ids],
      ),
    /** A request without a row here has no reporting amount. */
    forget: (ids: readonly string[]): Promise<unknown> => db.query('delete from reporting where request_id = any($1::text[])', [ids]),
    async keep(rows: readonly ReportingRow[], now: number): Promise<void> {
      if (!rows.length) return;
      await db.query(
        `insert into reporting (request_id, amount_minor, currency, reporting_minor, reporting_currency, rate, source, rate_at, converted_at)
         select "requestId", "amountMinor", currency, "reportingMinor", "reportingCurrency", rate, source, "rateAt", $2::bigint from jsonb_to_recordset($1::jsonb)
           as x("requestId" text, "amountMinor" bigint, currency text, "reportingMinor" bigint, "reportingCurrency" text, rate text, source text, "rateAt" bigint)
         on conflict (request_id) do update set amount_minor = excluded.amount_minor, currency = excluded.currency, reporting_minor = excluded.reporting_minor,
           reporting_currency = excluded.reporting_currency, rate = excluded.rate, source = excluded.source, rate_at = excluded.rate_at, converted_at = excluded.converted_at`,
        [jsonOf(rows), now],
      );
    },
  };
}
