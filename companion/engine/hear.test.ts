import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Problem } from '../domain/problem.ts';
import type { AttemptPatch } from '../store/ledger.ts';
import { hear } from './hear.ts';
import { idOf, newAttempt, newBatch, newPayment, openTestOffice, start } from './test-office.ts';
import { minute } from './test-rows.ts';

let bench: Awaited<ReturnType<typeof openTestOffice>>;
beforeAll(async () => { bench = await openTestOffice(); }, 60_000);
afterAll(() => bench.close());
beforeEach(() => bench.clear());

const hour = 60 * minute;
const day = 24 * hour;
const ref = (nth: number): string => `${idOf(nth)}-01`;
const blocked = new Problem('unreachable', 'Payer: HTTP 403 came with a body that is not its own. Check API_URL.');

/** Payouts the provider accepted, sent at the start. */
async function accepted(count: number, more: AttemptPatch = {}): Promise<void> {
  const { ledger } = bench.store;
  const numbers = Array.from({ length: count }, (_, at) => at + 1);
  await ledger.takeUp(numbers.map((nth) => newPayment(nth)), 'In Progress');
  await ledger.plan([newBatch()], numbers.map((nth) => newAttempt(nth, { stage: 'accepted', posted: 1, plannedAt: start })));
  await ledger.patchAttemptsQuietly(numbers.map((nth) => [ref(nth), { sentAt: start, ...more }]));
}
/** A question that comes to nothing, put so long after the start. */
async function unanswered(afterMs: number, problem = blocked): Promise<void> {
  bench.clock.at = start + afterMs;
  const asked = await bench.store.ledger.attempts((await bench.query<{ reference: string }>('select reference from attempt order by 1')).map(({ reference }) => reference));
  await hear(bench.office, asked, new Map(asked.map(({ reference }) => [reference, problem])));
}
const told = async () => (await bench.issues()).map(({ kind, severity, source, count }) => [kind, severity, source, count]);

describe('questions about payouts in no doubt that come to nothing', () => {
  it('are told once an hour for each connection when they were to be answered two hours ago, and move nothing', async () => {
    await accepted(3);
    for (const after of [5, 60, 124]) await unanswered(after * minute);
    expect(await told()).toEqual([]);
    for (const after of [125, 130, 135]) await unanswered(after * minute);
    expect(await told()).toEqual([['no usable answer', 'Warning', 'payer', 9]]);
    const [issue] = await bench.issues();
    expect(issue?.detail).toContain(blocked.message);
    expect(issue?.detail).toContain(`about ${ref(1)}`);
    await unanswered(185 * minute);
    expect(await told()).toEqual([['no usable answer', 'Warning', 'payer', 3], ['no usable answer', 'Warning', 'payer', 9]]);
    expect([await bench.payment(idOf(1)), await bench.attempt(ref(1))]).toMatchObject([{ state: 'In Progress', reason: null }, { stage: 'accepted', asked: 0, askedAt: null, unknownSince: null }]);
  });

  it.each([
    ['a day between two questions', { asked: 9, askedAt: start }, day],
    ['the question for a bank return', { stage: 'settled', asked: 2, askedAt: start, transferredAt: start }, day],
    ['a week between two, after a month', { asked: 9, sentAt: start - 40 * day, askedAt: start }, 7 * day],
  ] as const)('are counted from when the next was due, not from the last answer: %s', async (_what, more, dueAfterMs) => {
    await accepted(1, more);
    await unanswered(dueAfterMs + minute);
    expect(await told()).toEqual([]);
    await unanswered(dueAfterMs + 2 * hour + minute);
    expect(await told()).toEqual([['no usable answer', 'Warning', 'payer', 1]]);
  });

  it('are told at once when the answer is one that time does not mend', async () => {
    await accepted(1);
    await unanswered(5 * minute, new Problem('refused', 'Payer: did not accept our credentials. Check CLIENT_ID.'));
    expect(await told()).toEqual([['no usable answer', 'Warning', 'payer', 1]]);
  });
});

describe('an earlier attempt that comes back from the bank', () => {
  const back = async (last: AttemptPatch) => {
    const { ledger } = bench.store;
    await accepted(1, { stage: 'settled', transferredAt: start - day, cancelledFirstAt: start - hour });
    await ledger.plan([newBatch({ id: 'B2' })], [newAttempt(1, { reference: `${idOf(1)}-02`, number: 2, batchId: 'B2', stage: 'unknown', posted: 2 })]);
    await ledger.patchAttemptsQuietly([[`${idOf(1)}-02`, last]]);
    await ledger.adopt([{ requestId: idOf(1), attempt: 2, state: 'Completed', reason: null }]);
    const seen = { found: true, askedAt: start, status: 'cancelled', raw: 'Cancelled', payeeId: 'p', amount: { minor: 1_000, currency: 'USD' } } as const;
    await hear(bench.office, await ledger.attempts([ref(1)]), new Map([[ref(1), seen]]));
    return [(await bench.attempt(ref(1)))?.returnedAt, (await bench.payment(idOf(1)))?.state];
  };

  it.each([['may have paid, as it is not asked about yet', {}], ['was paid', { stage: 'settled', transferredAt: start }]] as const)('leaves the request paid where the last one %s', async (_what, last) => expect(await back(last)).toEqual([start, 'Completed']));
  it('opens the debt again where the last one came to nothing', async () => expect(await back({ stage: 'settled' })).toEqual([start, 'Returned']));
});

describe('what was refused by name and is not known to the provider', () => {
  const asked = async (state: 'Approved for Payout' | 'Failed') => {
    const { ledger } = bench.store;
    await accepted(1, { stage: 'refused' });
    await ledger.adopt([{ requestId: idOf(1), attempt: 1, state, reason: null }]);
    await hear(bench.office, await ledger.attempts([ref(1)]), new Map([[ref(1), { found: false, askedAt: start } as const]]));
    return (await bench.timers())['survey'];
  };

  it('is looked at again at once where it was approved again: it was kept back for that answer', async () => expect(await asked('Approved for Payout')).toBe(start));
  it('causes no look where nobody waits for it', async () => expect(await asked('Failed')).toBeUndefined());
});
