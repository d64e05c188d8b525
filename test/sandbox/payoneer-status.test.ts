import { afterEach, describe, expect, it } from '@jest/globals';
import { bench, type Bench, program } from './payoneer-bench.ts';

let b: Bench;
afterEach(() => b.close());

const statusOf = async (reference: string): Promise<unknown> => (await b.status(reference)).at('result', 'status');

describe('the status reply', () => {
  it.each([
    [404, 'sub_code', { code: 404, sub_code: 2306, target: 'client_reference_id' }],
    [400, 'code', { code: 2306, sub_code: null, target: 'client_reference_id' }],
  ] as const)('says not found with %d and 2306 as %s', async (notFoundStatus, notFoundCode, details) => {
    b = await bench({ notFoundStatus, notFoundCode });
    const reply = await b.status('nothing');
    expect([reply.status, reply.at('error_details')]).toEqual([notFoundStatus, details]);
    expect((await b.call('PUT', `/v4/programs/${program}/payouts/nothing/cancel`)).status).toBe(notFoundStatus);
  });

  it('does not find a payout before it is visible', async () => {
    b = await bench({ visibleAfterMs: 5_000 });
    await b.submit(b.item('REF-01'));
    await b.clock.advance(4_999);
    expect((await b.status('REF-01')).status).toBe(404);
    expect(b.paid()).toHaveLength(1);
    await b.clock.advance(1);
    expect(await statusOf('REF-01')).toBe('Transferred');
  });

  it('lags behind by the stale time', async () => {
    b = await bench({ staleMs: 1_000 });
    await b.submit(b.item('REF-01'));
    await b.clock.advance(2_500);
    expect(b.paid()).toHaveLength(1);
    expect(await statusOf('REF-01')).toBe('Pending');
    await b.clock.advance(1_000);
    expect(await statusOf('REF-01')).toBe('Transferred');
  });

  it('can lack every optional field, write the amount as text, and use a status nobody knows', async () => {
    b = await bench({ optionalsMissing: true, statusAmount: 'string', statusText: { Pending: 'Settling' } });
    await b.submit(b.item('REF-01', { payee_id: 'bob' }));
    const reply = await b.status('REF-01');
    expect(Object.keys(reply.at('result') as object).sort()).toEqual(['amount', 'currency', 'payee_id', 'payout_date', 'payout_id', 'status']);
    expect(reply.at('result')).toMatchObject({ amount: '150.00', status: 'Settling' });
  });
});

describe('other habits that are not known', () => {
  it('limits calls in a window, with Retry-After as seconds, as a date, or without', async () => {
    b = await bench({ rateLimit: { calls: 2, windowMs: 10_000, retryAfter: 'seconds' } });
    await b.balance();
    await b.balance();
    const limited = async () => b.call('GET', `/v4/programs/${program}/balance`);
    expect([(await limited()).status, (await limited()).headers.get('retry-after')]).toEqual([429, '10']);
    b.payoneer.policies.rateLimit = { calls: 2, windowMs: 10_000, retryAfter: 'date' };
    expect((await limited()).headers.get('retry-after')).toBe('Mon, 02 Nov 2026 09:00:10 GMT');
    b.payoneer.policies.rateLimit = { calls: 2, windowMs: 10_000, retryAfter: 'none' };
    expect((await limited()).headers.get('retry-after')).toBeNull();
    await b.clock.advance(10_000);
    expect((await limited()).status).toBe(200);
  });

  it('takes amounts in one writing only, and the root key in one writing only', async () => {
    b = await bench({ amountsAccepted: 'string', caseInsensitiveRoot: false });
    expect((await b.submit(b.item('REF-01', { amount: 150 }))).status).toBe(400);
    b.payoneer.policies.amountsAccepted = 'number';
    expect((await b.submit(b.item('REF-01'))).status).toBe(400);
    const lower = () => b.call('POST', `/v4/programs/${program}/masspayouts`, { body: { payments: [b.item('REF-01', { amount: 150 })] } });
    expect((await lower()).status).toBe(400);
    b.payoneer.policies.caseInsensitiveRoot = true;
    expect((await lower()).status).toBe(201);
  });

  it('keeps to a future payout date only where scheduling is on, and answers cancel in its other form', async () => {
    b = await bench({ scheduling: true, cancelReply: 'status_description' });
    await b.submit(b.item('REF-01', { payout_date: '2026-11-02T10:00:00Z' }));
    await b.clock.advance(60_000);
    expect((await b.status('REF-01')).at('result')).toMatchObject({ status: 'Pending', scheduled_payout_date: '2026-11-02T10:00:00.000Z' });
    const cancel = await b.call('PUT', `/v4/programs/${program}/payouts/REF-01/cancel`);
    expect(Object.keys(cancel.at('result') as object)).toEqual(['status_description', 'date_updated']);
    await b.clock.advance(3_600_000);
    expect(b.paid()).toEqual([]);
  });

  it('charges the fee to the program, or shows no payouts among transactions', async () => {
    b = await bench({ feeFromProgram: true, feeMinor: 100, payoutsInTransactions: false });
    await b.submit(b.item('REF-01'));
    await b.clock.advance(3_000);
    expect(await b.balance()).toBe(849);
    expect(b.payoneer.state.transactions.map(({ categoryId }) => categoryId)).toEqual([5, 6]);
  });
});
