import { describe, expect, it } from '@jest/globals';
import { payeeAccountOf, payeeIdOf, referenceOf } from './payout.ts';

describe('the reference of an attempt', () => {
  it.each([[1, 'a0X000000000001AAA-01'], [12, 'a0X000000000001AAA-12'], [100, 'a0X000000000001AAA-100']])('number %d ends with two digits at least', (attempt, reference) => {
    expect(referenceOf('a0X000000000001AAA', attempt)).toBe(reference);
  });
});

describe('a payee key', () => {
  it('holds the account third and the payee after it, colons and all', () => {
    expect([payeeAccountOf('payer:sandbox:100:p-1'), payeeIdOf('payer:sandbox:100:p-1')]).toEqual(['100', 'p-1']);
    expect(payeeIdOf('payer:sandbox:100:p:1')).toBe('p:1');
  });

  it('that is too short names nobody', () => {
    expect([payeeAccountOf('payer:sandbox'), payeeIdOf('payer:sandbox:100')]).toEqual(['', '']);
  });
});
