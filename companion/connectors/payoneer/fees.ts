import type { z } from 'zod';
import type { Fees, Tools } from '../connector.ts';
import { type Money, sum } from '../../domain/money.ts';
import { Problem } from '../../domain/problem.ts';
import type { Client } from './client.ts';
import type { Settings } from './settings.ts';
import { amountOf } from './sightings.ts';
import { readTransactions } from './transactions.ts';
import { transaction } from './wire.ts';

type Transaction = z.infer<typeof transaction>;
type Actual = ReadonlyMap<string, Money>;
/** The account holder's account and the client that speaks with the consent; undefined while there is none. */
export type AccountDesk = () => Promise<{ readonly id: string; readonly client: Client } | undefined>;

const dayMs = 86_400_000;
/** What one look may read. Older transactions are read once a day only: a fee that never appears must not cost hundreds of calls every hour. */
const looks = { whole: { everyMs: dayMs, pageLimit: 500 }, recent: { windowMs: 2 * dayMs, pageLimit: 50 } } as const;
const completed = '2';
const refunds = '2';
const feeLines = '6';

/**
 * Fees: actual ones from the account holder's transactions when there is consent, estimates from the configured schedule. Undefined when
 * there is neither. `actual` reads everything since `since` at the first call and once a day, at most 500 pages of 100; calls between read the
 * last two days, at most 50 pages. A look that ends at its limit is logged. The keys are references in lower case.
 */
export function fees(settings: Settings, tools: Tools, desk: AccountDesk | undefined): Fees | undefined {
  const { feeSchedule } = settings;
  if (!desk && feeSchedule.size === 0) return undefined;
  let wholeAt: number | undefined;
  return {
    async actual(since): Promise<Actual> {
      const account = await desk?.();
      if (!account) return new Map();
      const now = tools.now();
      const whole = wholeAt === undefined || now - wholeAt >= looks.whole.everyMs;
      const from = whole ? since : Math.max(since, now - looks.recent.windowMs);
      const { pageLimit } = whole ? looks.whole : looks.recent;
      const { lines, complete } = await readTransactions(account.id, { from, to: now, pageLimit }, settings, account.client);
      if (!complete) tools.log.warn(`Payoneer: there are more than ${pageLimit} pages of transactions since ${new Date(from).toISOString()}, or the same page came again. The others are not read; some fees stay estimated.`, { pages: pageLimit, transactions: lines.length });
      if (whole) wholeAt = now;
      return feesIn(lines, tools);
    },
    estimate: ({ currency }) => feeSchedule.get(currency),
  };
}

/**
 * Sums the fees of completed payouts by reference, each transaction once. A refund carries the same reference and is not the payout's fee. A line
 * that can't be read, or that charges one reference in a second currency, is passed over: it must not cost the others their fees.
 */
export function feesIn(lines: readonly unknown[], tools: Pick<Tools, 'log'>): Actual {
  const found = new Map<string, Money>();
  const passedOver: string[] = [];
  const unique = uniqueLines(lines, passedOver);
  for (const [id, line] of unique) {
    try {
      addFee(found, line);
    } catch (error) {
      passedOver.push(`${id}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  addOwnLines(found, [...unique.values()]);
  if (passedOver.length) tools.log.warn(`Payoneer: ${passedOver.length} transaction(s) were passed over while reading fees. Compare the first with Payoneer’s reference.`, { first: passedOver[0] });
  return found;
}

/** By id, the last copy: pages overlap when something is added meanwhile. */
function uniqueLines(lines: readonly unknown[], passedOver: string[]): ReadonlyMap<string, Transaction> {
  const unique = new Map<string, Transaction>();
  for (const line of lines) {
    const read = transaction.safeParse(line);
    if (read.success) unique.set(read.data.id, read.data);
    else passedOver.push(read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '));
  }
  return unique;
}

function addFee(found: Map<string, Money>, { status_id, category_id, details }: Transaction): void {
  const { fee, fee_currency: currency, payment_reference } = details ?? {};
  if (!payment_reference || !fee || !currency || category_id === refunds || (status_id && status_id !== completed)) return;
  const reference = payment_reference.toLowerCase();
  const one = amountOf(fee.replace(/^-/, ''), currency);
  const before = found.get(reference);
  if (before && before.currency !== one.currency) throw new Problem('unmapped', `Payoneer: ${payment_reference} has a second fee in ${one.currency} besides the one in ${before.currency}.`);
  found.set(reference, before ? sum([before, one], one.currency) : one);
}

/**
 * Fees that stand on lines of their own (category 6) and name a payout's reference. Only for payouts whose own line tells no fee: whether both would be
 * the same fee is not documented, and a fee counted twice is worse than one read from a single place.
 */
function addOwnLines(found: Map<string, Money>, lines: readonly Transaction[]): void {
  const own = new Map<string, Money>();
  for (const { category_id, status_id, amount, amount_currency, details } of lines) {
    const reference = details?.payment_reference?.toLowerCase();
    if (category_id !== feeLines || !reference || found.has(reference) || details?.fee || !amount || !amount_currency || (status_id && status_id !== completed)) continue;
    const one = amountOf(amount, amount_currency);
    const before = own.get(reference);
    if (!before || before.currency === one.currency) own.set(reference, before ? sum([before, one], one.currency) : one);
  }
  // Which sign a charge has is not documented; what was given back has the other one.
  for (const [reference, fee] of own) found.set(reference, { ...fee, minor: Math.abs(fee.minor) });
}
