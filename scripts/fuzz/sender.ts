import payoneer from '../../companion/connectors/payoneer/index.ts';
import type { RawRequest, Tools, Webhooks } from '../../companion/connectors/connector.ts';
import { hmacauth } from '../../sandbox/payoneer/signature.ts';

export const secret = 'a secret both sides know';
const appName = 'Webhook-IPCNSender-sandbox';
/** When everything here happens, epoch ms. */
const now = 1_795_000_000_000;

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
/** A world in which nothing can be called. */
export const tools: Tools = { now: () => now, random: () => 0.5, log: silent, fetch: () => Promise.reject(new Error('nothing is called here')), timer: { after: () => () => undefined, sleep: () => Promise.resolve() } };

/** The webhooks of the real connector, with these settings beside the needed ones. */
export function openSender(settings: Readonly<Record<string, string>> = {}): Webhooks {
  const given = { ENVIRONMENT: 'sandbox', CLIENT_ID: 'id', CLIENT_SECRET: 'other', PROGRAMS: '100200300:USD', WEBHOOK_SECRET: secret, ...settings };
  return payoneer.open(payoneer.settings.parse(given), { id: 'payoneer', tools, gate: { pass: (_kind, call) => call() } }).webhooks;
}

/** The request with an `Authorization` as the stand-in of the sender writes it, which shares no code with who verifies it. */
export function signed(request: RawRequest, nonce: string, by: { readonly secret?: string; readonly appName?: string } = {}): RawRequest {
  const stamp = { appName: by.appName ?? appName, secret: by.secret ?? secret, nonce, timestampS: Math.floor(now / 1_000) };
  return { ...request, headers: [...request.headers, ['authorization', hmacauth({ method: request.method.toUpperCase(), url: request.url, bytes: request.body }, stamp)]] };
}

/** Whether the one who knows one of these secrets signed exactly this, said without the code under test. */
export function isSigned({ method, url, headers, body }: RawRequest, secrets: readonly string[] = [secret]): boolean {
  const [value, second] = headers.filter(([name]) => name.toLowerCase() === 'authorization').map(([, text]) => text);
  const [name, signature = '', nonce, timestamp, more] = (value ?? '').trim().replace(/^hmacauth\s+/i, 'signed by ').split(':');
  if (second !== undefined || more !== undefined || name !== `signed by ${appName}` || !/^[A-Za-z0-9+/=]+$/.test(signature) || nonce === undefined || !/^\d+$/.test(timestamp ?? '')) return false;
  // What a signature does not cover must not be there: a GET is signed without a body.
  if (method.toUpperCase() === 'GET' && body.length > 0) return false;
  return secrets.some((each) => {
    const right = hmacauth({ method: method.toUpperCase(), url, bytes: body }, { appName, secret: each, nonce, timestampS: timestamp as unknown as number });
    return Buffer.from(right.split(':')[1] ?? '', 'base64').equals(Buffer.from(signature, 'base64'));
  });
}
