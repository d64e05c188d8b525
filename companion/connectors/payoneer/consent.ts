import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Consent, ConsentStanding, Gate, Tools, Vault } from '../connector.ts';
import { Problem } from '../../domain/problem.ts';
import { bodyOf } from './exchange.ts';
import type { Settings } from './settings.ts';
import { askForToken, tokenSource, type TokenSource } from './token.ts';
import { tokenReply } from './wire.ts';

/** What is kept of a consent. `seed` marks the configured token it began with, so that a newer configured one is noticed. */
const kept = z.object({ account: z.string().min(1), refreshToken: z.string().min(1), since: z.string(), seed: z.string().optional(), refused: z.string().optional() });
type Kept = z.infer<typeof kept>;

const place = 'account consent';

/** @throws Problem `refused` when it is nothing this program wrote: no later look will read it either. */
function keptIn(text: string): Kept {
  try {
    return kept.parse(JSON.parse(text));
  } catch {
    throw new Problem('refused', 'Payoneer: the kept consent can\'t be read; another version of this program wrote it. Start that one, or give the consent anew by the link.');
  }
}

const markOf = (token: string): string => createHash('sha256').update(token).digest('hex').slice(0, 16);

export interface Consented extends Consent {
  /** The account and tokens by its consent; undefined while there is none. */
  account(): Promise<string | undefined>;
  readonly tokens: TokenSource;
}

/**
 * The account holder's consent by the authorization code flow (facts, section 2). A refresh token may be good for one use: the new one is kept before the
 * access token beside it is used. PKCE is not documented there and is not sent. The address it returns to is registered with Payoneer beforehand.
 */
export function consent(settings: Settings, world: { readonly tools: Tools; readonly gate: Gate; readonly vault: Vault | undefined }): Consented {
  const { tools, gate, vault } = world;
  let inMemory: Kept | undefined;
  const storedIn = (text: string | undefined): Kept | undefined => (text === undefined ? inMemory : keptIn(text));
  const read = async (): Promise<Kept | undefined> => inForce(settings, storedIn(await vault?.read(place)));
  const keep = async (value: Kept): Promise<void> => {
    inMemory = value;
    await vault?.keep(place, JSON.stringify(value));
  };
  const follow: Follow = async (used, value) => {
    const next = (text: string | undefined): string | undefined => {
      const stored = storedIn(text);
      // Also under what another said of it: its refusal of a token that was renewed at the same moment is no news.
      return [stored, inForce(settings, stored)].some((one) => one?.refreshToken === used.refreshToken) ? JSON.stringify(value) : undefined;
    };
    const done = vault ? await vault.change(place, next) : next(undefined) !== undefined;
    if (done) inMemory = value;
    return done;
  };
  return {
    tokens: refreshing(settings, { tools, gate }, read, follow),
    account: async () => {
      const stored = await read();
      return stored?.refused === undefined ? stored?.account : undefined;
    },
    standing: async () => standingOf(settings, vault, await read()),
    page: (returnUrl, state) =>
      `${settings.authUrl}/api/v2/oauth2/authorize?${new URLSearchParams({ client_id: settings.clientId, redirect_uri: returnUrl, scope: settings.consentScope, response_type: 'code', state })}`,
    accept: async (code, returnUrl) => {
      const answer = await gate.pass('look', () => askForToken(settings, tools, { grant_type: 'authorization_code', code, redirect_uri: returnUrl }));
      const reply = bodyOf(tokenReply, answer, 'the consent');
      const account = accountIn(reply.id_token);
      if (!account || !reply.refresh_token) throw new Problem('unmapped', 'Payoneer: the consent came without an account or a refresh token. Check CONSENT_SCOPE (it needs openid), then give the consent again.');
      if (settings.account.id && settings.account.id !== account)
        throw new Problem('refused', `Payoneer: the consent is of account ${account}, and ACCOUNT_ID is ${settings.account.id}. Sign in with the right account, or correct ACCOUNT_ID.`);
      await keep({ account, refreshToken: reply.refresh_token, since: new Date(tools.now()).toISOString() });
      return { account };
    },
  };
}

/** The consent that counts, of what is stored and what is configured. */
function inForce({ account: { id, refreshToken } }: Settings, stored: Kept | undefined): Kept | undefined {
  // A configured token that is not the one the kept consent began with was put there later.
  if (id && refreshToken && stored?.seed !== markOf(refreshToken) && (!stored || stored.refused !== undefined || stored.seed !== undefined))
    return { account: id, refreshToken, since: '', seed: markOf(refreshToken) };
  return stored && (id === undefined || stored.account === id) ? stored : undefined;
}

function standingOf(settings: Settings, vault: Vault | undefined, stored: Kept | undefined): ConsentStanding {
  if (stored?.refused !== undefined) return { state: 'refused', detail: `Payoneer takes the consent of account ${stored.account} no longer (${stored.refused}). Receipts are off; give the consent anew by the link.` };
  if (stored) return { state: 'given', detail: `Account ${stored.account}${stored.since ? `, since ${stored.since.slice(0, 10)}` : ', by the configured token'}.` };
  if (!vault) return { state: 'off', detail: 'No consent of the account holder, and no key to keep one. Receipts are off; set QUITTANCE_SECRET_KEYS to switch them on.' };
  return { state: 'missing', detail: `No consent of the account holder${settings.account.id ? ` of ${settings.account.id}` : ''}. Receipts are off; give it by the link.` };
}

/** Keeps `value` in the place of the consent it was made of. Answers false, and keeps nothing, when another instance or the account holder has put a newer one there. */
type Follow = (used: Kept, value: Kept) => Promise<boolean>;

/** Tokens by the kept refresh token. A refused one is asked about once more where a newer one is kept, since another companion on this store may have used it first. */
function refreshing(settings: Settings, { tools, gate }: { readonly tools: Tools; readonly gate: Gate }, read: () => Promise<Kept | undefined>, follow: Follow): TokenSource {
  let used: Kept | undefined;
  const source = tokenSource(settings, tools, gate, async () => {
    used = await read();
    if (!used || used.refused !== undefined) throw new Problem('refused', 'Payoneer: there is no consent of the account holder. Give it by the link on the connection record.', { code: 'no_consent' });
    return { grant_type: 'refresh_token', refresh_token: used.refreshToken };
  }, async (next) => {
    if (used) await follow(used, { ...used, refreshToken: next });
  }, 'look');
  const get = async (mayRepeat: boolean): Promise<string> => {
    try {
      return await source.get();
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'invalid_grant' || !used) throw error;
      const refused = await follow(used, { ...used, refused: 'invalid_grant' });
      if (!refused && mayRepeat) return get(false);
      throw error;
    }
  };
  return { get: () => get(true), reject: (token) => source.reject(token) };
}

/** `account_id` of the id token. It came straight from the token host over TLS, so its signature proves nothing more. */
function accountIn(idToken: string | null | undefined): string | undefined {
  try {
    const claims: unknown = JSON.parse(Buffer.from((idToken ?? '').split('.')[1] ?? '', 'base64url').toString('utf8'));
    const read = z.object({ account_id: z.union([z.string().min(1), z.number()]) }).safeParse(claims);
    return read.success ? String(read.data.account_id) : undefined;
  } catch {
    return undefined;
  }
}
