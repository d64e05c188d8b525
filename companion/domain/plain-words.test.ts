import { describe, expect, it } from '@jest/globals';
import { counted, plainWords } from './plain-words.ts';

describe('plain words', () => {
  it.each([['Søren ØRSTED', 'soren orsted'], ['Łódź', 'lodz'], ['łąka', 'laka'], ['Ægir æra', 'aegir aera'], ['Strauß', 'strauss'], ['  Smith&Sons -- (Ltd.) ', 'smith and sons ltd'], ['Ünal', 'unal'], ['№ 1', 'no 1'], ['--', '']])('of "%s" are "%s"', (text, plain) => {
    expect(plainWords(text)).toBe(plain);
  });
});

describe('what is counted', () => {
  it('has a plural', () => expect([0, 1, 2].map((count) => counted(count, 'request'))).toEqual(['0 requests', '1 request', '2 requests']));
});
