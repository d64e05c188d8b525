import { createHash, createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import autocannon from 'autocannon';
import { startCompanion } from '../../companion/start.ts';
import { openDoor } from '../../companion/intake/http.ts';
import { realWorld, openLog } from '../../companion/world.ts';
import { serveOutsideWorld } from '../outside-world.ts';

export interface DoorFigures {
  readonly what: string;
  readonly acceptedPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly notAccepted: number;
}
export interface DrainFigures {
  readonly letters: number;
  readonly drainedInMs: number;
  readonly lettersPerSecond: number;
}

const appName = 'Webhook-IPCNSender-sandbox';
const urlencode = (text: string): string => encodeURIComponent(text).replace(/%20/g, '+').replace(/[!'()*~]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/** A genuine "account loaded" notice with a body of its own, signed as the sender signs (facts 8.3; written here anew, so that it proves something). */
function signed(url: string, secret: string, nth: number): { body: string; headers: Record<string, string> } {
  const body = JSON.stringify({ 'Payee Id': 'payee-1', Amount: '10.00', IntPaymentId: `a02000000000${String(nth).padStart(6, '0')}-01`, Currency: 'USD', 'Transaction Date': '2026-11-21T10:00:00Z' });
  const timestamp = String(Math.floor(Date.now() / 1000));
  const nonce = createHash('md5').update(String(nth)).digest('hex');
  const message = `${appName}POST${urlencode(url.toLowerCase()).toLowerCase()}${timestamp}${nonce}${createHash('md5').update(body).digest('base64')}`;
  const signature = createHmac('sha256', secret).update(message).digest('base64');
  return { body, headers: { 'content-type': 'application/json', authorization: `hmacauth ${appName}:${signature}:${nonce}:${timestamp}` } };
}

async function knock(what: string, url: string, secret: string, seconds: number, from: number): Promise<DoorFigures & { sent: number }> {
  let nth = from;
  const path = '/webhooks/payoneer/account-loaded';
  const result = await autocannon({
    url, connections: 50, duration: seconds,
    setupClient: (client) => {
      const next = (): void => {
        const { body, headers } = signed(url + path, secret, nth++);
        client.setHeadersAndBody(headers, body);
      };
      next();
      client.on('response', next);
    },
    requests: [{ method: 'POST', path }],
  });
  return { what, acceptedPerSecond: Math.round(result['2xx'] / result.duration), p50Ms: result.latency.p50, p99Ms: result.latency.p99, notAccepted: result.non2xx + result.errors, sent: nth - from };
}

/**
 * Signed webhooks over 50 connections: verified only (nothing stored, for the ratio), then verified, stored durably and answered; and how long the
 * engine takes to work off what was accepted.
 */
export async function webhookDoor(seconds: number): Promise<{ doors: readonly DoorFigures[]; drain: DrainFigures }> {
  const outside = await serveOutsideWorld({ seed: 3 });
  const folder = mkdtempSync(join(tmpdir(), 'quittance-bench-'));
  const env = { ...outside.companionEnv(outside.urls), QUITTANCE_PORT: '0', QUITTANCE_LOG: 'silent', QUITTANCE_DATA: folder, ...(process.env.DATABASE_URL ? { DATABASE_URL: process.env.DATABASE_URL } : {}) };
  const secret = outside.payoneer.webhooks.secret;
  const companion = await startCompanion(env);
  const bare = await bareDoor(companion.assembly.senders);
  const verifiedOnly = await knock('verified, nothing stored', bare.url, secret, seconds, 0);
  await bare.close();
  const stored = await knock(`verified and stored (${companion.db.engine})`, companion.url, secret, seconds, 500_000);
  const startedAt = performance.now();
  while ((await companion.assembly.store.inbox.counts()).waiting > 0) await new Promise((done) => setTimeout(done, 20));
  const drainedInMs = Math.round(performance.now() - startedAt);
  await companion.close();
  await outside.close();
  rmSync(folder, { recursive: true, force: true });
  const letters = stored.acceptedPerSecond * seconds;
  return { doors: [verifiedOnly, stored], drain: { letters, drainedInMs, lettersPerSecond: Math.round((letters / (drainedInMs + seconds * 1000)) * 1000) } };
}

async function bareDoor(senders: Parameters<typeof openDoor>[0]['senders']): Promise<{ url: string; close(): Promise<void> }> {
  const tools = realWorld(openLog('silent'));
  let publicUrl = '';
  const nothing = { ready: async () => ({ ready: true }), metrics: async () => ({ type: 'text/plain', text: '' }) };
  const app = openDoor({ senders, inbox: { keep: async () => 'kept' }, tools, forged: () => undefined, heard: () => undefined, health: nothing, get publicUrl() { return publicUrl; } });
  const server = app.listen(0, '127.0.0.1');
  await new Promise((listening) => server.once('listening', listening));
  publicUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url: publicUrl, close: () => new Promise((done) => (server.close(() => done()), server.closeAllConnections())) };
}
