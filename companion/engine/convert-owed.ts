import { chooseRate, type Chosen } from '../domain/choose-rate.ts';
import { moneyText, type Money } from '../domain/money.ts';
import { counted } from '../domain/plain-words.ts';
import type { Owed } from '../domain/rate-and-fee-books.ts';
import { convertIfCountable } from '../domain/rate.ts';
import type { ConversionRow, KeptConversion } from '../store/conversions.ts';
import type { Noted } from './noted.ts';
import type { Office } from './office.ts';

type Debt = Owed & { readonly owed: Money };
const pairOf = ({ owed, into }: Debt): string => `${owed.currency}/${into}`;
const isOwed = (request: Owed): request is Debt => request.owed !== undefined;

const isSame = (row: KeptConversion, { owed, into }: Debt): boolean => row.owedMinor === owed.minor && row.owedCurrency === owed.currency && row.currency === into;
/** The books write a rate without the zeros at its end. */
const bare = (rate: string): string => rate.replace(/\.?0+$/, '');
const stands = (row: KeptConversion, { amount, rate }: Debt): boolean => amount?.minor === row.amountMinor && rate !== undefined && bare(rate) === bare(row.rate);

/** What is to be told of a request: what was converted before, or what a rate makes of it now; `uncountable` when that is less than the smallest unit, or too much to be counted. */
function toTell(request: Debt, before: KeptConversion | undefined, rate: Chosen | undefined): 'nothing' | 'no rate' | 'uncountable' | ConversionRow {
  if (before && isSame(before, request)) {
    if (stands(before, request)) return 'nothing';
    // What the books took and somebody cleared is asked anew; everything else was not told, or is none of ours, and is told again.
    if (!before.told || request.amount !== undefined) return before;
  }
  return rate?.is === 'rate' ? rowOf(request, rate) : 'no rate';
}

function rowOf({ requestId, owed, into }: Debt, { ratio, rate, source, asOf }: Extract<Chosen, { is: 'rate' }>): ConversionRow | 'uncountable' {
  // Neither nothing nor what can't be counted can be paid, and one such request must not stop the others.
  const amountMinor = convertIfCountable(owed, ratio, into)?.minor;
  return !amountMinor ? 'uncountable' : { requestId, owedMinor: owed.minor, owedCurrency: owed.currency, amountMinor, currency: into, rate, source, rateAt: asOf };
}

async function sayMissing({ store }: Office, without: readonly Debt[], chosen: ReadonlyMap<string, Chosen>): Promise<void> {
  for (const [pair, of] of Map.groupBy(without, pairOf)) {
    const rate = chosen.get(pair);
    const [currency, into] = pair.split('/');
    const why = rate?.is === 'rate' ? 'At the rate of today it comes to less than the smallest unit, or to more than can be counted.'
      : rate?.is === 'stale' ? `The last rate, of ${rate.source}, is of ${new Date(rate.asOf).toISOString().slice(0, 10)} and too old.` : 'No source tells one.';
    await store.issues.raise({ kind: 'no rate', source: pair, severity: 'Warning', by: of.length, summary: `${counted(of.length, 'request')} owed in ${currency} without an amount in ${into}`, detail: `${why} The first is ${of[0]?.name ?? ''}. They can't be submitted yet. Add the pair to the rate table, wait for the next publication, or clear what is owed and enter the amount by hand; what has a rate follows by itself.` });
  }
}

/**
 * Converts what is owed in one currency into the one it is paid in, exactly, rounded once, half up, to its smallest unit: what has no amount yet, what is owed
 * otherwise now, and what a person cleared to have it anew. Everything else keeps its rate, however often the rates move. Where no believed rate is fresh enough
 * nothing is written, and an issue says so, once for each pair. Nobody has submitted any of these; that it stays so until the amount is written, the books see to.
 * @returns what was converted, with the rate, its source and its moment.
 */
export async function convertOwed(office: Office, requests: readonly Owed[]): Promise<readonly Noted[]> {
  const { store, tools, finance, timing } = office;
  if (!finance.convertOwed || !requests.length) return [];
  const now = tools.now();
  const debts = requests.filter(isOwed);
  const settled = requests.filter((request) => !isOwed(request)).map(({ requestId }) => requestId);
  const known = new Map((await store.conversions.byIds(debts.map(({ requestId }) => requestId))).map((row) => [row.requestId, row]));
  const rates = await store.rates.believed(now);
  const chosen = new Map<string, Chosen>([...Map.groupBy(debts, pairOf)].flatMap(([pair, [one]]) => (one ? [[pair, chooseRate(rates, { base: one.owed.currency, quote: one.into }, now, finance.rateMaxAgeMs)] as const] : [])));
  const results = debts.map((request) => ({ request, is: toTell(request, known.get(request.requestId), chosen.get(pairOf(request))) }));
  const without = results.filter(({ is }) => typeof is === 'string' && is !== 'nothing').map(({ request }) => request);
  await sayMissing(office, without, chosen);
  const rows = results.flatMap(({ is }) => (typeof is === 'string' ? [] : [is]));
  if (!rows.length && !settled.length) return [];
  await store.db.transaction(async () => {
    // What was just said of others of this pair stands.
    for (const pair of new Set(rows.map(({ owedCurrency, currency }) => `${owedCurrency}/${currency}`))) if (!without.some((debt) => pairOf(debt) === pair)) await store.issues.mend('no rate', pair);
    await store.conversions.keep(rows, now);
    await store.conversions.forget(settled);
    await store.reporting.forget(rows.map(({ requestId }) => requestId));
    await store.outbox.add('conversion', [...rows.map(({ requestId }) => requestId), ...settled], now + timing.writeDelayMs);
  });
  return rows.map(({ requestId, owedMinor, owedCurrency, amountMinor, currency, rate, source, rateAt }) => ({
    id: requestId, note: { owed: moneyText({ minor: owedMinor, currency: owedCurrency }), amount: moneyText({ minor: amountMinor, currency }), rate, source, at: new Date(rateAt).toISOString() },
  }));
}
