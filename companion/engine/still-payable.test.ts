import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { bundle } from './bundle.ts';
import type { Examined } from './examine-all.ts';
import { openBundling, ref, referencesOf, type PaymentPatch } from './test-bundling.ts';
import { idOf, newAttempt, newBatch, start } from './test-office.ts';
import { minute } from './test-rows.ts';

let bench: Awaited<ReturnType<typeof openBundling>>;
beforeAll(async () => { bench = await openBundling(); }, 60_000);
afterAll(() => bench.close());
beforeEach(() => bench.clear());

const plans = async (item: Examined): Promise<readonly string[]> => referencesOf(await bundle(bench.office, bench.payer(10_000), [item]));

describe('what changed since it was examined', () => {
  it.each<[string, PaymentPatch]>([
    ['was held', { state: 'On Hold' }], ['was sent', { state: 'Sending' }], ['was approved anew', { approvedAt: 9 }], ['is for another amount', { amountMinor: 999 }], ['is in another currency', { currency: 'EUR' }], ['goes to another recipient', { recipientId: 'r2' }],
    ['goes to another payee', { payeeKey: 'payer:sandbox:100:q' }], ['has another purpose', { purpose: 'y' }], ['pays another invoice', { invoiceNumber: 'i' }], ['is paid from another account', { fundingAccountId: 'f' }], ['is paid from another program', { program: '200' }], ['was put off', { payoutDate: '2026-11-22' }], ['was tried again', { attempt: 1 }],
  ])('is not planned: it %s', async (_what, patch) => {
    const item = await bench.examined(1);
    await bench.store.ledger.adopt([{ requestId: idOf(1), attempt: 0, state: 'Approved for Payout', reason: null, ...patch }]);
    expect(await plans(item)).toEqual([]);
    expect([await bench.query('select id from batch'), await bench.timers()]).toEqual([[], {}]);
  });

  it.each([['intent', 0], ['accepted', 0], ['settled', 1], ['refused', 1]] as const)('has an attempt that is %s: %d more is planned', async (stage, more) => {
    const item = await bench.examined(1);
    await bench.store.ledger.plan([newBatch()], [newAttempt(1, { stage, reference: ref(1, '00'), number: 0 })]);
    expect(await plans(item)).toHaveLength(more);
  });

  it('waits for funds by now is planned', async () => {
    const item = await bench.examined(1);
    await bench.store.ledger.adopt([{ requestId: idOf(1), attempt: 0, state: 'Awaiting Funds', reason: null }]);
    expect(await plans(item)).toEqual([ref(1)]);
  });

  it.each([[0, '01'], [1, '02']])('has a number that was withdrawn is planned under the first that never went out: %d times sent', async (posted, number) => {
    const item = await bench.examined(1);
    await bench.store.ledger.plan([newBatch()], [newAttempt(1, { stage: 'withdrawn', posted })]);
    expect(await plans(item)).toEqual([ref(1, number)]);
  });

  it('has a number that was refused before it went out keeps that number', async () => {
    const item = await bench.examined(1);
    await bench.store.ledger.plan([newBatch()], [newAttempt(1, { stage: 'refused', posted: 0 })]);
    expect(await plans(item)).toEqual([ref(1, '02')]);
  });

  it('was forgotten here is not planned', async () => {
    const item = await bench.examined(1);
    await bench.query('delete from payment');
    expect(await plans(item)).toEqual([]);
  });

  it('names its batch anew each time', async () => {
    const [first] = await bundle(bench.office, bench.payer(10_000), [await bench.examined(1)]);
    await bench.query("update attempt set stage = 'withdrawn'");
    bench.clock.at += minute;
    const [second] = await bundle(bench.office, bench.payer(10_000), [await bench.examined(1)]);
    expect(second!.attempts[0]).toMatchObject({ reference: ref(1) });
    expect(second!.attempts[0]!.batchId).not.toBe(first!.attempts[0]!.batchId);
  });
});

