import { createHash } from 'node:crypto';
import type { RawRequest, Tools, Webhooks } from '../connector.ts';
import type { InboundEvent } from '../../domain/events.ts';
import { Problem } from '../../domain/problem.ts';
import { within } from './cidr.ts';
import type { Settings } from './settings.ts';
import { readAuthorization, sameBytes, signatureOf } from './signature.ts';
import { fieldsOf } from './webhook-fields.ts';

/** Payoneer's events have no name inside: the URL each is registered with says which it is. `final` words usually end the journey. */
const payoutEvents: ReadonlyMap<string, { readonly final: boolean }> = new Map([
  ['payment-accepted', { final: false }],
  ['sent-to-bank', { final: true }],
  ['account-loaded', { final: true }],
  ['cancel-payout', { final: true }],
]);
const payeeEvents = ['payee-approved', 'payee-declined'];
const fundsEvents = ['account-funded'];

/** The peer's address as the door saw it. No HTTP client can send a header with a colon in front, so nobody can forge it. */
const peerHeader = ':peer-address';

/** Payoneer's notifications (facts, section 8). */
export function webhooks(settings: Settings, tools: Pick<Tools, 'now'>): Webhooks {
  return {
    events: [...payoutEvents.keys(), ...payeeEvents, ...fundsEvents, ...(settings.receiptWebhook ? [settings.receiptWebhook.event] : [])],
    unverifiable: () => unverifiable(settings),
    verify: (request, event) => ({ key: keyOf(request, event), flags: event === settings.receiptWebhook?.event ? provenReceipt(request, settings, tools.now()) : proven(request, settings, tools.now()) }),
    read: (request, event) => (event === settings.receiptWebhook?.event ? readReceipt(request, settings) : read(request, event)),
  };
}

function unverifiable({ webhookAuth }: Settings): string | undefined {
  if (webhookAuth !== 'none') return undefined;
  return 'Payoneer: WEBHOOK_AUTH=none believes anybody who knows the address. Set hmac with WEBHOOK_SECRET, or secret-path with WEBHOOK_PATH_TOKEN.';
}

/** Proves the sender; what comes back are flags for the record. @throws Problem `forged` */
function proven(request: RawRequest, settings: Settings, now: number): readonly string[] {
  if (!/^(GET|POST)$/i.test(request.method)) throw forged(`method ${request.method.slice(0, 10)} is never used by Payoneer`);
  const { webhookPathToken, allowCidrs } = settings;
  if (webhookPathToken !== undefined && !sameText(lastSegment(request.url), webhookPathToken)) throw forged('the address lacks the secret last part');
  if (allowCidrs.length > 0) {
    const [peer] = headersNamed(request, peerHeader);
    if (peer === undefined) throw forged('ALLOW_CIDRS is set but the door did not say where the call came from');
    if (!within(allowCidrs, peer)) throw forged(`${peer} is not in ALLOW_CIDRS`);
  }
  if (settings.webhookAuth === 'hmac') return signed(request, settings, now);
  return settings.webhookAuth === 'none' ? ['unverified sender'] : [];
}

function signed(request: RawRequest, settings: Settings, now: number): readonly string[] {
  const [header, second] = headersNamed(request, 'authorization');
  if (header === undefined) throw forged('there is no Authorization header. If Payoneer has not provided a webhook secret yet, set WEBHOOK_AUTH=secret-path');
  const stamped = second === undefined ? readAuthorization(header) : undefined;
  if (!stamped) throw forged('the Authorization header is not one "hmacauth AppName:Signature:Nonce:Timestamp"');
  // The signature of a GET covers no body: whoever has heard one could send it again with any other, and each would be another letter.
  if (!/^POST$/i.test(request.method) && request.body.length > 0) throw forged('a GET came with a body, which its signature does not cover');
  if (stamped.appName !== settings.webhookAppName) throw forged(`it was signed as "${stamped.appName.slice(0, 60)}", expected ${settings.webhookAppName}`);
  const claimed = Buffer.from(stamped.signature, 'base64');
  const matches = settings.webhookSecrets.filter((secret) => sameBytes(claimed, signatureOf(request.method, request.url, request.body, stamped, secret)));
  if (matches.length === 0) throw forged('the signature does not fit. Check WEBHOOK_SECRET and that the public URL is exactly the registered one');
  // A late retry may carry its first time stamp; state comes from asking, so replaying gains nothing.
  return Math.abs(now - Number(stamped.timestamp) * 1000) > settings.maxSkewMs ? ['stale timestamp'] : [];
}

