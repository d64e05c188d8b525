import type { z } from 'zod';
import { Problem } from '../../domain/problem.ts';
import type { Client } from './client.ts';
import { bodyOf, refusal } from './exchange.ts';
import type { Settings } from './settings.ts';
import { transactionsReply } from './wire.ts';

const pageSize = 100;

/** Lines as they came, each to be read on its own. `complete` is false when the pages ended at the limit, or when a full one came again: whoever does not know our `next` answers with the first page for ever. */
export interface TransactionList {
  readonly lines: readonly unknown[];
  readonly complete: boolean;
}

/**
 * The account's transactions between two moments (epoch ms), 100 a page, one call a page. Source: facts, section 5.
 * @throws Problem `busy`, `unreachable`, `refused`, `unmapped`
 */
export async function readTransactions(accountId: string, look: { readonly from: number; readonly to: number; readonly pageLimit: number }, settings: Pick<Settings, 'apiUrl'>, client: Client): Promise<TransactionList> {
  const query = new URLSearchParams({ from: new Date(look.from).toISOString(), to: new Date(look.to).toISOString(), page_size: String(pageSize), include_details: 'true' });
  const first = `/v4/accounts/${encodeURIComponent(accountId)}/transactions?${query}`;
  const found: unknown[] = [];
  const visited = new Set<string>();
  let path: string | undefined = first;
  let isLastFull = false;
  // A cursor that runs in circles ends at the first page seen before.
  while (path !== undefined && !visited.has(path) && visited.size < look.pageLimit) {
    visited.add(path);
    const answer = await client.call('look', 'GET', path);
    if (answer.status !== 200) throw refusal(answer, 'the list of transactions');
    const page: z.infer<typeof transactionsReply>['result']['transactions'] = bodyOf(transactionsReply, answer, 'the list of transactions').result.transactions;
    found.push(...page.items);
    isLastFull = page.items.length >= pageSize;
    path = page.next ? nextPath(page.next, first, settings.apiUrl) : undefined;
  }
  return { lines: found, complete: path === undefined || (visited.has(path) && !isLastFull) };
}

/** The format of `next` is not public: a link is followed on Payoneer's own host only, anything else is taken for a cursor. */
function nextPath(next: string, first: string, apiUrl: string): string {
  if (!/^(https?:\/\/|\/)/.test(next)) return next.startsWith('?') ? first.split('?')[0] + next : `${first}&next=${encodeURIComponent(next)}`;
  const link = new URL(next, apiUrl);
  if (link.origin !== new URL(apiUrl).origin) throw new Problem('unmapped', `Payoneer: the next page of transactions lies on ${link.host}, where no token is sent. Ask Payoneer.`);
  return link.pathname + link.search;
}
