import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fullName, isCompanyName, sameName, splitName } from './party-name.ts';

const word = fc.stringMatching(/^[A-Za-zÀ-ÖØ-öø-ÿ]{1,9}$/);

describe('a name', () => {
  it.each([
    ['Anna Müller', 'Anna', 'Müller'], ['Anna Maria van der Berg', 'Anna Maria', 'van der Berg'], ['Müller, Anna', 'Anna', 'Müller'], ['  Ludwig   van Beethoven ', 'Ludwig', 'van Beethoven'], ['Cher', '', 'Cher'], ['van Gogh', 'van', 'Gogh'], ['', '', ''],
    ['Müller,Anna', 'Anna', 'Müller'], ['Müller, Anna, Dr.', 'Müller, Anna,', 'Dr.'], [', Anna', ',', 'Anna'],
  ])('of a person is split: "%s"', (text, first, last) => {
    expect(splitName(text)).toEqual({ first, last });
  });

  it('loses no word when it is split and put together, and never lacks a family name', () => {
    fc.assert(fc.property(fc.array(word, { minLength: 1, maxLength: 6 }), fc.boolean(), (words, spaced) => {
      const text = words.join(spaced ? '   ' : ' ');
      const parts = splitName(text);
      expect(fullName(parts)).toBe(words.join(' ').normalize('NFC'));
      expect(parts.last).not.toBe('');
      expect(splitName(fullName(parts))).toEqual(parts);
    }));
  });

  it('is put together without blanks to spare', () => expect(fullName({ first: ' Anna   Maria', last: ' Berg ' })).toBe('Anna Maria Berg'));

  it('with a comma says the same as without', () => {
    fc.assert(fc.property(word, word, (first, last) => {
      expect(splitName(`${last}, ${first}`)).toEqual({ first: first.normalize('NFC'), last: last.normalize('NFC') });
    }));
  });

  it.each(['Nordwind GmbH', 'Nordwind GmbH & Co. KG', 'Acme Inc.', 'ACME, LLC', 'Compañía S.A.', 'Kowalski Sp. z o.o.', 'Ferrovia S.p.A.', 'Tanaka K.K.', 'Helvetia AG', 'Novak s.r.o.', 'Acme Inc', 'Acme S A', 'Nordwind GmbH (AG)', 'Acme S., A.'])('of a company is known by its legal form: %s', (text) => {
    expect(isCompanyName(text)).toBe(true);
  });

  it.each(['Anna Müller', 'Miguel Sa', 'Se Ri Pak', 'Inc', 'Ag', 'Co', '', 'Anna s a', 'Tanaka Ag', 'Maria Koo'])('of a person is none of a company: %s', (text) => {
    expect(isCompanyName(text)).toBe(false);
  });

  it.each([
    ['José García', 'JOSE GARCIA', true], ['García, José', 'José García', true], ['Strauß', 'Strauss', true], ['O’Neill Ltd.', "O'Neill Ltd", true], ['Smith & Sons', 'Smith and Sons', true], ['Anna Müller', 'Anna Maria Müller', false], ['Anna Müller', 'Anna Miller', false], ['Ab C', 'A Bc', false], ['Anna', 'Nana', false],
  ])('%s and %s are the same: %s', (one, other, same) => {
    expect(sameName(one, other)).toBe(same);
    expect(sameName(other, one)).toBe(same);
  });

  it('is the same in any order of its words, and another with a word more', () => {
    fc.assert(fc.property(fc.array(word, { minLength: 1, maxLength: 5 }), fc.nat(), (words, turn) => {
      const at = turn % words.length;
      expect(sameName(words.join(' '), [...words.slice(at), ...words.slice(0, at)].join('  ').toUpperCase())).toBe(true);
      expect(sameName(words.join(' '), [...words, 'Zzz'].join(' '))).toBe(false);
    }));
  });
});
