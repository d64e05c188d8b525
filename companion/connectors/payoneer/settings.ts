import { z } from 'zod';
import { type Money, moneyFromDecimal } from '../../domain/money.ts';
import { parseCidr } from './cidr.ts';

/** Hosts per environment (facts, section 2). */
const hosts = {
  sandbox: { api: 'https://api.sandbox.payoneer.com', auth: 'https://login.sandbox.payoneer.com' },
  production: { api: 'https://api.payoneer.com', auth: 'https://login.payoneer.com' },
} as const;

const given = (text: unknown): unknown => (typeof text === 'string' && text.trim() === '' ? undefined : typeof text === 'string' ? text.trim() : text);
const env = <T extends z.ZodType>(schema: T) => z.preprocess(given, schema);
const secret = (name: string, from: string) => env(z.string({ error: `${name} is missing. Set it to ${from}.` }));
const integer = (name: string, min: number, max: number, fallback: number) =>
  env(z.coerce.number({ error: `${name} is not a number. Give a whole number from ${min} to ${max}.` })
    .int(`${name} has to be a whole number.`).min(min, `${name} is below ${min}. Raise it.`).max(max, `${name} is above ${max}. Lower it.`).default(fallback));
const choice = <const T extends readonly [string, ...string[]]>(name: string, words: T, fallback: T[number]) =>
  env(z.enum(words, { error: `${name} has to be one of: ${words.join(', ')}.` }).default(fallback as never));
const path = (name: string, placeholders: readonly string[], fallback: string) =>
  env(z.string().default(fallback).refine((value) => value.startsWith('/') && placeholders.every((each) => value.includes(each)), {
    error: `${name} has to start with "/" and contain ${placeholders.join(' and ')}. Leave it empty for ${fallback}.`,
  }));

/** Says a failed reading in zod's way, so that all wrong variables are reported at once. */
function reading<T>(read: (text: string) => T, name: string) {
  return (text: string, context: z.RefinementCtx): T => {
    try {
      return read(text);
    } catch (error) {
      context.addIssue({ code: 'custom', message: `${name}: ${error instanceof Error ? error.message : String(error)}` });
      return z.NEVER;
    }
  };
}

const pairs = (text: string, example: string): (readonly [string, string])[] =>
  text.split(',').filter((part) => part.trim()).map((part) => {
    const [left = '', right = '', more] = part.split(':').map((each) => each.trim());
    if (!left || !right || more !== undefined) throw new Error(`"${part.trim()}" can't be read. Write it like ${example}.`);
    return [left, right] as const;
  });

function programsOf(text: string): readonly { readonly program: string; readonly currency: string }[] {
  const programs = pairs(text, '100200300:USD,100200301:EUR').map(([program, currency]) => ({ program, currency: currency.toUpperCase() }));
  if (programs.length === 0) throw new Error('no program is named. Write at least one, like 100200300:USD.');
  for (const { program, currency } of programs) {
    if (!/^[A-Z]{3}$/.test(currency)) throw new Error(`"${currency}" is no ISO 4217 currency. Write three letters after the colon.`);
    if (programs.filter((other) => other.program === program).length > 1) throw new Error(`program ${program} is named twice. A program has one currency; keep one of them.`);
  }
  return programs;
}

function feesOf(text: string): ReadonlyMap<string, Money> {
  return new Map(pairs(text, 'USD:1.50,EUR:1.25').map(([currency, fee]) => {
    const money = moneyFromDecimal(fee, currency.toUpperCase());
    if (money.minor < 0) throw new Error(`the ${currency} fee is negative. Write what Payoneer charges for one payout.`);
    return [money.currency, money] as const;
  }));
}

