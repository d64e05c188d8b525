import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Problem } from '../domain/problem.ts';
import type { PayoutTerms } from '../domain/rehearsal-roles.ts';
import { bundle } from './bundle.ts';
import { openBundling, ref, referencesOf } from './test-bundling.ts';
import { idOf, newAttempt, newBatch, start } from './test-office.ts';
import { timing } from './test-rows.ts';

let bench: Awaited<ReturnType<typeof openBundling>>;
beforeAll(async () => { bench = await openBundling(); }, 60_000);
afterAll(() => bench.close());
beforeEach(() => bench.clear());

describe('payable requests', () => {
  it('become numbered attempts in batches no larger than the provider takes, and the lane is woken', async () => {
    const bundled = await bundle(bench.office, bench.payer(10_000), [await bench.examined(1, { payment: { fundingAccountId: 'F1' } }), await bench.examined(2), await bench.examined(3)]);
    expect(bundled).toMatchObject([{ lane: { connection: 'payer', program: '100', currency: 'USD' } }]);
    expect(referencesOf(bundled)).toEqual([ref(1), ref(2), ref(3)]);
    const [one, two, three] = bundled[0]!.attempts;
    expect(one).toEqual({
      reference: ref(1), requestId: idOf(1), number: 1, connection: 'payer', program: '100', payeeId: 'p', amountMinor: 1_000, currency: 'USD', purpose: 'x', orgId: 'org', batchId: expect.stringMatching(/^B[0-9a-f]{16}$/), stage: 'intent', posted: 0,
      sequence: expect.any(Number), plannedBy: 'me', plannedAt: start, unknownSince: null, nextAskAt: null,
    });
    expect([two!.sequence - one!.sequence, three!.sequence - one!.sequence]).toEqual([1, 2]);
    expect((await bench.store.installation.read())?.sequence).toBe(three!.sequence);
    expect([one!.batchId === two!.batchId, one!.batchId === three!.batchId]).toEqual([true, false]);
    expect(await bench.attempt(ref(2))).toMatchObject({ ...two });
    expect(await bench.batch(one!.batchId)).toMatchObject({ connection: 'payer', program: '100', currency: 'USD', fundingAccountId: 'F1', stage: 'intent', requestedMinor: 2_000, requestedCount: 2, approvedMinor: 2_000, createdAt: start });
    expect(await bench.batch(three!.batchId)).toMatchObject({ fundingAccountId: null, requestedMinor: 1_000, requestedCount: 1 });
    expect(await bench.timers()).toEqual({ 'send payer/100/USD': start });
  });

  it('are bundled by program and currency', async () => {
    const euro = { is: 'payable', program: '200' } as const;
    const bundled = await bundle(bench.office, bench.payer(10_000), [await bench.examined(1), await bench.examined(2, { payment: { currency: 'EUR', program: '200' }, verdict: euro }), await bench.examined(3)]);
    expect(bundled.map(({ lane, attempts }) => [lane.program, lane.currency, attempts.map(({ reference, program }) => `${reference} ${program}`)])).toEqual([['100', 'USD', [`${ref(1)} 100`, `${ref(3)} 100`]], ['200', 'EUR', [`${ref(2)} 200`]]]);
  });

  it('go in the order of payout date, due date, when they were found, and id; one without a due date after one that has it', async () => {
    const all = [
      await bench.examined(6, { payment: { foundAt: 9 } }), await bench.examined(5, { payment: { foundAt: 8 } }), await bench.examined(4, { payment: { foundAt: 8 } }), await bench.examined(3, { request: { dueDate: '2026-12-02' } }), await bench.examined(2, { request: { dueDate: '2026-12-01' } }),
      await bench.examined(1, { request: { payoutDate: '2026-11-20' } }),
    ];
    expect(referencesOf(await bundle(bench.office, bench.payer(10_000), all))).toEqual([2, 3, 4, 5, 6, 1].map((nth) => ref(nth)));
  });

  it('take the number after the last, whichever of the books and the ledger knows it', async () => {
    const all = [await bench.examined(1, { request: { attempt: 2 } }), await bench.examined(2, { payment: { attempt: 3 } })];
    await bench.store.ledger.plan([newBatch({ id: 'before' })], [newAttempt(1, { reference: ref(1, '02'), number: 2, batchId: 'before', stage: 'settled', posted: 1 })]);
    const bundled = await bundle(bench.office, bench.payer(10_000), all);
    expect(referencesOf(bundled)).toEqual([ref(1, '03'), ref(2, '04')]);
  });

  it.each<[string, Parameters<typeof newAttempt>[1][]]>([['not at all', []], ['by another number', [{ stage: 'settled' }]], ['as withdrawn before the books took it', [{ reference: ref(1, '02'), number: 2, stage: 'withdrawn' }]]])('take no number after one the books have come to and the ledger knows %s', async (_, rows) => {
    const [first, second] = [await bench.examined(1, { request: { attempt: 2 } }), await bench.examined(2)];
    await bench.store.ledger.plan([newBatch({ id: 'before' })], rows.map((row) => newAttempt(1, { batchId: 'before', ...row })));
    expect(referencesOf(await bundle(bench.office, bench.payer(10_000), [first, second]))).toEqual([ref(2)]);
  });

  it.each([['settled', 0, '02'], ['withdrawn', 1, '02'], ['withdrawn', 0, '01']] as const)('take no number that an attempt has (%s, sent %d times), whatever the payment says, and keep nobody else from being planned', async (stage, posted, number) => {
    const [first, second] = [await bench.examined(1), await bench.examined(2)];
    await bench.store.ledger.plan([newBatch({ id: 'before' })], [newAttempt(1, { batchId: 'before', stage, posted })]);
    expect(referencesOf(await bundle(bench.office, bench.payer(10_000), [first, second]))).toEqual([ref(1, number), ref(2)]);
  });

  it('are only those: what is examined otherwise is left alone', async () => {
    expect(await bundle(bench.office, bench.payer(10_000), [await bench.examined(1, { verdict: { is: 'early', why: 'later' } })])).toEqual([]);
    expect(await bench.timers()).toEqual({});
  });
});