/** The configurable route: a token of its own behind the address, where one is set, stands in for what Payoneer's other webhooks prove. */
function provenReceipt(request: RawRequest, settings: Settings, now: number): readonly string[] {
  const token = settings.receiptWebhook?.token;
  if (token === undefined) return proven(request, settings, now);
  if (!sameText(lastSegment(request.url), token)) throw forged('the address lacks the secret last part');
  return [];
}

/** Only a reason to look: the transaction's id is for the record. */
function readReceipt(request: RawRequest, { receiptWebhook }: Settings): readonly InboundEvent[] {
  return [{ name: 'receipt.hinted', data: { word: wordIn(request, receiptWebhook?.field) } }];
}

function wordIn(request: RawRequest, field: string | undefined): string {
  if (field === undefined) return '';
  try {
    return (fieldsOf(request).get(field.toLowerCase().replace(/[^a-z0-9]/g, '')) ?? '').slice(0, 80);
  } catch {
    // Whatever its form, it is as good a reason to look.
    return '';
  }
}

const forged = (why: string): Problem => new Problem('forged', `Payoneer: a webhook was turned away: ${why}.`);
const headersNamed = ({ headers }: RawRequest, name: string): string[] => headers.filter(([key]) => key.toLowerCase() === name).map(([, value]) => value);
const lastSegment = (url: string): string => url.split(/[?#]/)[0]?.split('/').at(-1) ?? '';
const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();
const sameText = (left: string, right: string): boolean => sameBytes(sha256(left), sha256(right));

/** The letter's name: the same event with the same bytes is the same letter, whatever nonce and time it carries. No date and no id of the event is in it: weeks later the same bytes are news. */
function keyOf({ url, body }: RawRequest, event: string): string {
  const at = url.indexOf('?');
  const query = at < 0 ? '' : url.slice(at + 1);
  return createHash('sha256').update(`${event}\n${query}\n`).update(body).digest('hex');
}

function read(request: RawRequest, event: string): readonly InboundEvent[] {
  const payout = payoutEvents.get(event);
  if (payout) {
    const reference = needed(fieldsOf(request), ['intpaymentid'], event, 'IntPaymentId');
    return [{ name: 'payout.hinted', data: { reference, word: event, final: payout.final } }];
  }
  if (payeeEvents.includes(event)) {
    const payeeId = needed(fieldsOf(request), ['payeeid', 'apuid'], event, 'Payee Id');
    return [{ name: 'payee.hinted', data: { payeeId, word: event } }];
  }
  if (fundsEvents.includes(event)) return [{ name: 'funds.hinted', data: { word: event } }];
  throw new Problem('unmapped', `Payoneer: "${event.slice(0, 60)}" is no webhook of Payoneer’s that we know. Register its URL under one of ours, or add it to webhooks.ts.`);
}

function needed(fields: ReadonlyMap<string, string>, names: readonly string[], event: string, spelled: string): string {
  const value = names.map((name) => fields.get(name)?.trim()).find(Boolean);
  if (value === undefined) throw new Problem('unmapped', `Payoneer: a ${event} webhook came without "${spelled}", so it can’t be matched. Look at the kept original and check which event its URL was registered for.`);
  return value;
}
