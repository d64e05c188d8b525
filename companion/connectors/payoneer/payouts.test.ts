import { describe, expect, it } from '@jest/globals';
import type { Gate, SendPermit } from '../connector.ts';
import { Problem } from '../../domain/problem.ts';
import { attempt, type Heard, json, tokenReply, world, type World } from './test-connection.ts';

const created = (): Response => json({ result: 'Payments Created' }, 201);
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
    const seenByGate: unknown[] = [];
    const watching: Gate = { pass: (kind, call) => call().catch((error: unknown) => { if (kind === 'send') seenByGate.push(error); throw error; }) };
    const here = world({ token: tokenReply, masspayouts: created }, {}, watching);
    expect(await sendIn(here, permit(here))).toEqual({ notSent: expect.stringContaining('permit') });
    expect(submissions(here)).toEqual([]);
    // By this code the gate knows that nothing was learned of Payoneer.
    expect(seenByGate).toMatchObject([{ code: 'NOT_MADE' }]);
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
