import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { PayoutBooks, Reservation } from '../connectors/connector.ts';
import type { NewAttempt, NewPayment } from '../store/ledger.ts';
import type { AttemptRow } from '../store/ledger-rows.ts';
import { giveBack, reserveWave } from './reserve.ts';
import { idOf, lane, newAttempt, newBatch, newPayment, openTestOffice, start } from './test-office.ts';
import { timing } from './test-rows.ts';

let bench: Awaited<ReturnType<typeof openTestOffice>>;
beforeAll(async () => {
  bench = await openTestOffice();
  await bench.bind(3);
}, 60_000);
afterAll(() => bench.close());
beforeEach(() => bench.clear());

const ref = (nth: number): string => `${idOf(nth)}-01`;
type Answer = 'reserved' | { readonly refused: string; readonly code: string };

/** Planned rows of one batch; nothing of it waits to be told. */
async function planned(count: number, attempt: Partial<NewAttempt> = {}, payment: Partial<NewPayment> = {}, state: Parameters<typeof bench.store.ledger.takeUp>[1] = 'Approved for Payout'): Promise<readonly AttemptRow[]> {
  const { ledger } = bench.store;
  const numbers = Array.from({ length: count }, (_, at) => at + 1);
  await ledger.takeUp(numbers.map((nth) => newPayment(nth, payment)), state);
  await ledger.plan([newBatch({ requestedMinor: count * 1_000, requestedCount: count })], numbers.map((nth) => newAttempt(nth, attempt)));
  return ledger.attemptsOfBatch(['B1']);
}
async function reserve(wave: readonly AttemptRow[], answers: readonly (Answer | undefined)[], meanwhile = async (): Promise<unknown> => undefined): Promise<readonly Reservation[]> {
  const asked: Reservation[] = [];
  const books = {
    reserve: async (rows: readonly Reservation[]) => {
      asked.push(...rows);
      await meanwhile();
      return new Map(rows.flatMap(({ attempt: { reference } }, at) => (answers[at] ? [[reference, answers[at]] as const] : [])));
    },
  } as unknown as PayoutBooks;
  await reserveWave(bench.office, books, lane, wave);
  return asked;
}
const stage = async (nth: number) => (await bench.attempt(ref(nth)))?.stage;
const fullLook = () => bench.store.cursors.get('full sweep');
const requestsTold = async () => (await bench.outbox()).filter((name) => name.startsWith('request'));

describe('a reservation the books make', () => {
  it('names the attempt, the approval it acts on, and where this ledger stands', async () => {
    const [one, two] = await reserve(await planned(2, {}, { approvedAt: start + 1_000 }), ['reserved', 'reserved']);
    expect(one).toMatchObject({ attempt: { reference: ref(1), amount: { minor: 1_000, currency: 'USD' }, payeeId: 'p', purpose: 'x' }, companionId: 'companion', epoch: 3, sequence: 1, approvedAt: '2026-11-21T10:00:01.000Z' });
    expect(two!.version - one!.version).toBe(1);
    expect(bench.store.outbox.epochOf(one!.version)).toBe(3);
  });

  it('is of epoch 0, which every other outranks, while this ledger belongs to no org', async () => {
    await bench.query('truncate installation');
    const [one] = await reserve(await planned(1), ['reserved']);
    await bench.bind(3);
    expect([one!.epoch, bench.store.outbox.epochOf(one!.version)]).toEqual([0, 0]);
  });

  it('is taken over, and told to nobody: the books know', async () => {
    await reserve(await planned(1), ['reserved']);
    expect(await stage(1)).toBe('reserved');
    expect(await bench.payment(idOf(1))).toMatchObject({ state: 'Sending', attempt: 1, batchId: 'B1', reason: null });
    expect(await bench.batch('B1')).toMatchObject({ requestedCount: 1, requestedMinor: 1_000, stage: 'intent' });
    expect(await requestsTold()).toEqual([]);
    expect(await bench.issues()).toEqual([]);
  });

  it('that is not answered leaves the row as it was planned', async () => {
    await reserve(await planned(2), ['reserved']);
    expect([await stage(1), await stage(2)]).toEqual(['reserved', 'intent']);
    expect(await bench.payment(idOf(2))).toMatchObject({ state: 'Approved for Payout', attempt: 0 });
  });

  it('of what a person gave up meanwhile is withdrawn, and the books are told how it stands', async () => {
    await reserve(await planned(2), ['reserved', 'reserved'], () => bench.store.ledger.adopt([{ requestId: idOf(1), attempt: 0, state: 'Cancelled', reason: null }]));
    expect([await stage(1), await stage(2)]).toEqual(['withdrawn', 'reserved']);
    expect(await bench.payment(idOf(1))).toMatchObject({ state: 'Cancelled', attempt: 0 });
    expect(await requestsTold()).toEqual([`request ${idOf(1)}`]);
    expect(await bench.batch('B1')).toMatchObject({ requestedCount: 1, requestedMinor: 1_000 });
  });

  it('of what another process took meanwhile moves nothing here, and the books are told how it stands', async () => {
    await reserve(await planned(2), ['reserved', 'reserved'], () => bench.query("update attempt set stage = 'withdrawn' where reference = $1", ref(1)));
    expect(await stage(1)).toBe('withdrawn');
    expect(await bench.payment(idOf(1))).toMatchObject({ state: 'Approved for Payout', attempt: 0 });
    expect(await requestsTold()).toEqual([`request ${idOf(1)}`]);
  });
});

