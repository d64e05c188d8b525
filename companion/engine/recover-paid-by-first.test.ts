import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { Claim, PayoutBooks } from '../connectors/connector.ts';
import { hear } from './hear.ts';
import { recover } from './recover.ts';
import { idOf, newAttempt, newBatch, newPayment, start } from './test-office.ts';
import { hour, ref, seen } from './test-hearing.ts';
import { minute } from './test-rows.ts';
import { openSendBench } from './test-sending.ts';

let bench: Awaited<ReturnType<typeof openSendBench>>;
beforeAll(async () => { bench = await openSendBench(); }, 60_000);
afterAll(() => bench.close());
beforeEach(() => bench.begin());

it('a store put back to before the first payout arrived and the second was cancelled does not say that the second came back', async () => {
  const { ledger } = bench.store;
  // As the copy has it: a person had closed the first, and the second is on its way. Neither question about the first is due soon.
  await ledger.takeUp([newPayment(1)], 'In Progress');
  await ledger.plan([newBatch({ id: 'B1' }), newBatch({ id: 'B2' })], [
    newAttempt(1, { reference: ref(1), batchId: 'B1', stage: 'settled', posted: 1, sequence: 1 }),
    newAttempt(1, { reference: ref(2), number: 2, batchId: 'B2', stage: 'accepted', posted: 1, sequence: 2 }),
  ]);
  await ledger.patchAttemptsQuietly([[ref(1), { sentAt: start - 48 * hour, nextAskAt: start + 20 * hour, asked: 9 }], [ref(2), { sentAt: start - 24 * hour }]]);
  await ledger.adopt([{ requestId: idOf(1), attempt: 2, state: 'In Progress', reason: null }]);
  // What was written since: "Completed: Paid by -01; -02 was cancelled."
  const newer = (await bench.store.outbox.latest()) + 100;
  const claim = { reference: ref(2), epoch: 1, sequence: 0, version: newer, changedAt: new Date(start - hour).toISOString(), reason: `Paid by ${ref(1)}; ${ref(2)} was cancelled.`, request: { id: idOf(1), name: 'PR', status: 'Completed', amount: { minor: 1_000, currency: 'USD' }, purpose: 'x', recipient: { id: 'r', payeeKey: 'payer:sandbox:100:p' } } } as unknown as Claim;
  await recover(bench.office, { claims: async () => [claim] } as unknown as PayoutBooks);
  for (let nth = 0; nth < 3; nth++) {
    bench.clock.at += 30 * minute;
    const due = await ledger.dueToAsk(bench.clock.at, 180_000, 100);
    await hear(bench.office, due, new Map(due.map(({ reference }) => [reference, { ...seen(reference === ref(1) ? 'transferred' : 'cancelled'), askedAt: bench.clock.at }])));
  }
  const [, second] = await ledger.attemptsOf([idOf(1)]);
  expect(second?.returnedAt).toBeNull();
  expect((await bench.payment(idOf(1)))?.state).toBe('Completed');
});
