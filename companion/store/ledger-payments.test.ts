import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openLedger } from './ledger.ts';
import { absentDatabase } from './test-absent-database.ts';
import { attemptRow, batchRow, paymentRow, requestId } from './test-ledger-store.ts';
import { openLedgerWorld, writeDelayMs } from './test-ledger-world.ts';

let world: Awaited<ReturnType<typeof openLedgerWorld>>;
beforeAll(async () => void (world = await openLedgerWorld()));
beforeEach(() => world.clear());
afterAll(() => world.close());

const full = {
  owedMinor: 900, owedCurrency: 'EUR', invoiceNumber: 'INV-1', fundingAccountId: 'account', payoutDate: '2026-11-30', approvedAt: 5, attempt: 3, foundAt: 7,
  evidence: { instanceId: 'i', actorId: 'a', submittedById: 's', completedAt: '2026-11-01T00:00:00Z' },
};
const untouched = {
  state: 'Approved for Payout', reason: null, automaticAttempts: 0, batchId: null, clearsApproval: false, clearsAction: false, actionClearedAt: null, answeredAction: null, answeredAt: null, stopWish: null, letsGoOn: false,
  granted: null, confirmedDuplicate: false, heldInDoubt: false, limitReleased: false, needsSecondApproval: false,
};

describe('a payment that is taken up', () => {
  it('is kept as it came, as approved for payout, and counts as changed when it was found', async () => {
    expect(await world.ledger.takeUp([paymentRow(1, full)])).toEqual([requestId(1)]);
    expect(await world.ledger.payments([requestId(1)])).toEqual([{ ...paymentRow(1, full), ...untouched, updatedAt: 7 }]);
  });

  it('is left as it is where it was known before, and only what is new is told', async () => {
    await world.ledger.takeUp([paymentRow(1)]);
    expect(await world.ledger.takeUp([paymentRow(1, { amountMinor: 999_999 }), paymentRow(2)], 'On Hold')).toEqual([requestId(2)]);
    const [known, fresh] = await world.ledger.payments([requestId(1), requestId(2)]);
    expect([known?.amountMinor, known?.state, fresh?.amountMinor, fresh?.state]).toEqual([1_000, 'Approved for Payout', 1_000, 'On Hold']);
  });

  it('costs the store no call where there is none', async () => {
    expect(await openLedger(absentDatabase, world.outbox, () => 0, 0).takeUp([])).toEqual([]);
  });
});

