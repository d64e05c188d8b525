import { describe, expect, it } from '@jest/globals';
import { Problem } from '../../domain/problem.ts';
import { pathOf } from './client.ts';
import { attempt, json, tokenReply, world } from './test-connection.ts';

describe('Asking', () => {
  const found = { amount: 5.1, currency: 'USD', status: 'Transferred', payee_id: 'p', payout_id: '16', payout_date: '2026-01-01' };
  const raw = (text: string, status = 200) => () => new Response(text, { status });
  const ask = async (answer: () => Response) => (await world({ token: tokenReply, status: answer }).connection.payouts.ask([attempt])).get(attempt.reference);

  it('reads amounts exactly', async () => {
    expect(await ask(raw('{"result":{"amount":70368744177.10,"currency":"usd","status":"Transferred","payee_id":"p","payout_id":1636595702}}'))).toEqual({
      found: true, askedAt: 1_000_000, payoutId: '1636595702', payeeId: 'p', amount: { minor: 7_036_874_417_710, currency: 'USD' }, status: 'transferred', raw: 'Transferred',
    });
  });
  it.each([
    ['Pending', 'pending'], ['Pending Payee', 'payee must act'], ['TRANSFERRED', 'transferred'], ['Cancelled', 'cancelled'], ['Funded', 'unrecognised'], ['Canceled', 'unrecognised'], ['', 'unrecognised'],
  ])('maps "%s" to %s', async (status, ours) => expect(await ask(() => json({ result: { ...found, status } }))).toMatchObject({ found: true, status: ours, raw: status }));
  it('decides by status although a reason code is there', async () => {
    expect(await ask(() => json({ result: { ...found, status: 'Pending', reason_code: '5001', reason_description: 'Processing' } }))).toMatchObject({ status: 'pending', reason: { code: '5001', cause: 'other' } });
  });
  it.each([
    [30013, 'Bank details - Invalid Branch Code', 'payee'], [30099, 'x', 'payee'], [10005, 'x', 'payee'], [10009, 'x', 'payee'],
    [77, 'Insufficient funds', 'funds'], [30050, 'Returned by the bank', 'returned'], [78, 'x', 'other'],
  ])('gives cancellation %s "%s" the cause %s', async (cancel_reason_code, cancel_reason_description, cause) => {
    expect(await ask(() => json({ result: { ...found, status: 'Cancelled', cancel_reason_code, cancel_reason_description } }))).toMatchObject({ reason: { cause } });
  });

  it('takes why it was pending for no reason to send again what was cancelled', async () => {
    const pending = { reason_code: '5002', reason_description: 'Insufficient funds' };
    expect(await ask(() => json({ result: { ...found, status: 'Pending', ...pending } }))).toMatchObject({ reason: { cause: 'funds' } });
    expect(await ask(() => json({ result: { ...found, status: 'Cancelled', ...pending } }))).toMatchObject({ reason: { code: '5002', cause: 'other' } });
    expect(await ask(() => json({ result: { ...found, status: 'Cancelled', ...pending, cancel_reason_code: 1 } }))).toMatchObject({ reason: { code: '1', cause: 'other' } });
  });

  it('reads what the payee receives', async () => {
    expect(await ask(() => json({ result: { ...found, target_amount: 4.69, target_currency: 'EUR' } }))).toMatchObject({ target: { minor: 469, currency: 'EUR' } });
  });
  it.each([['1350.45', 'JPY'], ['many', 'EUR']])('hears the status also where what the payee receives can not be read: "%s %s"', async (target_amount, target_currency) => {
    const seen = await ask(() => json({ result: { ...found, target_amount, target_currency } }));
    expect(seen).toMatchObject({ found: true, raw: found.status });
    expect(seen).not.toHaveProperty('target');
  });
  it.each([
    [400, { code: 400, sub_code: 2306 }], [404, { code: 404, sub_code: 2306 }], [400, { code: 2306 }], [404, { code: 2306, sub_code: null }],
    [404, { code: 404, errors: [{ sub_code: 2306 }] }],
  ])('HTTP %s with %j is not found', async (status, error_details) => {
    expect(await ask(() => json({ error: 'x', error_description: 'No payout', error_details }, status))).toEqual({ found: false, askedAt: 1_000_000 });
  });
  it.each([
    ['a bare 404', raw('', 404), 'unreachable'], ['a page', raw('<html>', 404), 'unreachable'], ['another 404', () => json({ error: 'x', error_description: 'Program not found' }, 404), 'refused'],
    ['a 404 with another code', () => json({ error: 'Not Found', error_description: 'x', error_details: { code: 404, sub_code: 10005 } }, 404), 'declined'],
    ['a 404 that only speaks of it', () => json({ error: 'Not Found', error_description: 'Payout was not found', error_details: { code: 404 } }, 404), 'refused'],
    ['2306 with a 500', () => json({ error: 'x', error_description: 'y', error_details: { sub_code: 2306 } }, 500), 'unreachable'],
    ['a 429', raw('', 429), 'busy'], ['a page with 200', raw('<html>'), 'unreachable'], ['a 200 saying Failure', () => json({ status: 'Failure' }), 'unmapped'],
    ['an amount that can’t be read', () => json({ result: { ...found, amount: '5,10' } }), 'unmapped'], ['too many decimals', () => json({ result: { ...found, amount: 5.105 } }), 'unmapped'],
    ['an answer about another payout', () => json({ result: { ...found, client_reference_id: 'other' } }), 'unmapped'], ['two 401', raw('{}', 401), 'refused'],
  ])('never takes %s for "not found"', async (_what, answer, kind) => {
    const answered = await ask(answer);
    expect(answered).toBeInstanceOf(Problem);
    expect(answered).toMatchObject({ kind });
  });
  it('accepts its own reference in another case', async () => {
    expect(await ask(() => json({ result: { ...found, client_reference_id: attempt.reference.toUpperCase() } }))).toMatchObject({ found: true });
  });
  it('answers every reference although one fails', async () => {
    const here = world({ token: tokenReply, status: ({ url }) => (url.includes('-02') ? new Response('', { status: 500 }) : json({ result: found })) });
    const asked = ['01', '02', '03', '04', '05', '06'].map((number) => ({ ...attempt, reference: `a0X000000000001AAA-${number}` }));
    const seen = await here.connection.payouts.ask(asked);
    expect([...seen.values()].filter((each) => each instanceof Problem)).toHaveLength(1);
    expect([...seen.keys()].sort()).toEqual(asked.map(({ reference }) => reference));
  });
  it.each([['7', 7000], ['Thu, 01 Jan 1970 00:17:00 GMT', 20_000], ['soon', undefined], ['1795227911', 900_000], ['Fri, 31 Dec 9999 23:59:59 GMT', 900_000], ['9'.repeat(400), 900_000]])('hears Retry-After %s as %s ms', async (value, retryAfterMs) => {
    expect(await ask(() => json({}, 503, { 'retry-after': value }))).toMatchObject({ kind: 'busy', retryAfterMs, message: expect.stringContaining(`Waiting ${retryAfterMs === undefined ? 'by our own schedule' : `${retryAfterMs} ms`}.`) });
  });
});

