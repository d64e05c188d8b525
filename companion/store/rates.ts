import { rateKey, type Rate, type RateKind } from '../domain/rate.ts';
import type { Database } from './database.ts';
import { jsonOf } from './values.ts';

/** A rate as it is kept. The key is `rateKey`. */
export interface KeptRate extends Rate {
  readonly key: string;
  readonly doubt: string | null;
}
/** What the payee got of a payout: the provider's own rate. Minor units. */
interface Converted {
  readonly amountMinor: number;
  readonly currency: string;
  readonly targetMinor: number;
  readonly targetCurrency: string;
  readonly at: number;
}

const columns = 'key, kind, base, quote, rate, source, as_of as "asOf", doubt';

/** Exchange rates as they were told, with their history. All times in epoch ms. */
export function openRates(db: Database) {
  const latest = (where: string): string => `select distinct on (kind, base, quote) ${columns}, offered from exchange_rate where doubt is null and ${where} order by kind, base, quote, as_of desc, kept_at desc`;
  return {
    /** Keeps what is new; the keys that were. What is told again counts as told now. */
    async keep(rates: readonly (Rate & { readonly doubt?: string })[], now: number): Promise<ReadonlySet<string>> {
      if (!rates.length) return new Set();
      const rows = rates.map((rate) => ({ ...rate, key: rateKey(rate), doubt: rate.doubt ?? null }));
      const told = await db.query<{ key: string; fresh: boolean }>(
        `insert into exchange_rate (key, kind, base, quote, rate, source, as_of, kept_at, doubt)
         select key, kind, base, quote, rate, source, "asOf", $2::bigint, doubt from jsonb_to_recordset($1::jsonb) as x(key text, kind text, base text, quote text, rate text, source text, "asOf" bigint, doubt text)
         on conflict (key) do update set kept_at = excluded.kept_at returning key, xmax::text = '0' as fresh`,
        [jsonOf([...new Map(rows.map((row) => [row.key, row])).values()]), now],
      );
      return new Set(told.filter(({ fresh }) => fresh).map(({ key }) => key));
    },
    /** The latest of each kind and pair that is believed, as of a moment. */
    believed: (at: number): Promise<readonly KeptRate[]> => db.query<KeptRate>(latest('as_of <= $1'), [at]),
    /** As of when the newest of a kind is, believed or not. */
    newest: async (kind: RateKind): Promise<number | undefined> =>
      (await db.query<{ at: number | null }>('select max(as_of) as at from exchange_rate where kind = $1', [kind]))[0]?.at ?? undefined,
    byKeys: (keys: readonly string[]): Promise<readonly KeptRate[]> => db.query<KeptRate>(`select ${columns} from exchange_rate where key = any($1::text[])`, [keys]),
    /** A person says that the doubted rates of a pair are right; how many there were. */
    believe: async (base: string, quote: string): Promise<number> =>
      (await db.query('update exchange_rate set doubt = null where base = $1 and quote = $2 and doubt is not null returning key', [base, quote])).length,
    /** The latest believed rates among these currencies which the books were not offered yet; marks them. */
    offer: async (currencies: readonly string[]): Promise<readonly string[]> =>
      (await db.query<{ key: string }>(
        `update exchange_rate r set offered = true from (${latest('base = any($1::text[]) and quote = any($1::text[])')}) l where r.key = l.key and not l.offered returning r.key`,
        [currencies],
      )).map(({ key }) => key),
    /** Currencies something was asked, paid, received or converted in. */
    currenciesInUse: async (): Promise<readonly string[]> =>
      (await db.query<{ currency: string }>(
        "select currency from payment union select currency from reporting union select owed_currency from conversion union select currency from conversion union select target_currency from attempt where target_currency is not null union select currency from lane",
      )).map(({ currency }) => currency),
    /** Payouts that arrived in another currency since; small ones are left out, for their rate is mostly rounding. */
    converted: (since: number, atLeastMinor: number): Promise<readonly Converted[]> =>
      db.query<Converted & Record<string, unknown>>(
        `select amount_minor as "amountMinor", currency, target_minor as "targetMinor", target_currency as "targetCurrency", transferred_at as at from attempt
         where transferred_at > $1 and target_currency is not null and target_currency <> currency and target_minor >= $2 and amount_minor >= $2 order by transferred_at, reference`,
        [since, atLeastMinor],
      ),
  };
}
