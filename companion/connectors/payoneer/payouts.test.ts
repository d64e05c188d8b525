import { describe, expect, it } from '@jest/globals';
import type { Gate, SendPermit, Tools } from '../connector.ts';
import type { Attempt } from '../../domain/payout.ts';
import { Problem } from '../../domain/problem.ts';
import payoneer from './index.ts';

const env = { ENVIRONMENT: 'sandbox', CLIENT_ID: 'id', CLIENT_SECRET: 'top-secret', PROGRAMS: '100200300:USD,100200301:JPY,100200302:KWD', WEBHOOK_SECRET: 'hook' };
const attempt: Attempt = {
  reference: 'a0X000000000001AAA-01', requestId: 'a0X000000000001AAA', number: 1, connection: 'payoneer', program: '100200300',
  payeeId: 'payee-1', amount: { minor: 15_005, currency: 'USD' }, purpose: 'Invoice 7', orgId: '00D', batchId: 'b1',
};
const json = (body: unknown, status = 200, headers: Record<string, string> = {}): Response => new Response(JSON.stringify(body), { status, headers });
const tokenReply = (): Response => json({ access_token: 'T1', expires_in: 1000, refresh_token: null, id_token: null });
const created = (): Response => json({ result: 'Payments Created' }, 201);

interface Heard { readonly url: string; readonly init: RequestInit }
/** A world of one: the clock stands still but when told, the gate is open, answers come from `answers` by the path's last part. */
function world(answers: Record<string, (heard: Heard) => Response | Promise<Response>>, change: object = {}, gate: Gate = { pass: (_kind, call) => call() }) {
  const calls: Heard[] = [];
  const logged: unknown[] = [];
  const timers = new Set<{ at: number; what: () => void }>();
  const time = { now: 1_000_000 };
  const log = { debug: (...all: unknown[]) => void logged.push(all), info: (...all: unknown[]) => void logged.push(all), warn: (...all: unknown[]) => void logged.push(all), error: (...all: unknown[]) => void logged.push(all) };
  const tools: Tools = {
    now: () => time.now, random: () => 0.5, log,
    fetch: async (input, init = {}) => {
      const heard = { url: String(input), init };
      calls.push(heard);
      const answer = answers[new URL(heard.url).pathname.split('/').at(-1) ?? ''];
      if (!answer) throw new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code: 'ECONNREFUSED' }) });
      return answer(heard);
    },
    timer: {
      after(ms, what) {
        const timer = { at: time.now + ms, what };
        timers.add(timer);
        return () => void timers.delete(timer);
      },
      sleep: async () => undefined,
    },
  };
  const advance = (ms: number): void => {
    time.now += ms;
    for (const timer of [...timers]) if (timer.at <= time.now && timers.delete(timer)) timer.what();
  };
  const connection = payoneer.open(payoneer.settings.parse({ ...env, ...change }), { id: 'payoneer', tools, gate });
  return { connection, calls, logged, time, advance, timers };
}
type World = ReturnType<typeof world>;
const permitOf = ({ time }: World, stillMine: () => boolean = () => true): SendPermit => ({ deadlineAt: time.now + 30_000, stillMine }) as SendPermit;
const sendIn = (here: World, permit = permitOf(here)) => here.connection.payouts.send([attempt], here.connection.payouts.prepare([attempt]), permit);
const submissions = ({ calls }: World): Heard[] => calls.filter(({ url }) => url.endsWith('/masspayouts'));

describe('The body of a submission', () => {
  const { payouts } = world({}).connection;
  it('holds Payments with exact amounts and every required field', () => {
    expect(JSON.parse(payouts.prepare([attempt]))).toEqual({
      Payments: [{ client_reference_id: attempt.reference, payee_id: 'payee-1', description: 'Invoice 7', currency: 'USD', amount: '150.05' }],
    });
  });
  it('writes numbers as exact decimals when told to', () => {
    const numbers = world({}, { AMOUNT_ENCODING: 'number' }).connection.payouts;
    expect(numbers.prepare([{ ...attempt, amount: { minor: 9_007_199_254_740_991, currency: 'USD' } }])).toContain('"amount":90071992547409.91}');
  });
  it.each([['two decimals', '"1250.00"'], ['currency', '"1250"']])('writes yen with %s as %s', (ZERO_DECIMAL_AMOUNTS, text) => {
    const yen = { ...attempt, program: '100200301', amount: { minor: 1250, currency: 'JPY' } };
    expect(world({}, { ZERO_DECIMAL_AMOUNTS }).connection.payouts.prepare([yen])).toContain(`"amount":${text}`);
  });
  it('refuses to mix programs, to be empty or to hold what can’t be sent', () => {
    expect(() => payouts.prepare([attempt, { ...attempt, program: '100200301' }])).toThrow('one program');
    expect(() => payouts.prepare([])).toThrow('Split the batch');
    expect(() => payouts.prepare([{ ...attempt, purpose: '' }])).toThrow('purpose is empty');
  });
});

