import type { Connector } from '../connector.ts';
import { balances } from './balances.ts';
import { client } from './client.ts';
import { consent } from './consent.ts';
import { fees, type AccountDesk } from './fees.ts';
import { onboarding } from './onboarding.ts';
import { payees } from './payees.ts';
import { payouts } from './payouts.ts';
import { receipts } from './receipts.ts';
import { settings, type Settings } from './settings.ts';
import { tokenSource } from './token.ts';
import { webhooks } from './webhooks.ts';

/** Payoneer: mass payouts, payees, fees, received payments and webhooks. See README.md for manual pages, limits and what is unproven. */
export default {
  name: 'payoneer',
  settings,
  open(settings, { tools, gate, vault }) {
    const tokens = tokenSource(settings, tools, gate, () => ({ grant_type: 'client_credentials', scope: 'read write' }));
    const programClient = client(settings, tools, gate, tokens);
    const holder = consent(settings, { tools, gate, vault });
    const accountClient = client(settings, tools, gate, holder.tokens);
    const desk: AccountDesk = async () => {
      const id = await holder.account();
      return id === undefined ? undefined : { id, client: accountClient };
    };
    const mayBeGiven = vault !== undefined || settings.account.refreshToken !== undefined;
    const fee = fees(settings, tools, mayBeGiven ? desk : undefined);
    const payer = payouts(settings, { tools, gate, tokens, client: programClient });
    const { environment, programs, batchLimit, unsendable, funds } = payer;
    return {
      payouts: payer,
      // A copy of what may be known, so that whoever holds it can't find a way to send.
      payoutTerms: { environment, programs, batchLimit, unsendable, funds },
      payees: payees(programClient),
      onboarding: onboarding(settings, programClient),
      ...(fee ? { fees: fee } : {}),
      consent: holder,
      receipts: receipts(settings, tools, desk),
      accountBalances: balances(desk, tools),
      webhooks: webhooks(settings, tools),
    };
  },
} satisfies Connector<Settings>;
