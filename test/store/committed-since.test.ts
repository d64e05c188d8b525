import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AttemptPatch, NewAttempt, NewPayment } from '../../companion/store/ledger.ts';
import { attemptRow, batchRow, openLedgerStore, paymentRow } from '../../companion/store/test-ledger-store.ts';

let opened: Awaited<ReturnType<typeof openLedgerStore>>;
beforeAll(async () => {
  opened = await openLedgerStore();
});
afterAll(() => opened.close());

const midnight = 1_795_000_000_000;
const dayMs = 86_400_000;
let nth = 0;

/** One payment to a payee nobody else pays, with one attempt. @returns what counts for that payee since midnight, in minor units */
async function countedFor(payment: Partial<NewPayment>, attempt: Partial<NewAttempt>, then: AttemptPatch = {}): Promise<number | undefined> {
  const { ledger } = opened.store;
  const number = ++nth;
  const [row, planned] = [paymentRow(number, { payeeKey: `payee ${number}`, ...payment }), attemptRow(number, { plannedAt: midnight + 1, ...attempt })];
  await ledger.takeUp([row]);
  await ledger.plan([batchRow], [planned]);
  await ledger.patchAttemptsQuietly([[planned.reference, then]]);
  return (await ledger.committedSince(midnight)).find(({ payeeKey }) => payeeKey === row.payeeKey)?.minor;
}

describe('what counts against the limits of the day', () => {
  it.each<[string, Partial<NewPayment>, Partial<NewAttempt>, AttemptPatch]>([
    ['was planned a moment ago and not reserved yet', { foundAt: midnight + 1 }, { stage: 'intent' }, {}],
    ['is reserved', {}, {}, { stage: 'reserved' }],
    ['is on its way', {}, {}, { stage: 'sending' }],
    ['has an unknown outcome', {}, {}, { stage: 'unknown' }],
    ['was found on an earlier day and is sent today', { foundAt: midnight - 3 * dayMs }, {}, { stage: 'accepted', sentAt: midnight + 5 }],
    ['has arrived', {}, {}, { stage: 'settled', transferredAt: midnight + 9 }],
    ['arrived after it had been seen cancelled', {}, {}, { stage: 'settled', transferredAt: midnight + 9, cancelledFirstAt: midnight + 7 }],
    ['was closed by a person while its outcome was unknown, and may still be paid', {}, {}, { stage: 'settled' }],
  ])('is what %s', async (_what, payment, attempt, then) => {
    expect(await countedFor(payment, attempt, then)).toBe(1_000);
  });

  it.each<[string, Partial<NewPayment>, Partial<NewAttempt>, AttemptPatch]>([
    ['was withdrawn before it left', {}, {}, { stage: 'withdrawn' }],
    ['the provider refused', {}, {}, { stage: 'refused' }],
    ['was cancelled, confirmed', {}, {}, { stage: 'settled', cancelledFirstAt: midnight + 7 }],
    ['was planned on the day before', { foundAt: midnight - 1 }, { plannedAt: midnight - 1 }, { stage: 'accepted' }],
  ])('is not what %s', async (_what, payment, attempt, then) => {
    expect(await countedFor(payment, attempt, then)).toBeUndefined();
  });

  it('is added up by payee and currency', async () => {
    const { ledger } = opened.store;
    const numbers = [++nth, ++nth, ++nth];
    await ledger.takeUp(numbers.map((number) => paymentRow(number, { payeeKey: 'several' })));
    await ledger.plan([batchRow], numbers.map((number, index) => attemptRow(number, { plannedAt: midnight + 1, currency: index === 2 ? 'EUR' : 'USD', amountMinor: 100 + index })));
    const counted = (await ledger.committedSince(midnight)).filter(({ payeeKey }) => payeeKey === 'several');
    expect(counted.map(({ currency, minor }) => [currency, minor]).toSorted()).toEqual([['EUR', 102], ['USD', 201]]);
  });
});
