import { sign, type KeyObject } from 'node:crypto';

/** Salesforce accepts at most a few minutes; long enough for a skewed clock, short enough to be useless when stolen. */
const assertionLivesSeconds = 180;

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/**
 * The signed statement "I am `client`, acting for `username`", traded for an access token (OAuth 2.0 JWT bearer, RFC 7523).
 * @param nowMs epoch milliseconds
 * Source: help.salesforce.com, "OAuth 2.0 JWT Bearer Flow for Server-to-Server Integration".
 */
export function bearerAssertion(of: { client: string; username: string; audience: string; nowMs: number }, key: KeyObject): string {
  const claims = { iss: of.client, sub: of.username, aud: of.audience, exp: Math.floor(of.nowMs / 1_000) + assertionLivesSeconds };
  const signed = `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}`;
  return `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`;
}
