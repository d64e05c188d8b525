import type { z } from 'zod';
import type { Fees, Tools } from '../connector.ts';
import { type Money, sum } from '../../domain/money.ts';
import { Problem } from '../../domain/problem.ts';
import type { Client } from './client.ts';
import { bodyOf, refusal } from './exchange.ts';
import type { Settings } from './settings.ts';
import { amountOf } from './sightings.ts';
import { transaction, transactionsReply } from './wire.ts';

type Transaction = z.infer<typeof transaction>;
type Actual = ReadonlyMap<string, Money>;

const dayMs = 86_400_000;
const pageSize = 100;
/** What one look may read. Older transactions are read once a day only: a fee that never appears must not cost hundreds of calls every hour. */
const looks = { whole: { everyMs: dayMs, pageLimit: 500 }, recent: { windowMs: 2 * dayMs, pageLimit: 50 } } as const;
const completed = '2';
const refunds = '2';

/**
 * Fees: actual ones from the account holder's transactions when there is consent, estimates from the configured schedule. Undefined when
 * there is neither. `actual` reads everything since `since` at the first call and once a day, at most 500 pages of 100; calls between read the
 * last two days, at most 50 pages. A look that ends at its limit is logged. The keys are references in lower case.
 */
export function fees(settings: Settings, tools: Tools, accountClient: Client | undefined): Fees | undefined {
  const { account, feeSchedule } = settings;
  if (!account && feeSchedule.size === 0) return undefined;
  let wholeAt: number | undefined;
  return {
    async actual(since): Promise<Actual> {
      if (!account || !accountClient) return new Map();
      const now = tools.now();
      const whole = wholeAt === undefined || now - wholeAt >= looks.whole.everyMs;
      const from = whole ? since : Math.max(since, now - looks.recent.windowMs);
      const list = await transactions(account.id, { from, to: now, pageLimit: whole ? looks.whole.pageLimit : looks.recent.pageLimit }, settings, tools, accountClient);
      if (whole) wholeAt = now;
      return feesIn(list, tools);
    },
    estimate: ({ currency }) => feeSchedule.get(currency),
  };
}

async function transactions(accountId: string, look: { readonly from: number; readonly to: number; readonly pageLimit: number }, settings: Settings, tools: Tools, client: Client): Promise<readonly unknown[]> {
  const query = new URLSearchParams({ from: new Date(look.from).toISOString(), to: new Date(look.to).toISOString(), page_size: String(pageSize), include_details: 'true' });
  const first = `/v4/accounts/${encodeURIComponent(accountId)}/transactions?${query}`;
  const found: unknown[] = [];
  const visited = new Set<string>();
  let path: string | undefined = first;
  // A cursor that runs in circles ends at the first page seen before.
  while (path !== undefined && !visited.has(path) && visited.size < look.pageLimit) {
    visited.add(path);
    const answer = await client.call('poll', 'GET', path);
    if (answer.status !== 200) throw refusal(answer, 'the list of transactions');
    const page: z.infer<typeof transactionsReply>['result']['transactions'] = bodyOf(transactionsReply, answer, 'the list of transactions').result.transactions;
    found.push(...page.items);
    path = page.next ? nextPath(page.next, first, settings.apiUrl) : undefined;
  }
  if (path !== undefined && !visited.has(path))
    tools.log.warn(`Payoneer: there are more than ${look.pageLimit} pages of transactions since ${new Date(look.from).toISOString()}. The others are not read; some fees stay estimated.`, { pages: visited.size, transactions: found.length });
  return found;
}

/** The format of `next` is not public: a link is followed on Payoneer's own host only, anything else is taken for a cursor. */
function nextPath(next: string, first: string, apiUrl: string): string {
  if (!/^(https?:\/\/|\/)/.test(next)) return next.startsWith('?') ? first.split('?')[0] + next : `${first}&next=${encodeURIComponent(next)}`;
  const link = new URL(next, apiUrl);
  if (link.origin !== new URL(apiUrl).origin) throw new Problem('unmapped', `Payoneer: the next page of transactions lies on ${link.host}, where no token is sent. Ask Payoneer.`);
  return link.pathname + link.search;
}

/**
 * Sums the fees of completed payouts by reference, each transaction once. A refund carries the same reference and is not the payout's fee. A line
 * that can't be read, or that charges one reference in a second currency, is passed over: it must not cost the others their fees.
 */
function feesIn(lines: readonly unknown[], tools: Pick<Tools, 'log'>): Actual {
  const found = new Map<string, Money>();
  const passedOver: string[] = [];
  for (const [id, line] of uniqueLines(lines, passedOver)) {
    try {
      addFee(found, line);
    } catch (error) {
      passedOver.push(`${id}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
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
