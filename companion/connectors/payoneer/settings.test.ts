import { describe, expect, it } from '@jest/globals';
import { settings } from './settings.ts';

const least = { ENVIRONMENT: 'sandbox', CLIENT_ID: 'id', CLIENT_SECRET: 'secret', PROGRAMS: '100200300:USD,100200301:eur', WEBHOOK_SECRET: 'hook' };
const token = 'a'.repeat(24);
const messagesOf = (env: object): string => {
  const read = settings.safeParse(env);
  return read.success ? '' : read.error.issues.map(({ message }) => message).join(' | ');
};

describe('The settings', () => {
  it('fill in everything documented from the least that is needed', () => {
    expect(settings.parse({ ...least, API_URL: ' ' })).toMatchObject({
      apiUrl: 'https://api.sandbox.payoneer.com', authUrl: 'https://login.sandbox.payoneer.com', massPayoutsPath: '/v4/programs/{program}/masspayouts',
      programs: [{ program: '100200300', currency: 'USD' }, { program: '100200301', currency: 'EUR' }],
      amountEncoding: 'string', zeroDecimalAmounts: 'two decimals', batchLimit: 100, sameReference: 'unproven', webhookAuth: 'hmac',
      webhookAppName: 'Webhook-IPCNSender-sandbox', maxSkewMs: 900_000, account: { id: undefined, refreshToken: undefined }, receiptWebhook: undefined, allowCidrs: [],
    });
  });
  it('read a fee schedule exactly', () => {
    expect(settings.parse({ ...least, FEE_SCHEDULE: 'USD:1.50,JPY:200' }).feeSchedule).toEqual(new Map([['USD', { minor: 150, currency: 'USD' }], ['JPY', { minor: 200, currency: 'JPY' }]]));
  });
  it.each([
    ['a missing secret', { CLIENT_SECRET: '' }, 'CLIENT_SECRET is missing. Set it'],
    ['no environment', { ENVIRONMENT: 'test' }, 'ENVIRONMENT has to be sandbox or production'],
    ['no programs', { PROGRAMS: undefined }, 'PROGRAMS is missing'],
    ['a program without currency', { PROGRAMS: '100200300' }, 'Write it like 100200300:USD'],
    ['a program twice', { PROGRAMS: '1:USD,1:EUR' }, 'named twice'],
    ['a large batch', { BATCH_LIMIT: '501' }, 'BATCH_LIMIT is above 500'],
    ['a batch in words', { BATCH_LIMIT: 'many' }, 'BATCH_LIMIT is not a number'],
    ['a path without program', { MASSPAYOUTS_PATH: '/v2/masspayouts' }, 'contain {program}'],
    ['hmac without secret', { WEBHOOK_SECRET: '' }, 'set WEBHOOK_AUTH=secret-path'],
    ['secret-path without token', { WEBHOOK_AUTH: 'secret-path' }, 'WEBHOOK_PATH_TOKEN is missing'],
    ['a short token', { WEBHOOK_PATH_TOKEN: 'short' }, '24 or more'],
    ['a consent of nobody', { ACCOUNT_REFRESH_TOKEN: 'x' }, 'needs ACCOUNT_ID'],
    ['a field of no webhook', { RECEIPT_WEBHOOK_FIELD: 'Id' }, 'needs RECEIPT_WEBHOOK_EVENT'],
    ['production hosts in the sandbox', { API_URL: 'https://api.payoneer.com' }, 'other environment’s host'],
    ['sandbox hosts in production', { ENVIRONMENT: 'production', AUTH_URL: 'https://login.sandbox.payoneer.com' }, 'other environment’s host'],
    ['plain HTTP in production', { ENVIRONMENT: 'production', API_URL: 'http://127.0.0.1:1' }, 'https in production'],
    ['a wrong block', { ALLOW_CIDRS: '10.0.0.0/99' }, 'is no address block'],
    ['a fee with too many decimals', { FEE_SCHEDULE: 'USD:1.505' }, 'FEE_SCHEDULE'],
    ['a misspelled choice', { SAME_REFERENCE: 'maybe' }, 'one of: refused, returns the first, unproven'],
  ])('refuse %s and say what to do', (_what, change, message) => {
    expect(messagesOf({ ...least, ...change })).toContain(message);
  });
  it('accept secret-path with a token', () => {
    expect(messagesOf({ ...least, WEBHOOK_SECRET: '', WEBHOOK_AUTH: 'secret-path', WEBHOOK_PATH_TOKEN: token })).toBe('');
  });
});
