import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decimalText, exponentOf, moneyFromDecimal, moneyText, sum } from './money.ts';

const currencies = fc.constantFrom('USD', 'EUR', 'JPY', 'KWD');
const amounts = fc.record({ minor: fc.integer({ min: -9_000_000_000_000, max: 9_000_000_000_000 }), currency: currencies });

describe('money', () => {
  it('is counted in the smallest unit of its currency', () => {
    const none = 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' ');
    const three = 'BHD IQD JOD KWD LYD OMR TND'.split(' ');
    expect([none, three, ['USD', 'EUR', 'MGA']].map((some) => [...new Set(some.map(exponentOf))])).toEqual([[0], [3], [2]]);
  });

  it('survives being written and read, to the minor unit', () => {
    fc.assert(fc.property(amounts, (money) => expect(moneyFromDecimal(decimalText(money), money.currency)).toEqual({ ...money, minor: money.minor === 0 ? 0 : money.minor })));
  });

  it('reads trailing zeros of a wider format, and refuses real fractions of a minor unit', () => {
    expect(moneyFromDecimal('1250.500', 'USD')).toEqual({ minor: 125_050, currency: 'USD' });
    expect(moneyFromDecimal(' 12.5 ', 'USD')).toEqual({ minor: 1_250, currency: 'USD' });
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

  it('is added up to the minor unit', () => {
    expect(sum([{ minor: 250, currency: 'USD' }, { minor: 1, currency: 'USD' }, { minor: -50, currency: 'USD' }], 'USD')).toEqual({ minor: 201, currency: 'USD' });
    expect(sum([], 'EUR')).toEqual({ minor: 0, currency: 'EUR' });
  });

  it('never adds two currencies', () => {
    expect(() => sum([{ minor: 1, currency: 'USD' }, { minor: 1, currency: 'EUR' }], 'USD')).toThrow("can't be added");
  });

  it.each<[string, () => unknown]>([
    ['no number', () => moneyFromDecimal('abc', 'USD')], ['too fine', () => moneyFromDecimal('1.005', 'USD')], ['too large', () => moneyFromDecimal('90071992547409.93', 'USD')],
    ['of two currencies', () => sum([{ minor: 1, currency: 'EUR' }], 'USD')], ['too large together', () => sum([{ minor: Number.MAX_SAFE_INTEGER, currency: 'USD' }, { minor: 1, currency: 'USD' }], 'USD')],
  ])('that is %s is our own wrong data, for a person to correct', (_what, work) => {
    expect(work).toThrow(expect.objectContaining({ name: 'Problem', kind: 'invalid' }));
  });

  it('that is nothing has no sign', () => {
    expect(moneyFromDecimal('-0.00', 'USD')).toEqual({ minor: 0, currency: 'USD' });
    expect(decimalText({ minor: 0, currency: 'USD' })).toBe('0.00');
  });

  it('is written with as many decimals as a wire format fixes', () => {
    expect([decimalText({ minor: 5_000, currency: 'JPY' }, 2), decimalText({ minor: -125, currency: 'USD' }, 4), decimalText({ minor: 5_000, currency: 'JPY' })]).toEqual(['5000.00', '-1.2500', '5000']);
  });

  it('speaks to people with the currency’s own decimals', () => {
    expect(moneyText({ minor: 125_000, currency: 'USD' })).toBe('1,250.00 USD');
    expect(moneyText({ minor: 5_000, currency: 'JPY' })).toBe('5,000 JPY');
    expect(moneyText({ minor: -1, currency: 'KWD' })).toBe('-0.001 KWD');
    expect(moneyText({ minor: 1_234_567_890, currency: 'KWD' })).toBe('1,234,567.890 KWD');
    expect(moneyText({ minor: -12_345_678, currency: 'JPY' })).toBe('-12,345,678 JPY');
    expect(moneyText({ minor: 99_999, currency: 'USD' })).toBe('999.99 USD');
    expect(exponentOf('ZZZ')).toBe(2);
  });
});
