import type { Reason, Sent } from '../domain/payout.ts';
import type { AttemptPatch } from '../store/ledger.ts';
import type { AttemptRow } from '../store/ledger-rows.ts';
import { recordOutcome } from './outcome.ts';
import { idOf, lane, newAttempt, newBatch, newPayment, openTestOffice } from './test-office.ts';

export const ref = (nth: number): string => `${idOf(nth)}-01`;
export const reason = (cause: Reason['cause'], code = '9'): Reason => ({ code, text: 'words', cause });

/** For tests only: an office with rows on their way, and what an answer makes of them. */
export async function openOutcomeBench() {
  const bench = await openTestOffice();
  const { ledger, db } = bench.store;
  return {
    ...bench,
    /** Rows of one batch on their way, each payment at Sending; what the sender holds in its hand. */
    async sending(count: number, more: AttemptPatch = {}): Promise<readonly AttemptRow[]> {
      const numbers = Array.from({ length: count }, (_, at) => at + 1);
      await ledger.takeUp(numbers.map((nth) => newPayment(nth)), 'Sending');
      await ledger.plan([newBatch()], numbers.map((nth) => newAttempt(nth, { stage: 'sending', posted: 1 })));
      await ledger.patchAttemptsQuietly(numbers.map((nth) => [ref(nth), more]));
      return ledger.attemptsOfBatch(['B1']);
    },
    record: (rows: readonly AttemptRow[], sent: Sent): Promise<void> => db.transaction(() => recordOutcome(bench.office, lane, rows, sent)),
    told: async (nth: number) => {
      const { state, reason: why, clearsApproval } = (await bench.payment(idOf(nth)))!;
      return { state, why, clearsApproval };
    },
    line: async (nth: number): Promise<readonly { at: string; text: string }[]> => (await bench.attempt(ref(nth)))!.timeline,
  };
}
