import { describe, expect, it } from '@jest/globals';
import { chooseRate } from './choose-rate.ts';
import { convert, inverse, jumped, rateText, ratioOf, times, type Rate } from './rate.ts';

const hour = 3_600_000;
const within = (ms: number) => ({ table: ms, reference: ms, observed: ms });
const reference = (quote: string, rate: string, asOf = 0): Rate => ({ kind: 'reference', base: 'EUR', quote, rate, asOf, source: 'a bank' });

describe('a rate', () => {
  it('is read exactly, whatever a float would make of it', () => {
    expect(rateText(ratioOf('0.1'))).toBe('0.10000000');
    expect(rateText(times(ratioOf('0.1'), ratioOf('3')))).toBe('0.30000000');
    expect(times(ratioOf('123456789.123456789'), inverse(ratioOf('123456789.123456789')))).toEqual({ over: 1n, under: 1n });
  });

  it.each(['0', '-1', '1e3', '', 'N/A', '1,5', '0.0000', '1234567890123456789'])('is not "%s"', (text) => {
    expect(() => ratioOf(text)).toThrow(/is not a rate above zero/);
  });

  it('is shown with eight decimals, half up', () => {
    expect([rateText({ over: 2n, under: 3n }), rateText({ over: 1n, under: 200_000_000n }), rateText({ over: 1n, under: 3n })]).toEqual(['0.66666667', '0.00000001', '0.33333333']);
  });

  it.each([
    [{ minor: 100_00, currency: 'USD' }, '0.915667', 'EUR', 91_57],
    [{ minor: 1, currency: 'USD' }, '150.5', 'JPY', 2],
    [{ minor: 1000, currency: 'JPY' }, '0.0065', 'USD', 6_50],
    [{ minor: 1_000, currency: 'KWD' }, '3.25', 'USD', 3_25],
    [{ minor: -5, currency: 'USD' }, '0.5', 'EUR', -3],
    [{ minor: 5, currency: 'USD' }, '0.5', 'EUR', 3],
  ])('turns %j at %s into %s %d', (money, rate, into, minor) => {
    expect(convert(money, ratioOf(rate), into)).toEqual({ minor, currency: into });
  });

  it('says when an amount can no longer be counted', () => {
    expect(() => convert({ minor: 9_007_199_254_740_991, currency: 'USD' }, ratioOf('2'), 'EUR')).toThrow(/too large/);
  });

  it('jumps when it leaves the allowed band on either side, and not on its border', () => {
    expect([jumped(ratioOf('1'), ratioOf('1.1'), 10), jumped(ratioOf('1'), ratioOf('1.10000001'), 10), jumped(ratioOf('1'), ratioOf('0.8999'), 10), jumped(ratioOf('2'), ratioOf('1.8'), 10)]).toEqual([false, true, true, false]);
  });
});

describe('the rate that is chosen', () => {
  const rates = [reference('USD', '1.0921'), reference('JPY', '158.11'), reference('GBP', '0.86')];

  it('goes through the euro, exactly, in both directions', () => {
    const there = chooseRate(rates, { base: 'USD', quote: 'JPY' }, 0, within(hour));
    const back = chooseRate(rates, { base: 'JPY', quote: 'USD' }, 0, within(hour));
    expect(there).toMatchObject({ is: 'rate', rate: '144.77611940', source: 'a bank via EUR' });
    if (there.is !== 'rate' || back.is !== 'rate') throw new Error('no rate');
    expect(times(there.ratio, back.ratio)).toEqual({ over: 1n, under: 1n });
  });

  it('prefers an agreed table to a reference and that to a payout, and a direct pair to a cross', () => {
    const table: Rate = { kind: 'table', base: 'USD', quote: 'GBP', rate: '0.80', asOf: 0, source: 'treasury' };
    const observed: Rate = { kind: 'observed', base: 'USD', quote: 'KES', rate: '129', asOf: 0, source: 'a payout' };
    expect(chooseRate([observed, ...rates, table], { base: 'USD', quote: 'GBP' }, 0, within(hour))).toMatchObject({ rate: '0.80000000', source: 'treasury' });
    expect(chooseRate([observed, ...rates, table], { base: 'GBP', quote: 'USD' }, 0, within(hour))).toMatchObject({ rate: '1.25000000', source: 'treasury' });
    expect(chooseRate([observed, ...rates], { base: 'USD', quote: 'KES' }, 0, within(hour))).toMatchObject({ source: 'a payout' });
  });

  it('is the one of that moment, never a later one', () => {
    const history = [reference('USD', '1.10', hour), reference('USD', '1.20', 3 * hour)];
    expect(chooseRate(history, { base: 'EUR', quote: 'USD' }, 2 * hour, within(9 * hour))).toMatchObject({ rate: '1.10000000', asOf: hour });
    expect(chooseRate(history, { base: 'EUR', quote: 'USD' }, 0, within(9 * hour))).toEqual({ is: 'missing' });
  });

  it('is called stale or missing, never guessed', () => {
    expect(chooseRate(rates, { base: 'EUR', quote: 'USD' }, 2 * hour, within(hour))).toEqual({ is: 'stale', source: 'a bank', asOf: 0 });
    expect(chooseRate(rates, { base: 'EUR', quote: 'KES' }, 0, within(hour))).toEqual({ is: 'missing' });
    expect(chooseRate([], { base: 'EUR', quote: 'EUR' }, 5, within(1))).toMatchObject({ is: 'rate', rate: '1.00000000' });
  });
});
