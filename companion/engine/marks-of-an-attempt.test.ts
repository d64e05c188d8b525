import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { idOf, newAttempt, newBatch, newPayment, openTestOffice } from './test-office.ts';

let bench: Awaited<ReturnType<typeof openTestOffice>>;
beforeAll(async () => { bench = await openTestOffice(); }, 60_000);
afterAll(() => bench.close());

it('what the trails of an older store told is read once, when it is brought up to date', async () => {
  const reference = (nth: number): string => `${idOf(nth)}-01`;
  const trails = [
    [], ['Accepted by the provider for processing.'], ['Cancelled, confirmed: words (9).', 'Transferred.'], ['Outcome unknown: no answer within 60 s.'], ['The companion stopped before it knew the outcome: asking the provider.'], ['No usable answer for 120 minutes: a person must look.'],
    [`The provider's record under ${reference(7)} is not ours: the payee is another.`], ['Counts as paid again after it had come back.'], [`It is said: The provider's record under ${reference(9)} is not ours`],
  ];
  const { ledger } = bench.store;
  await ledger.takeUp(trails.map((_, at) => newPayment(at + 1)));
  await ledger.plan([newBatch()], trails.map((_, at) => newAttempt(at + 1)));
  await ledger.patchAttemptsQuietly(trails.map((lines, at) => [reference(at + 1), { timeline: lines.map((text) => ({ at: '2026-03-02T08:00:00.000Z', text })) }]));
  await bench.query('alter table attempt drop column was_lost, drop column stranger, drop column paid_again');
  await bench.script(readFileSync('companion/store/migrations/0016-marks-of-an-attempt.sql', 'utf8'));
  const marked = await Promise.all(trails.map(async (_, at) => {
    const row = await bench.attempt(reference(at + 1));
    return [row?.wasLost, row?.stranger, row?.paidAgain].map(Number).join('');
  }));
  expect(marked).toEqual(['000', '000', '100', '100', '100', '100', '010', '001', '000']);
});
