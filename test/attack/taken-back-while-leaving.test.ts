import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Office } from '../../companion/engine/office.ts';
import { doubt } from '../../companion/engine/reserve.ts';
import { takeBack } from '../../companion/engine/settle-batches.ts';
import type { AttemptRow } from '../../companion/store/ledger-rows.ts';
import { migrate } from '../../companion/store/migrate.ts';
import { openStore, type Store } from '../../companion/store/store.ts';
import type { NewAttempt } from '../../companion/store/ledger.ts';
import { engines, realTools, sleep, type TestStore } from '../store/world.ts';

const [, postgres] = engines;
const requestId = 'a02000000000csUAAQ';
const lane = { connection: 'payoneer', program: '100200300', currency: 'USD' };
const attempt = (number: number, stage: AttemptRow['stage']): NewAttempt => ({
  reference: `${requestId}-0${number}`, requestId, number, ...lane, payeeId: 'p', amountMinor: 900, purpose: 'x', orgId: '00D', batchId: `B${number}`, stage, posted: number === 1 ? 1 : 0,
  sequence: number, plannedBy: 'sender', plannedAt: 1, unknownSince: null, nextAskAt: null,
});
const batch = (id: string) => ({ id, ...lane, fundingAccountId: null, stage: 'intent' as const, requestedMinor: 900, requestedCount: 1, approvedMinor: 900, createdAt: 1 });

let opened: TestStore;
let store: Store;
let office: Office;
beforeEach(async () => {
  if (!postgres) throw new Error('no PostgreSQL');
  opened = await postgres.open();
  await migrate(opened.database, Date.now);
  const tools = realTools();
  store = openStore(opened.database, { at: async () => undefined, work: async () => undefined, rest: () => undefined, close: async () => undefined }, tools, { writeDelayMs: 10 });
  office = { store, tools, holder: 'other', timing: { surveyQuietMs: 100 } } as unknown as Office;
  await store.ledger.takeUp([{
    requestId, name: 'PR-1', ...lane, amountMinor: 900, owedMinor: null, owedCurrency: null, recipientId: 'a01', payeeKey: 'payoneer:sandbox:100200300:p', payeeId: 'p', purpose: 'x', invoiceNumber: null, fundingAccountId: null, payoutDate: null,
    approvedAt: 1, approvedById: 'a', submittedById: 'b', evidence: null, attempt: 2, foundAt: 1,
  }], 'Sending');
  await store.ledger.plan([batch('B1'), batch('B2')], [attempt(1, 'settled'), attempt(2, 'reserved')]);
}, 60_000);
afterEach(() => opened.stop());

/** Line 3 of the protocol is under way in another connection while `meanwhile` runs in this one. */
async function whileItLeaves(from: 'reserved' | 'intent', meanwhile: () => Promise<unknown>): Promise<string | undefined> {
  const marked = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  const leaving = store.db.transaction(async () => {
    expect(await store.ledger.advance([`${requestId}-02`], from, 'sending', 'sender')).toHaveLength(1);
    marked.resolve();
    await goOn.promise;
  });
  await marked.promise;
  const other = meanwhile();
  await sleep(300);
  goOn.resolve();
  await Promise.all([leaving, other]);
  return (await store.ledger.attempts([`${requestId}-02`]))[0]?.stage;
}

describe('on PostgreSQL, an attempt that is just being marked as sending', () => {
  it('is not overwritten by the news that an earlier attempt is alive: it leaves, and must be known to have left', async () => {
    const first = await store.ledger.attempts([`${requestId}-01`]);
    expect(await whileItLeaves('reserved', () => store.db.transaction(() => takeBack(office, first)))).toBe('sending');
  }, 60_000);

  it('is not overwritten by an instance that just starts and saw it unreserved a moment ago', async () => {
    await store.db.query("update attempt set stage = 'intent' where number = 2");
    const seen = await store.ledger.attempts([`${requestId}-02`]);
    expect(await whileItLeaves('intent', () => doubt(office, [], seen))).toBe('sending');
  }, 60_000);
});
