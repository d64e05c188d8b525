import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { FinanceRules } from '../domain/finance.ts';
import type { Owed, Reportable } from '../domain/rate-and-fee-books.ts';
import { convertOwed } from './convert-owed.ts';
import { convertRequests } from './reporting.ts';
import { idOf, openTestOffice, start } from './test-office.ts';

let bench: Awaited<ReturnType<typeof openTestOffice>>;
beforeAll(async () => {
  const maxAge = 86_400_000;
  bench = await openTestOffice({ finance: { reportingCurrency: 'IDR', convertOwed: true, rateMaxAgeMs: { table: maxAge, reference: maxAge, observed: maxAge } } as FinanceRules });
  const rate = { kind: 'reference', asOf: start, source: 'the bank' } as const;
  await bench.store.rates.keep([{ ...rate, base: 'USD', quote: 'IDR', rate: '16400' }, { ...rate, base: 'EUR', quote: 'IDR', rate: '18000' }], start);
}, 60_000);
afterAll(() => bench.close());
beforeEach(() => bench.clear());

/** Nine hundred billion, where nine hundred thousand was meant. */
const mistyped = 90_000_000_000_000;
const draft = (nth: number, minor: number, currency = 'USD'): Reportable => ({ requestId: idOf(nth), name: `PR-${nth}`, amount: { minor, currency }, reported: undefined });
const debt = (nth: number, minor: number): Owed => ({ requestId: idOf(nth), name: `PR-${nth}`, into: 'IDR', owed: { minor, currency: 'USD' } }) as Owed;

describe('one draft whose amount was mistyped by some zeros', () => {
  it('keeps no other from its reporting amount, and is told why it has none', async () => {
    const told = await convertRequests(bench.office, [draft(1, mistyped), draft(2, 900), draft(3, 100, 'EUR')]);
    expect(told.map(({ id }) => id)).toEqual([idOf(2), idOf(3)]);
    expect((await bench.store.reporting.byIds([1, 2, 3].map(idOf))).map(({ reportingMinor }) => reportingMinor).sort()).toEqual([14_760_000, 1_800_000]);
    expect(await bench.issues()).toMatchObject([{ kind: 'no rate', source: 'USD/IDR', summary: '1 request in USD without an amount in IDR', detail: expect.stringMatching(/more than can be counted.* PR-1\..*zeros too many/) }]);
  });

  it('gets its own when it is corrected, and what was said of it is taken back', async () => {
    await convertRequests(bench.office, [draft(1, mistyped)]);
    expect(await bench.issues()).toHaveLength(1);
    expect(await convertRequests(bench.office, [draft(1, 90_000_000)])).toHaveLength(1);
    expect(await bench.issues()).toEqual([]);
  });

  it('is told so as well where the amount is what is owed', async () => {
    expect((await convertOwed(bench.office, [debt(1, mistyped), debt(2, 900)])).map(({ id }) => id)).toEqual([idOf(2)]);
    expect(await bench.issues()).toMatchObject([{ kind: 'no rate', detail: expect.stringContaining('The first is PR-1.') }]);
  });
});
