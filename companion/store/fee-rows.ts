import type { FeeFacts } from '../domain/fee-rule.ts';
import type { Share } from '../domain/fee-split.ts';
import type { Database } from './database.ts';
import { jsonOf } from './values.ts';

/** A fee and how it was allocated. Amounts in minor units, times in epoch ms. */
export interface FeeRow {
  readonly key: string;
  readonly transactionId: string;
  readonly requestId: string;
  readonly minor: number;
  readonly currency: string;
  readonly basis: 'Actual' | 'Estimated';
  readonly facts: FeeFacts;
  readonly occurredAt: number;
  /** By a rule, suggested from the past, confirmed or rejected by a person, or not at all. */
  readonly how: 'rule' | 'suggested' | 'confirmed' | 'rejected' | 'none';
  readonly ruleId: string | null;
  readonly ruleName: string | null;
  readonly shares: readonly Share[];
  /** Of a suggestion: so many of so many like payments. */
  readonly times: number | null;
  readonly ofLike: number | null;
  readonly slots: number;
  readonly allocatedAt: number;
}

const columns = `key, transaction_id as "transactionId", request_id as "requestId", minor, currency, basis, facts, occurred_at as "occurredAt", how, rule_id as "ruleId", rule_name as "ruleName",
  shares, times, of_like as "ofLike", slots, allocated_at as "allocatedAt"`;

/** Fees that were allocated, or wait for it. */
export function openFeeRows(db: Database) {
  return {
    byKeys: (keys: readonly string[]): Promise<readonly FeeRow[]> => db.query<FeeRow>(`select ${columns} from fee where key = any($1::text[])`, [keys]),
    /** What a changed rule may still move: since a moment, and not decided by a person. */
    open: (since: number): Promise<readonly FeeRow[]> => db.query<FeeRow>(`select ${columns} from fee where occurred_at >= $1 and how <> 'confirmed' order by occurred_at, key`, [since]),
    /** What suggestions are made from: by a rule or confirmed, the latest first. */
    past: (limit: number): Promise<readonly FeeRow[]> => db.query<FeeRow>(`select ${columns} from fee where how in ('rule', 'confirmed') order by occurred_at desc, key limit $1`, [limit]),
    async keep(rows: readonly FeeRow[]): Promise<void> {
      if (!rows.length) return;
      await db.query(
        `insert into fee (key, transaction_id, request_id, minor, currency, basis, facts, occurred_at, how, rule_id, rule_name, shares, times, of_like, slots, allocated_at)
         select key, "transactionId", "requestId", minor, currency, basis, facts, "occurredAt", how, "ruleId", "ruleName", shares, times, "ofLike", slots, "allocatedAt" from jsonb_to_recordset($1::jsonb)
           as x(key text, "transactionId" text, "requestId" text, minor bigint, currency text, basis text, facts jsonb, "occurredAt" bigint, how text, "ruleId" text, "ruleName" text, shares jsonb,
                times int, "ofLike" int, slots int, "allocatedAt" bigint)
         on conflict (key) do update set minor = excluded.minor, currency = excluded.currency, basis = excluded.basis, facts = excluded.facts, occurred_at = excluded.occurred_at, how = excluded.how,
           rule_id = excluded.rule_id, rule_name = excluded.rule_name, shares = excluded.shares, times = excluded.times, of_like = excluded.of_like,
           slots = greatest(fee.slots, excluded.slots), allocated_at = excluded.allocated_at`,
        [jsonOf(rows)],
      );
    },
  };
}
