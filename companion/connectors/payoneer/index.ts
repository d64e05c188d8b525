import type { Connector } from '../connector.ts';
import { Problem } from '../../domain/problem.ts';
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
    const account = settings.account && consent(settings.account.refreshToken);
    const accountClient = account && client(settings, tools, gate, account.watch(tokenSource(settings, tools, gate, account.grant, account.renewed)));
    const fee = fees(settings, tools, accountClient);
    return {
      payouts: payouts(settings, { tools, gate, tokens, client: programClient }),
      payees: payees(programClient),
      ...(fee ? { fees: fee } : {}),
      webhooks: webhooks(settings, tools),
      readiness: () => (account?.lost() ? consentLost : 'ready'),
    };
  },
} satisfies Connector<Settings>;

const consentLost = {
  missing: 'Payoneer no longer accepts the account holder’s consent, so actual fees are not read. Payouts go on.',
  doThis: 'Let the account holder consent again and put the new refresh token into ACCOUNT_REFRESH_TOKEN.',
};

/** The account holder's consent as it ages: Payoneer may hand out a new refresh token with each use, kept in memory only. */
function consent(refreshToken: string) {
  let current = refreshToken;
  let lost = false;
  return {
    grant: () => ({ grant_type: 'refresh_token', refresh_token: current }),
    renewed: (next: string) => {
      current = next;
    },
    lost: () => lost,
    watch: (tokens: TokenSource): TokenSource => ({
      async get() {
        try {
          const token = await tokens.get();
          lost = false;
          return token;
        } catch (error) {
          if (error instanceof Problem && error.kind === 'refused') lost = true;
          throw error;
        }
      },
      reject: (token) => tokens.reject(token),
    }),
  };
}
