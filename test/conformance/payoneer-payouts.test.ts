import { afterEach, describe, expect, it } from '@jest/globals';
import { attempt, connected, type Connected, program } from './payoneer-bench.ts';

/** The connector against the sandbox's Payoneer over real sockets. */
const opened: Connected[] = [];
const connect = async (...args: Parameters<typeof connected>): Promise<Connected> => {
  const here = await connected(...args);
  opened.push(here);
  return here;
};
afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ close }) => close()));
});
const batch = [attempt(1), attempt(2), attempt(3)];
const door = 'POST /v4/programs/:program/masspayouts';

describe('A batch', () => {
  it.each(['string', 'number'])('with amounts as %s is accepted, seen pending and then transferred, exactly', async (AMOUNT_ENCODING) => {
    const here = await connect({ amountsAccepted: AMOUNT_ENCODING as 'string' }, { AMOUNT_ENCODING });
    expect(await here.send(batch)).toEqual({ accepted: true });
    expect(await here.ask(attempt(2))).toMatchObject({ found: true, status: 'pending', amount: { minor: 1002, currency: 'USD' }, payeeId: 'anna' });
    await here.clock.advance(10_000);
    expect(await here.ask(attempt(2))).toMatchObject({ found: true, status: 'transferred', payoutId: expect.any(String) });
    expect(await here.payouts.funds(program)).toEqual({ available: { minor: 100_000 - 3006, currency: 'USD' }, asOf: here.clock.now() });
    expect(here.sandbox.transfers().map(({ amountMinor }) => amountMinor)).toEqual([1001, 1002, 1003]);
  });

  it('with a foreign payee shows what arrives', async () => {
    const here = await connect();
    await here.send([attempt(1, { payeeId: 'bob' })]);
    expect(await here.ask(attempt(1))).toMatchObject({ target: { minor: 921, currency: 'EUR' } });
  });

  it('that names an unknown payee is refused for that payee alone', async () => {
    const here = await connect({ unknownPayee: 'reject' });
    expect(await here.send([attempt(1), attempt(2, { payeeId: 'zoe' })])).toEqual({ refused: [{ reference: attempt(2).reference, reason: expect.objectContaining({ code: '10005', cause: 'payee' }) }] });
    expect(here.sandbox.transfers()).toEqual([]);
  });

  it('above the balance is refused for lack of funds', async () => {
    const here = await connect();
    expect(await here.send([attempt(1, { amount: { minor: 100_001, currency: 'USD' } })])).toMatchObject({ refused: 'all', reason: { cause: 'funds' } });
  });

  it.each([true, false])('with a reference used before is refused as a duplicate (items named: %s)', async (errorsNameItems) => {
    const here = await connect({ errorsNameItems });
    await here.send([attempt(1)]);
    const sent = await here.send([attempt(1), attempt(2)]);
    const reason = expect.objectContaining({ cause: 'duplicate' });
    expect(sent).toEqual(errorsNameItems ? { refused: [{ reference: attempt(1).reference, reason }] } : { refused: 'all', reason });
  });

  it('above the limit of the provider is never written', async () => {
    const here = await connect({}, { BATCH_LIMIT: '2' });
    expect(() => here.payouts.prepare(batch)).toThrow('1 to 2 payouts');
  });
});

describe('Bad weather around a submission', () => {
  it.each([
    ['the answer lost after payment', { when: 'after', reply: 'drop' }, 3], ['a reset before', { when: 'before', reply: 'reset' }, 0], ['silence', { when: 'before', reply: 'hang' }, 0],
    ['silence after payment', { when: 'after', reply: 'hang' }, 3], ['a gateway’s page after payment', { when: 'after', reply: { status: 502, body: '<html>' } }, 3],
    ['a 429 after payment', { when: 'after', reply: { status: 429, body: { error: 'x', error_description: 'y' } } }, 3],
    ['a redirect after payment', { when: 'after', reply: { status: 307, headers: { location: '/v4/programs/1/masspayouts' } } }, 3],
    ['a 421, which Node’s fetch would answer with a second POST', { when: 'after', reply: { status: 421, body: 'Misdirected Request' } }, 3],
    ['half a body after payment', { when: 'after', reply: { status: 201, body: '{"result":"Paym' } }, 3],
    ['a 200 saying Failure', { when: 'after', reply: { status: 200, body: { status: 'Failure' } } }, 3],
  ] as const)('%s is unknown and written once', async (_what, weather, arrived) => {
    const here = await connect();
    here.world.weather.add({ door, ...weather });
    expect(await here.send(batch, 300)).toEqual({ unknown: expect.any(String) });
    expect(here.submissions()).toBe(1);
    expect(here.sandbox.payouts()).toHaveLength(arrived);
    await here.clock.advance(10_000);
    expect(await here.ask(attempt(1))).toMatchObject({ found: arrived > 0 });
  });

  it('a dead host is unknown', async () => {
    const here = await connect();
    await here.payouts.funds(program);
    await here.close();
    expect(await here.send(batch)).toEqual({ unknown: expect.stringMatching(/ECONNREFUSED|UND_ERR_SOCKET|ECONNRESET/) });
  });

  it('a token revoked behind our back refuses the send, and the next one pays', async () => {
    const here = await connect();
    await here.payouts.funds(program);
    here.sandbox.state.tokens.clear();
    expect(await here.send(batch)).toMatchObject({ refused: 'all', reason: { code: '401' } });
    expect(here.submissions()).toBe(1);
    expect(await here.send(batch)).toEqual({ accepted: true });
  });
});

