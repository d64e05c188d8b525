import { createPublicKey, type KeyObject, verify, X509Certificate } from 'node:crypto';
import type { Answer, Call, Reply } from '../kit/stand-in.ts';
import type { User } from './org.ts';
import { callerOf, userOfToken } from './rest-call.ts';
import type { Client, ServerState } from './server-state.ts';

/** Token, revocation, userinfo and identity. Sources: Salesforce Help, "OAuth 2.0 JWT Bearer Flow", "OpenID Connect userinfo". */
export function oauthDoors(state: ServerState): Readonly<Record<string, Answer>> {
  return {
    'POST /services/oauth2/token': (call) => token(state, call),
    'POST /services/oauth2/revoke': (call) => {
      const given = new URLSearchParams(call.text()).get('token') ?? '';
      return state.sessions.delete(given) ? { status: 200, body: '' } : refused('unsupported_token_type', 'this token type is not supported');
    },
    'GET /services/oauth2/userinfo': (call) => {
      const user = callerOf(state, call);
      return 'status' in user ? { status: 403, body: 'Bad_OAuth_Token' } : { status: 200, body: userinfo(state, call, user) };
    },
    'GET /id/:org/:user': (call) => {
      const header = callerOf(state, call);
      const user = 'status' in header ? userOfToken(state, call.url.searchParams.get('oauth_token') ?? undefined) : header;
      return user ? { status: 200, body: identity(state, call, user) } : { status: 403, body: 'Bad_OAuth_Token' };
    },
  };
}

function refused(error: string, description: string): Reply {
  return { status: 400, body: { error, error_description: description } };
}

function token(state: ServerState, call: Call): Reply {
  const form = new URLSearchParams(call.text());
  switch (form.get('grant_type')) {
    case 'urn:ietf:params:oauth:grant-type:jwt-bearer':
      return jwtBearer(state, call, form.get('assertion') ?? '');
    case 'client_credentials':
      return clientCredentials(state, call, form);
    default:
      return refused('unsupported_grant_type', 'grant type not supported');
  }
}

function jwtBearer(state: ServerState, call: Call, assertion: string): Reply {
  const read = readAssertion(assertion);
  if (!read) return refused('invalid_grant', 'invalid assertion');
  const { claims, signed, signature } = read;
  const client = state.clients.get(String(claims['iss']));
  if (!client) return refused('invalid_client_id', 'client identifier invalid');
  if (!verify('RSA-SHA256', signed, keyOf(client), signature)) return refused('invalid_grant', 'invalid assertion');
  if (!audiences(call).has(String(claims['aud']).replace(/\/$/, ''))) return refused('invalid_grant', 'audience is invalid');
  if (expiryMs(claims['exp']) <= state.org.world.clock.now()) return refused('invalid_grant', 'expired authorization code');
  const user = state.org.users.find(({ username }) => username.toLowerCase() === String(claims['sub']).toLowerCase());
  if (!user || (client.users && !client.users.includes(user.username))) return refused('invalid_grant', "user hasn't approved this consumer");
  if (!user.isActive) return refused('invalid_grant', 'inactive user');
  return granted(state, call, user);
}

interface Assertion {
  readonly claims: Readonly<Record<string, unknown>>;
  readonly signed: Uint8Array;
  readonly signature: Uint8Array;
}

function readAssertion(assertion: string): Assertion | undefined {
  const [header = '', payload = '', signature = ''] = assertion.split('.');
  try {
    const { alg } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { alg?: unknown };
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString());
    if (alg !== 'RS256' || typeof claims !== 'object' || claims === null) return undefined;
    return { claims: claims as Record<string, unknown>, signed: Buffer.from(`${header}.${payload}`), signature: Buffer.from(signature, 'base64url') };
  } catch {
    return undefined;
  }
}

function keyOf({ key }: Client): KeyObject {
  return key.includes('BEGIN CERTIFICATE') ? new X509Certificate(key).publicKey : createPublicKey(key);
}

function audiences(call: Call): ReadonlySet<string> {
  return new Set(['https://login.salesforce.com', 'https://test.salesforce.com', call.url.origin]);
}

/** The CLI sends milliseconds, everyone else seconds; both work at the real endpoint too. */
function expiryMs(exp: unknown): number {
  const number = Number(exp);
  return number > 100_000_000_000 ? number : number * 1000;
}

function clientCredentials(state: ServerState, call: Call, form: URLSearchParams): Reply {
  const [, basic = ''] = /^Basic (.+)$/.exec(call.headers.get('authorization') ?? '') ?? [];
  const [basicId, basicSecret] = Buffer.from(basic, 'base64').toString().split(':');
  const client = state.clients.get(form.get('client_id') ?? basicId ?? '');
  if (!client) return refused('invalid_client_id', 'client identifier invalid');
  if (client.secret === undefined || client.secret !== (form.get('client_secret') ?? basicSecret)) return refused('invalid_client', 'invalid client credentials');
  const user = state.org.users.find(({ username, isActive }) => username === client.runAs && isActive);
  return user ? granted(state, call, user) : refused('invalid_grant', 'no client credentials user enabled');
}

function granted(state: ServerState, call: Call, user: User): Reply {
  const { org } = state;
  const now = org.world.clock.now();
  const random = Array.from({ length: 64 }, () => Math.floor(org.world.random() * 36).toString(36)).join('');
  const accessToken = `${org.id.slice(0, 15)}!AQ${random}`;
  state.sessions.set(accessToken, { userId: user.id, expiresAt: now + org.policies.tokenLifeMs });
  return {
    status: 200,
    body: { access_token: accessToken, scope: 'api', instance_url: call.url.origin, id: idUrl(state, call, user), token_type: 'Bearer', issued_at: String(now), api_instance_url: call.url.origin },
  };
}

function idUrl(state: ServerState, call: Call, user: User): string {
  return `${call.url.origin}/id/${state.org.id}/${user.id}`;
}

function urls(call: Call): Record<string, string> {
  const { origin } = call.url;
  return {
    enterprise: `${origin}/services/Soap/c/{version}/`, metadata: `${origin}/services/Soap/m/{version}/`, partner: `${origin}/services/Soap/u/{version}/`, rest: `${origin}/services/data/v{version}/`,
    sobjects: `${origin}/services/data/v{version}/sobjects/`, query: `${origin}/services/data/v{version}/query/`, custom_domain: origin,
  };
}

function userinfo(state: ServerState, call: Call, user: User): Record<string, unknown> {
  return {
    sub: idUrl(state, call, user), user_id: user.id, organization_id: state.org.id, preferred_username: user.username, nickname: user.username.split('@')[0], name: user.name, email: user.email,
    email_verified: true, zoneinfo: 'GMT', active: user.isActive, user_type: 'STANDARD', language: 'en_US', locale: 'en_US', utcOffset: 0, is_app_installed: true, urls: urls(call),
  };
}

function identity(state: ServerState, call: Call, user: User): Record<string, unknown> {
  return {
    id: idUrl(state, call, user), asserted_user: true, user_id: user.id, organization_id: state.org.id, username: user.username, nick_name: user.username.split('@')[0], display_name: user.name, email: user.email,
    active: user.isActive, user_type: 'STANDARD', language: 'en_US', locale: 'en_US', utcOffset: 0, is_app_installed: true, urls: urls(call),
  };
}
