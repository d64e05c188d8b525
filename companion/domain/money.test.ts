import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decimalText, exponentOf, moneyFromDecimal, moneyText, sum } from './money.ts';

const currencies = fc.constantFrom('USD', 'EUR', 'JPY', 'KWD');
const amounts = fc.record({ minor: fc.integer({ min: -9_000_000_000_000, max: 9_000_000_000_000 }), currency: currencies });

describe('money', () => {
  it('survives being written and read, to the minor unit', () => {
    fc.assert(fc.property(amounts, (money) => expect(moneyFromDecimal(decimalText(money), money.currency)).toEqual({ ...money, minor: money.minor === 0 ? 0 : money.minor })));
  });

  it('reads trailing zeros of a wider format, and refuses real fractions of a minor unit', () => {
    expect(moneyFromDecimal('1250.500', 'USD')).toEqual({ minor: 125_050, currency: 'USD' });
    expect(moneyFromDecimal('5000.000', 'JPY')).toEqual({ minor: 5_000, currency: 'JPY' });
    expect(() => moneyFromDecimal('1.005', 'USD')).toThrow('more decimals than USD allows');
    expect(() => moneyFromDecimal('0.5', 'JPY')).toThrow('more decimals than JPY allows');
  });

  it.each(['', 'abc', '1e3', '1,000', '--1', '.5', '0x10', 'NaN', '٣'])('refuses "%s" as an amount', (text) => {
    expect(() => moneyFromDecimal(text, 'USD')).toThrow('not a decimal amount');
  });

  it('refuses what can no longer be counted exactly', () => {
    expect(() => moneyFromDecimal('90071992547409.93', 'USD')).toThrow('too large');
    expect(() => sum([{ minor: Number.MAX_SAFE_INTEGER, currency: 'USD' }, { minor: 1, currency: 'USD' }], 'USD')).toThrow('too large');
  });

  it('never adds two currencies', () => {
    expect(() => sum([{ minor: 1, currency: 'USD' }, { minor: 1, currency: 'EUR' }], 'USD')).toThrow("can't be added");
  });

  it('speaks to people with the currency’s own decimals', () => {
    expect(moneyText({ minor: 125_000, currency: 'USD' })).toBe('1,250.00 USD');
    expect(moneyText({ minor: 5_000, currency: 'JPY' })).toBe('5,000 JPY');
    expect(moneyText({ minor: -1, currency: 'KWD' })).toBe('-0.001 KWD');
    expect(exponentOf('ZZZ')).toBe(2);
  });
});