const variables = z.object({
  ENVIRONMENT: env(z.enum(['sandbox', 'production'], { error: 'ENVIRONMENT has to be sandbox or production: it decides hosts and which webhooks are believed.' })),
  API_URL: env(z.url({ protocol: /^https?$/, error: 'API_URL is not a URL. Leave it empty for Payoneer’s own host.' }).optional()),
  AUTH_URL: env(z.url({ protocol: /^https?$/, error: 'AUTH_URL is not a URL. Leave it empty for Payoneer’s own host.' }).optional()),
  CLIENT_ID: secret('CLIENT_ID', 'the client id from Payoneer’s integration team'),
  CLIENT_SECRET: secret('CLIENT_SECRET', 'the client secret from Payoneer’s integration team'),
  PROGRAMS: env(z.string({ error: 'PROGRAMS is missing. Set it to program:currency pairs, like 100200300:USD,100200301:EUR.' }).transform(reading(programsOf, 'PROGRAMS'))),
  MASSPAYOUTS_PATH: path('MASSPAYOUTS_PATH', ['{program}'], '/v4/programs/{program}/masspayouts'),
  PAYOUT_PATH: path('PAYOUT_PATH', ['{program}', '{reference}'], '/v4/programs/{program}/payouts/{reference}'),
  AMOUNT_ENCODING: choice('AMOUNT_ENCODING', ['string', 'number'], 'string'),
  ZERO_DECIMAL_AMOUNTS: choice('ZERO_DECIMAL_AMOUNTS', ['two decimals', 'currency'], 'two decimals'),
  BATCH_LIMIT: integer('BATCH_LIMIT', 1, 500, 100),
  CALL_TIMEOUT_SECONDS: integer('CALL_TIMEOUT_SECONDS', 1, 120, 20),
  SAME_REFERENCE: choice('SAME_REFERENCE', ['refused', 'returns the first', 'unproven'], 'unproven'),
  WEBHOOK_AUTH: choice('WEBHOOK_AUTH', ['hmac', 'secret-path', 'none'], 'hmac'),
  WEBHOOK_SECRET: env(z.string().optional()),
  WEBHOOK_SECRET_PREVIOUS: env(z.string().optional()),
  WEBHOOK_APP_NAME: env(z.string().regex(/^[^:\s]+$/, 'WEBHOOK_APP_NAME has a colon or a space. Copy the name from a webhook’s Authorization header.').optional()),
  WEBHOOK_PATH_TOKEN: env(z.string().regex(/^[\w-]{24,}$/, 'WEBHOOK_PATH_TOKEN has to be 24 or more of A-Z a-z 0-9 _ -. Make a random one and register it as the last part of each URL.').optional()),
  ALLOW_CIDRS: env(z.string().default('').transform(reading((text) => text.split(',').filter((part) => part.trim()).map(parseCidr), 'ALLOW_CIDRS'))),
  MAX_SKEW_SECONDS: integer('MAX_SKEW_SECONDS', 1, 86_400, 900),
  FEE_SCHEDULE: env(z.string().default('').transform(reading(feesOf, 'FEE_SCHEDULE'))),
  ACCOUNT_ID: env(z.string().optional()),
  ACCOUNT_REFRESH_TOKEN: env(z.string().optional()),
  CONSENT_SCOPE: env(z.string().default('read write openid personal-details')),
  RECEIPT_WEBHOOK_EVENT: env(z.string().regex(/^[a-z0-9-]{3,60}$/, 'RECEIPT_WEBHOOK_EVENT has to be a word of a-z, 0-9 and dashes: the last part of the address.').optional()),
  RECEIPT_WEBHOOK_FIELD: env(z.string().max(80).optional()),
  RECEIPT_WEBHOOK_TOKEN: env(z.string().regex(/^[\w-]{24,}$/, 'RECEIPT_WEBHOOK_TOKEN has to be 24 or more of A-Z a-z 0-9 _ -. Make a random one and register it behind the address.').optional()),
});
type Variables = z.infer<typeof variables>;