describe('An attempt', () => {
  const { payouts } = world({}).connection;
  it.each([
    ['another currency', { amount: { minor: 1, currency: 'EUR' } }, 'pays in USD, not EUR'],
    ['an unknown program', { program: '1' }, 'not configured'],
    ['nothing', { amount: { minor: 0, currency: 'USD' } }, 'above zero'],
    ['less than nothing', { amount: { minor: -5, currency: 'USD' } }, 'above zero'],
    ['a fraction of a cent', { amount: { minor: 1.5, currency: 'USD' } }, 'above zero'],
    ['a third decimal', { program: '100200302', amount: { minor: 1234, currency: 'KWD' } }, 'two decimals'],
    ['a long payee id', { payeeId: 'p'.repeat(51) }, '51 characters, 50 are allowed'],
    ['a payee id with a blank', { payeeId: 'p 1' }, 'not allowed: " "'],
    ['a purpose with an accent and a newline', { purpose: 'Café\nbill' }, 'not allowed: "é" "\\n"'],
    ['a long purpose', { purpose: 'x'.repeat(151) }, '150 are allowed'],
    ['a long reference', { reference: 'r'.repeat(51) }, 'the reference has 51'],
  ])('with %s can’t be sent, and it says why', (_what, change, why) => expect(payouts.unsendable({ ...attempt, ...change })).toContain(why));
  it('in order can be sent', () => expect(payouts.unsendable(attempt)).toBeUndefined());
  it('with a zero third decimal can be sent', () => expect(payouts.unsendable({ ...attempt, program: '100200302', amount: { minor: 1230, currency: 'KWD' } })).toBeUndefined());
});