describe('A token', () => {
  it('is fetched once for many callers, kept to 90 % of its life and renewed', async () => {
    const here = world({ token: tokenReply, balance: () => json({ result: { balance: 50.0, currency: 'USD' } }) });
    const fetched = (): number => here.calls.filter(({ url }) => url.endsWith('/token')).length;
    await Promise.all([1, 2, 3].map(() => here.connection.payouts.funds('100200300')));
    expect(fetched()).toBe(1);
    here.advance(899_999);
    await here.connection.payouts.funds('100200300');
    expect(fetched()).toBe(1);
    here.advance(1);
    await here.connection.payouts.funds('100200300');
    expect(fetched()).toBe(2);
    const init: RequestInit = here.calls[0]?.init ?? {};
    expect(await new Response(init.body ?? null).text()).toBe('grant_type=client_credentials&scope=read+write');
    expect(init).toMatchObject({ method: 'POST', headers: { authorization: `Basic ${btoa('id:top-secret')}` } });
  });
  it('in its last tenth still serves while the login host is down', async () => {
    let up = true;
    const here = world({ token: () => (up ? tokenReply() : new Response('', { status: 502 })), balance: () => json({ result: { balance: 0.1, currency: 'USD' } }) });
    await here.connection.payouts.funds('100200300');
    up = false;
    here.advance(950_000);
    expect(await here.connection.payouts.funds('100200300')).toEqual({ available: { minor: 10, currency: 'USD' }, asOf: 1_950_000 });
    here.advance(50_000);
    await expect(here.connection.payouts.funds('100200300')).rejects.toMatchObject({ kind: 'unreachable' });
  });
  it('never appears in a log or a message, nor does the secret', async () => {
    const here = world({ token: () => json({ error: 'invalid_client' }, 401) });
    const error: unknown = await here.connection.payouts.funds('100200300').catch((caught: unknown) => caught);
    expect(String(error) + JSON.stringify(here.logged)).not.toMatch(/top-secret|T1|Basic/);
    expect(error).toMatchObject({ kind: 'refused' });
  });
});

