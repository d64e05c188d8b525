import { deliver, type Webhook } from '../kit/webhooks-out.ts';
import { toText } from './money.ts';
import { hmacauth } from './signature.ts';
import type { Desk, Payee, Payout, Reason } from './state.ts';

/** One per registered URL: the kind is in the path, nowhere in the body. */
type NoticeEvent = 'payment-accepted' | 'sent-to-bank' | 'account-loaded' | 'cancel-payout' | 'payee-approved' | 'payee-declined' | 'account-funded';

/** Each field by its JSON key and by its name in the older GET form. Source: facts 8.2. */
type Field = readonly [key: string, query: string, value: string];

export async function paymentAccepted(desk: Desk, payout: Payout): Promise<void> {
  await notify(desk, 'payment-accepted', [...whom(payout)], payout);
}

/** Sent to the bank, or loaded to the payee's own account. */
export async function paymentLoaded(desk: Desk, payout: Payout, method: Payee['method']): Promise<void> {
  const fields: Field[] = [
    ...whom(payout),
    ['Amount', 'amount', toText(payout.amountMinor, payout.currency)],
    ['Currency', 'currency', payout.currency],
    ['Transaction Date', 'transactiondate', stamped(desk)],
  ];
  await notify(desk, method === 'bank' ? 'sent-to-bank' : 'account-loaded', fields, payout);
}

export async function payoutCancelled(desk: Desk, payout: Payout, reason: Reason): Promise<void> {
  const fields: Field[] = [
    ...whom(payout),
    ['Reason Code', 'reasoncode', String(reason.code)],
    ['Reason Description', 'reasondescription', reason.description],
    ['Payment Amount', 'amount', toText(payout.amountMinor, payout.currency)],
    ['Canceled Payment Date', 'date', stamped(desk)],
  ];
  await notify(desk, 'cancel-payout', fields, payout);
}

export async function payeeDecided(desk: Desk, payee: Payee, declinedBecause?: string): Promise<void> {
  const fields: Field[] = [
    ['Payee Id', 'apuid', payee.payeeId],
    ['Payoneer Id', 'payoneerid', payee.payoneerId],
    ['Session Id', 'sessionid', payee.sessionId],
  ];
  if (declinedBecause !== undefined) fields.push(['Reason Description', 'reasondescription', declinedBecause]);
  await notify(desk, declinedBecause === undefined ? 'payee-approved' : 'payee-declined', fields);
}

/** Known in the older GET form only. */
export async function accountFunded(desk: Desk, fundingId: string, amount: string, balance: string): Promise<void> {
  const fields: Field[] = [
    ['BALANCE_UPDATED', 'BALANCE_UPDATED', 'true'],
    ['Amount', 'Amount', amount],
    ['Balance', 'Balance', balance],
    ['FundingId', 'FundingId', fundingId],
    ['FundingTime', 'FundingTime', stamped(desk)],
  ];
  await notify(desk, 'account-funded', fields);
}

function whom(payout: Payout): Field[] {
  return [['Payee Id', 'apuid', payout.payeeId], ['IntPaymentId', 'IntPaymentId', payout.reference]];
}

function stamped(desk: Desk): string {
  return new Date(desk.world.clock.now()).toISOString().replace(/\.\d+Z$/, 'Z');
}

async function notify(desk: Desk, event: NoticeEvent, fields: readonly Field[], payout?: Payout): Promise<void> {
  const { world, policies, notices } = desk;
  if (notices.target === undefined) return;
  const address = `${notices.target}/${event}`;
  const legacy = policies.webhookForm === 'legacy-get' || event === 'account-funded';
  const shape = legacy
    ? { method: 'GET' as const, to: `${address}?${query(event, fields, payout)}`, bytes: new Uint8Array() }
    : { method: 'POST' as const, to: address, bytes: json(fields, policies.webhookValuesEncoded) };
  let first: string | undefined;
  const stamp = (request: Parameters<Webhook['sign']>[0]): string => {
    first = policies.webhookRepeatSigned === 'as before' && first !== undefined ? first : signed(desk, request);
    return first;
  };
  const webhook: Webhook = {
    ...shape,
    event,
    sign: (request) => (policies.webhookSigned ? { authorization: stamp(request) } : {}),
    // Six in all, then an e-mail to the partner. Source: the older guide, facts 8.1; the interval is a guess.
    retry: { attempts: 6, everyMs: policies.webhookRetryEveryMs, on: policies.webhookRetryOn },
  };
  await deliver(world, webhook);
}

function signed({ world, notices }: Desk, request: { method: string; url: string; bytes: Uint8Array }): string {
  const nonce = Array.from({ length: 32 }, () => Math.floor(world.random() * 16).toString(16)).join('');
  return hmacauth(request, { appName: notices.appName, secret: notices.secret, nonce, timestampS: Math.floor(world.clock.now() / 1000) });
}

function json(fields: readonly Field[], encoded: boolean): Uint8Array {
  const values = fields.map(([key, , value]) => [key, encoded ? formEncoded(value) : value]);
  return new TextEncoder().encode(JSON.stringify(Object.fromEntries(values)));
}

function query(event: NoticeEvent, fields: readonly Field[], payout: Payout | undefined): string {
  const parts = fields.map(([, name, value]) => `${name}=${formEncoded(value)}`);
  if (payout) parts.push(`PaymentId=${payout.payoutId}`);
  if (event === 'cancel-payout') parts.push('CancelPayment=true');
  return parts.join('&');
}

/** As .NET writes it: blanks as `+`, hexadecimal in lower case. */
function formEncoded(value: string): string {
  return encodeURIComponent(value).replace(/%20/g, '+').replace(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase());
}