describe('a debt whose last payout was refused by name', () => {
  /** Refused so long ago, and asked about so long after that, where it was; not known at so many spaced questions. */
  async function refused(agoMs: number, askedAfterMs?: number, nextAskAt: number | null = start + 14 * minute, missed = 1): Promise<Examined> {
    const { ledger } = bench.store;
    const item = await bench.examined(1, { payment: { attempt: 1 }, patch: { attempt: 1 } });
    await ledger.plan([newBatch({ id: 'before' })], [newAttempt(1, { batchId: 'before', stage: 'refused', posted: 1, nextAskAt })]);
    await ledger.patchAttemptsQuietly([[ref(1), { sentAt: start - agoMs, ...(askedAfterMs === undefined ? {} : { asked: missed, missed, askedAt: start - agoMs + askedAfterMs }) }]]);
    return item;
  }

  it('does not leave under another reference before the provider was asked whether it took it after all', async () => {
    expect(await plans(await refused(5 * minute))).toEqual([]);
    expect(await bench.state(1)).toEqual(['Approved for Payout', `Not sent yet: ${ref(1)} was refused, and the provider is asked twice whether it took it after all, the second time not before 2026-11-21 10:10 UTC. It goes out by itself.`, false]);
    expect([(await bench.attempt(ref(1)))?.nextAskAt, await bench.timers()]).toEqual([start, { ask: start }]);
    expect(await bench.query('select id from batch')).toEqual([{ id: 'before' }]);
  });

  it('is asked about a minute after the refusal, and not later than it was to be asked anyway', async () => {
    const item = await refused(20_000);
    expect(await plans(item)).toEqual([]);
    expect((await bench.attempt(ref(1)))?.nextAskAt).toBe(start + 40_000);
    await bench.store.ledger.patchAttemptsQuietly([[ref(1), { nextAskAt: start + 7_000 }]]);
    expect(await plans(item)).toEqual([]);
    expect((await bench.attempt(ref(1)))?.nextAskAt).toBe(start + 7_000);
  });

  it('is asked about within a minute where it was refused by a clock that ran ahead, and where nobody was to ask', async () => {
    expect(await plans(await refused(-10 * minute, undefined, null))).toEqual([]);
    expect([(await bench.attempt(ref(1)))?.nextAskAt, await bench.timers()]).toEqual([start + minute, { ask: start + minute }]);
  });

  it('is asked about by when it was planned where it was not seen to be sent', async () => {
    const item = await refused(0);
    await bench.query('update attempt set sent_at = null, planned_at = $1', start - 20_000);
    expect(await plans(item)).toEqual([]);
    expect((await bench.attempt(ref(1)))?.nextAskAt).toBe(start + 40_000);
    await bench.query('update attempt set planned_at = $1', start - 120 * minute);
    expect(await plans(item)).toEqual([ref(1, '02')]);
  });

  it('is asked about when the first of several is', async () => {
    const item = await refused(20_000);
    const other = await bench.examined(2, { payment: { attempt: 1 }, patch: { attempt: 1 } });
    await bench.store.ledger.plan([], [newAttempt(2, { batchId: 'before', stage: 'refused', posted: 1 })]);
    await bench.store.ledger.patchAttemptsQuietly([[ref(2), { sentAt: start - 50_000 }]]);
    expect(referencesOf(await bundle(bench.office, bench.payer(10_000), [item, other]))).toEqual([]);
    expect([(await bench.attempt(ref(1)))?.nextAskAt, (await bench.attempt(ref(2)))?.nextAskAt, await bench.timers()]).toEqual([start + 40_000, start + 10_000, { ask: start + 10_000 }]);
  });

  it('leaves where it was not refused but settled, however lately', async () => {
    const item = await refused(5 * minute);
    await bench.store.ledger.patchAttemptsQuietly([[ref(1), { stage: 'settled' }]]);
    expect(await plans(item)).toEqual([ref(1, '02')]);
  });

  it.each([0, -minute])('does not leave on an answer to a question that was put before the refusal: %i ms after it', async (askedAfter) => {
    expect(await plans(await refused(5 * minute, askedAfter))).toEqual([]);
  });

  it.each([
    ['it was asked about twice since, the second time a quarter of an hour after it', 16 * minute, 15 * minute, null, 2], ['two hours have passed, and no answer came', 120 * minute, undefined, null, 1],
    ['it was refused by a clock that ran hours ahead', -121 * minute, undefined, start + 136 * minute, 1],
  ] as const)('leaves when %s', async (_what, ago, askedAfter, next, missed) => {
    expect(await plans(await refused(ago, askedAfter, next, missed))).toEqual([ref(1, '02')]);
  });

  // What the provider took it may not show for a while.
  it.each([
    ['one question, however late', 30 * minute, 20 * minute, 1, 0], ['two questions before the time of the first one that a refusal is worth', 10 * minute, 9 * minute, 2, 5 * minute],
    ['one question just before that time: the second comes a minute after it', 15 * minute, 14.5 * minute, 1, minute / 2], ['one question at once: the second is that of the refusal', 5 * minute, minute, 1, 10 * minute],
  ])('does not leave after %s', async (_what, ago, askedAfter, missed, againInMs) => {
    expect(await plans(await refused(ago, askedAfter, null, missed))).toEqual([]);
    expect([(await bench.attempt(ref(1)))?.nextAskAt, await bench.timers()]).toEqual([start + againInMs, { ask: start + againInMs }]);
  });

  it('is not asked about again in the same breath where a notice asked at once', async () => {
    expect(await plans(await refused(65_000, 45_000, null, 0))).toEqual([]);
    expect((await bench.attempt(ref(1)))?.nextAskAt).toBe(start + 40_000);
  });

  it('and that was raised anew under another request does not leave either, until that was asked about; where a person confirmed it, it does', async () => {
    const { ledger } = bench.store;
    await refused(5 * minute);
    await ledger.adopt([{ requestId: idOf(1), attempt: 1, state: 'Cancelled', reason: null }]);
    const anew = await bench.examined(2);
    expect(await plans(anew)).toEqual([]);
    expect(await bench.state(2)).toEqual(['Approved for Payout', 'Not sent yet: possible duplicate of PR-1, which was refused; the provider is asked twice whether it took it after all, the second time not before 2026-11-21 10:10 UTC. It goes out by itself.', false]);
    expect([(await bench.attempt(ref(1)))?.nextAskAt, await bench.timers()]).toEqual([start, { ask: start }]);
    await ledger.patchAttemptsQuietly([[ref(1), { asked: 2, missed: 2, askedAt: start + 10 * minute, nextAskAt: null }]]);
    expect(await plans(anew)).toEqual([ref(2)]);
    await bench.clear();
    await refused(5 * minute);
    const confirmed = await bench.examined(2);
    await ledger.move([{ requestId: idOf(2), event: 'withdraw', patch: { confirmedDuplicate: true } }]);
    expect(await plans(confirmed)).toEqual([ref(2)]);
  });

  it('and that was sent by another instance meanwhile is left as it is', async () => {
    const item = await refused(5 * minute);
    await bench.store.ledger.adopt([{ requestId: idOf(1), attempt: 2, state: 'Sending', reason: null }]);
    expect(await plans(item)).toEqual([]);
    expect([await bench.state(1), (await bench.attempt(ref(1)))?.nextAskAt, await bench.timers()]).toEqual([['Sending', null, false], start + 14 * minute, {}]);
  });

  it('keeps back nobody else', async () => {
    const item = await refused(5 * minute);
    expect(referencesOf(await bundle(bench.office, bench.payer(10_000), [item, await bench.examined(2, { payment: { payeeId: 'another' } })]))).toEqual([ref(2)]);
  });
});
