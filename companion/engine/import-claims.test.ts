import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Claim } from '../connectors/connector.ts';
import type { PayoutState } from '../domain/payout-states.ts';
import { importClaims, importTaken, standing } from './import-claims.ts';
import { idOf, lane, newAttempt, newBatch, newPayment, openTestOffice, start } from './test-office.ts';

let bench: Awaited<ReturnType<typeof openTestOffice>>;
beforeAll(async () => { bench = await openTestOffice(); }, 60_000);
afterAll(() => bench.close());
beforeEach(() => bench.clear());

const claim = (nth: number, number: string, more: Partial<Claim> = {}): Claim => ({
  reference: `${idOf(nth)}-${number}`, epoch: 1, sequence: 7, version: 1, changedAt: new Date(start).toISOString(), reason: null,
  request: { id: idOf(nth), name: `PR-${nth}`, status: 'Awaiting Funds', amount: { minor: 1_000, currency: 'USD' }, purpose: 'x', recipient: { id: 'r', payeeKey: 'payer:sandbox:100:p' }, connection: 'payer' } as unknown as Claim['request'],
  ...more,
});
const requestOf = (nth: number, more: Partial<Claim['request']>): Claim['request'] => ({ ...claim(nth, '01').request, ...more });
const ref = (nth: number): string => `${idOf(nth)}-01`;
const recovered = `recovered-100/USD-${start}`;

