import { afterEach, describe, expect, it } from '@jest/globals';
import { bench, type Bench } from './payoneer-bench.ts';

let b: Bench;
afterEach(() => b.close());

describe('the account', () => {
  const consent = async (): Promise<string> => {
    const page = await b.call('GET', '/api/v2/oauth2/authorize?client_id=sandbox-client&redirect_uri=http%3A%2F%2Fme%2Fback&response_type=code');
    const code = new URL(page.headers.get('location') ?? '').searchParams.get('code') ?? '';
    return String((await b.call('POST', '/api/v2/oauth2/token', { form: { grant_type: 'authorization_code', code, redirect_uri: 'http://me/back' } })).at('access_token'));
  };
  const whole = 'from=2026-11-01T00:00:00.000Z&to=2026-11-03T00:00:00.000Z';

  it('lists received payments and payouts with fee, reference and exchange', async () => {
    b = await bench({ feeMinor: 125 });
    const token = await consent();
    b.payoneer.receive({ amountMinor: 5_000, currency: 'USD', source: 'Shop Ltd' });
    await b.submit(b.item('REF-01', { payee_id: 'bob', amount: '100.00' }));
    await b.clock.advance(3_000);
    const list = await b.call('GET', `/v4/accounts/4000001/transactions?${whole}&include_details=true`, { token });
    expect(list.at('result', 'transactions', 'total')).toBe(2);
    expect(list.at('result', 'transactions', 'items', 0)).toMatchObject({
      category_id: 5, amount: -100, status_id: 2,
      details: { fee: '1.25', fee_currency: 'USD', payment_reference: 'REF-01', transfer_amount: '92.00', transfer_fx_rate: 0.92 },
    });
    expect(list.at('result', 'transactions', 'items', 1)).toMatchObject({ category_id: 1, amount: 50, source: 'Shop Ltd' });
    const balances = await b.call('GET', '/v4/accounts/4000001/balances', { token });
    expect(balances.at('result', 'balances', 'items', 0)).toMatchObject({ available_balance: '950.00', currency: 'USD', status: '2' });
  });

  it.each(['cursor', 'path'] as const)('pages by %s without losing or doubling one, even while new ones arrive', async (transactionNext) => {
    b = await bench({ transactionNext });
    const token = await consent();
    const ids = Array.from({ length: 7 }, (_, at) => b.payoneer.receive({ amountMinor: 100 + at, currency: 'USD', source: 'x' }));
    const base = `/v4/accounts/4000001/transactions?${whole}&page_size=3`;
    const seen: unknown[] = [];
    for (let path: string | undefined = base; path !== undefined; ) {
      const page = await b.call('GET', path, { token });
      seen.push(...(page.at('result', 'transactions', 'items') as { id: string }[]).map(({ id }) => id));
      const next = page.at('result', 'transactions', 'next');
      path = typeof next !== 'string' ? undefined : transactionNext === 'path' ? next : `${base}&next=${next}`;
      b.payoneer.receive({ amountMinor: 1, currency: 'USD', source: 'late' });
    }
    expect(seen).toEqual([...ids].reverse());
    expect((await b.call('GET', '/v4/accounts/4000001/transactions?to=2026-11-03', { token })).status).toBe(400);
  });
});
