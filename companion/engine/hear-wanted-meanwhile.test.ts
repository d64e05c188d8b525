import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Sighting } from '../domain/payout.ts';
import { Problem } from '../domain/problem.ts';
import { hear } from './hear.ts';
import { keepHints } from './hints.ts';
import { idOf, newAttempt, newBatch, newPayment, openTestOffice, start } from './test-office.ts';
import { timing } from './test-rows.ts';

let bench: Awaited<ReturnType<typeof openTestOffice>>;
beforeAll(async () => { bench = await openTestOffice(); await bench.bind(); }, 60_000);
afterAll(() => bench.close());
beforeEach(() => bench.clear());

const reference = `${idOf(1)}-01`;
const pending = (askedAt: number) => ({ found: true, askedAt, payeeId: 'p', amount: { minor: 1_000, currency: 'USD' }, status: 'pending', raw: 'Pending', payoutId: '1' }) as Sighting;

/** A payout on its way whose third question has been taken up, together with others that take a while. */
async function questionUnderWay() {
  await bench.store.ledger.takeUp([newPayment(1)], 'In Progress');
  await bench.store.ledger.plan([newBatch()], [newAttempt(1, { stage: 'accepted', posted: 1, plannedAt: start, nextAskAt: start })]);
  await bench.store.ledger.adopt([{ requestId: idOf(1), attempt: 1, state: 'In Progress', reason: null }]);
  await bench.store.ledger.patchAttemptsQuietly([[reference, { asked: 2, sentAt: start - 60_000 }]]);
  return bench.store.ledger.dueToAsk(start, timing.leaseMs, 100);
}
const notice = async (at: number, final = true): Promise<void> => {
  bench.clock.at = at;
  await keepHints(bench.office, [{ reference, final, word: 'sent-to-bank' }]);
};
const heard = async (asked: Awaited<ReturnType<typeof questionUnderWay>>, answer: Sighting | Problem): Promise<number | null | undefined> => {
  bench.clock.at = start + 20_000;
  await hear(bench.office, asked, new Map([[reference, answer]]));
  return (await bench.attempt(reference))?.nextAskAt;
};

describe('a question that was wanted while an earlier one was under way', () => {
  it('is put as soon as that one is heard: a final notice came after it had been answered', async () => {
    const asked = await questionUnderWay();
    await notice(start + 5_000);
    expect(await heard(asked, pending(start))).toBe(start + 5_000);
  });

  it('is put when a notice that is not final has settled', async () => {
    const asked = await questionUnderWay();
    await notice(start + 5_000, false);
    expect(await heard(asked, pending(start))).toBe(start + 5_000 + timing.hintSettlesMs);
  });

  it('is put also where that one brought no answer', async () => {
    const asked = await questionUnderWay();
    await notice(start + 5_000);
    expect(await heard(asked, new Problem('unreachable', 'no answer'))).toBe(start + 5_000);
  });

  it('is that one where it was put after the notice', async () => {
    const asked = await questionUnderWay();
    await notice(start + 5_000);
    expect(await heard(asked, pending(start + 6_000))).toBeGreaterThan(start + 60_000);
  });
});

it('a question that nobody wanted earlier comes by its schedule, and after no answer by its patience', async () => {
  expect(await heard(await questionUnderWay(), pending(start))).toBeGreaterThan(start + 60_000);
  await bench.clear();
  expect(await heard(await questionUnderWay(), new Problem('unreachable', 'no answer'))).toBeGreaterThan(start + 60_000);
});
