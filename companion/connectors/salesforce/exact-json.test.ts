import { describe, expect, it } from '@jest/globals';
import { exactNumber, parseExact, plainDecimal } from './exact-json.ts';

describe('exact JSON', () => {
  it('keeps every digit a float would lose', () => {
    expect(parseExact('{"a":123456789012345678.125,"b":[0.1],"c":"0.10"}')).toEqual({ a: '123456789012345678.125', b: ['0.1'], c: '0.10' });
  });

  it('leaves texts, booleans and nulls as they are', () => {
    expect(parseExact('{"a":true,"b":null,"c":"x"}')).toEqual({ a: true, b: null, c: 'x' });
  });

  it.each([
    ['1.25E3', '1250'],
    ['3.5E8', '350000000'],
    ['1.23456E2', '123.456'],
    ['12E-3', '0.012'],
    ['-1.5e-1', '-0.15'],
    ['1250.0', '1250.0'],
    ['0E0', '0'],
    ['100', '100'],
  ])('writes %s without exponent as %s', (text, plain) => {
    expect(plainDecimal(text)).toBe(plain);
  });

  it('refuses what is no number, and numbers that would fill the memory', () => {
    expect(() => plainDecimal('1,5')).toThrow(/not a number/);
    expect(() => plainDecimal('1e999999999')).toThrow(/not a number/);
  });

  it('writes decimal text as a JSON number digit for digit', () => {
    expect(JSON.stringify({ amount: exactNumber('123456789012345678.125'), small: exactNumber('5000') })).toBe(
      '{"amount":123456789012345678.125,"small":5000}',
    );
  });
});
