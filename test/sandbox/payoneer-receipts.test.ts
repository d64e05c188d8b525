import { afterEach, describe, expect, it } from '@jest/globals';
import { bench, type Bench } from './payoneer-bench.ts';

let b: Bench;
afterEach(() => b.close());

const page = '/api/v2/oauth2/authorize?client_id=sandbox-client&redirect_uri=http%3A%2F%2Fme%2Fback&response_type=code&state=s1';
const whole = 'from=2026-10-01T00:00:00.000Z&to=2026-11-03T00:00:00.000Z&include_details=true';
const back = (location: string | null): Record<string, string> => Object.fromEntries(new URL(location ?? '').searchParams);
const redeem = (code: string) => b.call('POST', '/api/v2/oauth2/token', { form: { grant_type: 'authorization_code', code, redirect_uri: 'http://me/back' } });
const renew = (token: unknown) => b.call('POST', '/api/v2/oauth2/token', { form: { grant_type: 'refresh_token', refresh_token: String(token) } });
const consented = async () => redeem(back((await b.call('GET', page)).headers.get('location')).code ?? '');

describe('the consent pages', () => {
  it('give a code and the state back, good for one use and one return address', async () => {
    b = await bench();
    const { code = '', state } = back((await b.call('GET', page)).headers.get('location'));
    expect(state).toBe('s1');
    const given = await redeem(code);
    expect(given.at('refresh_token')).toEqual(expect.any(String));
    expect(JSON.parse(Buffer.from(String(given.at('id_token')).split('.')[1] ?? '', 'base64url').toString())).toMatchObject({ account_id: '4000001' });
    expect((await redeem(code)).at('error')).toBe('invalid_grant');
  });

  it('ask with two buttons, and say no with an error instead of a code', async () => {
    b = await bench({ consentPage: 'asks' });
    expect(await b.call('GET', page)).toMatchObject({ status: 200, body: expect.stringContaining('value="yes"') });
    const press = async (decision: string) => back((await b.call('POST', page, { form: { decision } })).headers.get('location'));
    expect(await press('no')).toEqual({ error: 'access_denied', state: 's1' });
    expect(await press('yes')).toMatchObject({ code: expect.any(String), state: 's1' });
    b.payoneer.policies.consentPage = 'no';
    expect(back((await b.call('GET', page)).headers.get('location'))).toMatchObject({ error: 'access_denied' });
  });
});

describe('a refresh token', () => {
  it.each([['once', 'invalid_grant'], ['stay', null]] as const)('under "%s" answers a second use with %s', async (refreshTokens, error) => {
    b = await bench({ refreshTokens });
    const first = (await consented()).at('refresh_token');
    const next = await renew(first);
    expect([next.status, next.at('refresh_token')]).toEqual([200, expect.any(String)]);
    expect((await renew(first)).at('error')).toBe(error);
    expect((await renew(next.at('refresh_token'))).status).toBe(200);
  });

  it('and the access token beside it end when the account holder takes the consent back', async () => {
    b = await bench();
    const given = await consented();
    b.payoneer.withdrawConsent();
    expect((await renew(given.at('refresh_token'))).at('error')).toBe('invalid_grant');
    expect((await b.call('GET', `/v4/accounts/4000001/transactions?${whole}`, { token: String(given.at('access_token')) })).status).toBe(401);
    expect((await b.status('nothing')).status).toBe(404);
  });
});

describe('a received payment', () => {
  it('keeps its id and date while its status changes, and counts in the balance only when completed', async () => {
    b = await bench();
    const token = String((await consented()).at('access_token'));
    const id = b.payoneer.receive({ amountMinor: 5_000, currency: 'SEK', source: 'Shop', reference: 'R-1', status: 'Pending', at: Date.parse('2026-10-20T00:00:00Z') });
    const seen = async () => (await b.call('GET', `/v4/accounts/4000001/transactions?${whole}`, { token })).at('result', 'transactions', 'items', 0);
    const balance = async () => ((await b.call('GET', '/v4/accounts/4000001/balances', { token })).at('result', 'balances', 'items') as { currency: string; available_balance: string }[]).find(({ currency }) => currency === 'SEK')?.available_balance;
    expect(await seen()).toMatchObject({ id, status_id: 1, status_name: 'Pending', category_id: 1, date: '2026-10-20T00:00:00.000Z', details: { payment_reference: 'R-1' } });
    expect(await balance()).toBe('0.00');
    b.payoneer.settle(id, 'Completed');
    expect([await balance(), await seen()]).toEqual(['50.00', expect.objectContaining({ id, status_id: 2 })]);
    b.payoneer.settle(id, 'Canceled');
    expect([await balance(), await seen()]).toEqual(['0.00', expect.objectContaining({ id, status_name: 'Canceled', date: '2026-10-20T00:00:00.000Z' })]);
  });

  it('can be ordered by the operator, whose mistakes come back in words', async () => {
    b = await bench();
    const order = (path: string, body: object) => b.call('POST', `/_payoneer/${path}`, { body });
    const made = await order('receive', { amountMinor: -700, currency: 'SEK', source: 'own', categoryId: 3, status: 'Pending' });
    expect((await order('settle', { id: made.at('id'), status: 'Failed' })).status).toBe(200);
    expect(String((await order('settle', { id: made.at('id'), status: 'Gone' })).at('message'))).toContain('Pending, Completed, Canceled or Failed');
    expect(String((await order('receive', { amountMinor: 1, currency: 'SEK', source: 'x', categoryId: 9 })).at('message'))).toContain('1 to 6');
    expect(String((await order('settle', { id: '0', status: 'Failed' })).at('message'))).toContain('no transaction 0');
  });
});
