import type { Tools } from '../connectors/connector.ts';
import type { Movement, MovementKind, MovementStatus } from '../domain/movements.ts';
import type { Match } from '../domain/receipt-match.ts';
import type { Database } from './database.ts';
import type { Outbox } from './outbox.ts';
import { jsonOf } from './values.ts';

export interface MovementRow {
  readonly key: string;
  readonly kind: MovementKind;
  readonly direction: 'In' | 'Out';
  readonly status: MovementStatus;
  readonly rawStatus: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly at: number;
  readonly source: string;
  readonly reference: string;
  readonly description: string;
  readonly history: readonly { readonly at: string; readonly text: string }[];
  readonly matchState: Match['state'] | null;
  readonly accountId: string | null;
  readonly contactId: string | null;
  readonly opportunityId: string | null;
  readonly matchReason: string | null;
  readonly matchUntold: boolean;
}

/** `Movement` with the key it has in the books. */
export type KeyedMovement = Movement & { readonly key: string };

/** What came of keeping one: `same` when nothing new was said. `other money`: the provider says another amount or currency than before, which is not believed. */
export type Kept = 'new' | 'changed' | 'same' | 'other money';
const isNews: ReadonlySet<Kept | undefined> = new Set<Kept>(['new', 'changed']);

const columns = `key, kind, direction, status, raw_status as "rawStatus", amount_minor as "amountMinor", currency, at, source, reference, description, history,
  match_state as "matchState", account_id as "accountId", contact_id as "contactId", opportunity_id as "opportunityId", match_reason as "matchReason", match_untold as "matchUntold"`;

/** PostgreSQL keeps no NUL in a text, and nothing of a provider's needs one. */
const clean = (text: string): string => text.replaceAll('\u0000', '');

/** Movements of accounts, one row per transaction of the provider however often it is read. */
export function openMovements(db: Database, outbox: Outbox, tools: Pick<Tools, 'now'>, writeDelayMs: number) {
  const told = (keys: readonly { readonly key: string; readonly receipt: boolean }[]): Promise<unknown> => Promise.all([
    outbox.add('receipt', keys.filter(({ receipt }) => receipt).map(({ key }) => key), tools.now() + writeDelayMs),
    outbox.add('movement', keys.map(({ key }) => key), tools.now() + writeDelayMs),
  ]);
  const insert = async (m: KeyedMovement, now: number): Promise<void> => {
    await db.query(
      `insert into movement (key, kind, direction, status, raw_status, amount_minor, currency, at, source, reference, description, seen_at, changed_at, history)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, $13::jsonb)`,
      [m.key, m.kind, m.direction, m.status, clean(m.raw), m.amount.minor, m.amount.currency, Date.parse(m.at), clean(m.source), clean(m.reference), clean(m.description), now, jsonOf([lineOf(m, now)])],
    );
  };
  const change = async (m: KeyedMovement, now: number): Promise<void> => {
    await db.query('update movement set status = $2, raw_status = $3, changed_at = $4, told = 0, history = history || $5::jsonb where key = $1', [m.key, m.status, clean(m.raw), now, jsonOf([lineOf(m, now)])]);
  };
  const keepOne = async (m: KeyedMovement, before: MovementRow | undefined, now: number): Promise<Kept> => {
    if (!before) return insert(m, now).then(() => 'new' as const);
    if (before.amountMinor !== m.amount.minor || before.currency !== m.amount.currency || before.direction !== m.direction) return 'other money';
    if (before.status === m.status && before.rawStatus === clean(m.raw)) return 'same';
    return change(m, now).then(() => 'changed' as const);
  };
  const byKeys = (keys: readonly string[]): Promise<readonly MovementRow[]> => db.query<MovementRow>(`select ${columns} from movement where key = any($1::text[])`, [keys]);
  return {
    byKeys,
    /** Keeps what is new or has another status, and puts it into the outbox, all or nothing. Safe to repeat. */
    keep: (movements: readonly KeyedMovement[], isReceipt: (m: KeyedMovement) => boolean): Promise<ReadonlyMap<string, Kept>> =>
      db.transaction(async () => {
        const now = tools.now();
        const known = new Map((await byKeys(movements.map(({ key }) => key))).map((row) => [row.key, row]));
        const kept = new Map<string, Kept>();
        for (const m of movements) if (!kept.has(m.key)) kept.set(m.key, await keepOne(m, known.get(m.key), now));
        const news = movements.filter(({ key }) => isNews.has(kept.get(key)));
        await told(news.map((m) => ({ key: m.key, receipt: isReceipt(m) })));
        return kept;
      }),
    /** Receipts nobody matched yet, seen since `since`: those never looked up, and with `again` those for which nothing was found. Oldest first. */
    unmatched: (since: number, again: boolean, limit: number): Promise<readonly MovementRow[]> =>
      db.query<MovementRow>(
        `select ${columns} from movement where kind = 'incoming' and direction = 'In' and seen_at >= $1 and (match_state is null or ($2 and match_state = 'Unmatched')) order by seen_at, key limit $3`,
        [since, again, limit],
      ),
    /** What matching found; told to the books when it is news. */
    match: (found: ReadonlyMap<string, Match>): Promise<void> =>
      db.transaction(async () => {
        const fresh: string[] = [];
        for (const [key, m] of found) {
          const rows = await db.query(
            `update movement set match_state = $2, account_id = $3, contact_id = $4, opportunity_id = $5, match_reason = $6, match_untold = true, told = 0
             where key = $1 and (match_state, account_id, contact_id, opportunity_id, match_reason) is distinct from ($2::text, $3::text, $4::text, $5::text, $6::text) returning key`,
            [key, m.state, m.accountId ?? null, m.contactId ?? null, m.opportunityId ?? null, m.reason],
          );
          if (rows.length) fresh.push(key);
        }
        await outbox.add('receipt', fresh, tools.now() + writeDelayMs);
      }),
    /** A person decided first: what was found is not told any more. */
    forgetMatch: async (keys: readonly string[]): Promise<void> => void (await db.query('update movement set match_untold = false where key = any($1::text[])', [keys])),
    /** The books took them, unless something newer waits. */
    written: async (receipts: readonly string[], movements: readonly string[]): Promise<void> => {
      const still = (kind: string): string => `not exists (select 1 from outbox where kind = '${kind}' and key = movement.key)`;
      await db.query(`update movement set match_untold = false where key = any($1::text[]) and ${still('receipt')}`, [receipts]);
      await db.query(`update movement set told = 1 where key = any($1::text[]) and told = 0 and ${still('receipt')} and ${still('movement')}`, [[...new Set([...receipts, ...movements])]]);
    },
    /** What was written and not journaled yet. */
    takeWritten: (): Promise<readonly MovementRow[]> => db.query<MovementRow>(`update movement set told = 2 where told = 1 returning ${columns}`),
  };
}

const lineOf = (m: KeyedMovement, now: number): { at: string; text: string } => ({ at: new Date(now).toISOString(), text: `The provider says ${m.raw || 'nothing of its status'}.` });
