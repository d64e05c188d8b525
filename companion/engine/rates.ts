import type { FxRateProvider } from '../domain/rate-and-fee-books.ts';
import { decimalText } from '../domain/money.ts';
import { Problem } from '../domain/problem.ts';
import { inverse, jumped, rateKey, rateText, ratioOf, times, type Rate } from '../domain/rate.ts';
import type { KeptRate } from '../store/rates.ts';
import type { Noted } from './noted.ts';
import type { Office } from './office.ts';
import { wantsAmounts } from './reporting.ts';

/** What a round of reading brought, and whether to read again before the next publication. */
export interface RatesRead {
  readonly rates: readonly Rate[];
  readonly notes: readonly Noted[];
}

/** A source that stays behind its publication is asked so many times more; then the next publication is waited for. */
const triesPerPublication = 6;
/** Payouts below this in minor units tell their rate with fewer than four certain digits. */
const countsFromMinor = 10_000;
const hourMs = 3_600_000;
const lineOf = (kind: string): string => `rates:${kind}`;

/** How often a publication was asked for: `<its time> <tries>`. */
async function triesAt(office: Office, kind: string, publication: number): Promise<number> {
  const [at, tries] = ((await office.store.cursors.get(`rates asked ${kind}`)) ?? '').split(' ');
  return Number(at) === publication ? Number(tries) : 0;
}

async function readOne(office: Office, source: FxRateProvider): Promise<RatesRead> {
  const { store, tools } = office;
  const due = source.newerAt(tools.now(), await store.rates.newest(source.kind));
  const tries = await triesAt(office, source.kind, due);
  if (source.off !== undefined || due > tools.now() || (source.kind === 'reference' && tries > triesPerPublication)) return { rates: [], notes: [] };
  await store.cursors.set(`rates asked ${source.kind}`, `${due} ${tries + 1}`);
  try {
    const rates = await source.read();
    return { rates, notes: [{ id: lineOf(source.kind), note: { source: source.source, rates: rates.length } }] };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    tools.log.warn(`Exchange rates: ${error.message}`);
    if (error.kind === 'unmapped' || tries === triesPerPublication)
      await store.issues.raise({ kind: 'rates unread', source: source.source, severity: 'Warning', summary: `The rates of ${source.source} could not be read`, detail: `${error.message} The rates held before are used until they are too old; requests that need a newer one get no reporting amount meanwhile.` });
    return { rates: [], notes: [{ id: lineOf(source.kind), note: { problem: error.kind } }] };
  }
}

/** Reads the sources that may have something newer, one call each at most, and what our own payouts were converted with, at most hourly for each pair, from the ledger. */
export async function readRates(office: Office, sources: readonly FxRateProvider[]): Promise<RatesRead> {
  const read = [await observed(office)];
  for (const source of sources) read.push(await readOne(office, source));
  return { rates: read.flatMap(({ rates }) => rates), notes: read.flatMap(({ notes }) => notes) };
}

async function observed(office: Office): Promise<RatesRead> {
  const { store } = office;
  const since = (await store.rates.newest('observed')) ?? 0;
  const source = `${office.payerId} payouts`;
  const latest = new Map<string, Rate>();
  for (const { amountMinor, currency, targetMinor, targetCurrency, at } of await store.rates.converted(since + hourMs, countsFromMinor)) {
    const [amount, target] = [decimalText({ minor: amountMinor, currency }), decimalText({ minor: targetMinor, currency: targetCurrency })];
    const rate = rateText(times(ratioOf(target), inverse(ratioOf(amount))));
    if (/[1-9]/.test(rate)) latest.set(`${currency}/${targetCurrency}`, { kind: 'observed', base: currency, quote: targetCurrency, rate, asOf: at, source });
  }
  return { rates: [...latest.values()], notes: latest.size ? [{ id: lineOf('observed'), note: { source, rates: latest.size } }] : [] };
}

function doubtOf(rate: Rate, before: readonly KeptRate[], percent: number): string | undefined {
  if (rate.kind === 'table') return undefined;
  const last = before.find((one) => one.kind === rate.kind && one.base === rate.base && one.quote === rate.quote);
  return last && jumped(ratioOf(last.rate), ratioOf(rate.rate), percent) ? `${rate.rate} after ${last.rate} of ${new Date(last.asOf).toISOString().slice(0, 10)}: more than ${percent} % apart.` : undefined;
}

/** Keeps what was read. What jumps is kept with its doubt, said, and not used until a person has looked. Returns how many are new, by source. */
export async function keepRates(office: Office, rates: readonly Rate[]): Promise<readonly Noted[]> {
  const { store, tools, finance, timing } = office;
  if (!rates.length) return [];
  return store.db.transaction(async () => {
    const now = tools.now();
    const before = await store.rates.believed(now);
    const judged = rates.map((rate) => {
      const doubt = doubtOf(rate, before, finance.rateJumpPercent);
      return doubt === undefined ? rate : { ...rate, doubt };
    });
    const fresh = await store.rates.keep(judged, now);
    for (const rate of judged)
      if ('doubt' in rate && fresh.has(rateKey(rate)))
        await store.issues.raise({ kind: 'implausible rate', source: `${rate.base}/${rate.quote}`, severity: 'Warning', summary: `The rate ${rate.base}/${rate.quote} jumped and is not used`, detail: `${rate.source}: ${rate.doubt} The rate before is used until it is too old. Retry if the new one is right: it is then believed. Discard if it is wrong.` });
    // Requests that had no rate, or a stale one, may have one now.
    if (fresh.size) await lookAtRequestsAgain(office);
    if (fresh.size) tools.log.info(`Exchange rates: ${fresh.size} new.`, { nextWriteMs: timing.writeDelayMs });
    return [...Map.groupBy(rates.filter((rate) => fresh.has(rateKey(rate))), ({ kind }) => kind)].map(([kind, of]) => ({ id: lineOf(kind), note: { kept: of.length, doubted: judged.filter((rate) => rate.kind === kind && 'doubt' in rate).length } }));
  });
}

/** All requests nobody has submitted are looked at by the next look. */
export async function lookAtRequestsAgain({ store, tools, finance }: Office): Promise<void> {
  if (!wantsAmounts(finance)) return;
  await store.cursors.set('reporting', '');
  await store.timers.atLatest('reporting', '', tools.now());
}

/** The books are told the rates of currencies in use, each once. Returns how many. */
export async function offerRates({ store, tools, finance, timing }: Office): Promise<readonly Noted[]> {
  return store.db.transaction(async () => {
    const used = [...await store.rates.currenciesInUse(), 'EUR', ...(finance.reportingCurrency ? [finance.reportingCurrency] : [])];
    const keys = await store.rates.offer([...new Set(used)]);
    await store.outbox.add('rate', keys, tools.now() + timing.writeDelayMs);
    return [...Map.groupBy(keys, (key) => key.split(':')[0] ?? '')].map(([kind, of]) => ({ id: lineOf(kind), note: { told: of.length } }));
  });
}

/** When the next round is due: the earliest publication, or soon while one is late. Epoch ms. */
export async function nextRates(office: Office, sources: readonly FxRateProvider[]): Promise<number> {
  const { store, tools, timing } = office;
  const now = tools.now();
  const times = [now + timing.ratesMs];
  for (const source of sources) {
    if (source.off !== undefined || source.kind === 'table') continue;
    const due = source.newerAt(now, await store.rates.newest(source.kind));
    if (due > now) times.push(due);
    else if ((await triesAt(office, source.kind, due)) <= triesPerPublication) times.push(now + timing.ratesAgainMs);
  }
  return Math.min(...times);
}
