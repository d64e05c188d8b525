import type { AccountBalance, AccountBalances, Tools } from '../connector.ts';
import { Problem } from '../../domain/problem.ts';
import { bodyOf, refusal } from './exchange.ts';
import type { AccountDesk } from './fees.ts';
import { amountOf } from './sightings.ts';
import { accountBalance, accountBalancesReply } from './wire.ts';

/** `status` 2 is active; 0 and 1 are not in use yet, 99 to 101 blocked, cancelled, lost (facts, section 5). */
const active = '2';

/** What lies on the account holder's own account, by currency: one call, and one for a token when the last has run out. Source: facts, section 5 (GET /v4/accounts/{account}/balances). */
export function balances(desk: AccountDesk, tools: Pick<Tools, 'log' | 'now'>): AccountBalances {
  return {
    async read() {
      const account = await desk();
      if (!account) throw new Problem('refused', 'Payoneer: there is no consent of the account holder. Give it by the link on the connection record.', { code: 'no_consent' });
      const answer = await account.client.call('poll', 'GET', `/v4/accounts/${encodeURIComponent(account.id)}/balances`);
      if (answer.status !== 200) throw refusal(answer, 'the balances of the account');
      const { items } = bodyOf(accountBalancesReply, answer, 'the balances of the account').result.balances;
      return items.flatMap((item) => balanceOf(account.id, item, tools));
    },
  };
}

/** One line; what is not active or can't be read costs the others nothing. */
function balanceOf(accountId: string, item: unknown, { log, now }: Pick<Tools, 'log' | 'now'>): readonly AccountBalance[] {
  const read = accountBalance.safeParse(item);
  try {
    if (!read.success) throw new Problem('unmapped', read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '));
    const { currency, status, available_balance } = read.data;
    if (status !== active) return [];
    const available = amountOf(available_balance, currency);
    return [{ account: `${accountId}-${available.currency}`, available, asOf: now() }];
  } catch (error) {
    log.warn('Payoneer: a balance of the account can\'t be read and was passed over. Compare with Payoneer’s reference.', { why: error instanceof Error ? error.message : String(error) });
    return [];
  }
}
