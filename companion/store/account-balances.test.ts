import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openLedgerStore } from './test-ledger-store.ts';

let opened: Awaited<ReturnType<typeof openLedgerStore>>;
beforeAll(async () => void (opened = await openLedgerStore()));
beforeEach(() => opened.database.query('truncate account_balance'));
afterAll(() => opened.close());

const dollars = { connection: 'payer', program: '100-USD', currency: 'USD' };
const euros = { connection: 'payer', program: '100-EUR', currency: 'EUR' };
const ofAnother = { connection: 'another', program: '100-USD', currency: 'USD' };

describe('the account holder’s own balances', () => {
  it('are none before one was read', async () => {
    expect(await opened.store.accountBalances.all()).toEqual([]);
  });

  it('are told by connection and account, each as it was read, below nothing too', async () => {
    const { accountBalances } = opened.store;
    await accountBalances.keep(dollars, 9_007_199_254_740_991, 50);
    await accountBalances.keep(euros, -5, 51);
    await accountBalances.keep(ofAnother, 0, 49);
    expect(await accountBalances.all()).toEqual([
      { ...ofAnother, availableMinor: 0, availableAt: 49 }, { ...euros, availableMinor: -5, availableAt: 51 }, { ...dollars, availableMinor: 9_007_199_254_740_991, availableAt: 50 },
    ]);
  });

  it('stand as they were read last, one per account of a connection', async () => {
    const { accountBalances } = opened.store;
    for (const account of [dollars, ofAnother]) await accountBalances.keep(account, 10, 50);
    await accountBalances.keep(dollars, 20, 60);
    expect(await accountBalances.all()).toEqual([{ ...ofAnother, availableMinor: 10, availableAt: 50 }, { ...dollars, availableMinor: 20, availableAt: 60 }]);
  });

  it('are no lanes: nothing is paid from them', async () => {
    await opened.store.accountBalances.keep(dollars, 10, 50);
    expect(await opened.database.query('select * from lane')).toEqual([]);
  });
});
