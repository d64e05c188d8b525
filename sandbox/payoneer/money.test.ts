import { describe, expect, it } from '@jest/globals';
import { exchanged, toMinor, toText } from './money.ts';

describe('money inside the stand-in', () => {
  it('reads decimal text into the currency own minor units', () => {
    expect(toMinor('150.00', 'USD')).toBe(15_000);
    expect(toMinor('5.1', 'USD')).toBe(510);
    expect(toMinor('150', 'JPY')).toBe(150);
    expect(toMinor('150.00', 'JPY')).toBe(150);
    expect(toMinor('1.234', 'KWD')).toBe(1_234);
  });

  it('refuses what the currency cannot hold', () => {
    for (const text of ['0', '0.00', '-1', '1.005', '1e3', '', '1,00', ' 1', '1.', '.5']) expect([text, toMinor(text, 'USD')]).toEqual([text, undefined]);
    expect(toMinor('150.50', 'JPY')).toBeUndefined();
  });

  it('writes minor units as decimal text', () => {
    expect(toText(510, 'USD')).toBe('5.10');
    expect(toText(-7, 'USD')).toBe('-0.07');
    expect(toText(510, 'JPY')).toBe('510');
    expect(toText(1, 'KWD')).toBe('0.001');
  });

  it('converts in whole numbers, rounding half up', () => {
    expect(exchanged(10_000, 'USD', 'EUR', 920_000)).toBe(9_200);
    expect(exchanged(10_000, 'USD', 'JPY', 151_250_000)).toBe(15_125);
    expect(exchanged(1, 'USD', 'EUR', 500_000)).toBe(1);
    expect(exchanged(100, 'JPY', 'USD', 6_600)).toBe(66);
  });
});