describe('a reservation the books refuse', () => {
  it.each(['FENCE-STATUS', 'VERSION', 'FENCE-APPROVAL', 'FENCE-PAUSED', 'FENCE-DATE', 'FENCE-WISH', 'UNABLE_TO_LOCK_ROW'])('for %s is tried again by itself, and nobody is troubled', async (code) => {
    await reserve(await planned(1), [{ refused: 'Not now.', code }]);
    expect(await stage(1)).toBe('withdrawn');
    expect(await bench.payment(idOf(1))).toMatchObject({ state: 'Approved for Payout', reason: 'Not now.', clearsApproval: false });
    expect([await bench.issues(), await requestsTold(), await fullLook()]).toEqual([[], [], undefined]);
    expect(await bench.batch('B1')).toMatchObject({ requestedCount: 0, stage: 'settled' });
  });

  it('in the same words as the last time, for an approval that was read anew, is told to a person', async () => {
    const answer = { refused: 'Another approval.', code: 'FENCE-APPROVAL' };
    await reserve(await planned(1), [answer]);
    expect(await bench.issues()).toEqual([]);
    await bench.query("update attempt set stage = 'intent'");
    await reserve(await bench.store.ledger.attemptsOfBatch(['B1']), [answer]);
    expect(await bench.payment(idOf(1))).toMatchObject({ state: 'Approved for Payout', reason: 'Another approval.' });
    expect(await bench.issues()).toMatchObject([{ kind: 'reservation refused', source: ref(1), severity: 'Warning', detail: 'FENCE-APPROVAL: Another approval. Nothing was sent.' }]);
  });

  it('because somebody had asked another companion to stop it, is held, and nobody is troubled', async () => {
    await reserve(await planned(1), [{ refused: 'Stopped.', code: 'FENCE-STOPPED' }]);
    expect([await stage(1), await bench.payment(idOf(1))]).toMatchObject(['withdrawn', { state: 'On Hold', reason: 'Stopped.' }]);
    expect([await bench.issues(), await requestsTold()]).toEqual([[], [`request ${idOf(1)}`]]);
  });

  it.each(['FENCE-ATTEMPT', 'FENCE-CLAIM', 'FENCE-REFERENCE'])('for %s is tried again, a person hears of it, and everything is looked at anew', async (code) => {
    await reserve(await planned(1), [{ refused: 'No.', code }]);
    expect(await bench.payment(idOf(1))).toMatchObject({ state: 'Approved for Payout', reason: 'No.' });
    expect(await bench.issues()).toMatchObject([{ kind: 'reservation refused', source: ref(1), severity: 'Warning', requestId: idOf(1), summary: `The books refused to reserve ${ref(1)}`, detail: `${code}: No. Nothing was sent.` }]);
    expect([await requestsTold(), await fullLook()]).toEqual([[], '0']);
  });

  it.each<[string, object]>([
    ['FENCE-STAMP', { state: 'Needs Correction', clearsApproval: true }], ['FENCE-PAYEE', { state: 'Needs Correction', clearsApproval: true }], ['A_RULE_OF_THEIRS', { state: 'On Hold', clearsApproval: false }],
  ])('for %s goes to a person, and the books are told', async (code, wanted) => {
    await reserve(await planned(2), [{ refused: 'No.', code }, 'reserved']);
    expect([await stage(1), await stage(2)]).toEqual(['withdrawn', 'reserved']);
    expect(await bench.payment(idOf(1))).toMatchObject({ ...wanted, reason: 'No.' });
    expect(await bench.issues()).toMatchObject([{ kind: 'reservation refused', source: ref(1) }]);
    expect([await requestsTold(), await fullLook()]).toEqual([[`request ${idOf(1)}`], undefined]);
    expect(await bench.batch('B1')).toMatchObject({ requestedCount: 1, requestedMinor: 1_000 });
  });
});

describe('what may not leave now', () => {
  const why = 'Not sent yet: the switch is on. It goes out by itself.';

  it('is given back where it was reserved, says why, and is found again', async () => {
    await planned(1, { stage: 'reserved' }, {}, 'Sending');
    await bench.store.ledger.adopt([{ requestId: idOf(1), attempt: 1, batchId: 'B1', state: 'Sending', reason: null }]);
    await giveBack(bench.office, lane, 'the switch is on');
    expect(await stage(1)).toBe('withdrawn');
    expect(await bench.payment(idOf(1))).toMatchObject({ state: 'Approved for Payout', reason: why, batchId: null });
    expect(await bench.batch('B1')).toMatchObject({ requestedCount: 0, stage: 'settled' });
    expect(await bench.timers()).toEqual({ survey: start + timing.sweepMs });
    expect(await requestsTold()).toEqual([`request ${idOf(1)}`]);
  });

  it('stays planned where it was only planned, and says why', async () => {
    await planned(1);
    await bench.store.ledger.adopt([{ requestId: idOf(1), attempt: 0, batchId: 'B0', state: 'Approved for Payout', reason: null }]);
    await giveBack(bench.office, lane, 'the switch is on');
    expect(await stage(1)).toBe('intent');
    expect(await bench.payment(idOf(1))).toMatchObject({ state: 'Approved for Payout', reason: why, batchId: 'B0' });
    expect(await bench.timers()).toEqual({});
    expect(await bench.outbox()).toEqual([`request ${idOf(1)}`]);
  });

  it.each<[string, Partial<NewAttempt>]>([['is on its way', { stage: 'sending' }], ['another process reserved', { stage: 'reserved', plannedBy: 'another' }], ['is of another lane', { stage: 'reserved', currency: 'EUR' }]])('is not what %s', async (_what, attempt) => {
    const [before] = await planned(1, attempt, {}, 'Sending');
    await giveBack(bench.office, lane, 'the switch is on');
    expect(await bench.attempt(ref(1))).toEqual(before);
    expect(await bench.payment(idOf(1))).toMatchObject({ state: 'Sending', reason: null });
  });
});
