import type { PayeeFacts, RecipientFacts } from '../domain/recipient.ts';
import type { Database } from './database.ts';
import { patchRows } from './patch-rows.ts';

/** One Recipient Account we have to do with. Times in epoch ms. */
export interface RecipientRow {
  readonly recipientId: string;
  readonly payeeKey: string | null;
  readonly name: string | null;
  readonly email: string | null;
  readonly country: string | null;
  readonly verified: boolean;
  readonly fills: Partial<RecipientFacts>;
  readonly link: string | null;
  readonly invitedAt: number | null;
  readonly note: string | null;
  readonly payeeFacts: Partial<PayeeFacts>;
  readonly fingerprint: string | null;
  /** The provider has another payee than was verified, and the books do not know of it yet. */
  readonly changeUntold: boolean;
  readonly everActive: boolean;
  /** When a hint said that the provider declined the payee. */
  readonly declinedAt: number | null;
  readonly answered: boolean;
  readonly answeredAt: number | null;
  readonly clearedAt: number | null;
  /** Questions since the invitation. */
  readonly asks: number;
  readonly nextAskAt: number | null;
  readonly told: boolean;
  readonly updatedAt: number;
}
export type RecipientPatch = Partial<Omit<RecipientRow, 'recipientId'>>;

const mutable = [
  'payeeKey', 'name', 'email', 'country', 'verified', 'fills', 'link', 'invitedAt', 'note', 'payeeFacts', 'fingerprint', 'changeUntold', 'everActive', 'declinedAt', 'answered', 'answeredAt', 'clearedAt', 'asks', 'nextAskAt', 'told', 'updatedAt',
] as const satisfies readonly (keyof RecipientRow)[];
const columns = ['recipientId', ...mutable].map((name) => `${name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)} as "${name}"`).join(', ');

/** The recipients of this store: what was seen of them in the books, and what they are told. */
export function openRecipients(db: Database) {
  const patch = (patches: readonly (readonly [id: string, patch: RecipientPatch])[]): Promise<void> => patchRows(db, { name: 'recipient', key: 'recipient_id', columns: mutable }, patches);
  /** Takes new ones in; those that are known stay as they are. */
  const add = async (ids: readonly string[], at: number): Promise<void> =>
    void (await db.query('insert into recipient (recipient_id, updated_at) select id, $2::bigint from unnest($1::text[]) as id on conflict (recipient_id) do nothing', [[...new Set(ids)].sort(), at]));
  return {
    patch,
    byIds: (ids: readonly string[], lock: '' | 'for update' = '') => db.query<RecipientRow>(`select ${columns} from recipient where recipient_id = any($1::text[]) order by recipient_id ${lock}`, [ids]),
    byPayeeKeys: (keys: readonly string[]) => db.query<RecipientRow>(`select ${columns} from recipient where payee_key = any($1::text[]) order by recipient_id`, [keys]),

    add,

    /** Takes in what the books have of recipients that were not met before. */
    adopt: async (records: readonly { readonly id: string; readonly facts: RecipientFacts; readonly verified: boolean }[], at: number): Promise<void> => {
      await add(records.map(({ id }) => id), at);
      await patch(records.map(({ id, facts, verified }) => [id, { payeeKey: facts.payeeKey ?? null, name: facts.name ?? null, email: facts.email ?? null, country: facts.country ?? null, verified }]));
    },

    /** Those whose time to be asked about has come, hidden for `leaseMs`, so that a crash gives them back and another instance does not ask too. */
    dueToAsk: (now: number, leaseMs: number, limit: number) =>
      db.query<RecipientRow>(
        `update recipient set next_ask_at = $1::bigint + $2::bigint where recipient_id in (
           select recipient_id from recipient where next_ask_at <= $1 order by next_ask_at limit $3 for update skip locked) returning ${columns}`,
        [now, leaseMs, limit],
      ),
    async nextAsk(): Promise<number | undefined> {
      return (await db.query<{ at: number | null }>('select min(next_ask_at) as at from recipient'))[0]?.at ?? undefined;
    },

    /** The books took what they were told of these; what came since is told again. `at` in epoch ms. */
    async written(ids: readonly string[], at: number): Promise<void> {
      if (!ids.length) return;
      await db.query(
        `update recipient r set told = true, fills = '{}', answered = false, change_untold = false, cleared_at = case when answered then $2::bigint else cleared_at end
         where recipient_id = any($1::text[]) and not exists (select 1 from outbox where kind = 'recipient' and key = r.recipient_id)`,
        [ids, at],
      );
    },
    /** Who was told since this was last asked. */
    takeTold: async (): Promise<readonly RecipientRow[]> => db.query<RecipientRow>(`update recipient set told = false where told returning ${columns}`),
  };
}