describe('a reservation in the books that the store does not know', () => {
  it('speaks for its request instead of what was only planned here, and the books hear of that batch before they hear of its payout', async () => {
    const { ledger } = bench.store;
    await ledger.takeUp([newPayment(1)]);
    await ledger.plan([newBatch({ id: 'B2' })], [newAttempt(1, { reference: `${idOf(1)}-02`, number: 2, stage: 'intent', batchId: 'B2' })]);
    await importClaims(bench.office, [claim(1, '01')], 'o');
    // Its number is free: the books never gave it to anybody.
    expect([(await bench.attempt(`${idOf(1)}-01`))?.stage, (await bench.attempt(`${idOf(1)}-02`))?.stage]).toEqual(['unknown', 'withdrawn']);
    expect(await bench.payment(idOf(1))).toMatchObject({ attempt: 1, state: 'Awaiting Funds' });
    expect(await bench.batch('B2')).toMatchObject({ stage: 'settled', settledAt: start, requestedCount: 0, requestedMinor: 0 });
    expect(await bench.outbox()).toContain('batch B2');
  });

  it.each(['reserved', 'sending', 'unknown', 'accepted'] as const)('speaks for its request instead of one that was %s here, which is watched', async (stage) => {
    const { ledger } = bench.store;
    await ledger.takeUp([newPayment(1)]);
    await ledger.plan([newBatch({ id: 'B2' })], [newAttempt(1, { reference: `${idOf(1)}-02`, number: 2, stage, batchId: 'B2' })]);
    await importClaims(bench.office, [claim(1, '01')], 'o');
    expect(await bench.attempt(`${idOf(1)}-02`)).toMatchObject({ stage: 'settled', nextAskAt: start });
  });

  it('counts in one batch with what another import brought in the same millisecond', async () => {
    await importClaims(bench.office, [claim(1, '01')], 'o');
    await bench.store.ledger.patchAttemptsQuietly([[ref(1), { stage: 'settled', unknownSince: null }]]);
    await bench.store.ledger.patchBatches([[recovered, { stage: 'settled', settledAt: start }]]);
    await importClaims(bench.office, [claim(2, '01', { request: requestOf(2, { amount: { minor: 234, currency: 'USD' } }) }), claim(3, '01')], 'o');
    expect(await bench.batch(recovered)).toMatchObject({ requestedCount: 3, requestedMinor: 2_234, approvedMinor: 2_234, stage: 'unknown', settledAt: null });
  });

  it('is asked about at once, alone where nothing was planned here', async () => {
    await importClaims(bench.office, [claim(1, '01'), claim(2, '03')], 'o');
    expect([await bench.attempt(`${idOf(1)}-01`), await bench.attempt(`${idOf(2)}-03`)]).toEqual([expect.objectContaining({ posted: 2, nextAskAt: start }), expect.objectContaining({ posted: 2, nextAskAt: start })]);
    expect(await bench.timers()).toMatchObject({ ask: start });
  });

  it('is kept as the books show it, with the number of its submissions unknown', async () => {
    await importClaims(bench.office, [claim(1, '02', { reason: 'why', request: requestOf(1, { status: 'Sending', owed: { minor: 900, currency: 'EUR' }, invoiceNumber: 'I-1', fundingAccountId: 'F1', payoutDate: '2026-12-01', evidence: { instanceId: 'i', actorId: 'a', submittedById: 's', completedAt: 'c' } }) })], 'o');
    expect(await bench.attempt(`${idOf(1)}-02`)).toMatchObject({
      reference: `${idOf(1)}-02`, requestId: idOf(1), number: 2, connection: 'payer', program: '100', payeeId: 'p', amountMinor: 1_000, currency: 'USD', purpose: 'x', orgId: 'o', batchId: recovered, stage: 'unknown', posted: 2, sequence: 7,
      plannedBy: 'me', plannedAt: start, unknownSince: start, nextAskAt: start,
    });
    expect(await bench.payment(idOf(1))).toMatchObject({
      name: 'PR-1', connection: 'payer', program: '100', currency: 'USD', amountMinor: 1_000, owedMinor: 900, owedCurrency: 'EUR', recipientId: 'r', payeeKey: 'payer:sandbox:100:p', payeeId: 'p', purpose: 'x', invoiceNumber: 'I-1', fundingAccountId: 'F1', payoutDate: '2026-12-01',
      approvedAt: 0, approvedById: '', submittedById: '', evidence: { instanceId: 'i' }, attempt: 2, batchId: recovered, state: 'Outcome Unknown', reason: 'why', foundAt: start,
    });
  });

  it('is what was approved, not what stands there now', async () => {
    const stamp = { amount: { minor: 900, currency: 'USD' }, recipientId: 'r2', payeeKey: 'payer:sandbox:100:q', purpose: 'y', approvedAt: '2026-11-20T00:00:00.000Z', approvedById: 'approver', submittedById: 'submitter' };
    await importClaims(bench.office, [claim(1, '01', { request: requestOf(1, { stamp }) })], 'o');
    expect(await bench.attempt(ref(1))).toMatchObject({ amountMinor: 900, payeeId: 'q', purpose: 'y' });
    expect(await bench.payment(idOf(1))).toMatchObject({ amountMinor: 900, recipientId: 'r2', payeeKey: 'payer:sandbox:100:q', purpose: 'y', approvedAt: Date.parse(stamp.approvedAt), approvedById: 'approver', submittedById: 'submitter', invoiceNumber: null, fundingAccountId: null, payoutDate: null, evidence: null });
  });

  it('is paid from the program of its funding account, where one is named', async () => {
    await importClaims(bench.office, [claim(1, '01', { request: requestOf(1, { program: '200' }) })], 'o');
    expect([(await bench.attempt(ref(1)))?.program, (await bench.payment(idOf(1)))?.program]).toEqual(['200', '200']);
  });

  it('stands in a batch of its lane with the others, and in one of its own where the currency or the program is another', async () => {
    const other = (nth: number, currency: string, program: string) => claim(nth, '01', { request: requestOf(nth, { amount: { minor: 50, currency }, recipient: { ...requestOf(nth, {}).recipient, payeeKey: `payer:sandbox:${program}:p` } }) });
    await importClaims(bench.office, [claim(1, '01'), other(2, 'USD', '100'), other(3, 'EUR', '100'), other(4, 'USD', '200')], 'o');
    expect(await bench.batch(recovered)).toMatchObject({ connection: 'payer', program: '100', currency: 'USD', fundingAccountId: null, stage: 'unknown', requestedMinor: 1_050, requestedCount: 2, approvedMinor: 1_050, createdAt: start, sentAt: null });
    expect(await Promise.all([1, 2, 3, 4].map(async (nth) => (await bench.attempt(ref(nth)))?.batchId))).toEqual([recovered, recovered, `recovered-100/EUR-${start}`, `recovered-200/USD-${start}`]);
  });

  it('stands in the batch of the lane it left from: as approved, and with the program of its funding account, whatever stands there now', async () => {
    const stamp = { amount: { minor: 900, currency: 'EUR' }, recipientId: 'r', payeeKey: 'payer:sandbox:100:p', purpose: 'x', approvedAt: '2026-11-20T00:00:00.000Z', approvedById: 'approver', submittedById: 'submitter' };
    const stamped = (nth: number, more: Partial<typeof stamp>, request: Partial<Claim['request']> = {}) => claim(nth, '01', { request: requestOf(nth, { stamp: { ...stamp, ...more }, ...request }) });
    await importClaims(bench.office, [claim(1, '01'), stamped(2, {}), stamped(3, { payeeKey: 'payer:sandbox:300:p' }), stamped(4, {}, { program: '200' })], 'o');
    expect(await bench.query('select id, program, currency, requested_minor as minor, requested_count as count from batch order by id')).toEqual([
      { id: `recovered-100/EUR-${start}`, program: '100', currency: 'EUR', minor: 900, count: 1 }, { id: recovered, program: '100', currency: 'USD', minor: 1_000, count: 1 },
      { id: `recovered-200/EUR-${start}`, program: '200', currency: 'EUR', minor: 900, count: 1 }, { id: `recovered-300/EUR-${start}`, program: '300', currency: 'EUR', minor: 900, count: 1 },
    ]);
  });

  it('moves the balance of a lane that was read before, and can not be told what it moved in one that was not', async () => {
    await bench.store.lanes.reading(lane, 500, start - 1, 500);
    await bench.store.lanes.stop({ ...lane, currency: 'EUR' }, 'a reason');
    await importClaims(bench.office, [claim(1, '01'), claim(2, '01', { request: requestOf(2, { amount: { minor: 50, currency: 'EUR' } }) })], 'o');
    expect([(await bench.batch(recovered))?.sentAt, (await bench.batch(`recovered-100/EUR-${start}`))?.sentAt]).toEqual([start, null]);
  });

  it('keeps each request at its own status', async () => {
    await importClaims(bench.office, [claim(1, '01'), claim(2, '01', { request: requestOf(2, { status: 'In Progress' }) })], 'o');
    expect([(await bench.payment(idOf(1)))?.state, (await bench.payment(idOf(2)))?.state]).toEqual(['Awaiting Funds', 'In Progress']);
  });
});

