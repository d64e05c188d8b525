import type { z } from 'zod';
import type { Fees, Tools } from '../connector.ts';
import { type Money, sum } from '../../domain/money.ts';
import { Problem } from '../../domain/problem.ts';
import type { Client } from './client.ts';
import { bodyOf, refusal } from './exchange.ts';
import type { Settings } from './settings.ts';
import { amountOf } from './sightings.ts';
import { type transaction, transactionsReply } from './wire.ts';

type Transaction = z.infer<typeof transaction>;

const pageSize = 100;
/** 50,000 transactions: a day's window never holds more; a cursor that runs in circles ends here at the latest. */
const pageLimit = 500;
const completed = '2';
const refunds = '2';

/**
 * Fees: actual ones from the account holder's transactions when there is consent, estimates from the configured schedule. Undefined when
 * there is neither. The keys of `actual` are references as Payoneer spells them; compare without case.
 */
export function fees(settings: Settings, tools: Tools, accountClient: Client | undefined): Fees | undefined {
  const { account, feeSchedule } = settings;
  if (!account && feeSchedule.size === 0) return undefined;
  return {
    actual: async (since) => (account && accountClient ? feesIn(await transactions(account.id, since, settings, tools, accountClient)) : new Map()),
    estimate: ({ currency }) => feeSchedule.get(currency),
  };
}

async function transactions(accountId: string, since: number, settings: Settings, tools: Tools, client: Client): Promise<Transaction[]> {
  const query = new URLSearchParams({ from: new Date(since).toISOString(), to: new Date(tools.now()).toISOString(), page_size: String(pageSize), include_details: 'true' });
  const first = `/v4/accounts/${encodeURIComponent(accountId)}/transactions?${query}`;
  const found = new Map<string, Transaction>();
  const visited = new Set<string>();
  for (let path: string | undefined = first; path !== undefined && !visited.has(path) && visited.size < pageLimit; ) {
    visited.add(path);
    const answer = await client.call('poll', 'GET', path);
    if (answer.status !== 200) throw refusal(answer, 'the list of transactions');
    const page: z.infer<typeof transactionsReply>['result']['transactions'] = bodyOf(transactionsReply, answer, 'the list of transactions').result.transactions;
    for (const item of page.items) found.set(item.id, item);
    path = page.next ? nextPath(page.next, first, settings.apiUrl) : undefined;
  }
  return [...found.values()];
}

/** The format of `next` is not public: a link is followed on Payoneer's own host only, anything else is taken for a cursor. */
function nextPath(next: string, first: string, apiUrl: string): string {
  if (!/^(https?:\/\/|\/)/.test(next)) return next.startsWith('?') ? first.split('?')[0] + next : `${first}&next=${encodeURIComponent(next)}`;
  const link = new URL(next, apiUrl);
  if (link.origin !== new URL(apiUrl).origin) throw new Problem('unmapped', `Payoneer: the next page of transactions lies on ${link.host}, where no token is sent. Ask Payoneer.`);
  return link.pathname + link.search;
}

/** Sums the fees of completed payouts by reference. A refund carries the same reference and is not the payout's fee. */
function feesIn(list: readonly Transaction[]): Map<string, Money> {
  const found = new Map<string, Money>();
  for (const { status_id, category_id, details } of list) {
    const { fee, fee_currency: currency, payment_reference: reference } = details ?? {};
    if (!reference || !fee || !currency || category_id === refunds || (status_id && status_id !== completed)) continue;
    const one = amountOf(fee.replace(/^-/, ''), currency);
    const before = [...found].find(([key]) => key.toLowerCase() === reference.toLowerCase());
    found.set(before?.[0] ?? reference, before && before[1].currency === one.currency ? sum([before[1], one], one.currency) : one);
  }
  return found;
}
