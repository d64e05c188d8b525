import { describe, expect, it } from '@jest/globals';
import { parseExactly } from './exact-json.ts';

describe('parseExactly', () => {
  it.each([
    ['5.10', '5.10'], ['0.1', '0.1'], ['-3', '-3'], ['9007199254740993.01', '9007199254740993.01'], ['1.5e2', '150'], ['1E-3', '0.001'], ['12.345e1', '123.45'],
    ['2.50e0', '2.50'], ['1e400', '1' + '0'.repeat(400)], ['1e4000', '1e4000'],
  ])('keeps the number %s as the text %s', (source, text) => {
    expect(parseExactly(`{"amount":${source},"list":[${source}]}`)).toEqual({ amount: text, list: [text] });
  });
  it('leaves texts, nulls and booleans alone', () => {
    expect(parseExactly('{"a":"1.50","b":null,"c":true}')).toEqual({ a: '1.50', b: null, c: true });
  });
  it('throws when the text is no JSON', () => expect(() => parseExactly('<html>')).toThrow(SyntaxError));
});