describe('a reservation that was withdrawn here, of a request that waits here and not in the books', () => {
  const taken = async (status: PayoutState, before: 'Approved for Payout' | 'On Hold' = 'Approved for Payout') => {
    const { ledger } = bench.store;
    const asked: string[] = [];
    await ledger.takeUp([newPayment(1), newPayment(2)], before);
    await ledger.plan([newBatch()], [newAttempt(1, { stage: 'withdrawn' }), newAttempt(2, { stage: 'accepted' })]);
    await importTaken(bench.office, { reserved: async (references) => (asked.push(...references), [claim(1, '01', { request: requestOf(1, { status }) })]) }, [idOf(1), idOf(2)]);
    const row = await bench.attempt(ref(1));
    return { asked, stage: row?.stage, orgId: row?.orgId, state: (await bench.payment(idOf(1)))?.state, timers: await bench.timers() };
  };
  const asItWas = { stage: 'withdrawn', orgId: 'o', timers: {} };
  beforeEach(() => bench.bind());
  afterEach(() => bench.query('truncate installation'));

  it.each<[PayoutState, PayoutState]>([['Sending', 'Outcome Unknown'], ['Outcome Unknown', 'Outcome Unknown'], ['In Progress', 'In Progress']])('is asked about where they call it under way: %s', async (status, state) => {
    expect(await taken(status)).toEqual({ asked: [ref(1)], stage: 'unknown', orgId: 'org', state, timers: { ask: start } });
  });
  it.each<PayoutState>(['Recalled', 'On Hold', 'Approved for Payout'])('is left as it is where they do not: %s', async (status) => {
    expect(await taken(status)).toEqual({ ...asItWas, asked: [ref(1)], state: 'Approved for Payout' });
  });
  it('is not looked for where nothing waits', async () => expect(await taken('Sending', 'On Hold')).toEqual({ ...asItWas, asked: [], state: 'On Hold' }));
  it('is left as it is by a companion that is bound to no org', async () => {
    await bench.query('truncate installation');
    expect(await taken('Sending')).toEqual({ ...asItWas, asked: [ref(1)], state: 'Approved for Payout' });
  });
});

describe('how a reservation stands', () => {
  it.each<[PayoutState, PayoutState]>([
    ['Sending', 'Outcome Unknown'], ['Draft', 'Needs Correction'], ['Submitted', 'Needs Correction'], ['Rejected', 'Needs Correction'], ['Recalled', 'Needs Correction'], ['In Progress', 'In Progress'], ['On Hold', 'On Hold'],
  ])('that the books call %s: %s', (status, wanted) => expect(standing(status)).toBe(wanted));
});
