import type { Connector, Gate, Tools } from '../connector.ts';
import { client } from './client.ts';
import { fees } from './fees.ts';
import { payees } from './payees.ts';
import { payouts } from './payouts.ts';
import { settings, type Settings } from './settings.ts';
import { tokenSource, type TokenSource } from './token.ts';
import { webhooks } from './webhooks.ts';

/** Payoneer: mass payouts, payees, fees and webhooks. See README.md for manual pages, limits and what is unproven. */
export default {
  name: 'payoneer',
  settings,
  open(settings, { tools, gate }) {
    const tokens = tokenSource(settings, tools, gate, () => ({ grant_type: 'client_credentials', scope: 'read write' }));
    const programClient = client(settings, tools, gate, tokens);
    const accountClient = settings.account && client(settings, tools, gate, consented(settings, tools, gate, settings.account.refreshToken));
    const fee = fees(settings, tools, accountClient);
    const payer = payouts(settings, { tools, gate, tokens, client: programClient });
    const { environment, programs, batchLimit, unsendable, funds } = payer;
    return {
      payouts: payer,
      // A copy of what may be known, so that whoever holds it can't find a way to send.
      payoutTerms: { environment, programs, batchLimit, unsendable, funds },
      payees: payees(programClient),
      ...(fee ? { fees: fee } : {}),
      webhooks: webhooks(settings, tools),
    };
  },
} satisfies Connector<Settings>;

/** Tokens by the account holder's consent. Payoneer may hand out a new refresh token with each use: it is kept in memory only (README.md, Settings). */
function consented(settings: Settings, tools: Tools, gate: Gate, refreshToken: string): TokenSource {
  let current = refreshToken;
  return tokenSource(settings, tools, gate, () => ({ grant_type: 'refresh_token', refresh_token: current }), (next) => {
    current = next;
  });
}
