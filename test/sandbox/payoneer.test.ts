import { afterEach, describe, expect, it } from '@jest/globals';
import { bench, type Bench, program } from './payoneer-bench.ts';

let b: Bench;
afterEach(() => b.close());

describe('tokens', () => {
  it('are given for Basic and form, with null where an account would have more', async () => {
    b = await bench({ tokenExpiresInS: 60 });
    const reply = await b.call('POST', '/api/v2/oauth2/token', { form: { grant_type: 'client_credentials', scope: 'read write' } });
    expect(reply.status).toBe(200);
    expect(reply.body).toMatchObject({ token_type: 'Bearer', expires_in: 60, scope: 'read write', refresh_token: null, id_token: null });
  });

  it('are refused for a wrong secret and an unknown grant', async () => {
    b = await bench();
    const wrong = await fetch(`${b.url}/api/v2/oauth2/token`, { method: 'POST', body: new URLSearchParams({ grant_type: 'client_credentials', client_id: 'sandbox-client', client_secret: 'guess' }) });
    expect([wrong.status, await wrong.json()]).toEqual([401, { error: 'invalid_client', error_description: 'Client authentication failed' }]);
    expect((await b.call('POST', '/api/v2/oauth2/token', { form: { grant_type: 'password' } })).at('error')).toBe('unsupported_grant_type');
  });

  it('end with their time and with revocation, and the gateway then says 401', async () => {
    b = await bench({ tokenExpiresInS: 60 });
    expect((await b.status('x')).status).toBe(404);
    await b.clock.advance(60_000);
    expect((await b.status('x')).status).toBe(401);
    const token = await b.issue();
    const path = `/v4/programs/${program}/balance`;
    expect((await b.call('GET', path, { token })).status).toBe(200);
    await b.call('POST', '/api/v2/oauth2/revoke', { form: { token, token_type_hint: 'access_token' } });
    expect((await b.call('GET', path, { token })).status).toBe(401);
  });

  it('of an account come by consent, carry its id, and are renewed by a refresh token that serves once', async () => {
    b = await bench();
    const consent = await b.call('GET', '/api/v2/oauth2/authorize?client_id=sandbox-client&redirect_uri=http%3A%2F%2Fme%2Fback&response_type=code&state=s1');
    const back = new URL(consent.headers.get('location') ?? '');
    expect(back.searchParams.get('state')).toBe('s1');
    const code = back.searchParams.get('code') ?? '';
    const first = await b.call('POST', '/api/v2/oauth2/token', { form: { grant_type: 'authorization_code', code, redirect_uri: 'http://me/back' } });
    const claims: unknown = JSON.parse(Buffer.from(String(first.at('id_token')).split('.')[1] ?? '', 'base64url').toString());
    expect(claims).toMatchObject({ account_id: '4000001' });
    const refresh = { grant_type: 'refresh_token', refresh_token: String(first.at('refresh_token')) };
    const second = await b.call('POST', '/api/v2/oauth2/token', { form: refresh });
    expect((await b.call('GET', '/v4/accounts/4000001/balances', { token: String(second.at('access_token')) })).status).toBe(200);
    expect((await b.call('POST', '/api/v2/oauth2/token', { form: refresh })).at('error')).toBe('invalid_grant');
    expect((await b.call('GET', '/v4/accounts/4000001/balances')).status).toBe(403);
  });
});

describe('an authorisation code', () => {
  it('serves only whoever repeats the address it was sent to', async () => {
    b = await bench();
    const consent = await b.call('GET', '/api/v2/oauth2/authorize?client_id=sandbox-client&redirect_uri=http%3A%2F%2Fme%2Fback&response_type=code');
    const code = new URL(consent.headers.get('location') ?? '').searchParams.get('code') ?? '';
    for (const wrong of [{}, { redirect_uri: 'http://me/elsewhere' }]) {
      expect((await b.call('POST', '/api/v2/oauth2/token', { form: { grant_type: 'authorization_code', code, ...wrong } })).at('error')).toBe('invalid_grant');
    }
    expect((await b.call('POST', '/api/v2/oauth2/token', { form: { grant_type: 'authorization_code', code, redirect_uri: 'http://me/back' } })).status).toBe(200);
  });
});

