import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { FinanceRules } from './domain/finance.ts';
import { Problem } from './domain/problem.ts';
import type { Timing } from './domain/timing.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

const flag = z.enum(['true', 'false', '']).default('').transform((text) => text === 'true');
/** An empty line in .env means "not set". */
const unset = <T extends z.ZodType>(schema: T) => z.preprocess((value) => (value === '' ? undefined : value), schema);

const variables = z.object({
  QUITTANCE_ENVIRONMENT: unset(z.enum(['sandbox', 'production'], { error: 'has to be sandbox or production: it chooses the timing and the safety rules.' })),
  QUITTANCE_COMPANION_ID: unset(z.string().regex(/^[\w.-]{1,80}$/, 'has to be 1 to 80 of letters, digits, dot, dash, underscore.').default('companion')),
  QUITTANCE_PORT: unset(z.coerce.number({ error: 'has to be a port number, or 0 for any free one.' }).int().min(0).max(65_535).default(8080)),
  QUITTANCE_HOST: unset(z.string().default('127.0.0.1')),
  QUITTANCE_PUBLIC_URL: unset(z.url({ error: 'has to be the address webhook senders were given, like https://pay.example.com. Signatures cover it.' }).transform((url) => url.replace(/\/+$/, '')).optional()),
  QUITTANCE_PAUSED: flag,
  QUITTANCE_SECRET_KEYS: z.string().optional(),
  QUITTANCE_CALLS_PER_SECOND: unset(z.coerce.number({ error: 'has to be a number of calls per second and connection.' }).positive().default(5)),
  QUITTANCE_REPORTING_CURRENCY: unset(z.string().regex(/^[A-Z]{3}$/, 'has to be an ISO 4217 currency like EUR, or empty for no reporting amounts.').optional()),
  QUITTANCE_CONVERT_OWED: unset(z.enum(['on', 'off'], { error: 'has to be on, or off where nothing is owed in another currency than it is paid in.' }).default('on')),
  QUITTANCE_RATE_MAX_AGE_HOURS: unset(z.coerce.number({ error: 'has to be a number of hours.' }).positive().default(144)),
  QUITTANCE_RATE_TABLE_DAYS: unset(z.coerce.number({ error: 'has to be a number of days.' }).positive().default(31)),
  QUITTANCE_RATE_JUMP_PERCENT: unset(z.coerce.number({ error: 'has to be a number of per cent above 0.' }).min(0.01).max(1000).default(10)),
  QUITTANCE_DATED_RATES: flag,
  QUITTANCE_FEE_REALLOCATE_DAYS: unset(z.coerce.number({ error: 'has to be a number of days, 0 for never.' }).min(0).default(35)),
  QUITTANCE_BULK_ABOVE: unset(z.coerce.number({ error: 'has to be a number of rows.' }).int().min(0).default(5_000)),
  QUITTANCE_LOG: unset(z.enum(['debug', 'info', 'warn', 'error', 'silent'], { error: 'has to be debug, info, warn, error or silent.' }).default('info')),
});

const Connections = z.array(z.object({ id: z.string().regex(/^[a-z0-9-]+$/), connector: z.string().regex(/^[a-z0-9-]+$/), envPrefix: z.string().regex(/^[A-Z0-9_]+_$/) }));
/** One pair for each flow, and one that pays: a second would need to know which pair a payment belongs to, or pay through the first one's connection. Flows `beside` it are played by its cast. */
const Pairs = z.array(z.object({ name: z.string(), flow: z.string(), cast: z.record(z.string(), z.string()), beside: z.array(z.string()).default([]) }))
  .refine((pairs) => pairs.filter(({ flow }) => flow === 'mass-payout').length === 1, 'has to name exactly one pair that pays (mass-payout). Run a companion of its own, with a store of its own, for each further one.')
  .refine((pairs) => new Set(pairs.flatMap(({ flow, beside }) => [flow, ...beside])).size === pairs.flatMap(({ beside }) => ['', ...beside]).length, 'names a flow twice. Run a companion of its own, with a store of its own, for the second pair of it.');
const ms = z.number().int().positive();
const TimingProfile = z.object({
  surveyQuietMs: ms, surveyLatestMs: ms, sweepMs: ms, sweepOverlapMs: ms, fullSweepMs: ms, pauseFreshMs: ms, sendDeadlineMs: ms, callDeadlineMs: ms, leaseMs: ms, pollsMs: z.array(ms).min(1),
  pollForMs: ms, unknownAsksMs: z.array(ms).min(1), giveUpAfterMs: ms, giveUpAfterMissed: z.number().int().min(1), refusedAsksMs: z.array(ms), confirmCancelledMs: ms, returnAsksMs: z.array(ms),
    hintSettlesMs: ms, repeatedLetterMs: ms, writeDelayMs: ms, writeGapLongestMs: ms, fundsMs: ms, fundsShortMs: ms, fundsFreshMs: ms, payeeStatusFreshMs: ms, recipientsMs: ms, payeePollsMs: z.array(ms).min(1), payeePollForMs: ms, feesMs: ms, heartbeatMs: ms, maintenanceMs: ms,
    receiptsMs: ms, receiptsOverlapMs: ms, receiptsWholeMs: ms, receiptsBackMs: ms, balancesMs: ms, reconcileEveryMs: ms, reconcileLateMs: ms, reconcilePatienceMs: ms, feeAllocationMs: ms, ratesMs: ms, ratesAgainMs: ms, reportingMs: ms, rehearseMs: ms,
  firstRetryMs: ms, longestRetryMs: ms, duplicateWindowMs: ms,
}) satisfies z.ZodType<Timing>;