describe('Funds, payees and cancellations', () => {
  it('stop when the program’s currency is not the configured one', async () => {
    await expect(world({ token: tokenReply, balance: () => json({ result: { balance: 1, currency: 'EUR' } }) }).connection.payouts.funds('100200300')).rejects.toMatchObject({ kind: 'invalid' });
  });
  it.each([
    [() => json({ result: { status: { type: 1, description: 'Active' } } }), 'active'], [() => json({ result: { status: { type: 0 } } }), 'pending'],
    [() => json({ result: { status: { type: '99' } } }), 'inactive'], [() => json({ result: { status: 'Active' } }), 'active'],
    [() => json({ error: 'Not Found', error_description: 'Payee was not found', error_details: { sub_code: 10005 } }, 404), 'not found'],
    [() => json({ audit_id: 1, code: 10005, description: 'Payee was not found', hint: 'x' }, 400), 'not found'],
  ])('payee answer %# is read', async (status, expected) => {
    expect(await world({ token: tokenReply, status }).connection.payees.status('100200300', 'a/b')).toBe(expected);
  });
  it('take neither a page nor an unknown word for a payee’s status', async () => {
    await expect(world({ token: tokenReply, status: () => new Response('<html>', { status: 404 }) }).connection.payees.status('1', 'p')).rejects.toMatchObject({ kind: 'unreachable' });
    await expect(world({ token: tokenReply, status: () => json({ result: { status: { type: 7 } } }) }).connection.payees.status('1', 'p')).rejects.toMatchObject({ kind: 'unmapped' });
  });
  it.each([
    { error: 'Not Found', error_description: 'Program was not found' },
    { error: 'Not Found', error_description: 'Payee was not found', error_details: { code: 404 } },
    { error: 'Not Found', error_description: 'x', error_details: { code: 404, sub_code: 2306 } },
  ])('take Payoneer’s own 404 %j for no payee’s status: the program or the path may be wrong', async (body) => {
    await expect(world({ token: tokenReply, status: () => json(body, 404) }).connection.payees.status('1', 'p')).rejects.toMatchObject({ kind: 'unmapped', message: expect.stringMatching(/Check PROGRAMS/) });
  });
  it.each([
    [() => json({ result: { description: 'The request was received successfully.' } }), 'asked'],
    [() => json({ result: { status_description: 'x', date_updated: 'y' } }), 'asked'],
    [() => json({ error: 'x', error_description: 'The payout was already transferred' }, 400), 'too late'],
  ])('cancel reply %# is read', async (cancel, expected) => {
    const here = world({ token: tokenReply, cancel });
    expect(await here.connection.payouts.cancel(attempt)).toBe(expected);
    expect(here.calls.at(-1)).toMatchObject({ url: expect.stringMatching(/payouts\/a0X000000000001AAA-01\/cancel$/), init: { method: 'PUT' } });
  });
});

describe('A value in an address', () => {
  it('stays one part of it, whatever it holds', () => {
    expect(pathOf('/v4/payees/{payee}/status', { payee: '../a b/c?d#e%2f\ud83d' })).toBe('/v4/payees/..%2Fa%20b%2Fc%3Fd%23e%252f%EF%BF%BD/status');
  });
  it.each(['', '.', '..'])('that would lead elsewhere, "%s", is refused in words', (payee) => expect(() => pathOf('/v4/payees/{payee}/status', { payee })).toThrow("can't be asked about"));
});
