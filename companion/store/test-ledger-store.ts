import type { Tools } from '../connectors/connector.ts';
import type { NewAttempt, NewBatch, NewPayment } from './ledger.ts';
import { openLocalWake } from './local-wake.ts';
import { openStore } from './store.ts';
import { openMigratedDatabase } from './test-empty-database.ts';

/** A store of its own in memory, on a clock the test moves. */
export async function openLedgerStore() {
  const clock = { at: 1_795_000_000_000 };
  const nothing = (): void => undefined;
  const tools: Tools = {
    now: () => clock.at, random: () => 0.5, fetch: () => Promise.reject(new Error('not used')), log: { debug: nothing, info: nothing, warn: nothing, error: nothing },
    timer: { after: () => nothing, sleep: () => Promise.resolve() },
  };
  const database = await openMigratedDatabase();
  const store = openStore(database, openLocalWake(database, tools), tools, { writeDelayMs: 0 });
  return { database, store, tools, clock, close: () => database.close() };
}

/** `nth` → an id of Salesforce's length. */
export const requestId = (nth: number): string => `a02${String(nth).padStart(12, '0')}AAA`;

export const paymentRow = (nth: number, more: Partial<NewPayment> = {}): NewPayment => ({
  requestId: requestId(nth), name: `PR-${nth}`, connection: 'payer', program: '100200300', currency: 'USD', amountMinor: 1_000, owedMinor: null, owedCurrency: null, recipientId: 'r', payeeKey: 'payoneer:sandbox:100200300:p', payeeId: 'p',
  purpose: 'x', invoiceNumber: null, fundingAccountId: null, payoutDate: null, approvedAt: 1, approvedById: 'approver', submittedById: 'submitter', evidence: null, attempt: 0, foundAt: 1, ...more,
});

export const attemptRow = (nth: number, more: Partial<NewAttempt> = {}): NewAttempt => ({
  reference: `${requestId(nth)}-01`, requestId: requestId(nth), number: 1, connection: 'payer', program: '100200300', payeeId: 'p', amountMinor: 1_000, currency: 'USD', purpose: 'x', orgId: 'o', batchId: 'b',
  stage: 'intent', posted: 0, sequence: nth, plannedBy: 'me', plannedAt: 1, unknownSince: null, nextAskAt: null, ...more,
});

/** The batch all of these attempts are in. */
export const batchRow: NewBatch = { id: 'b', connection: 'payer', program: '100200300', currency: 'USD', fundingAccountId: null, stage: 'intent', requestedMinor: 0, requestedCount: 0, approvedMinor: null, createdAt: 1 };
