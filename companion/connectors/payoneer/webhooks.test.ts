import { describe, expect, it } from '@jest/globals';
import type { RawRequest } from '../connector.ts';
import { settings } from './settings.ts';
import { webhooks } from './webhooks.ts';

const token = 'abcdefghijklmnopqrstuvwxyz';
const env = { ENVIRONMENT: 'sandbox', CLIENT_ID: 'id', CLIENT_SECRET: 's', PROGRAMS: '1:USD', WEBHOOK_SECRET: 'test-secret' };
const at = 1_729_696_647_000;
const hooks = (change: object = {}, now = at) => webhooks(settings.parse({ ...env, ...change }), { now: () => now });
const body = '{"Payee Id":"test","Amount":"0.83","IntPaymentId":"6fa6bce4-085a-43b5-9311-aa561ac338a4","Currency":"EUR","Transaction Date":"2021-07-25T11:33:52Z"}';
const url = 'https://example.com/webhooks/payoneer/load-bank';
const signature = 'QVXAKFwn2lW6IlYeszL9VLbZLWX0bS86aRCIYe5TyHM=';
const authorization = (parts: { app?: string; sign?: string; nonce?: string; time?: string } = {}): string =>
  `hmacauth ${parts.app ?? 'Webhook-IPCNSender-sandbox'}:${parts.sign ?? signature}:${parts.nonce ?? '9aa8db0f59c34b23920c8b722cd16f19'}:${parts.time ?? '1729696647'}`;
const letter = (change: { method?: string; url?: string; body?: string; headers?: RawRequest['headers'] } = {}): RawRequest => ({
  method: change.method ?? 'POST', url: change.url ?? url, headers: change.headers ?? [['Authorization', authorization()]], body: Buffer.from(change.body ?? body),
});

describe('A signed webhook', () => {
  it('is believed, with a key of 64 hex digits and no flag', () => {
    expect(hooks().verify(letter(), 'sent-to-bank')).toEqual({ key: expect.stringMatching(/^[0-9a-f]{64}$/), flags: [] });
  });
  it('in the legacy GET form is believed', () => {
    const get = letter({ method: 'GET', url: 'https://example.com/hooks?reasoncode=10005&apuid=p1', body: '', headers: [['authorization', authorization({ sign: 'jE4n9F4enPa8Re7YiBwdDKxneK/QvJlv3UD/YcWvBIo=' })]] });
    expect(hooks().verify(get, 'cancel-payout').flags).toEqual([]);
  });
  it('in the legacy GET form is not believed with a body, which nobody signed', () => {
    const get = letter({ method: 'GET', url: 'https://example.com/hooks?reasoncode=10005&apuid=p1', body: 'x', headers: [['authorization', authorization({ sign: 'jE4n9F4enPa8Re7YiBwdDKxneK/QvJlv3UD/YcWvBIo=' })]] });
    expect(() => hooks().verify(get, 'cancel-payout')).toThrow('does not cover');
  });
  it('signed with the previous secret is believed', () => {
    expect(hooks({ WEBHOOK_SECRET: 'new', WEBHOOK_SECRET_PREVIOUS: 'test-secret' }).verify(letter(), 'sent-to-bank').flags).toEqual([]);
  });
  it.each([[at + 900_000, []], [at + 900_001, ['stale timestamp']], [at - 900_001, ['stale timestamp']]])('at %s has the flags %j', (now, flags) => {
    expect(hooks({}, now).verify(letter(), 'sent-to-bank').flags).toEqual(flags);
  });
  it.each([
    ['one more byte', letter({ body: `${body} ` })], ['another path', letter({ url: `${url}x` })], ['an added query', letter({ url: `${url}?a=1` })],
    ['another method', letter({ method: 'PUT' })], ['the method GET', letter({ method: 'GET' })], ['no header', letter({ headers: [] })],
    ['two headers', letter({ headers: [['authorization', authorization()], ['Authorization', authorization()]] })],
    ['another time', letter({ headers: [['authorization', authorization({ time: '1729696648' })]] })],
    ['another nonce', letter({ headers: [['authorization', authorization({ nonce: 'x' })]] })],
    ['production’s name', letter({ headers: [['authorization', authorization({ app: 'Webhook-IPCNSender-production' })]] })],
    ['a short signature', letter({ headers: [['authorization', authorization({ sign: 'QVXA' })]] })],
    ['an invented header', letter({ headers: [['x-payoneer-signature', signature]] })],
    ['an address that can’t be encoded', letter({ url: `${url}?\ud800` })],
  ])('with %s is forged', (_what, request) => {
    expect(() => hooks().verify(request, 'sent-to-bank')).toThrow(expect.objectContaining({ kind: 'forged' }));
  });
  it('with the secret missing from the previous place is forged', () => {
    expect(() => hooks({ WEBHOOK_SECRET: 'other', WEBHOOK_SECRET_PREVIOUS: 'older' }).verify(letter(), 'sent-to-bank')).toThrow('does not fit');
  });
});