describe('payments', () => {
  it('are read by id, in the order of their ids, with a lock or without', async () => {
    await world.plant({ one: {}, two: {}, three: {} });
    const ids = [world.idOf('three'), 'a02 of nobody', world.idOf('one')];
    expect(world.namesOf(await world.ledger.payments(ids))).toEqual(['one', 'three']);
    expect(world.namesOf(await world.ledger.payments(ids, 'for update'))).toEqual(['one', 'three']);
    expect(await world.ledger.payments([])).toEqual([]);
  });

  it('are read by state, those found first before the others', async () => {
    await world.plant({
      later: { payment: { foundAt: 9 }, state: 'Failed' }, scheduled: { state: 'Scheduled' }, 'as early as the next': { payment: { foundAt: 8 } }, early: { payment: { foundAt: 8 }, state: 'Failed' },
    });
    expect(world.namesOf(await world.ledger.paymentsIn(['Failed', 'Approved for Payout']))).toEqual(['as early as the next', 'early', 'later']);
    expect(await world.ledger.paymentsIn([])).toEqual([]);
  });

  it('a person has to look at are those on hold, among those asked for', async () => {
    await world.plant({ held: { state: 'On Hold' }, 'held as well': { state: 'On Hold' }, failed: { state: 'Failed' } });
    expect(await world.ledger.onHold([world.idOf('held'), world.idOf('failed')])).toEqual(new Set([world.idOf('held')]));
  });

  it('are added up as they were stamped', async () => {
    await world.ledger.takeUp([paymentRow(1, { amountMinor: 1_001 }), paymentRow(2, { amountMinor: 2_002 }), paymentRow(3)]);
    expect(await world.ledger.stampedTotal([requestId(1), requestId(2)])).toBe(3_003);
    expect(await world.ledger.stampedTotal([])).toBe(0);
  });

  it('stand as the books know them once those were believed', async () => {
    await world.plant({ one: {}, another: {} });
    world.clock.at = 50;
    await world.ledger.adopt([{ requestId: world.idOf('one'), attempt: 4, batchId: 'b-9', state: 'Completed', reason: null }, { requestId: world.idOf('another'), attempt: 2, state: 'Failed', reason: 'No account.' }]);
    expect((await world.ledger.payments([world.idOf('one'), world.idOf('another')])).map((row) => [row.attempt, row.batchId, row.state, row.reason, row.updatedAt])).toEqual([
      [4, 'b-9', 'Completed', null, 50],
      [2, null, 'Failed', 'No account.', 50],
    ]);
  });

  it('are in no doubt any more where the books hold them no longer', async () => {
    await world.plant({ held: {}, paid: {} });
    await world.ledger.move(['held', 'paid'].map((name) => ({ requestId: world.idOf(name), event: 'hold', patch: { heldInDoubt: true, needsSecondApproval: true } })));
    await world.ledger.adopt([{ requestId: world.idOf('held'), attempt: 1, state: 'On Hold', reason: null }, { requestId: world.idOf('paid'), attempt: 1, state: 'Completed', reason: null }]);
    expect((await world.ledger.payments([world.idOf('held'), world.idOf('paid')])).map((row) => [row.heldInDoubt, row.needsSecondApproval])).toEqual([[true, true], [false, false]]);
  });

  it('lose an answer to a wish of which the books were not told: it went with the state it was given in', async () => {
    await world.plant({ untold: {}, told: {} });
    const answer = { answeredAction: 'Cancel 005', answeredAt: 40, granted: null };
    await world.ledger.note(world.idOf('untold'), 'Cancelled.', { ...answer, clearsAction: true });
    await world.ledger.note(world.idOf('told'), 'Cancelled.', { ...answer, clearsAction: false });
    await world.ledger.adopt(['untold', 'told'].map((name) => ({ requestId: world.idOf(name), attempt: 1, state: 'Approved for Payout', reason: null })));
    expect((await world.ledger.payments([world.idOf('untold'), world.idOf('told')])).map(({ clearsAction, answeredAction, answeredAt }) => [clearsAction, answeredAction, answeredAt])).toEqual([[false, null, null], [false, 'Cancel 005', 40]]);
  });

  it('never get a number again that was used up, nor a lower one', async () => {
    await world.plant({ low: { payment: { attempt: 1 } }, high: { payment: { attempt: 5 } }, other: { payment: { attempt: 1 } } });
    await world.ledger.useUp([{ requestId: world.idOf('low'), number: 3 }, { requestId: world.idOf('high'), number: 3 }]);
    expect((await world.ledger.payments(['low', 'high', 'other'].map(world.idOf))).map((row) => row.attempt)).toEqual([3, 5, 1]);
  });
});

describe('a reference this ledger has no row of', () => {
  it('is ours where its request has come to that number, in whatever letters it is written', async () => {
    await world.ledger.takeUp([paymentRow(1, { attempt: 2 })]);
    const of = (nth: number, number: string): string => `${requestId(nth)}-${number}`.toLowerCase();
    expect(await world.ledger.comeTo([of(1, '01'), of(1, '02'), of(1, '03'), of(2, '01')])).toEqual(new Set([of(1, '01'), of(1, '02')]));
  });
});

describe('what lasts', () => {
  it('is who decided what and why, and when', async () => {
    world.clock.at = 1_234;
    await world.ledger.audit({ requestId: 'r', action: 'Release', reason: 'Checked.', byId: 'somebody' });
    expect(await world.database.query('select request_id, action, reason, by_id, at from audit')).toEqual([{ request_id: 'r', action: 'Release', reason: 'Checked.', by_id: 'somebody', at: 1_234 }]);
  });

  it('is told to the books a while later, by kind and key', async () => {
    world.clock.at = 1_000;
    await world.ledger.announce('transaction', ['t-2', 't-1']);
    expect(await world.told()).toEqual([{ kind: 'transaction', key: 't-1', at: 1_000 + writeDelayMs }, { kind: 'transaction', key: 't-2', at: 1_000 + writeDelayMs }]);
  });
});

describe('plans', () => {
  it('need the payment and the batch they are for', async () => {
    await expect(world.ledger.plan([batchRow], [attemptRow(1)])).rejects.toThrow('attempt_request_id_fkey');
    await world.ledger.takeUp([paymentRow(1)]);
    await expect(world.ledger.plan([], [attemptRow(1)])).rejects.toThrow('attempt_batch_id_fkey');
    expect([await world.ledger.batches(['b']), await world.ledger.attempts([`${requestId(1)}-01`])]).toEqual([[], []]);
  });
});
