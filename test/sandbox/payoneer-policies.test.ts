import { afterEach, describe, expect, it } from '@jest/globals';
import { bench, type Bench, program } from './payoneer-bench.ts';

let b: Bench;
afterEach(() => b.close());

const statusOf = async (reference: string): Promise<unknown> => (await b.status(reference)).at('result', 'status');

describe('the same reference twice', () => {
  it('refuses the whole batch, naming the copy', async () => {
    b = await bench({ duplicate: 'reject-batch' });
    await b.submit(b.item('REF-01'));
    const again = await b.submit(b.item('ref-01'), b.item('REF-02'));
    expect(again.status).toBe(400);
    expect(again.at('error_details', 'errors', 0)).toMatchObject({ target: 'client_reference_id', value: 'ref-01', sub_code: 10304 });
    expect((await b.status('REF-02')).status).toBe(404);
    expect(b.payoneer.payouts().map(({ reference, timesPosted }) => [reference, timesPosted])).toEqual([['REF-01', 2], ['ref-01', 2], ['REF-02', 1]]);
  });

  it('refuses a batch that holds the same reference twice', async () => {
    b = await bench();
    expect((await b.submit(b.item('REF-01'), b.item('Ref-01'))).status).toBe(400);
    expect((await b.status('REF-01')).status).toBe(404);
  });

  it('refuses without saying whom it means when errors name no items', async () => {
    b = await bench({ errorsNameItems: false });
    await b.submit(b.item('REF-01'));
    expect((await b.submit(b.item('REF-01'))).at('error_details')).toEqual({ code: 400, sub_code: null });
  });

  it('drops only the copy', async () => {
    b = await bench({ duplicate: 'drop-item' });
    await b.submit(b.item('REF-01'));
    expect((await b.submit(b.item('REF-01'), b.item('REF-02'))).status).toBe(201);
    await b.clock.advance(10_000);
    expect(b.paid()).toEqual(['REF-01 15000', 'REF-02 15000']);
  });

  it.each(['same', 'own'] as const)('cancels the copy after the first was transferred, so that the status flips to Cancelled with the %s payout id', async (duplicatePayoutId) => {
    b = await bench({ duplicate: 'async-cancel', duplicatePayoutId });
    await b.submit(b.item('REF-01'));
    const id = (await b.status('REF-01')).at('result', 'payout_id');
    expect((await b.submit(b.item('REF-01'))).status).toBe(201);
    await b.clock.advance(2_500);
    expect(await statusOf('REF-01')).toBe('Transferred');
    await b.clock.advance(1_000);
    expect(await statusOf('REF-01')).toBe('Cancelled');
    expect((await b.status('REF-01')).at('result', 'payout_id') === id).toBe(duplicatePayoutId === 'same');
    await b.clock.advance(100_000);
    expect(b.paid()).toEqual(['REF-01 15000']);
    expect(await b.balance()).toBe(850);
  });

  it('cancels a copy that comes long after the first, and can keep showing the first or both in turn', async () => {
    b = await bench({ duplicate: 'async-cancel', duplicateShows: 'alternate' });
    await b.submit(b.item('REF-01'));
    await b.clock.advance(10_000);
    await b.submit(b.item('REF-01'));
    await b.clock.advance(10_000);
    expect([await statusOf('REF-01'), await statusOf('REF-01')].sort()).toEqual(['Cancelled', 'Transferred']);
    b.payoneer.policies.duplicateShows = 'first';
    expect(await statusOf('REF-01')).toBe('Transferred');
    expect(b.paid()).toEqual(['REF-01 15000']);
  });

  it('pays twice where nothing guards, and the witness sees it', async () => {
    b = await bench({ duplicate: 'pay-again' });
    await b.submit(b.item('REF-01'));
    await b.submit(b.item('REF-01'));
    await b.clock.advance(10_000);
    expect(b.paid()).toEqual(['REF-01 15000', 'REF-01 15000']);
  });
});

describe('too little money', () => {
  it('refuses the batch at once, counting what is promised already', async () => {
    b = await bench({ insufficient: 'reject' });
    expect((await b.submit(b.item('REF-01', { amount: '900.00' }))).status).toBe(201);
    const refused = await b.submit(b.item('REF-02', { amount: '100.01' }));
    expect([refused.status, refused.at('error_description')]).toEqual([400, "Insufficient funds in the program's balance"]);
    expect((await b.submit(b.item('REF-02', { amount: '100.00' }))).status).toBe(201);
  });

  it('cancels later what the balance does not hold, and takes smaller ones', async () => {
    b = await bench({ insufficient: 'async-cancel' });
    expect((await b.submit(b.item('REF-01', { amount: '1000.01' }), b.item('REF-02'))).status).toBe(201);
    await b.clock.advance(10_000);
    expect((await b.status('REF-01')).at('result')).toMatchObject({ status: 'Cancelled', cancel_reason_description: 'Insufficient funds' });
    expect(b.paid()).toEqual(['REF-02 15000']);
  });

  it('ends when funds come in by the operator door', async () => {
    b = await bench();
    const funded = await fetch(`${b.url}/_payoneer/fund`, { method: 'POST', body: JSON.stringify({ program, amountMinor: 1 }) });
    expect(funded.status).toBe(200);
    expect((await b.submit(b.item('REF-01', { amount: '1000.01' }))).status).toBe(201);
  });
});

describe('payees who cannot be paid', () => {
  it('bring a later cancellation with the reason', async () => {
    b = await bench();
    await b.submit(b.item('REF-01', { payee_id: 'nobody' }), b.item('REF-02', { payee_id: 'dora' }));
    await b.clock.advance(10_000);
    expect((await b.status('REF-01')).at('result', 'cancel_reason_code')).toBe(10005);
    expect((await b.status('REF-02')).at('result', 'cancel_reason_code')).toBe(10009);
    expect(await b.balance()).toBe(1000);
  });

  it('bring a refusal at once', async () => {
    b = await bench({ unknownPayee: 'reject', inactivePayee: 'reject' });
    const refused = await b.submit(b.item('REF-01', { payee_id: 'nobody' }), b.item('REF-02', { payee_id: 'dora' }));
    const errors = refused.at('error_details', 'errors') as { sub_code: number; value: string }[];
    expect(errors.map(({ sub_code, value }) => [sub_code, value])).toEqual([[10005, 'nobody'], [10009, 'dora']]);
  });

  it('can be cancelled instead of waiting while they are pending', async () => {
    b = await bench({ pendingPayee: 'async-cancel' });
    await b.submit(b.item('REF-01', { payee_id: 'carl' }));
    await b.clock.advance(10_000);
    expect(await statusOf('REF-01')).toBe('Cancelled');
  });
});