describe('The key', () => {
  const open = hooks({ WEBHOOK_AUTH: 'none' });
  const key = (change: Parameters<typeof letter>[0], event = 'sent-to-bank'): string => open.verify(letter(change), event).key;
  it('is the same for a retry with another nonce and time', () => expect(key({ headers: [['authorization', authorization({ nonce: 'y', time: '1' })]] })).toBe(key({})));
  it('differs by event, body and query', () => expect(new Set([key({}), key({}, 'account-loaded'), key({ body: '{}' }), key({ url: `${url}?a=1` })]).size).toBe(4));
});

describe('Without signatures', () => {
  const secretPath = { WEBHOOK_AUTH: 'secret-path', WEBHOOK_SECRET: '', WEBHOOK_PATH_TOKEN: token };
  const to = (last: string, headers: RawRequest['headers'] = []): RawRequest => letter({ url: `https://example.com/webhooks/payoneer/sent-to-bank/${last}`, headers });
  it('the last part of the address proves the sender', () => {
    expect(hooks(secretPath).verify(to(`${token}?a=1`), 'sent-to-bank').flags).toEqual([]);
    expect(() => hooks(secretPath).verify(to(`${token}x`), 'sent-to-bank')).toThrow('lacks the secret last part');
    expect(hooks(secretPath).unverifiable()).toBeUndefined();
  });
  it('an address list holds by what the door saw, not by what the sender says', () => {
    const listed = hooks({ ...secretPath, ALLOW_CIDRS: '192.0.2.0/24' });
    expect(listed.verify(to(token, [[':peer-address', '192.0.2.9']]), 'sent-to-bank').flags).toEqual([]);
    expect(() => listed.verify(to(token, [[':peer-address', '198.51.100.1']]), 'sent-to-bank')).toThrow('not in ALLOW_CIDRS');
    expect(() => listed.verify(to(token, [['x-forwarded-for', '192.0.2.9']]), 'sent-to-bank')).toThrow('did not say');
  });
  it('and without a secret path everything is flagged and production is told not to start', () => {
    expect(hooks({ WEBHOOK_AUTH: 'none' }).verify(letter({ headers: [] }), 'sent-to-bank').flags).toEqual(['unverified sender']);
    expect(hooks({ WEBHOOK_AUTH: 'none' }).unverifiable()).toContain('WEBHOOK_AUTH=none');
  });
});

describe('Reading', () => {
  const read = (text: string, event: string) => hooks().read(letter({ body: text, headers: [['content-type', 'text/html']] }), event);
  it.each([['payment-accepted', false], ['sent-to-bank', true], ['account-loaded', true], ['cancel-payout', true]])('%s hints at a payout', (event, final) => {
    expect(read(body, event)).toEqual([{ name: 'payout.hinted', data: { reference: '6fa6bce4-085a-43b5-9311-aa561ac338a4', word: event, final } }]);
  });
  it.each(['payee-approved', 'payee-declined'])('%s hints at a payee', (event) => {
    expect(read('{"Payee Id":"a%40b+c","Session Id":"1"}', event)).toEqual([{ name: 'payee.hinted', data: { payeeId: 'a@b c', word: event } }]);
  });
  it('account-funded hints at funds, in the legacy form too', () => {
    expect(hooks().read(letter({ method: 'GET', url: `${url}?BALANCE_UPDATED=true&Amount=1`, body: '' }), 'account-funded')).toEqual([{ name: 'funds.hinted', data: { word: 'account-funded' } }]);
  });
  it.each([
    ['the legacy GET', letter({ method: 'GET', url: `${url}?apuid=p&IntPaymentId=a0X-01&CancelPayment=true`, body: '' })],
    ['a form', letter({ body: 'apuid=p&IntPaymentId=a0X-01' })],
    ['odd spelling', letter({ body: '{"int payment id":"a0X-01"}' })],
    ['a number beside it', letter({ body: '{"IntPaymentId":"a0X-01","Amount":5.10,"More":{"x":1}}' })],
  ])('finds the reference in %s', (_what, request) => {
    expect(hooks().read(request, 'cancel-payout')).toEqual([{ name: 'payout.hinted', data: { reference: 'a0X-01', word: 'cancel-payout', final: true } }]);
  });
  it('leaves a value alone that only looks encoded', () => {
    expect(read('{"IntPaymentId":"50%zz%4"}', 'cancel-payout')).toMatchObject([{ data: { reference: '50%zz%4' } }]);
  });
  it.each([
    ['no reference', '{"Payee Id":"p"}', 'cancel-payout', 'without "IntPaymentId"'], ['an empty reference', '{"IntPaymentId":" "}', 'cancel-payout', 'without "IntPaymentId"'],
    ['an unknown event', body, 'payout.completed', 'is no webhook'], ['a page', '<a href=1>', 'cancel-payout', 'neither JSON nor a form'],
    ['a list', '[1]', 'cancel-payout', 'neither'], ['nothing', '', 'sent-to-bank', 'neither'], ['no payee', '{}', 'payee-approved', 'without "Payee Id"'],
  ])('says in words that %s can’t be understood', (_what, text, event, words) => {
    expect(() => read(text, event)).toThrow(expect.objectContaining({ kind: 'unmapped', message: expect.stringContaining(words) }));
  });
});