describe('what the funds do not suffice for', () => {
  it('waits, a person is told, and the balance is read again soon', async () => {
    const bundled = await bundle(bench.office, bench.payer(1_500), [await bench.examined(1), await bench.examined(2), await bench.examined(3)]);
    expect(referencesOf(bundled)).toEqual([ref(1)]);
    expect(await bench.state(2)).toEqual(['Awaiting Funds', "Waits for funds: the program's balance does not suffice now.", false]);
    expect(await bench.issues()).toMatchObject([{ kind: 'insufficient funds', source: 'payer/100/USD', summary: '20.00 USD needed in program 100 for 2 requests' }]);
    expect(await bench.timers()).toMatchObject({ 'funds payer/100/USD': start + timing.fundsShortMs });
  });

  it('makes no empty bundle', async () => {
    expect(await bundle(bench.office, bench.payer(0), [await bench.examined(1)])).toEqual([]);
    expect((await bench.issues())[0]?.summary).toBe('10.00 USD needed in program 100 for 1 request');
    expect(await bench.query('select id from batch')).toEqual([]);
  });

  it('goes out again by itself, and that is counted here: the books need no word of it', async () => {
    const again = await bench.examined(1, { payment: { attempt: 1 }, patch: { state: 'Awaiting Funds', attempt: 1, automaticAttempts: 1 } });
    expect(referencesOf(await bundle(bench.office, bench.payer(1_000), [again, await bench.examined(2, { patch: { state: 'Awaiting Funds' } })]))).toEqual([ref(1, '02')]);
    expect(await bench.payment(idOf(1))).toMatchObject({ state: 'Awaiting Funds', automaticAttempts: 2 });
    expect(await bench.outbox()).not.toContain(`request ${idOf(1)}`);
  });

  it('is not counted where a person approved it anew', async () => {
    const anew = await bench.examined(1, { payment: { attempt: 1 }, patch: { attempt: 1, automaticAttempts: 1 } });
    expect(referencesOf(await bundle(bench.office, bench.payer(1_000), [anew]))).toEqual([ref(1, '02')]);
    expect(await bench.payment(idOf(1))).toMatchObject({ automaticAttempts: 1 });
  });

  it('was never tried when it was never sent', async () => {
    await bundle(bench.office, bench.payer(1_000), [await bench.examined(1, { patch: { state: 'Awaiting Funds' } })]);
    expect(await bench.payment(idOf(1))).toMatchObject({ automaticAttempts: 0 });
  });
});

describe('what is unfit', () => {
  it('by the rules of the provider goes back to be corrected, before anything is reserved', async () => {
    const asked: unknown[] = [];
    const unsendable: PayoutTerms['unsendable'] = (attempt) => (asked.push(attempt), attempt.requestId === idOf(1) ? 'The purpose is too long.' : undefined);
    expect(referencesOf(await bundle(bench.office, bench.payer(10_000, { unsendable }), [await bench.examined(1), await bench.examined(2)]))).toEqual([ref(2)]);
    expect(await bench.state(1)).toEqual(['Needs Correction', 'The purpose is too long.', true]);
    expect(asked[0]).toMatchObject({ reference: ref(1), amount: { minor: 1_000, currency: 'USD' }, payeeId: 'p', program: '100' });
  });

  it.each([[2, 'Approved for Payout', null], [3, 'On Hold', 'Tried 3 times for lack of funds. A person must release it with a reason.']])('after %d automatic attempts is %s', async (automaticAttempts, at, why) => {
    await bundle(bench.office, bench.payer(10_000), [await bench.examined(1, { patch: { automaticAttempts } })]);
    expect(await bench.state(1)).toEqual([at, why, false]);
  });
});

describe('a balance that can not be read', () => {
  const funds: PayoutTerms['funds'] = async (program) => (program === '100' ? Promise.reject(new Problem('unreachable', 'No answer.')) : { available: { minor: 10_000, currency: 'EUR' }, asOf: start });

  it('holds up its own lane alone, is told, and everything is looked at again', async () => {
    await bench.store.cursors.set('full sweep', String(start));
    const bundled = await bundle(bench.office, bench.payer(0, { funds }), [await bench.examined(1), await bench.examined(2, { payment: { currency: 'EUR', program: '200' }, verdict: { is: 'payable', program: '200' } })]);
    expect(referencesOf(bundled)).toEqual([ref(2)]);
    expect(await bench.state(1)).toEqual(['Approved for Payout', null, false]);
    expect(await bench.store.cursors.get('full sweep')).toBe('0');
    expect(await bench.issues()).toMatchObject([{ kind: 'balance unread', source: 'payer/100/USD', severity: 'Warning', summary: 'The balance of program 100 could not be read', detail: 'No answer. Requests in USD that wait: 1. They are tried again by themselves.' }]);
  });

  it('for a reason of our own is an error', async () => {
    await expect(bundle(bench.office, bench.payer(0, { funds: async () => Promise.reject(new Error('a bug')) }), [await bench.examined(1)])).rejects.toThrow('a bug');
  });
});
