import type { Tools } from '../connectors/connector.ts';
import type { Row } from '../store/database.ts';
import { openLocalWake } from '../store/local-wake.ts';
import type { NewAttempt, NewBatch, NewPayment } from '../store/ledger.ts';
import type { AttemptRow, Lane } from '../store/ledger-rows.ts';
import { openStore } from '../store/store.ts';
import { openMigratedDatabase } from '../store/test-empty-database.ts';
import { openHandedOut } from './handed-out.ts';
import type { Office } from './office.ts';
import { timing } from './test-rows.ts';

export const start = Date.parse('2026-11-21T10:00:00Z');
export const lane: Lane = { connection: 'payer', program: '100', currency: 'USD' };

/** An office on a store of its own in memory, on a clock the test moves. */
export async function openTestOffice(more: Partial<Office> = {}) {
  const clock = { at: start };
  const nothing = (): void => undefined;
  const tools: Tools = {
    now: () => clock.at, random: () => 0.5, fetch: () => Promise.reject(new Error('not used')), log: { debug: nothing, info: nothing, warn: nothing, error: nothing },
    timer: { after: () => nothing, sleep: () => Promise.resolve() },
  };
  const database = await openMigratedDatabase();
  const store = openStore(database, openLocalWake(database, tools), tools, timing);
  const office = {
    store, tools, timing, holder: 'me', handedOut: openHandedOut(), askedToReserve: openHandedOut(), companionId: 'companion', payerId: 'payer', booksId: 'books', history: undefined, exportAbove: 1_000, keepFile: (name: string) => name, keyPrefix: 'payer:sandbox', quota: () => undefined,
    killed: () => false, stopping: () => false, finance: { reportingCurrency: 'EUR', convertOwed: false }, ...more,
  } as Office;
  const query = <R extends Row>(sql: string, ...params: readonly unknown[]): Promise<readonly R[]> => database.query<R>(sql, params);
  return {
    office, store, clock, query, script: (sql: string) => database.script(sql), close: () => database.close(),
    /** Bound to an org, as after a first start. */
    bind: (epoch = 1) => store.installation.bind({ companionId: 'companion', orgId: 'org', orgIsSandbox: true, providerEnvironment: 'sandbox', programs: ['100'], epoch, mode: 'normal', boundAt: 1 }),
    /** As if nothing had happened yet. */
    async clear() {
      clock.at = start;
      Object.assign(office, { handedOut: openHandedOut(), askedToReserve: openHandedOut() });
      await database.script('truncate payment, attempt, batch, issue, outbox, timer, cursor, lane, funding_account, audit, snapshot');
    },
    issues: () => store.issues.open(),
    /** Due times by kind and key. */
    timers: async () => Object.fromEntries((await query<{ name: string; at: number }>("select kind || ' ' || key as name, due_at as at from timer")).map(({ name, at }) => [name.trim(), at])),
    /** What waits to be written to the books. */
    outbox: async () => (await query<{ name: string }>("select kind || ' ' || key as name from outbox order by 1")).map(({ name }) => name),
    attempt: async (reference: string): Promise<AttemptRow | undefined> => (await store.ledger.attempts([reference]))[0],
    payment: async (id: string) => (await store.ledger.payments([id]))[0],
    batch: async (id: string) => (await store.ledger.batches([id]))[0],
  };
}

export const idOf = (nth: number): string => `a0X${String(nth).padStart(12, '0')}AAA`;

export const newPayment = (nth: number, more: Partial<NewPayment> = {}): NewPayment => ({
  requestId: idOf(nth), name: `PR-${nth}`, connection: 'payer', program: '100', currency: 'USD', amountMinor: 1_000, owedMinor: null, owedCurrency: null, recipientId: 'r', payeeKey: 'payer:sandbox:100:p', payeeId: 'p', purpose: 'x',
  invoiceNumber: null, fundingAccountId: null, payoutDate: null, approvedAt: 1, approvedById: 'approver', submittedById: 'submitter', evidence: { instanceId: `process ${nth}`, actorId: 'approver', submittedById: 'submitter', completedAt: '1970-01-01T00:00:00.001Z' }, attempt: 0, foundAt: nth, ...more,
});

export const newAttempt = (nth: number, more: Partial<NewAttempt> = {}): NewAttempt => ({
  reference: `${idOf(nth)}-01`, requestId: idOf(nth), number: 1, connection: 'payer', program: '100', payeeId: 'p', amountMinor: 1_000, currency: 'USD', purpose: 'x', orgId: 'o', batchId: 'B1',
  stage: 'intent', posted: 0, sequence: nth, plannedBy: 'me', plannedAt: 1, unknownSince: null, nextAskAt: null, ...more,
});

export const newBatch = (more: Partial<NewBatch> = {}): NewBatch => ({ id: 'B1', ...lane, fundingAccountId: null, stage: 'intent', requestedMinor: 0, requestedCount: 0, approvedMinor: null, createdAt: 1, ...more });
