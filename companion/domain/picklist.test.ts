import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { pickOne } from './picklist.ts';

const values = ['Invite', 'Check', 'Direct Debit'] as const;

describe('a value of a picklist', () => {
  it.each([['Invite', 'Invite'], [' INVITE ', 'Invite'], ['direct-debit', 'Direct Debit'], ['DIRECT_DEBIT', 'Direct Debit'], ['einladen', 'Invite'], ['', undefined], ['Inv', undefined], ['anything', undefined]] as const)('meant by "%s" is %s', (text, value) => {
    expect(pickOne(values, text, { Einladen: 'Invite' })).toBe(value);
  });

  it('is not meant by marks alone, even where a value is one', () => expect([pickOne(['--', 'A'], ''), pickOne(['--', 'A'], '*'), pickOne(values, '-', { '+': 'Check' })]).toEqual([undefined, undefined, undefined]));

  it('is found whatever its case, and nothing else becomes one', () => {
    fc.assert(fc.property(fc.constantFrom(...values), (value) => {
      expect(pickOne(values, value.toUpperCase())).toBe(value);
      expect(pickOne(values, value.toLowerCase())).toBe(value);
    }));
    fc.assert(fc.property(fc.string(), (text) => {
      const found = pickOne(values, text);
      if (found !== undefined) expect(text.toLowerCase().replace(/[^a-z]/g, '')).toBe(found.toLowerCase().replace(/[^a-z]/g, ''));
    }));
  });
});