describe('Sending', () => {
  it('is accepted once, with a bearer token, to the program’s address, following no redirect', async () => {
    const here = world({ token: tokenReply, masspayouts: created });
    expect(await sendIn(here)).toEqual({ accepted: true });
    const [submission, ...more] = submissions(here);
    expect(more).toEqual([]);
    expect(submission).toMatchObject({ url: 'https://api.sandbox.payoneer.com/v4/programs/100200300/masspayouts', init: { method: 'POST', redirect: 'manual', body: expect.any(ReadableStream), headers: { authorization: 'Bearer T1' } } });
    expect(here.timers.size).toBe(0);
  });

  const unknowns: readonly (readonly [string, () => Response | Promise<Response>])[] = [
    ['reset', () => Promise.reject(new TypeError('fetch failed', { cause: Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }) }))],
    ['connection refused', () => Promise.reject(new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code: 'ECONNREFUSED' }) }))],
    ['something odd thrown', () => Promise.reject('odd')],
    ['answer cut off in its body', () => new Response(new ReadableStream({ start: (controller) => controller.error(new Error('terminated')) }), { status: 201 })],
    ['429 with Retry-After', () => json({ error: 'x', error_description: 'y' }, 429, { 'retry-after': '1' })],
    ['503', () => json({ error: 'x', error_description: 'y' }, 503)],
    ['500', () => new Response('oops', { status: 500 })],
    ['redirect', () => new Response(null, { status: 307, headers: { location: 'https://elsewhere.example' } })],
    ['proxy’s page', () => new Response('<html>', { status: 403 })],
    ['unreadable 201', () => new Response('{"result":', { status: 201 })],
    ['200 saying Failure', () => json({ status: 'Failure' })],
  ];
  it.each(unknowns)('that meets a %s is unknown, and is not repeated', async (_what, masspayouts) => {
    const here = world({ token: tokenReply, masspayouts });
    expect(await sendIn(here)).toEqual({ unknown: expect.any(String) });
    expect(submissions(here)).toHaveLength(1);
  });

  it('that gets no answer before the deadline is unknown even when the fetch ignores its signal', async () => {
    const here = world({ token: tokenReply, masspayouts: () => new Promise(() => undefined) });
    const sent = sendIn(here);
    for (let turn = 0; turn < 1000 && submissions(here).length === 0; turn += 1) await Promise.resolve();
    here.advance(30_000);
    expect(await sent).toEqual({ unknown: expect.stringContaining('deadline') });
  });

  it.each([
    ['the lease is lost', (here: World) => permitOf(here, () => false)],
    ['the deadline has passed', (here: World) => ({ ...permitOf(here), deadlineAt: here.time.now })],
  ])('writes nothing when %s, and says so', async (_what, permit) => {
    const here = world({ token: tokenReply, masspayouts: created });
    expect(await sendIn(here, permit(here))).toEqual({ notSent: expect.stringContaining('permit') });
    expect(submissions(here)).toEqual([]);
  });

  it('asks for the lease after its turn at the gate has come', async () => {
    let mine = true;
    const here = world({ token: tokenReply, masspayouts: created }, {}, { pass: async (kind, call) => ((mine = mine && kind !== 'send'), call()) });
    expect(await sendIn(here, permitOf(here, () => mine))).toEqual({ notSent: expect.any(String) });
    expect(submissions(here)).toEqual([]);
  });

  it('survives a lease check that throws', async () => {
    const here = world({ token: tokenReply, masspayouts: created });
    expect(await sendIn(here, permitOf(here, () => { throw new Error('store is closed'); }))).toEqual({ notSent: expect.stringContaining('store is closed') });
  });

  it('writes once even when a gate calls twice', async () => {
    const here = world({ token: tokenReply, masspayouts: () => new Response('', { status: 500 }) }, {}, { pass: (_kind, call) => call().catch(() => call()) });
    expect(await sendIn(here)).toEqual({ unknown: expect.any(String) });
    expect(submissions(here)).toHaveLength(1);
  });

  it('keeps an answer that was heard when the gate fails afterwards', async () => {
    const gate: Gate = { pass: async (kind, call) => { const result = await call(); if (kind === 'send') throw new Error('no database'); return result; } };
    expect(await sendIn(world({ token: tokenReply, masspayouts: created }, {}, gate))).toEqual({ accepted: true });
  });

  it('is certainly not sent while the breaker is open or no token can be had', async () => {
    const open: Gate = { pass: () => Promise.reject(new Problem('unreachable', 'breaker open')) };
    expect(await sendIn(world({}, {}, open))).toEqual({ notSent: 'breaker open' });
    expect(await sendIn(world({}))).toEqual({ notSent: expect.stringMatching(/ECONNREFUSED/) });
  });

  it('is certainly not sent when the login host refuses our credentials', async () => {
    const here = world({ token: () => json({ error: 'invalid_client' }, 400), masspayouts: created });
    expect(await sendIn(here)).toEqual({ notSent: expect.any(String) });
    expect(submissions(here)).toEqual([]);
  });

  it('is refused by a 401 and not repeated, and the next send brings a new token', async () => {
    let tokens = 0;
    const here = world({ token: () => json({ access_token: `T${(tokens += 1)}`, expires_in: 1000 }), masspayouts: ({ init }) => (JSON.stringify(init.headers).includes('T1') ? json({ error: 'invalid_token' }, 401) : created()) });
    expect(await sendIn(here)).toMatchObject({ refused: 'all', reason: { code: '401' } });
    expect(submissions(here)).toHaveLength(1);
    expect(await sendIn(here)).toEqual({ accepted: true });
  });
});

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
  it('reads what the payee receives', async () => {
    expect(await ask(() => json({ result: { ...found, target_amount: 4.69, target_currency: 'EUR' } }))).toMatchObject({ target: { minor: 469, currency: 'EUR' } });
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
  it.each([['7', 7000], ['Thu, 01 Jan 1970 00:17:00 GMT', 20_000], ['soon', undefined]])('hears Retry-After %s as %s ms', async (value, retryAfterMs) => {
    expect(await ask(() => json({}, 503, { 'retry-after': value }))).toMatchObject({ kind: 'busy', retryAfterMs });
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
    [() => json({ result: { description: 'The request was received successfully.' } }), 'asked'],
    [() => json({ result: { status_description: 'x', date_updated: 'y' } }), 'asked'],
    [() => json({ error: 'x', error_description: 'The payout was already transferred' }, 400), 'too late'],
  ])('cancel reply %# is read', async (cancel, expected) => {
    const here = world({ token: tokenReply, cancel });
    expect(await here.connection.payouts.cancel(attempt)).toBe(expected);
    expect(here.calls.at(-1)).toMatchObject({ url: expect.stringMatching(/payouts\/a0X000000000001AAA-01\/cancel$/), init: { method: 'PUT' } });
  });
});
