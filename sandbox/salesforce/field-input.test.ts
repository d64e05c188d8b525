import { describe, expect, it } from '@jest/globals';
import { decimalText, fieldInput } from './field-input.ts';
import { field } from './standard-objects.ts';

describe('fieldInput', () => {
  it.each([
    ['1250.50', '1250.5'],
    ['-0.00', '0'],
    ['1e3', '1000'],
    ['1.5E-3', '0.0015'],
    ['007', '7'],
    ['.5', '0.5'],
    ['123456789012345678.123', '123456789012345678.123'],
    ['12,5', undefined],
    ['', undefined],
    ['.', undefined],
  ])('spells the number %s as %s', (text, expected) => {
    expect(decimalText(text)).toBe(expected);
  });

  it('takes the digits of the JSON text, not of the double', () => {
    const amount = field('Amount__c', 'Number', { precision: 18, scale: 3 });
    expect(fieldInput(amount, 123456789012345.67, '123456789012345.678')).toBe('123456789012345.678');
  });

  it('stores moments in UTC and whole seconds, days as they are, texts without blanks around them', () => {
    expect(fieldInput(field('At__c', 'DateTime'), '2026-11-21T03:00:00.789+02:00')).toBe('2026-11-21T01:00:00.000+0000');
    expect(fieldInput(field('On__c', 'Date'), '2026-02-28')).toBe('2026-02-28');
    expect(fieldInput(field('Text__c', 'Text'), '  a ')).toBe('a');
    expect(fieldInput(field('Text__c', 'Text'), '   ')).toBeNull();
  });

  it.each([
    ['Number', 'x', /double from VALUE_STRING/],
    ['Checkbox', 'yes', /boolean from VALUE_STRING/],
    ['Date', '2026-02-30', /date from VALUE_STRING/],
    ['DateTime', '2026-02-28', /datetime from VALUE_STRING/],
    ['Text', 5, /string from VALUE_NUMBER_INT/],
    ['Lookup', 'nonsense', /id value of incorrect type/],
  ] as const)('refuses %s %s', (type, value, message) => {
    expect(() => fieldInput(field('F__c', type), value)).toThrow(message);
  });
});
