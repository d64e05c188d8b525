import { createHmac } from 'node:crypto';
import type { Call, Reply } from '../kit/stand-in.ts';
import { refusal } from './refusal.ts';
import type { Desk, Token } from './state.ts';

const refreshLifeS = 5_184_000;

/** `POST /api/v2/oauth2/token`, in the three encodings seen to work. Source: facts 2. */
export function issueToken(desk: Desk, call: Call): Reply {
  const asked = fields(call);
  if (!knowsSecret(desk, call, asked)) return oauthError(401, 'invalid_client', 'Client authentication failed');
  switch (asked.get('grant_type')) {
    case 'client_credentials':
      return { status: 200, body: tokens(desk, 'application', asked.get('scope') ?? 'read write') };
    case 'authorization_code':
      return spent(desk, asked.get('code'), 'code', asked.get('redirect_uri')) ? { status: 200, body: tokens(desk, 'account', 'read write openid') } : oauthError(400, 'invalid_grant', 'The code is invalid, used, expired or was sent to another redirect_uri');
    case 'refresh_token':
      return refreshed(desk, asked.get('refresh_token')) ? { status: 200, body: tokens(desk, 'account', 'read write openid') } : oauthError(400, 'invalid_grant', 'The refresh token is invalid, used or expired');
    default:
      return oauthError(400, 'unsupported_grant_type', 'The grant type is not supported');
  }
}

/** `POST /api/v2/oauth2/revoke`; a token nobody knows is revoked already. */
export function revokeToken(desk: Desk, call: Call): Reply {
  const asked = fields(call);
  if (!knowsSecret(desk, call, asked)) return oauthError(401, 'invalid_client', 'Client authentication failed');
  desk.state.tokens.delete(asked.get('token') ?? '');
  return { status: 200, body: {} };
}

/** `GET /api/v2/oauth2/authorize`: the account holder consents or not, at once or by two buttons instead of Payoneer's pages. */
export function authorize(desk: Desk, call: Call): Reply {
  const asked = call.url.searchParams;
  const back = asked.get('redirect_uri') ?? '';
  const { clientId, redirectUri } = desk.settings;
  const known = asked.get('client_id') === clientId && URL.canParse(back) && (redirectUri ?? back) === back;
  if (!known || asked.get('response_type') !== 'code') return oauthError(400, 'invalid_request', 'client_id, redirect_uri or response_type do not fit the registration');
  if (desk.policies.consentPage !== 'asks') return decided(desk, asked, desk.policies.consentPage === 'yes');
  const form = '<form method="post"><button name="decision" value="yes">Allow</button><button name="decision" value="no">Deny</button></form>';
  return { status: 200, headers: { 'content-type': 'text/html' }, body: `<!doctype html><title>Sandbox</title><h1>Payoneer sandbox: account ${desk.settings.accountId}</h1><p>May the application read this account?</p>${form}` };
}

/** `POST` of that page's form, to the same address. */
export function authorizeDecided(desk: Desk, call: Call): Reply {
  return decided(desk, call.url.searchParams, new URLSearchParams(call.text()).get('decision') === 'yes');
}

function decided(desk: Desk, asked: URLSearchParams, yes: boolean): Reply {
  const back = asked.get('redirect_uri') ?? '';
  if (!URL.canParse(back)) return oauthError(400, 'invalid_request', 'redirect_uri is missing');
  const target = new URL(back);
  if (yes) target.searchParams.set('code', minted(desk, 'code', 300, back));
  else target.searchParams.set('error', 'access_denied');
  const state = asked.get('state');
  if (state !== null) target.searchParams.set('state', state);
  return { status: 302, headers: { location: target.href } };
}

/** Undefined when the call carries a living token of this kind, else what the gateway answers. */
export function unauthorised(desk: Desk, call: Call, kind: 'application' | 'account'): Reply | undefined {
  const [scheme, token = ''] = (call.headers.get('authorization') ?? '').split(' ');
  const known = scheme?.toLowerCase() === 'bearer' ? desk.state.tokens.get(token) : undefined;
  const alive = known && known.expiresAt > desk.world.clock.now() && (known.kind === 'application' || known.kind === 'account');
  if (!alive) return refusal(401, 'The access token is missing, invalid or expired');
  return known.kind === kind ? undefined : refusal(403, `This resource needs an ${kind} token`);
}

function fields(call: Call): Map<string, string> {
  if (!(call.headers.get('content-type') ?? '').includes('json')) return new Map(new URLSearchParams(call.text()));
  try {
    const body = call.json();
    return new Map(Object.entries(typeof body === 'object' && body !== null ? body : {}).map(([key, value]) => [key, String(value)]));
  } catch {
    return new Map();
  }
}

function knowsSecret({ settings }: Desk, call: Call, asked: ReadonlyMap<string, string>): boolean {
  const [scheme, given] = (call.headers.get('authorization') ?? '').split(' ');
  if (scheme?.toLowerCase() === 'basic') return Buffer.from(given ?? '', 'base64').toString() === `${settings.clientId}:${settings.clientSecret}`;
  return asked.get('client_id') === settings.clientId && asked.get('client_secret') === settings.clientSecret;
}

/** Codes and refresh tokens are good for one use. */
function spent(desk: Desk, token: string | undefined, kind: Token['kind'], redirectUri?: string): boolean {
  const found = desk.state.tokens.get(token ?? '');
  if (!found || found.kind !== kind || found.expiresAt <= desk.world.clock.now() || found.redirectUri !== redirectUri) return false;
  return desk.state.tokens.delete(token ?? '');
}

function refreshed(desk: Desk, token: string | undefined): boolean {
  if (desk.policies.refreshTokens === 'once') return spent(desk, token, 'refresh');
  const found = desk.state.tokens.get(token ?? '');
  return found?.kind === 'refresh' && found.expiresAt > desk.world.clock.now();
}

function minted(desk: Desk, kind: Token['kind'], lifeS: number, redirectUri?: string): string {
  const random = (): string => Math.floor(desk.world.random() * 2 ** 32).toString(16).padStart(8, '0');
  const token = `${random()}${random()}${random()}${random()}`;
  desk.state.tokens.set(token, { kind, expiresAt: desk.world.clock.now() + lifeS * 1000, ...(redirectUri === undefined ? {} : { redirectUri }) });
  return token;
}

/** The application's reply has null where the account's has a refresh and an id token. */
function tokens(desk: Desk, kind: 'application' | 'account', scope: string): Record<string, unknown> {
  const lifeS = desk.policies.tokenExpiresInS;
  const own = kind === 'account'
    ? { refresh_token: minted(desk, 'refresh', refreshLifeS), refresh_token_expires_in: refreshLifeS, id_token: idToken(desk) }
    : { refresh_token: null, refresh_token_expires_in: null, id_token: null };
  return {
    token_type: 'Bearer', access_token: minted(desk, kind, lifeS), expires_in: lifeS,
    consented_on: Math.floor(desk.world.clock.now() / 1000), scope, ...own, error: null, error_description: null,
  };
}

function idToken({ settings, world }: Desk): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ account_id: settings.accountId, aud: settings.clientId, iat: Math.floor(world.clock.now() / 1000) })}`;
  return `${claims}.${createHmac('sha256', settings.clientSecret).update(claims).digest('base64url')}`;
}

function oauthError(status: number, error: string, description: string): Reply {
  return { status, body: { error, error_description: description } };
}
