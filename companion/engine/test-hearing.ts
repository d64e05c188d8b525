import type { Sighting } from '../domain/payout.ts';
import { referenceOf } from '../domain/payout.ts';
import type { PayoutState } from '../domain/payout-states.ts';
import type { Problem } from '../domain/problem.ts';
import type { AttemptPatch } from '../store/ledger.ts';
import type { Office } from './office.ts';
import { hear } from './hear.ts';
import { idOf, newAttempt, newBatch, newPayment, openTestOffice, start } from './test-office.ts';
import { minute } from './test-rows.ts';

/** The nth attempt of the one request. */
export const ref = (number: number): string => referenceOf(idOf(1), number);
export const hour = 60 * minute;

/** For tests only: one request with its attempts, and what answers about them make of it. */
export async function openHearing() {
  const bench = await openTestOffice();
  const { ledger } = bench.store;
  return {
    ...bench,
    /** Attempts accepted an hour ago, each in a batch of its own (`B1`, `B2`, …), as far as nothing else is said. */
    async given(state: PayoutState, ...attempts: readonly AttemptPatch[]): Promise<void> {
      const numbers = attempts.map((_, at) => at + 1);
      await ledger.takeUp([newPayment(1)], state);
      await ledger.plan(numbers.map((number) => newBatch({ id: `B${number}` })), attempts.map(({ stage = 'accepted' }, at) => newAttempt(1, { reference: ref(at + 1), number: at + 1, batchId: `B${at + 1}`, sequence: at + 1, stage, posted: 1, plannedAt: start - 2 * hour })));
      await ledger.patchAttemptsQuietly(attempts.map((more, at) => [ref(at + 1), { sentAt: start - hour, ...more }]));
      await ledger.adopt([{ requestId: idOf(1), attempt: attempts.length, state, reason: 'before' }]);
    },
    /** Answers by the number of the attempt, undefined where none came. `taken`: until when the questions had been taken up, where that is not when they are due. */
    async hears(answers: Readonly<Record<number, Sighting | Problem | undefined>>, { taken, office = {} }: { readonly taken?: number | null; readonly office?: Partial<Office> } = {}) {
      const asked = (await ledger.attempts(Object.keys(answers).map((number) => ref(Number(number))))).map((row) => (taken === undefined ? row : { ...row, nextAskAt: taken }));
      return hear({ ...bench.office, ...office }, asked, new Map(Object.entries(answers).flatMap(([number, answer]) => (answer ? [[ref(Number(number)), answer]] : []))));
    },
    told: async () => bench.payment(idOf(1)).then((payment) => payment && [payment.state, payment.reason, payment.clearsApproval]),
    story: async (number: number) => (await bench.attempt(ref(number)))?.timeline.map(({ text }) => text),
    issuesOf: async () => (await bench.issues()).map(({ kind, severity, source, summary, detail, requestId }) => ({ kind, severity, source, summary, detail, requestId })).toSorted((one, two) => one.kind.localeCompare(two.kind)),
  };
}

/** What the provider says of it now. */
export const seen = (status: 'pending' | 'payee must act' | 'transferred' | 'cancelled' | 'unrecognised', more: Partial<Extract<Sighting, { found: true }>> = {}): Sighting =>
  ({ found: true, askedAt: start, payeeId: 'p', amount: { minor: 1_000, currency: 'USD' }, status, raw: status, ...more });
export const missing: Sighting = { found: false, askedAt: start };