describe('Asking', () => {
  it.each([[404, 'sub_code'], [404, 'code'], [400, 'sub_code'], [400, 'code']] as const)('reads "not found" as HTTP %s with 2306 in %s', async (notFoundStatus, notFoundCode) => {
    const here = await connect({ notFoundStatus, notFoundCode });
    expect(await here.ask(attempt(9))).toEqual({ found: false, askedAt: here.clock.now() });
  });
  it('reads replies without the optional fields and with amounts as text', async () => {
    const here = await connect({ optionalsMissing: true, statusAmount: 'string' });
    await here.send([attempt(1)]);
    expect(await here.ask(attempt(1))).toMatchObject({ found: true, status: 'pending', amount: { minor: 1001, currency: 'USD' } });
  });
  it('sees a cancellation with its cause, a payee who must act, and a word nobody documented', async () => {
    const here = await connect({ statusText: { Transferred: 'Settled' } });
    await here.send([attempt(1, { payeeId: 'dora' }), attempt(2, { payeeId: 'carl' }), attempt(3)]);
    await here.clock.advance(10_000);
    expect(await here.ask(attempt(1))).toMatchObject({ status: 'cancelled', reason: { code: '10009', cause: 'payee' } });
    expect(await here.ask(attempt(2))).toMatchObject({ status: 'payee must act' });
    expect(await here.ask(attempt(3))).toMatchObject({ status: 'unrecognised', raw: 'Settled' });
  });
  it('repeats a question once with a new token after a 401', async () => {
    const here = await connect();
    await here.payouts.funds(program);
    here.sandbox.state.tokens.clear();
    expect(await here.ask(attempt(9))).toMatchObject({ found: false });
  });
  it.each([['seconds', 60_000], ['date', 60_000], ['none', undefined]] as const)('is busy for as long as Retry-After says in %s', async (retryAfter, retryAfterMs) => {
    const here = await connect({ rateLimit: { calls: 1, windowMs: 60_000, retryAfter } });
    await here.ask(attempt(9));
    expect(await here.ask(attempt(9))).toMatchObject({ kind: 'busy', retryAfterMs });
  });
  it('gives up silence as unreachable', async () => {
    const here = await connect();
    here.world.weather.add({ door: 'GET /v4/programs/:program/payouts/:reference/status', when: 'before', reply: 'hang' });
    expect(await here.ask(attempt(9))).toMatchObject({ kind: 'unreachable' });
  });
});

describe('Cancelling and payees', () => {
  it.each(['description', 'status_description'] as const)('asks once and is too late after the transfer (%s)', async (cancelReply) => {
    const here = await connect({ cancelReply });
    await here.send([attempt(1), attempt(2)]);
    expect(await here.payouts.cancel(attempt(1))).toBe('asked');
    await here.clock.advance(10_000);
    expect(await here.ask(attempt(1))).toMatchObject({ status: 'cancelled' });
    expect(await here.payouts.cancel(attempt(2))).toBe('too late');
    await expect(here.payouts.cancel(attempt(9))).rejects.toMatchObject({ kind: 'declined' });
  });
  it.each([['anna', 'active'], ['carl', 'pending'], ['dora', 'inactive'], ['zoe', 'not found']])('%s is %s', async (payee, status) => {
    expect(await (await connect()).payees.status(program, payee)).toBe(status);
  });
});
