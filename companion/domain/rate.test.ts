import { describe, expect, it } from '@jest/globals';
import { chooseRate } from './choose-rate.ts';
import { convert, inverse, jumped, rateKey, rateText, ratioOf, times, type Rate } from './rate.ts';

const hour = 3_600_000;
const within = (ms: number) => ({ table: ms, reference: ms, observed: ms });
const reference = (quote: string, rate: string, asOf = 0): Rate => ({ kind: 'reference', base: 'EUR', quote, rate, asOf, source: 'a bank' });

describe('a rate', () => {
  it('is read exactly, whatever a float would make of it', () => {
    expect(rateText(ratioOf('0.1'))).toBe('0.10000000');
    expect(rateText(times(ratioOf('0.1'), ratioOf('3')))).toBe('0.30000000');
    expect(times(ratioOf('123456789.123456789'), inverse(ratioOf('123456789.123456789')))).toEqual({ over: 1n, under: 1n });
  });

  it.each(['0', '-1', '1e3', '', 'N/A', '1,5', '0.0000', '1234567890123456789', '1.234567890123456789', 'x1', '1x', '1.'])('is not "%s"', (text) => {
    expect(() => ratioOf(text)).toThrow(expect.objectContaining({ kind: 'unmapped', message: `Exchange rates: "${text}" is not a rate above zero with at most 18 digits. Correct it at its source.` }));
  });

  it('is read with blanks around it, and what is no rate is told in 40 characters', () => {
    expect(ratioOf(' 1.50 ')).toEqual({ over: 3n, under: 2n });
    expect(() => ratioOf('x'.repeat(50))).toThrow(`"${'x'.repeat(40)}"`);
  });

  it('is known by who told it, of what, when, and how much', () => {
    expect(rateKey({ kind: 'table', base: 'EUR', quote: 'USD', rate: '1.1', asOf: hour, source: 'treasury' })).toBe('table:treasury:EUR/USD:1970-01-01T01:00:00.000Z:1.1');
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
    [{ minor: 0, currency: 'USD' }, '0.5', 'EUR', 0],
  ])('turns %j at %s into %s %d', (money, rate, into, minor) => {
    expect(convert(money, ratioOf(rate), into)).toEqual({ minor, currency: into });
  });

  it('says when an amount can no longer be counted', () => {
    expect(() => convert({ minor: 9_007_199_254_740_991, currency: 'USD' }, ratioOf('2'), 'EUR')).toThrow(expect.objectContaining({ kind: 'invalid', message: 'Exchange rates: the amount in EUR is too large to be counted exactly.' }));
  });

  it('jumps when it leaves the allowed band on either side, and not on its border', () => {
    expect([jumped(ratioOf('1'), ratioOf('1.1'), 10), jumped(ratioOf('1'), ratioOf('1.10000001'), 10), jumped(ratioOf('1'), ratioOf('0.8999'), 10), jumped(ratioOf('2'), ratioOf('1.8'), 10)]).toEqual([false, true, true, false]);
    expect([jumped(ratioOf('0.1'), ratioOf('0.1'), 10), jumped(ratioOf('0.1'), ratioOf('0.12'), 10)]).toEqual([false, true]);
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

  it('is told by kind first, however new another kind is', () => {
    const table: Rate = { kind: 'table', base: 'USD', quote: 'GBP', rate: '0.80', asOf: 0, source: 'treasury' };
    const newer: Rate = { ...table, kind: 'observed', rate: '0.9', asOf: 5 };
    for (const told of [[table, newer], [newer, table]]) expect(chooseRate(told, { base: 'USD', quote: 'GBP' }, 5, within(hour))).toMatchObject({ rate: '0.80000000' });
  });

  it('is the latest, and of two told at once the one told this way round, in whatever order they come', () => {
    const [old, fresh] = [reference('USD', '1.1', 1), reference('USD', '1.2', 2)];
    const [there, back] = [reference('USD', '2', 3), { ...reference('EUR', '0.4', 3), base: 'USD' }];
    for (const told of [[old, fresh], [fresh, old]]) expect(chooseRate(told, { base: 'EUR', quote: 'USD' }, 5, within(hour))).toMatchObject({ rate: '1.20000000' });
    for (const told of [[old, there, back], [back, there, old]]) {
      expect(chooseRate(told, { base: 'EUR', quote: 'USD' }, 5, within(hour))).toMatchObject({ rate: '2.00000000' });
      expect(chooseRate(told, { base: 'USD', quote: 'EUR' }, 5, within(hour))).toMatchObject({ rate: '0.40000000' });
    }
  });

  it('through the euro names both sources in 80 characters, and is as old as the older', () => {
    const two = [{ ...reference('USD', '1.1', 7), source: 'one' }, { ...reference('JPY', '160', 4), source: 'two' }];
    expect(chooseRate(two, { base: 'USD', quote: 'JPY' }, 9, within(hour))).toMatchObject({ source: 'one, two via EUR', asOf: 4 });
    expect(chooseRate(two, { base: 'JPY', quote: 'USD' }, 9, within(hour))).toMatchObject({ source: 'two, one via EUR', asOf: 4 });
    const long = chooseRate(two.map((rate) => ({ ...rate, source: rate.source.repeat(30) })), { base: 'USD', quote: 'JPY' }, 9, within(hour));
    expect('source' in long && long.source).toHaveLength(80);
  });

  it('is good up to its last moment, and then the least old that is stale is named', () => {
    const [table, observed]: readonly Rate[] = [{ kind: 'table', base: 'EUR', quote: 'USD', rate: '1', asOf: hour, source: 'treasury' }, { kind: 'observed', base: 'EUR', quote: 'USD', rate: '1', asOf: 2 * hour, source: 'a payout' }];
    const at = (moment: number, ...rates: (Rate | undefined)[]) => chooseRate(rates.filter((rate) => rate !== undefined), { base: 'EUR', quote: 'USD' }, moment, within(hour));
    expect([at(2 * hour, table).is, at(2 * hour + 1, table).is]).toEqual(['rate', 'stale']);
    expect(at(9 * hour, table, observed)).toEqual({ is: 'stale', source: 'a payout', asOf: 2 * hour });
    expect(at(9 * hour, table && { ...table, asOf: 3 * hour }, observed)).toEqual({ is: 'stale', source: 'treasury', asOf: 3 * hour });
    expect(at(9 * hour, table && { ...table, asOf: 2 * hour }, observed)).toMatchObject({ source: 'treasury' });
  });

  it('of a currency in itself is one', () => {
    expect(chooseRate([], { base: 'EUR', quote: 'EUR' }, 5, within(1))).toEqual({ is: 'rate', ratio: { over: 1n, under: 1n }, rate: '1.00000000', source: 'the same currency', asOf: 5 });
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
