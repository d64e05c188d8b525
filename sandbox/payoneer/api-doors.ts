import type { Answer, Call, Reply } from '../kit/stand-in.ts';
import { accountBalances, accountTransactions, programBalance } from './accounts.ts';
import { submit } from './submit.ts';
import { payeeDetails, payeeStatus, registrationDecided, registrationLink, registrationPage, releasePayee } from './payees.ts';
import { askToCancel, status } from './payouts.ts';
import { refusal } from './refusal.ts';
import type { Desk, Program } from './state.ts';
import { authorize, authorizeDecided, issueToken, revokeToken, unauthorised } from './tokens.ts';

/** Authentication, API and the payees' pages: three hosts in reality, one here. */
export function apiDoors(desk: Desk): Readonly<Record<string, Answer>> {
  const program = (act: (desk: Desk, call: Call, program: Program) => Reply): Answer => (call) => {
    const refused = limited(desk) ?? unauthorised(desk, call, 'application');
    if (refused) return refused;
    const found = desk.state.programs.get(call.params['program'] ?? '');
    return found ? act(desk, call, found) : refusal(403, 'The program is not yours or does not exist', { target: 'program_id' });
  };
  const account = (act: (desk: Desk, call: Call) => Reply): Answer => (call) => {
    const refused = limited(desk) ?? unauthorised(desk, call, 'account');
    if (refused) return refused;
    return call.params['account'] === desk.settings.accountId ? act(desk, call) : refusal(403, 'The account has not given its consent', { target: 'account_id' });
  };
  return {
    'POST /api/v2/oauth2/token': (call) => issueToken(desk, call),
    'POST /api/v2/oauth2/revoke': (call) => revokeToken(desk, call),
    'GET /api/v2/oauth2/authorize': (call) => authorize(desk, call),
    'POST /api/v2/oauth2/authorize': (call) => authorizeDecided(desk, call),
    'POST /v4/programs/:program/masspayouts': program(submit),
    'GET /v4/programs/:program/payouts/:reference/status': program(status),
    'PUT /v4/programs/:program/payouts/:reference/cancel': program(askToCancel),
    'GET /v4/programs/:program/balance': program(programBalance),
    'POST /v4/programs/:program/payees/registration-link': program(registrationLink),
    'GET /v4/programs/:program/payees/:payee/status': program(payeeStatus),
    'GET /v4/programs/:program/payees/:payee/details': program(payeeDetails),
    'DELETE /v4/programs/:program/payees/:payee': program(releasePayee),
    'GET /v4/accounts/:account/balances': account(accountBalances),
    'GET /v4/accounts/:account/transactions': account(accountTransactions),
    'GET /partners/lp.aspx': (call) => registrationPage(desk, call),
    'POST /partners/lp.aspx': (call) => registrationDecided(desk, call),
  };
}

/** A fixed window; with or without a Retry-After, since nobody knows. */
function limited({ policies, state, world }: Desk): Reply | undefined {
  const { rateLimit } = policies;
  if (!rateLimit) return undefined;
  const nowMs = world.clock.now();
  if (nowMs >= state.windowEndsAt) {
    state.windowEndsAt = nowMs + rateLimit.windowMs;
    state.callsInWindow = 0;
  }
  state.callsInWindow += 1;
  if (state.callsInWindow <= rateLimit.calls) return undefined;
  const reply = refusal(429, 'Too many requests');
  if (rateLimit.retryAfter === 'none') return reply;
  const retryAfter = rateLimit.retryAfter === 'date' ? new Date(state.windowEndsAt).toUTCString() : String(Math.ceil((state.windowEndsAt - nowMs) / 1000));
  return { ...reply, headers: { 'retry-after': retryAfter } };
}
