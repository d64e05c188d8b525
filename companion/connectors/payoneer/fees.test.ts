import { describe, expect, it } from '@jest/globals';
import { json, tokenReply, world, type Heard } from './test-connection.ts';

const account = { ACCOUNT_ID: '4000001', ACCOUNT_REFRESH_TOKEN: 'consent' };
const line = (id: string, reference: string, fee: string, fee_currency = 'USD') => ({ id, category_id: '1', status_id: '2', details: { fee, fee_currency, payment_reference: reference } });
const page = (items: readonly unknown[], next?: string): Response => json({ result: { transactions: { items, ...(next ? { next } : {}) } } });
const dayMs = 86_400_000;

/** Fees read from these lines, and what was logged. */
async function read(items: readonly unknown[]) {
  const here = world({ token: tokenReply, transactions: () => page(items) }, account);
  return { found: await here.connection.fees?.actual(0), logged: here.logged };
}

describe('Actual fees', () => {
  it('are summed by reference without case, each transaction once', async () => {
    const { found } = await read([line('1', 'A0X-01', '1.00'), line('2', 'a0x-01', '-0.50'), line('2', 'a0x-01', '-0.50'), line('3', 'a0y-01', '2')]);
    expect(found).toEqual(new Map([['a0x-01', { minor: 150, currency: 'USD' }], ['a0y-01', { minor: 200, currency: 'USD' }]]));
  });

  it.each([
    ['an amount that can’t be read', line('2', 'a0y-01', '1,50')],
    ['a line without an id', { details: {} }],
    ['a line that is no object', 'x'],
  ])('of the others survive %s, which is logged', async (_what, odd) => {
    const { found, logged } = await read([line('1', 'a0x-01', '1.00'), odd, line('3', 'a0z-01', '3.00')]);
    expect([...(found?.keys() ?? [])]).toEqual(['a0x-01', 'a0z-01']);
    expect(JSON.stringify(logged)).toMatch(/1 transaction\(s\) were passed over/);
  });

  it('are what is left where a line of its own gives some of it back, whichever sign a charge has', async () => {
    const own = (id: string, reference: string, amount: string) => ({ id, category_id: '6', status_id: '2', amount, amount_currency: 'USD', details: { payment_reference: reference } });
    const { found } = await read([own('1', 'a0x-01', '-1.50'), own('2', 'a0x-01', '1.00'), own('3', 'a0y-01', '2.00'), own('4', 'a0z-01', '-1.50'), own('5', 'a0z-01', '1.50')]);
    expect(found).toEqual(new Map([['a0x-01', { minor: 50, currency: 'USD' }], ['a0y-01', { minor: 200, currency: 'USD' }], ['a0z-01', { minor: 0, currency: 'USD' }]]));
  });

  it('stay what they were when the same payout is charged in a second currency, which is logged', async () => {
    const { found, logged } = await read([line('1', 'a0x-01', '1.00'), line('2', 'a0x-01', '90.00', 'EUR')]);
    expect(found).toEqual(new Map([['a0x-01', { minor: 100, currency: 'USD' }]]));
    expect(JSON.stringify(logged)).toMatch(/second fee in EUR/);
  });

  it('are looked for in the whole window once a day, and in two days between', async () => {
    const here = world({ token: tokenReply, transactions: () => page([]) }, account);
    const start = 100 * dayMs;
    here.time.now = start;
    const since = start - 30 * dayMs;
    const askedFrom = async (afterMs: number): Promise<number> => {
      here.time.now = start + afterMs;
      await here.connection.fees?.actual(since);
      return (here.time.now - Date.parse(new URL(here.calls.at(-1)?.url ?? '').searchParams.get('from') ?? '')) / dayMs;
    };
    expect([await askedFrom(0), await askedFrom(dayMs / 24), await askedFrom(dayMs / 2), await askedFrom(dayMs)]).toEqual([30, 2, 2, 31]);
  });

  it('are looked for in the whole window again after a look that failed', async () => {
    let down = true;
    const here = world({ token: tokenReply, transactions: () => (down ? new Response('', { status: 502 }) : page([])) }, account);
    here.time.now = 100 * dayMs;
    await expect(here.connection.fees?.actual(0)).rejects.toMatchObject({ kind: 'unreachable' });
    down = false;
    await here.connection.fees?.actual(0);
    expect(here.calls.at(-1)?.url).toContain('from=1970-01-01');
  });

  it('end at the page limit and say so, and in silence where a cursor runs in circles', async () => {
    let served = 0;
    const endless = world({ token: tokenReply, transactions: () => page([line(String(served), `a0x-${served}`, '1')], `cursor-${++served}`) }, account);
    expect((await endless.connection.fees?.actual(0))?.size).toBe(500);
    expect(JSON.stringify(endless.logged)).toMatch(/more than 500 pages/);
    served = 0;
    await endless.connection.fees?.actual(0);
    expect(served).toBe(50);
    const asked: Heard[] = [];
    const circle = world({ token: tokenReply, transactions: (heard) => { asked.push(heard); return page([line('1', 'a0x-01', '1')], 'same'); } }, account);
    await circle.connection.fees?.actual(0);
    expect([asked.length, circle.logged]).toEqual([2, []]);
  });

  it('are not called complete where a full page comes again: somebody who does not know our cursor answers with the first one for ever', async () => {
    const lines = Array.from({ length: 100 }, (_, nth) => line(String(nth), `a0x-${nth}`, '1'));
    const deaf = world({ token: tokenReply, transactions: () => page(lines, 'ignored') }, account);
    expect((await deaf.connection.fees?.actual(0))?.size).toBe(100);
    expect(JSON.stringify(deaf.logged)).toMatch(/more than/);
  });
});