/** What can't be right together, each with what to do. */
function contradictions(v: Variables): string[] {
  const found: string[] = [];
  const foreign = [v.API_URL, v.AUTH_URL].find((url) => url && /(^|\.)payoneer\.com$/.test(new URL(url).hostname) && new URL(url).hostname.includes('.sandbox.') !== (v.ENVIRONMENT === 'sandbox'));
  if (foreign) found.push(`ENVIRONMENT says ${v.ENVIRONMENT} but ${new URL(foreign).hostname} is the other environment’s host. Correct one of them.`);
  if (v.ENVIRONMENT === 'production' && [v.API_URL, v.AUTH_URL].some((url) => url?.startsWith('http:'))) found.push('API_URL and AUTH_URL have to use https in production.');
  if (v.WEBHOOK_AUTH === 'hmac' && !v.WEBHOOK_SECRET) found.push('WEBHOOK_SECRET is missing for WEBHOOK_AUTH=hmac. Ask Payoneer for the webhook secret, or set WEBHOOK_AUTH=secret-path until they have provided one.');
  if (v.WEBHOOK_AUTH === 'secret-path' && !v.WEBHOOK_PATH_TOKEN) found.push('WEBHOOK_PATH_TOKEN is missing for WEBHOOK_AUTH=secret-path. Make a random one and register it as the last part of each URL.');
  if (v.ACCOUNT_REFRESH_TOKEN && !v.ACCOUNT_ID) found.push('ACCOUNT_REFRESH_TOKEN needs ACCOUNT_ID beside it: the account whose holder gave the consent.');
  if (v.RECEIPT_WEBHOOK_FIELD && !v.RECEIPT_WEBHOOK_EVENT) found.push('RECEIPT_WEBHOOK_FIELD needs RECEIPT_WEBHOOK_EVENT, the last part of the address it is registered with.');
  return found;
}

/** The connector's variables, without the connection's prefix; read once, at start. Every message says what is wrong and what to do. */
export const settings = variables
  .superRefine((v, context) => contradictions(v).forEach((message) => context.addIssue({ code: 'custom', message })))
  .transform((v) => ({
    environment: v.ENVIRONMENT,
    apiUrl: (v.API_URL ?? hosts[v.ENVIRONMENT].api).replace(/\/+$/, ''),
    authUrl: (v.AUTH_URL ?? hosts[v.ENVIRONMENT].auth).replace(/\/+$/, ''),
    clientId: v.CLIENT_ID,
    clientSecret: v.CLIENT_SECRET,
    programs: v.PROGRAMS,
    massPayoutsPath: v.MASSPAYOUTS_PATH,
    payoutPath: v.PAYOUT_PATH,
    amountEncoding: v.AMOUNT_ENCODING,
    zeroDecimalAmounts: v.ZERO_DECIMAL_AMOUNTS,
    batchLimit: v.BATCH_LIMIT,
    callTimeoutMs: v.CALL_TIMEOUT_SECONDS * 1000,
    sameReference: v.SAME_REFERENCE,
    webhookAuth: v.WEBHOOK_AUTH,
    webhookSecrets: [v.WEBHOOK_SECRET, v.WEBHOOK_SECRET_PREVIOUS].filter((each) => each !== undefined),
    webhookAppName: v.WEBHOOK_APP_NAME ?? `Webhook-IPCNSender-${v.ENVIRONMENT}`,
    webhookPathToken: v.WEBHOOK_PATH_TOKEN,
    allowCidrs: v.ALLOW_CIDRS,
    maxSkewMs: v.MAX_SKEW_SECONDS * 1000,
    feeSchedule: v.FEE_SCHEDULE,
    account: { id: v.ACCOUNT_ID, refreshToken: v.ACCOUNT_REFRESH_TOKEN },
    consentScope: v.CONSENT_SCOPE,
    receiptWebhook: v.RECEIPT_WEBHOOK_EVENT === undefined ? undefined : { event: v.RECEIPT_WEBHOOK_EVENT, field: v.RECEIPT_WEBHOOK_FIELD, token: v.RECEIPT_WEBHOOK_TOKEN },
  }));
export type Settings = z.infer<typeof settings>;