describe('a payout', () => {
  it('is created without ids, accepted later, transferred later still, and costs the program its amount', async () => {
    b = await bench();
    const reply = await b.submit(b.item('REF-01'), b.item('REF-02', { amount: 0.5 }));
    expect([reply.status, reply.body]).toEqual([201, { result: 'Payments Created' }]);
    expect((await b.status('REF-01')).at('result')).toMatchObject({ status: 'Pending', amount: 150, currency: 'USD', payee_id: 'anna', reason_code: '5001' });
    expect(await b.balance()).toBe(1000);
    await b.clock.advance(500);
    expect(await b.balance()).toBe(849.5);
    expect(b.paid()).toEqual([]);
    await b.clock.advance(2_000);
    const status = await b.status('REF-01');
    expect(status.at('result')).toMatchObject({ status: 'Transferred' });
    expect(String(status.at('result', 'payout_id'))).toMatch(/^\d{10}$/);
    expect(status.at('result')).not.toHaveProperty('fee');
    expect(b.paid()).toEqual(['REF-01 15000', 'REF-02 50']);
  });

  it('is found by its reference in any case and with characters that need encoding', async () => {
    b = await bench();
    await b.submit(b.item('Ab/c #1 (x)'));
    expect((await b.status('aB/C #1 (X)')).at('result', 'payee_id')).toBe('anna');
  });

  it('tells what the payee receives in another currency, and where it went', async () => {
    b = await bench();
    await b.submit(b.item('REF-01', { payee_id: 'bob', amount: '100.00' }));
    expect((await b.status('REF-01')).at('result')).toMatchObject({ amount: 100, currency: 'USD', target_amount: 92, target_currency: 'EUR' });
  });

  it('waits for a payee who is not approved, and goes on when approved', async () => {
    b = await bench();
    await b.submit(b.item('REF-01', { payee_id: 'carl' }));
    await b.clock.advance(10_000);
    expect((await b.status('REF-01')).at('result', 'status')).toBe('Pending Payee');
    await b.payoneer.setPayee('carl', { status: 'Active' });
    await b.clock.advance(2_000);
    expect((await b.status('REF-01')).at('result', 'status')).toBe('Transferred');
  });

  it('is cancelled on request, with the money back, but not once it is transferred', async () => {
    b = await bench();
    await b.submit(b.item('REF-01'));
    await b.clock.advance(500);
    const cancel = (): ReturnType<Bench['call']> => b.call('PUT', `/v4/programs/${program}/payouts/ref-01/cancel`);
    expect((await cancel()).at('result', 'description')).toContain('not yet been performed');
    expect((await b.status('REF-01')).at('result', 'status')).toBe('Pending');
    await b.clock.advance(1_000);
    expect((await b.status('REF-01')).at('result', 'status')).toBe('Cancelled');
    expect(await b.balance()).toBe(1000);
    expect((await cancel()).status).toBe(400);
    await b.clock.advance(60_000);
    expect(b.paid()).toEqual([]);
    await b.submit(b.item('REF-02'));
    await b.clock.advance(2_400);
    expect((await b.call('PUT', `/v4/programs/${program}/payouts/REF-02/cancel`)).status).toBe(200);
    await b.clock.advance(60_000);
    expect((await b.status('REF-02')).at('result', 'status')).toBe('Transferred');
  });

  it('comes back from the bank: Cancelled with 30013, the balance whole, the witness knowing both', async () => {
    b = await bench();
    await b.submit(b.item('REF-01'));
    await b.clock.advance(3_000);
    const returned = await fetch(`${b.url}/_payoneer/return`, { method: 'POST', body: '{"reference":"ref-01"}' });
    expect(returned.status).toBe(200);
    expect((await b.status('REF-01')).at('result')).toMatchObject({ status: 'Cancelled', cancel_reason_code: 30013 });
    expect(await b.balance()).toBe(1000);
    expect(b.payoneer.transfers().map(({ kind, amountMinor }) => [kind, amountMinor])).toEqual([['payout', 15_000], ['return', 15_000]]);
    await expect(b.payoneer.returnPayout('REF-01')).rejects.toThrow('not transferred');
  });
});

describe('a batch', () => {
  it('is refused with every faulty field named by target and value', async () => {
    b = await bench();
    const reply = await b.submit(b.item('REF-01'), b.item('bad*ref'), b.item('REF-03', { amount: '1.005' }), b.item('REF-04', { currency: 'EUR' }), b.item('REF-05', { description: '' }));
    expect(reply.status).toBe(400);
    const errors = reply.at('error_details', 'errors') as { target: string; value: string }[];
    expect(errors.map(({ target, value }) => [target, value])).toEqual([['client_reference_id', 'bad*ref'], ['amount', '1.005'], ['currency', 'EUR'], ['description', '']]);
    expect((await b.status('REF-01')).status).toBe(404);
    expect(b.payoneer.payouts().map(({ outcome }) => outcome)).toEqual(Array(5).fill('rejected'));
  });

  it('of more than 500 is refused, of 500 taken', async () => {
    b = await bench();
    const many = Array.from({ length: 501 }, (_, at) => b.item(`REF-${at}`, { amount: '1.00' }));
    expect((await b.submit(...many)).status).toBe(400);
    expect((await b.submit(...many.slice(1))).status).toBe(201);
  });

  it('is not for strangers: another program, an empty body, a body that is no JSON', async () => {
    b = await bench();
    expect((await b.call('POST', '/v4/programs/999/masspayouts', { body: { Payments: [b.item('A')] } })).status).toBe(403);
    expect((await b.submit()).status).toBe(400);
    expect((await b.call('POST', `/v4/programs/${program}/masspayouts`)).status).toBe(400);
  });
});

describe('payees', () => {
  it('show their status and details, or 404', async () => {
    b = await bench();
    const status = async (payee: string): Promise<unknown> => (await b.call('GET', `/v4/programs/${program}/payees/${payee}/status`)).at('result', 'status');
    expect(await status('anna')).toEqual({ type: 1, description: 'Active' });
    expect(await status('carl')).toEqual({ type: 0, description: 'Pending' });
    expect(await status('dora')).toEqual({ type: 99, description: 'Inactive' });
    expect((await b.call('GET', `/v4/programs/${program}/payees/nobody/status`)).status).toBe(404);
    expect((await b.call('GET', `/v4/programs/${program}/payees/anna/details`)).at('result', 'type')).toBe('INDIVIDUAL');
  });

  it('register through a link whose page approves them and leads back', async () => {
    b = await bench();
    const link = await b.call('POST', `/v4/programs/${program}/payees/registration-link`, { body: { payee_id: 'emma', redirect_url: 'http://me/done', already_have_an_account: 'true' } });
    const address = String(link.at('result', 'registration_link'));
    expect(await (await fetch(address)).text()).toContain('Approve');
    const decided = await fetch(address, { method: 'POST', body: new URLSearchParams({ decision: 'Active' }), redirect: 'manual' });
    expect([decided.status, decided.headers.get('location')]).toEqual([302, 'http://me/done']);
    expect((await b.call('GET', `/v4/programs/${program}/payees/emma/status`)).at('result', 'status', 'type')).toBe(1);
  });
});