export interface Config {
  readonly environment: 'sandbox' | 'production';
  readonly companionId: string;
  readonly host: string;
  readonly port: number;
  readonly publicUrl: string | undefined;
  readonly paused: boolean;
  /** `name:key` pairs, the newest first; see store/vault.ts. */
  readonly secretKeys: string | undefined;
  readonly callsPerSecond: number;
  /** Above this many rows what was there before is read by an export. */
  readonly bulkAbove: number;
  readonly logLevel: string;
  readonly finance: FinanceRules;
  readonly timing: Timing;
  readonly connections: z.infer<typeof Connections>;
  readonly pairs: z.infer<typeof Pairs>;
}

/** Every trouble with a prefix in front of its variable, one line each. */
export function inWords(error: z.ZodError, prefix = ''): string {
  return error.issues.map((issue) => `  ${prefix}${issue.path.join('.')}${issue.path.length ? ' ' : ''}${issue.message}`).join('\n');
}

/** One file of the folder, checked. @throws Problem `invalid` with what is wrong with it. */
function readFile<T extends z.ZodType>(folder: string, name: string, schema: T): z.infer<T> {
  const file = join(folder, name);
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new Problem('invalid', `Companion: ${file} can't be read as JSON (${cause instanceof Error ? cause.message : String(cause)}). Restore it or correct it.`, { cause });
  }
  const read = schema.safeParse(content);
  if (!read.success) throw new Problem('invalid', `Companion: ${file} is not as it should be.\n${inWords(read.error)}\nCorrect it, or restore the one that was shipped.`);
  return read.data;
}

const hourMs = 3_600_000;
function financeOf(v: z.infer<typeof variables>): FinanceRules {
  const published = v.QUITTANCE_RATE_MAX_AGE_HOURS * hourMs;
  return {
    reportingCurrency: v.QUITTANCE_REPORTING_CURRENCY, rateMaxAgeMs: { table: v.QUITTANCE_RATE_TABLE_DAYS * 24 * hourMs, reference: published, observed: published }, rateJumpPercent: v.QUITTANCE_RATE_JUMP_PERCENT,
    convertOwed: v.QUITTANCE_CONVERT_OWED === 'on', datedRates: v.QUITTANCE_DATED_RATES, reallocateMs: v.QUITTANCE_FEE_REALLOCATE_DAYS * 24 * hourMs,
  };
}

/**
 * The configuration of this start: environment variables, and the files beside it (`config/`), each checked.
 * @throws Problem `invalid` naming everything that is missing or wrong at once, and what to do.
 */
export function readConfig(env: Environment, folder = fileURLToPath(new URL('../config', import.meta.url))): Config {
  const given = variables.safeParse(env);
  if (!given.success) throw new Problem('invalid', `Companion: the configuration is not complete.\n${inWords(given.error)}\nCopy config/.env.example to .env and fill it in.`);
  const v = given.data;
  const profiles = readFile(folder, 'timing.json', z.record(z.string(), TimingProfile));
  const timing = profiles[v.QUITTANCE_ENVIRONMENT];
  if (!timing) throw new Problem('invalid', `Companion: config/timing.json has no profile "${v.QUITTANCE_ENVIRONMENT}".`);
  return {
    environment: v.QUITTANCE_ENVIRONMENT, companionId: v.QUITTANCE_COMPANION_ID, host: v.QUITTANCE_HOST, port: v.QUITTANCE_PORT, publicUrl: v.QUITTANCE_PUBLIC_URL,
    paused: v.QUITTANCE_PAUSED, secretKeys: v.QUITTANCE_SECRET_KEYS, callsPerSecond: v.QUITTANCE_CALLS_PER_SECOND, bulkAbove: v.QUITTANCE_BULK_ABOVE, logLevel: v.QUITTANCE_LOG, finance: financeOf(v), timing,
    connections: readFile(folder, 'connections.json', Connections), pairs: readFile(folder, 'pairs.json', Pairs),
  };
}

/** The variables of one connection, without its prefix. */
export function ownVariables(env: Environment, prefix: string): Environment {
  return Object.fromEntries(Object.entries(env).filter(([name]) => name.startsWith(prefix)).map(([name, value]) => [name.slice(prefix.length), value === '' ? undefined : value]));
}
