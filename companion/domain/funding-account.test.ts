import { describe, expect, it } from '@jest/globals';
import { thresholdMinor } from './funding-account.ts';

describe('a threshold as typed', () => {
  it.each([
    ['1250.5', 'USD', 125_050], ['1250.509', 'USD', 125_050], ['1250.5', 'JPY', 1_250], ['1.234', 'KWD', 1_234], ['-10', 'EUR', -1_000], ['-0', 'EUR', 0],
    [undefined, 'USD', null], ['', 'USD', null], ['100.', 'USD', 10_000], ['999999999999', 'USD', 99_999_999_999_900], ['x1', 'USD', null], ['1x', 'USD', null], ['1e9', 'USD', null], ['1234567890123', 'USD', null],
  ])('%s %s is %p minor units', (text, currency, minor) => expect(thresholdMinor(text, currency)).toBe(minor));
});
