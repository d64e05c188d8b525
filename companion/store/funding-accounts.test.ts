import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openLedgerStore } from './test-ledger-store.ts';

let opened: Awaited<ReturnType<typeof openLedgerStore>>;
beforeAll(async () => void (opened = await openLedgerStore()));
beforeEach(() => opened.database.query('delete from funding_account'));
afterAll(() => opened.close());

const words = { schedule: 'Daily', cutOff: '16:00', timeZone: 'Europe/Berlin', payoutDays: 'Monday;Friday' };
const account = (id: string) => ({ id, key: `payer:sandbox:${id}`, name: 'Main', currency: 'USD', words, thresholdMinor: 500 as number | null });

describe('what people decided on the funding accounts', () => {
  it('is kept as they decided last, in order', async () => {
    const { fundingAccounts } = opened.store;
    await fundingAccounts.keep(account('b'), 'the schedule is odd');
    await fundingAccounts.keep(account('a'), undefined);
    expect(await fundingAccounts.all()).toEqual([{ ...account('a'), trouble: null, belowSince: null }, { ...account('b'), trouble: 'the schedule is odd', belowSince: null }]);
    const after = { id: 'b', key: 'k', name: 'Other', currency: 'EUR', words: { ...words, schedule: 'Hourly' }, thresholdMinor: null };
    await fundingAccounts.keep(after, undefined);
    await fundingAccounts.keep(account('a'), 'the time zone is odd');
    expect(await fundingAccounts.all()).toEqual([{ ...account('a'), trouble: 'the time zone is odd', belowSince: null }, { ...after, trouble: null, belowSince: null }]);
  });

  it('is forgotten of those that are gone', async () => {
    const { fundingAccounts } = opened.store;
    for (const id of ['a', 'b', 'c']) await fundingAccounts.keep(account(id), undefined);
    await fundingAccounts.forget(['c', 'a', 'none']);
    await fundingAccounts.forget([]);
    expect((await fundingAccounts.all()).map(({ id }) => id)).toEqual(['b']);
  });

  it('is news where a balance fell or rose, once each, and lasts while an account is kept anew', async () => {
    const { fundingAccounts } = opened.store;
    const below = async (): Promise<readonly (number | null)[]> => (await fundingAccounts.all()).map(({ belowSince }) => belowSince);
    for (const id of ['a', 'b']) await fundingAccounts.keep(account(id), undefined);
    expect(await fundingAccounts.rose('a')).toBe(false);
    expect([await fundingAccounts.fell('a', 10), await fundingAccounts.fell('a', 20), await fundingAccounts.fell('none', 10)]).toEqual([true, false, false]);
    await fundingAccounts.keep(account('a'), undefined);
    expect(await below()).toEqual([10, null]);
    expect(await fundingAccounts.fell('b', 30)).toBe(true);
    expect([await fundingAccounts.rose('a'), await fundingAccounts.rose('a'), await fundingAccounts.rose('none')]).toEqual([true, false, false]);
    expect(await below()).toEqual([null, 30]);
  });
});
