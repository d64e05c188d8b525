import type { RawRequest } from '../../companion/connectors/connector.ts';
import type { Chance } from '../simulate/chance.ts';
import { signed } from './sender.ts';
import { spoiledBytes, spoiledText } from './spoil.ts';

const events = ['payment-accepted', 'sent-to-bank', 'account-loaded', 'cancel-payout', 'payee-approved', 'payee-declined', 'account-funded'] as const;

/** What is sent, where to, and whether anything was changed after it was signed. */
export interface Input {
  readonly event: string;
  readonly request: RawRequest;
  readonly touched: boolean;
}

const fields = { 'Payee Id': 'payee-1', Amount: '10.00', IntPaymentId: 'a02000000000001AAA-01', Currency: 'USD', 'Transaction Date': '2026-11-21T10:00:00Z' };
const form = new URLSearchParams(fields).toString();
const types = ['application/json', 'application/x-www-form-urlencoded', 'text/plain', 'application/json; charset=utf-16', 'multipart/form-data; boundary=x', 'application/octet-stream', ''] as const;
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Bodies as they are documented, as they are tolerated, and as nobody should send them. */
function bodyOf(chance: Chance): Uint8Array {
  const json = JSON.stringify(fields);
  const text = chance.pick<() => string>([
    () => json, () => json, () => spoiledText(chance, json), () => spoiledText(chance, json), () => form, () => spoiledText(chance, form), () => '', () => '[]', () => `[${json}]`, () => JSON.stringify(json),
    () => JSON.stringify({ IntPaymentId: chance.pick<unknown>([7, null, true, {}, [], ['a'], { a: { b: 'c' } }, '', ' ', '\u0000', '\ud83d', 'x'.repeat(70_000)]), payeeid: spoiledText(chance, 'payee-1') }),
    () => `{${json.slice(1, -1)},${json.slice(1)}`, () => '['.repeat(chance.whole(1, 20_000)), () => `${'{"a":'.repeat(3_000)}1${'}'.repeat(3_000)}`, () => `{"${spoiledText(chance, 'IntPaymentId')}":"${spoiledText(chance, 'a02')}"}`,
    () => `\ufeff${json}`, () => `${'&'.repeat(chance.whole(1, 5_000))}${form}`, () => 'null', () => '1e999', () => `{"IntPaymentId":1e${chance.whole(1, 999_999)}}`,
  ])();
  return chance.happens(0.2) ? spoiledBytes(chance, bytes(text)) : bytes(text);
}

function queryOf(chance: Chance, method: string): string {
  if (method !== 'GET' && chance.happens(0.8)) return '';
  return `?${chance.pick<() => string>([() => form, () => spoiledText(chance, form), () => `${form}&${form}`, () => '', () => '?', () => spoiledText(chance, 'IntPaymentId=a02&IntPaymentId=b02')])()}`;
}

/** A webhook as the sender would sign it, whatever is in it. */
export function madeUp(chance: Chance, publicUrl: string, nth: number): Input {
  const method = chance.pick(['POST', 'POST', 'POST', 'GET']);
  const event = chance.pick([...events]);
  const request: RawRequest = { method, url: `${publicUrl}/webhooks/payoneer/${event}${queryOf(chance, method)}`, headers: [['content-type', chance.pick(types)]], body: method === 'GET' ? new Uint8Array() : bodyOf(chance) };
  return { event, request: signed(request, String(nth).padStart(32, '0')), touched: false };
}

const replaced = (headers: RawRequest['headers'], change: (value: string) => string): RawRequest['headers'] => headers.map(([name, value]) => (name === 'authorization' ? [name, change(value)] : [name, value]));

/** The same, changed after it was signed, or signed by somebody else. */
export function tampered(chance: Chance, { event, request }: Input, nth: number): Input {
  const { method, url, headers, body } = request;
  const bare = headers.filter(([name]) => name !== 'authorization');
  const change = chance.pick<() => RawRequest>([
    () => ({ ...request, body: spoiledBytes(chance, body) }), () => ({ ...request, body: spoiledBytes(chance, body) }), () => ({ ...request, url: spoiledText(chance, url) }), () => ({ ...request, url: `${url}${url.includes('?') ? '&' : '?'}IntPaymentId=other` }),
    () => ({ ...request, headers: replaced(headers, (value) => spoiledText(chance, value)) }), () => ({ ...request, headers: replaced(headers, (value) => value.replace(/^hmacauth/, chance.pick(['HMACAUTH', 'Bearer', 'hmacauth hmacauth', '']))) }),
    () => ({ ...request, headers: [...headers, ...headers] }), () => ({ ...request, headers: [['Authorization', 'hmacauth x:y:z:1'], ...headers] }), () => ({ ...request, headers: bare }),
    () => ({ ...request, method: chance.pick(['GET', 'POST', 'PUT', 'get', 'post', 'DELETE', '']) }), () => ({ ...request, method: method === 'GET' ? 'POST' : 'GET', body: new Uint8Array() }),
    () => signed({ ...request, headers: bare }, String(nth), { secret: chance.pick(['', 'a guess', 'a secret both sides know ', 'A SECRET BOTH SIDES KNOW']) }), () => signed({ ...request, headers: bare }, String(nth), { appName: spoiledText(chance, 'Webhook-IPCNSender-sandbox') }),
    () => ({ ...request, headers: replaced(headers, (value) => value.replace(/:(\d+)$/, (_, at: string) => `:${Number(at) + chance.whole(1, 9)}`)) }),
  ])();
  return { event, request: change, touched: true };
}
