import type { RateBooks, Reportable } from '../domain/rate-and-fee-books.ts';
import type { FinanceRules } from '../domain/finance.ts';
import { chooseRate, type Chosen } from '../domain/choose-rate.ts';
import { counted } from '../domain/plain-words.ts';
import { convertIfCountable } from '../domain/rate.ts';
import type { ReportingRow } from '../store/reporting.ts';
import type { Noted } from './noted.ts';
import type { Office } from './office.ts';

const cursor = 'reporting';

const isSame = (row: ReportingRow, { amount }: Reportable, into: string): boolean => row.amountMinor === amount.minor && row.currency === amount.currency && row.reportingCurrency === into;
const isTold = (row: ReportingRow, { reported }: Reportable): boolean => reported?.amount.minor === row.reportingMinor && reported.amount.currency === row.reportingCurrency && bare(reported.rate) === bare(row.rate);
/** The books write a rate without the zeros at its end. */
const bare = (rate: string): string => rate.replace(/\.?0+$/, '');

/** Whether the books are looked at for requests that want an amount in another currency; else they cost no call. */
export const wantsAmounts = ({ reportingCurrency, convertOwed }: FinanceRules): boolean => convertOwed || reportingCurrency !== undefined;

/** What one look at the requests told, and from where it began. */
export type ReportingLook = Pick<Awaited<ReturnType<RateBooks['convertible']>>, 'requests' | 'owed' | 'until'> & { readonly since: string | undefined };

/** Requests since the last look, with an overlap; all of them when rates came that were not there before, or when nothing is known. */
export async function lookAtReportable({ store, timing, finance, tools }: Office, books: RateBooks): Promise<ReportingLook> {
  const since = await store.cursors.get(cursor);
  const wanted = { reportable: finance.reportingCurrency !== undefined, owed: finance.convertOwed };
  if (!wantsAmounts(finance)) return { requests: [], owed: [], until: undefined, since };
  const { requests, owed, unreadable, until } = await books.convertible({ ...wanted, ...(since ? { since: new Date(Date.parse(since) - timing.sweepOverlapMs).toISOString() } : {}) });
  for (const { requestId, why } of unreadable) tools.log.warn(`Exchange rates: ${requestId} gets no amount in another currency. ${why}`);
  return { requests, owed, until, since };
}

/** The next look begins where this one ended. Rates that came meanwhile want everything looked at again: their empty cursor stays. */
export async function reportingSeen({ store, finance, timing, tools }: Office, { until, since }: ReportingLook): Promise<void> {
  if (until && (await store.cursors.get(cursor)) === since) await store.cursors.set(cursor, until);
  if (wantsAmounts(finance)) await store.timers.atLatest('reporting', '', tools.now() + timing.reportingMs);
}

/**
 * Converts what has no reporting amount yet, or another amount than it was converted from. What was converted keeps its rate: a draft does not change with each
 * day's file. Where no believed rate is fresh enough nothing is written and an issue says so, once for each pair.
 */
export async function convertRequests(office: Office, requests: readonly Reportable[]): Promise<readonly Noted[]> {
  const { store, tools, finance, timing } = office;
  const into = finance.reportingCurrency;
  if (into === undefined || !requests.length) return [];
  const now = tools.now();
  const known = new Map((await store.reporting.byIds(requests.map(({ requestId }) => requestId))).map((row) => [row.requestId, row]));
  const rates = await store.rates.believed(now);
  const chosen = new Map<string, Chosen>([...new Set(requests.map(({ amount }) => amount.currency))].map((base) => [base, chooseRate(rates, { base, quote: into }, now, finance.rateMaxAgeMs)]));
  const without: Reportable[] = [];
  const anew = requests.flatMap((request): ReportingRow[] => {
    const before = known.get(request.requestId);
    if (before && isSame(before, request, into)) return isTold(before, request) ? [] : [before];
    const rate = chosen.get(request.amount.currency);
    const row = rate?.is === 'rate' ? rowOf(request, rate, into) : undefined;
    if (row) return [row];
    without.push(request);
    return [];
  });
  await sayMissing(office, without, chosen, into);
  // What the books show for an amount that is no longer there would be worse than nothing.
  const wrong = without.filter(({ requestId, reported }) => reported && known.has(requestId)).map(({ requestId }) => requestId);
  if (!anew.length && !wrong.length) return [];
  await store.db.transaction(async () => {
    // What was just said of others in this currency stands.
    for (const currency of new Set(anew.map((row) => row.currency))) if (!without.some(({ amount }) => amount.currency === currency)) await store.issues.mend('no rate', `${currency}/${into}`);
    await store.reporting.keep(anew, now);
    await store.reporting.forget(wrong);
    await store.outbox.add('reporting', [...anew.map(({ requestId }) => requestId), ...wrong], now + timing.writeDelayMs);
  });
  return anew.map(({ requestId, rate, source, rateAt, reportingCurrency }) => ({ id: requestId, note: { rate, source, at: new Date(rateAt).toISOString(), into: reportingCurrency } }));
}

function rowOf({ requestId, amount }: Reportable, { ratio, rate, source, asOf }: Extract<Chosen, { is: 'rate' }>, into: string): ReportingRow | undefined {
  const reporting = convertIfCountable(amount, ratio, into);
  return reporting && { requestId, amountMinor: amount.minor, currency: amount.currency, reportingMinor: reporting.minor, reportingCurrency: into, rate, source, rateAt: asOf };
}

async function sayMissing({ store }: Office, without: readonly Reportable[], chosen: ReadonlyMap<string, Chosen>, into: string): Promise<void> {
  for (const [currency, of] of Map.groupBy(without, ({ amount }) => amount.currency)) {
    const rate = chosen.get(currency);
    const follows = 'Add the pair to the rate table, or wait for the next publication; the amounts follow by themselves.';
    const [why, mending] = rate?.is === 'rate' ? ['At the rate of today that is more than can be counted.', 'See whether the amount has some zeros too many; when it is corrected, this one follows by itself.']
      : rate?.is === 'stale' ? [`The last rate, of ${rate.source}, is of ${new Date(rate.asOf).toISOString().slice(0, 10)} and too old.`, follows] : ['No source tells one.', follows];
    await store.issues.raise({ kind: 'no rate', source: `${currency}/${into}`, severity: 'Warning', by: of.length, summary: `${counted(of.length, 'request')} in ${currency} without an amount in ${into}`, detail: `${why} The first is ${of[0]?.name ?? ''}. Payouts are not touched. ${mending}` });
  }
}
