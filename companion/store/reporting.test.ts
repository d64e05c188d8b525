import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openReporting, type ReportingRow } from './reporting.ts';
import { absentDatabase } from './test-absent-database.ts';
import { openLedgerStore } from './test-ledger-store.ts';

let opened: Awaited<ReturnType<typeof openLedgerStore>>;
beforeAll(async () => void (opened = await openLedgerStore()));
beforeEach(() => opened.database.query('truncate reporting'));
afterAll(() => opened.close());

const row = (requestId: string, more: Partial<ReportingRow> = {}): ReportingRow => ({
  requestId, amountMinor: 1_000, currency: 'EUR', reportingMinor: 1_080, reportingCurrency: 'USD', rate: '1.08000000', source: 'ECB', rateAt: 5, ...more,
});
const convertedAt = () => opened.database.query('select request_id as id, converted_at as at from reporting order by 1');

describe('what a request came to in the reporting currency', () => {
  it('is kept as it was reckoned, with when it was', async () => {
    const { reporting } = opened.store;
    await reporting.keep([row('r-1'), row('r-2', { reportingMinor: 9_007_199_254_740_991 })], 70);
    expect(await reporting.byIds(['r-2'])).toEqual([row('r-2', { reportingMinor: 9_007_199_254_740_991 })]);
    expect(await reporting.byIds(['r-1', 'r-3'])).toEqual([row('r-1')]);
    expect(await reporting.byIds([])).toEqual([]);
    expect(await convertedAt()).toEqual([{ id: 'r-1', at: 70 }, { id: 'r-2', at: 70 }]);
  });

  it('gives way as a whole to what was reckoned later', async () => {
    const { reporting } = opened.store;
    const later = { amountMinor: 2_000, currency: 'GBP', reportingMinor: 2_600, reportingCurrency: 'CAD', rate: '1.30000000', source: 'BoE', rateAt: 6 };
    await reporting.keep([row('r-1'), row('r-2')], 70);
    await reporting.keep([row('r-1', later)], 80);
    expect((await reporting.byIds(['r-1', 'r-2'])).toSorted((one, other) => (one.requestId < other.requestId ? -1 : 1))).toEqual([row('r-1', later), row('r-2')]);
    expect(await convertedAt()).toEqual([{ id: 'r-1', at: 80 }, { id: 'r-2', at: 70 }]);
  });

  it('is forgotten for the requests named, and only for those', async () => {
    const { reporting } = opened.store;
    await reporting.keep([row('r-1'), row('r-2'), row('r-3')], 70);
    await reporting.forget(['r-1', 'r-3', 'of nobody']);
    await reporting.forget([]);
    expect(await reporting.byIds(['r-1', 'r-2', 'r-3'])).toEqual([row('r-2')]);
  });

  it('costs the store no call where there is none', async () => {
    await expect(openReporting(absentDatabase).keep([], 70)).resolves.toBeUndefined();
  });
});
