import type { KeyedMovement } from './movements.ts';
import type { Database } from './database.ts';
import { jsonOf } from './values.ts';

/** One transaction of the provider that names a payout. Amounts in minor units, times in epoch ms. */
export interface ListedRow extends Pick<KeyedMovement, 'kind' | 'direction' | 'status'> {
  /** In lower case. */
  readonly reference: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly at: number;
}

export interface ReconciliationRow {
  /** As the ledger spells it; in lower case where it does not know it. */
  readonly reference: string;
  readonly requestId: string | null;
  /** Null when there is nothing to say of it any more. */
  readonly state: 'Confirmed' | 'Awaited' | 'Different' | null;
  readonly difference: string | null;
  readonly detail: string;
  readonly confirmedAt: number | null;
}

/** Which payouts one comparison is about, epoch ms: sent since `since` and before `until`, and new, changed or listed since `from`. */
interface Compared {
  readonly connection: string;
  readonly since: number;
  readonly from: number;
  readonly until: number;
}

const columns = 'reference, request_id as "requestId", state, difference, detail, confirmed_at as "confirmedAt"';
const listedColumns = 'reference, kind, direction, status, amount_minor as "amountMinor", currency, at';
const sent = 'coalesce(a.sent_at, a.planned_at)';

/** The provider's list of what it paid for us, and what came of comparing it with the ledger. */
export function openReconciliation(db: Database) {
  return {
    /** Safe to repeat: a transaction is kept once, as it was listed last. */
    async keepListed(lines: readonly KeyedMovement[], now: number): Promise<void> {
      if (!lines.length) return;
      await db.query(
        `insert into listed_payout (key, reference, kind, direction, status, amount_minor, currency, at, seen_at)
         select key, lower(reference), kind, direction, status, minor, currency, at, $2::bigint from jsonb_to_recordset($1::jsonb)
           as x(key text, reference text, kind text, direction text, status text, minor bigint, currency text, at bigint)
         on conflict (key) do update set reference = excluded.reference, kind = excluded.kind, direction = excluded.direction, status = excluded.status,
           amount_minor = excluded.amount_minor, currency = excluded.currency, at = excluded.at, seen_at = greatest(listed_payout.seen_at, excluded.seen_at)`,
        [jsonOf([...new Map(lines.map((line) => [line.key, line])).values()].map(({ key, reference, kind, direction, status, amount, at }) => ({ key, reference, kind, direction, status, ...amount, at: Date.parse(at) }))), now],
      );
    },
    /** What is dated in this time, both included, and was not listed since `seenSince`: the provider lists it no longer. */
    forgetListed: (prefix: string, from: number, to: number, seenSince: number): Promise<unknown> =>
      db.query('delete from listed_payout where at >= $2 and at <= $3 and seen_at < $4 and starts_with(key, $1)', [`${prefix}:`, from, to, seenSince]),
    listed: (references: readonly string[]): Promise<readonly ListedRow[]> =>
      db.query<ListedRow>(`select ${listedColumns} from listed_payout where reference = any($1::text[]) order by at, key`, [references.map((reference) => reference.toLowerCase())]),
    /** Listed since a moment under a reference this ledger does not have; with the request it names, where that is known. */
    strangers: (since: number): Promise<readonly (ListedRow & { readonly requestId: string | null })[]> =>
      db.query<ListedRow & { readonly requestId: string | null }>(`select ${listedColumns}, (select p.request_id from payment p where lower(p.request_id) = left(l.reference, 18)) as "requestId" from listed_payout l where at >= $1 and not exists (select 1 from attempt a where lower(a.reference) = l.reference) order by at, key`, [since]),
    /** References of the ledger. What only the books remember of a lost ledger is left out. */
    compared: async ({ connection, since, from, until }: Compared): Promise<readonly string[]> =>
      (await db.query<{ reference: string }>(
        `select a.reference from attempt a left join reconciliation r on r.reference = a.reference
         where a.connection = $1 and a.batch_id not like 'remembered-%' and ${sent} >= $2 and ${sent} < $4
           and ((a.posted > 0 and (greatest(${sent}, a.transferred_at, a.returned_at) >= $3 or r.state in ('Awaited', 'Different')))
             or exists (select 1 from listed_payout l where l.reference = lower(a.reference) and l.at >= $3)) order by 1`,
        [connection, since, from, until],
      )).map(({ reference }) => reference),
    /** How many payouts left in a time, its end excluded. */
    sentBetween: async (connection: string, from: number, until: number): Promise<number> =>
      (await db.query<{ count: number }>(`select count(*)::int as count from attempt a where a.connection = $1 and a.posted > 0 and ${sent} >= $2 and ${sent} < $3`, [connection, from, until]))[0]?.count ?? 0,
    /** When the oldest left of which the provider's list still has to say something, since `since`. */
    oldestOpen: async (since: number): Promise<number | undefined> =>
      (await db.query<{ at: number | null }>(`select min(${sent}) as at from reconciliation r join attempt a on a.reference = r.reference where r.state in ('Awaited', 'Different') and ${sent} >= $1`, [since]))[0]?.at ?? undefined,
    /** When reservations of a store that was lost were imported last, epoch ms; 0 when none ever were. When they left is not known: their lines may be dated long before. */
    recoveredAt: async (connection: string): Promise<number> =>
      (await db.query<{ at: number | null }>("select max(planned_at) as at from attempt where connection = $1 and batch_id like 'recovered-%'", [connection]))[0]?.at ?? 0,
    /** Programs of which the list ever named a payout. */
    listedPrograms: async (connection: string): Promise<ReadonlySet<string>> =>
      new Set((await db.query<{ program: string }>('select distinct a.program from attempt a join listed_payout l on l.reference = lower(a.reference) where a.connection = $1', [connection])).map(({ program }) => program)),
    byReferences: (references: readonly string[]): Promise<readonly ReconciliationRow[]> =>
      db.query<ReconciliationRow>(`select ${columns} from reconciliation where reference = any($1::text[])`, [references]),
    /** What was told to be known to nobody here, also where a person wants it looked at again. */
    toldUnknown: (): Promise<readonly ReconciliationRow[]> => db.query<ReconciliationRow>(`select ${columns} from reconciliation r where state = 'Different' and (difference = 'unknown here' or (difference is null and not exists (select 1 from attempt a where lower(a.reference) = lower(r.reference)))) order by reference`),
    /** How many stand so now. */
    count: async (state: NonNullable<ReconciliationRow['state']>): Promise<number> => (await db.query<{ count: number }>('select count(*)::int as count from reconciliation where state = $1', [state]))[0]?.count ?? 0,
    /** Keeps what is news; the references of which it was. Two that keep the same at once: one of them hears that it was news. */
    async keep(rows: readonly Omit<ReconciliationRow, 'confirmedAt'>[], now: number): Promise<ReadonlySet<string>> {
      if (!rows.length) return new Set();
      const news = await db.query<{ reference: string }>(
        `insert into reconciliation as r (reference, request_id, state, difference, detail, confirmed_at, changed_at)
         select reference, "requestId", state, difference, detail, case when state = 'Confirmed' then $2::bigint end, $2::bigint from jsonb_to_recordset($1::jsonb)
           as x(reference text, "requestId" text, state text, difference text, detail text)
         on conflict (reference) do update set request_id = excluded.request_id, state = excluded.state, difference = excluded.difference, detail = excluded.detail,
           confirmed_at = excluded.confirmed_at, changed_at = excluded.changed_at
         where (r.state, r.difference, r.detail) is distinct from (excluded.state, excluded.difference, excluded.detail) returning reference`,
        [jsonOf(rows), now],
      );
      return new Set(news.map(({ reference }) => reference));
    },
    /** A person looked and wants it looked at again: if it is still so, it is said again. */
    sayAgain: (reference: string): Promise<unknown> => db.query("update reconciliation set difference = null where reference = $1 and state = 'Different'", [reference]),
  };
}
