import { describe, expect, it } from '@jest/globals';
import { spentBy } from './spent.ts';

const committed = (payeeId: string, currency: string, minor: number, requestId: string | null = null, connection = 'payer') => ({ connection, payeeId, currency, minor, requestId });
const request = (requestId: string, amountMinor: number, payeeId = 'p', currency = 'USD') => ({ requestId, connection: 'payer', payeeId, currency, amountMinor });
const of = (payeeTodayMinor: number, currencyTodayMinor: number) => ({ payeeTodayMinor, currencyTodayMinor });

describe('what goes out today beside a request', () => {
  it('is what is on its way, to its payee and in its currency', () => {
    const spending = spentBy([committed('p', 'USD', 1), committed('q', 'USD', 20), committed('p', 'EUR', 300)]);
    expect([spending.beside(request('a', 5)), spending.beside(request('a', 5, 'q')), spending.beside(request('a', 5, 'p', 'EUR')), spending.beside(request('a', 5, 'p', 'GBP'))]).toEqual([of(1, 21), of(20, 21), of(300, 300), of(0, 0)]);
  });

  it('is what goes to its payee however the id is written, and not what goes to its namesake at another provider', () => {
    const spending = spentBy([committed('P', 'USD', 1), committed('p', 'USD', 20), committed('p', 'USD', 300, null, 'another')]);
    expect(spending.beside(request('a', 5))).toEqual(of(21, 321));
  });

  it('is also what was found payable before it', () => {
    const spending = spentBy([committed('p', 'USD', 1)]);
    spending.add(request('a', 5));
    expect([spending.beside(request('b', 7)), spending.beside(request('b', 7, 'q'))]).toEqual([of(6, 6), of(0, 6)]);
  });

  it('is not the request itself where another instance has planned it meanwhile, which counts once for those after it', () => {
    const spending = spentBy([committed('p', 'USD', 1), committed('p', 'USD', 5, 'a')]);
    expect(spending.beside(request('a', 5))).toEqual(of(1, 1));
    expect(spending.beside(request('b', 7))).toEqual(of(6, 6));
    spending.add(request('a', 5));
    expect(spending.beside(request('b', 7))).toEqual(of(6, 6));
  });

  it('is what was planned of it for another payee, or in another currency', () => {
    const spending = spentBy([committed('q', 'USD', 5, 'a'), committed('p', 'EUR', 6, 'a')]);
    expect(spending.beside(request('a', 5))).toEqual(of(0, 5));
  });
});
