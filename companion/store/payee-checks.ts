import type { PayeeStatus } from '../connectors/connector.ts';
import type { Database } from './database.ts';
import { jsonOf } from './values.ts';

export interface PayeeCheck {
  readonly recipientId: string;
  readonly status: PayeeStatus;
  readonly checkedAt: number;
}

/** When a payee's status was last asked for, and what the provider said. */
export function openPayeeChecks(db: Database) {
  return {
    /** By payee key, those confirmed since `since` (epoch ms). */
    async fresh(payeeKeys: readonly string[], since: number): Promise<ReadonlyMap<string, PayeeStatus>> {
      const rows = await db.query<{ payeeKey: string; status: PayeeStatus }>(
        'select payee_key as "payeeKey", status from recipient_check where payee_key = any($1::text[]) and checked_at >= $2',
        [payeeKeys, since],
      );
      return new Map(rows.map((row) => [row.payeeKey, row.status]));
    },
    async keep(recipientId: string, payeeKey: string, status: PayeeStatus, at: number): Promise<void> {
      await db.query(
        `insert into recipient_check (recipient_id, payee_key, status, checked_at) values ($1, $2, $3, $4)
         on conflict (recipient_id) do update set payee_key = excluded.payee_key, status = excluded.status, checked_at = excluded.checked_at`,
        [recipientId, payeeKey, status, at],
      );
    },
    /** What the books said when this store began; what is known here already is newer. */
    keepOlder: (rows: readonly (PayeeCheck & { readonly payeeKey: string })[]): Promise<unknown> =>
      db.query(
        `insert into recipient_check (recipient_id, payee_key, status, checked_at) select "recipientId", "payeeKey", status, "checkedAt"
         from jsonb_to_recordset($1::jsonb) as x("recipientId" text, "payeeKey" text, status text, "checkedAt" bigint) on conflict (recipient_id) do nothing`,
        [jsonOf(rows)],
      ),
    /** A hint says something changed: what was known no longer counts. */
    async forget(payeeId: string): Promise<void> {
      // The id comes from outside: compared as it is, never as a pattern; and no column can hold a NUL.
      await db.query("update recipient_check set checked_at = 0 where right(payee_key, length($1::text) + 1) = ':' || $1::text", [payeeId.replaceAll('\0', '')]);
    },
    byIds: (ids: readonly string[]): Promise<readonly (PayeeCheck & Record<string, unknown>)[]> =>
      db.query<PayeeCheck & Record<string, unknown>>('select recipient_id as "recipientId", status, checked_at as "checkedAt" from recipient_check where recipient_id = any($1::text[])', [ids]),
  };
}
