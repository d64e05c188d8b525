import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openConversions } from './conversions.ts';
import { openLedgerStore } from './test-ledger-store.ts';
import { noDatabase } from './test-no-database.ts';

let opened: Awaited<ReturnType<typeof openLedgerStore>>;
beforeAll(async () => void (opened = await openLedgerStore()));
beforeEach(() => opened.database.query('with waiting as (delete from outbox) delete from conversion'));
afterAll(() => opened.close());

const conversion = (requestId: string, more: object = {}) => ({ requestId, owedMinor: 900, owedCurrency: 'EUR', amountMinor: 1_000, currency: 'USD', rate: '1.11111111', source: 'desk', rateAt: 5_000, ...more });
/** As they are kept, by request. */
const kept = async (...ids: readonly string[]): Promise<readonly object[]> => (await opened.store.conversions.byIds(ids)).toSorted((a, b) => a.requestId.localeCompare(b.requestId));

describe('a conversion', () => {
  it('is kept as it was made last, with when', async () => {
    const { conversions } = opened.store;
    await conversions.keep([conversion('a'), conversion('b')], 10);
    const after = conversion('a', { owedMinor: 1, owedCurrency: 'GBP', amountMinor: 2, currency: 'CHF', rate: '2', source: 'other', rateAt: 3 });
    await conversions.keep([after], 20);
    expect(await kept('a', 'b', 'c')).toEqual([{ ...after, told: false }, { ...conversion('b'), told: false }]);
    expect(await opened.database.query('select converted_at as at from conversion order by request_id')).toEqual([{ at: 20 }, { at: 10 }]);
  });

  it('asks nothing where there is none', async () => {
    const { keep, written } = openConversions(noDatabase);
    expect([await keep([], 10), await written([])]).toEqual([undefined, undefined]);
  });

  it('is told once the books took it, unless a newer one waits, and untold when it is made anew', async () => {
    const { conversions, outbox } = opened.store;
    await conversions.keep(['a', 'b', 'c', 'd'].map((id) => conversion(id)), 10);
    await outbox.add('conversion', ['b'], 1);
    await outbox.add('request', ['c'], 1);
    await conversions.written(['a', 'b', 'c']);
    expect(await kept('a', 'b', 'c', 'd')).toMatchObject([{ told: true }, { told: false }, { told: true }, { told: false }]);
    await conversions.keep([conversion('a')], 20);
    expect(await kept('a', 'c')).toEqual([{ ...conversion('a'), told: false }, { ...conversion('c'), told: true }]);
  });

  it('is forgotten where a request is not converted any more', async () => {
    const { conversions } = opened.store;
    await conversions.keep(['a', 'b', 'c'].map((id) => conversion(id)), 10);
    await conversions.forget(['a', 'c', 'none']);
    await conversions.forget([]);
    expect(await kept('a', 'b', 'c')).toEqual([{ ...conversion('b'), told: false }]);
  });
});
