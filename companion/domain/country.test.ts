import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { countryCodeOf, countryCodes, onlySure } from './country.ts';

describe('a country', () => {
  it('is one of the 249 of ISO 3166-1', () => {
    expect(countryCodes.size).toBe(249);
  });

  it.each([
    ['DE', 'DE'], ['deu', 'DE'], ['Deutschland', 'DE'], [' germany ', 'DE'], ['ALLEMAGNE', 'DE'], ['U.S.A.', 'US'], ['United States', 'US'], ['UK', 'GB'], ['England', 'GB'], ['Côte d’Ivoire', 'CI'], ['Ivory Coast', 'CI'],
    ['España', 'ES'], ['Espana', 'ES'], ['Österreich', 'AT'], ['Osterreich', 'AT'], ['Türkiye', 'TR'], ['Turkey', 'TR'], ['Republic of Korea', 'KR'], ['Czech Republic', 'CZ'], ['Hong Kong', 'HK'], ['Niger', 'NE'], ['Nigeria', 'NG'],
    ['Bosnia & Herzegovina', 'BA'], ['Bosnia and Herzegovina', 'BA'], ['The Netherlands', 'NL'], ['Viet Nam', 'VN'],
  ])('written as %s is %s', (text, code) => {
    expect(countryCodeOf(text)).toBe(code);
  });

  it.each(Object.entries({
    GB: 'UK, Great Britain, England, Scotland, Wales, Northern Ireland', US: 'U S A, United States of America, America', NL: 'Holland, The Netherlands', CZ: 'Czech Republic', TR: 'Turkey, Türkiye', CI: "Ivory Coast, Côte d'Ivoire", KR: 'Korea, South Korea, Republic of Korea', KP: 'North Korea',
    RU: 'Russian Federation', VN: 'Viet Nam', MM: 'Burma', MK: 'Macedonia', SZ: 'Swaziland', CV: 'Cape Verde', TL: 'East Timor', AE: 'UAE', HK: 'Hong Kong', MO: 'Macau, Macao', PS: 'Palestine', CD: 'Congo Kinshasa', CG: 'Congo Brazzaville', IE: 'Republic of Ireland, Eire', SK: 'Slovak Republic',
    CN: "People's Republic of China", TW: 'Republic of China', SY: 'Syrian Arab Republic', LA: 'Lao PDR', BN: 'Brunei Darussalam', IR: 'Islamic Republic of Iran', BO: 'Bolivia Plurinational State of', TZ: 'Tanzania United Republic of', VE: 'Venezuela Bolivarian Republic of', MD: 'Moldova Republic of', VA: 'Holy See', DE: 'BRD',
  }))('%s is also called %s', (code, names) => {
    for (const name of names.split(', ')) expect([name, countryCodeOf(name)]).toEqual([name, code]);
  });

  it('is not told by a name that two have', () => {
    expect([...onlySure([['guinea', 'GN'], ['congo', 'CG'], ['guinea', 'GN'], ['congo', 'CD']])]).toEqual([['guinea', 'GN']]);
  });

  it.each(['', '  ', 'ZZ', 'QQQ', 'Atlantis', '12', 'Germany, Austria', '—'])('that is none stays none: "%s"', (text) => {
    expect(countryCodeOf(text)).toBeUndefined();
  });

  it('is found by its code in any case and by its names in any accents, and never becomes a code that does not exist', () => {
    const names = new Intl.DisplayNames(['en'], { type: 'region' });
    fc.assert(fc.property(fc.constantFrom(...countryCodes), fc.boolean(), (code, lower) => {
      expect(countryCodeOf(lower ? code.toLowerCase() : ` ${code} `)).toBe(code);
      const name = names.of(code) ?? '';
      expect(countryCodeOf(name)).toBe(code);
      expect(countryCodeOf(name.toUpperCase())).toBe(code);
      expect(countryCodeOf(name.normalize('NFD'))).toBe(code);
    }), { numRuns: 500 });
    fc.assert(fc.property(fc.string(), (text) => {
      const code = countryCodeOf(text);
      expect(code === undefined || countryCodes.has(code)).toBe(true);
    }));
  });
});
