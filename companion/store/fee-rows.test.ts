import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openFeeRows, type FeeRow } from './fee-rows.ts';
import { openLedgerStore } from './test-ledger-store.ts';
import { noDatabase } from './test-no-database.ts';

let opened: Awaited<ReturnType<typeof openLedgerStore>>;
beforeAll(async () => void (opened = await openLedgerStore()));
beforeEach(() => opened.database.query('delete from fee'));
afterAll(() => opened.close());

const fee = (key: string, more: Partial<FeeRow> = {}): FeeRow => ({
  key, transactionId: 't', requestId: 'r', minor: 150, currency: 'USD', basis: 'Estimated', facts: { country: 'DE', currency: 'USD', product: 'p', costCenter: 'c' }, occurredAt: 1_000, how: 'rule', ruleId: 'i', ruleName: 'n',
  shares: [{ accountId: 'x', percent: '60' }, { accountId: 'y', percent: '40' }], times: 2, ofLike: 3, slots: 2, allocatedAt: 2_000, ...more,
});
const keysOf = (rows: readonly FeeRow[]): readonly string[] => rows.map(({ key }) => key);

describe('a fee', () => {
  it('is kept as it was allocated last, with the most parts it ever had', async () => {
    const { fees } = opened.store;
    await fees.keep([fee('a'), fee('b')]);
    const after = fee('a', {
      minor: 151, currency: 'EUR', basis: 'Actual', facts: { country: undefined, currency: 'EUR', product: undefined, costCenter: undefined }, occurredAt: 1_001, how: 'none', ruleId: null, ruleName: null, shares: [], times: null, ofLike: null, slots: 1, allocatedAt: 3_000,
    });
    await fees.keep([{ ...after, transactionId: 'another', requestId: 'another' }]);
    expect(await fees.byKeys(['a', 'none'])).toEqual([{ ...after, facts: { currency: 'EUR' }, slots: 2 }]);
    await fees.keep([{ ...after, slots: 3 }]);
    expect(await fees.byKeys(['a'])).toEqual([{ ...after, facts: { currency: 'EUR' }, slots: 3 }]);
    expect(await fees.byKeys(['b'])).toEqual([fee('b')]);
  });

  it('asks nothing where there is none', async () => {
    expect(await openFeeRows(noDatabase).keep([])).toBeUndefined();
  });

  it('may still be moved by a changed rule since a moment, unless a person confirmed it', async () => {
    const { fees } = opened.store;
    const [second, first, third] = [fee('b', { how: 'none' }), fee('a', { how: 'rejected' }), fee('0', { occurredAt: 1_001, how: 'suggested' })];
    await fees.keep([third, second, first, fee('c', { how: 'confirmed' }), fee('d', { occurredAt: 999 })]);
    expect(await fees.open(1_000)).toEqual([first, second, third]);
    expect(keysOf(await fees.open(1_001))).toEqual(['0']);
  });

  it('is something to suggest from where a rule or a person decided, the latest first', async () => {
    const { fees } = opened.store;
    const [second, first, third] = [fee('b'), fee('c', { occurredAt: 1_001, how: 'confirmed' }), fee('d')];
    await fees.keep([third, second, first, ...(['suggested', 'rejected', 'none'] as const).map((how) => fee(how, { how }))]);
    expect(await fees.past(10)).toEqual([first, second, third]);
    expect(keysOf(await fees.past(2))).toEqual(['c', 'b']);
  });
});
