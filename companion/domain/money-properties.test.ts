import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { splitFee } from './fee-split.ts';
import { decimalText, exponentOf, moneyFromDecimal, moneyText, sum } from './money.ts';
import { convert, inverse, ratioOf } from './rate.ts';

/** The same inputs on every machine; a failure names the seed and the path to its smallest example. */
fc.configureGlobal({ seed: 20261121, numRuns: 1_000 });

const byDecimals = { 0: ['JPY', 'KRW', 'VND', 'XPF'], 2: ['USD', 'EUR', 'GBP', 'PHP'], 3: ['KWD', 'BHD', 'TND', 'OMR'] } as const;
const aCurrency = fc.constantFrom(...Object.values(byDecimals).flat());
const everyMinor = fc.integer({ min: -Number.MAX_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER });
const payable = fc.integer({ min: 1, max: 9_999_999_999_999 });

/** Thousandths of the whole unit, by another road than the code under test: digits moved as text, no division. */
const thousandths = (text: string): bigint => {
  const [whole = '', fraction = ''] = text.replace('-', '').split('.');
  return BigInt(`${text.startsWith('-') ? '-' : ''}${whole}${fraction.padEnd(3, '0')}`);
};

describe('any amount of any currency', () => {
  it('has the decimals of its currency', () => {
    for (const [decimals, currencies] of Object.entries(byDecimals)) expect(currencies.map(exponentOf)).toEqual(currencies.map(() => Number(decimals)));
  });

  it('is written with exactly the decimals of its currency, and means the same when read', () => {
    fc.assert(fc.property(everyMinor, aCurrency, (minor, currency) => {
      const text = decimalText({ minor, currency });
      expect(text.split('.')[1]?.length ?? 0).toBe(exponentOf(currency));
      expect(thousandths(text)).toBe(BigInt(minor) * 10n ** BigInt(3 - exponentOf(currency)));
      expect(moneyFromDecimal(text, currency)).toEqual({ minor: minor + 0, currency });
    }));
  });

  it('does not change in a wider format, with zeros in front, with blanks around or with a lone point', () => {
    fc.assert(fc.property(everyMinor, aCurrency, fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 6 }), fc.constantFrom('', ' ', '\t'), (minor, currency, wider, zeros, blank) => {
      const text = decimalText({ minor, currency }, exponentOf(currency) + wider);
      const given = `${blank}${text.startsWith('-') ? '-' : ''}${'0'.repeat(zeros)}${text.replace('-', '')}${text.includes('.') ? '' : '.'}${blank}`;
      expect(moneyFromDecimal(given, currency).minor).toBe(minor + 0);
    }));
  });

  it('is never rounded silently: a decimal too many is refused, whatever it is', () => {
    fc.assert(fc.property(everyMinor, aCurrency, fc.stringMatching(/^\d{0,9}[1-9]$/), (minor, currency, more) => {
      const text = decimalText({ minor, currency });
      expect(() => moneyFromDecimal(`${text}${text.includes('.') ? '' : '.'}${more}`, currency)).toThrow(`more decimals than ${currency} allows`);
    }));
  });

  it('is refused when it is too large to be counted, never wrapped or made infinite', () => {
    fc.assert(fc.property(fc.bigInt({ min: BigInt(Number.MAX_SAFE_INTEGER) + 1n, max: 10n ** 400n }), aCurrency, fc.boolean(), (size, currency, negative) => {
      const digits = String(size).padStart(4, '0');
      const at = digits.length - exponentOf(currency);
      expect(() => moneyFromDecimal(`${negative ? '-' : ''}${digits.slice(0, at)}.${digits.slice(at)}`, currency)).toThrow('too large');
    }));
  });

  it('is told to people with the digits that are written on the wire', () => {
    fc.assert(fc.property(everyMinor, aCurrency, (minor, currency) => {
      const told = moneyText({ minor, currency });
      expect(told.replaceAll(',', '')).toBe(`${decimalText({ minor, currency })} ${currency}`);
      expect(told).toMatch(/^-?\d{1,3}(,\d{3})*(\.\d+)? [A-Z]{3}$/);
    }));
  });

  it('is either read or refused in words, whatever the text', () => {
    const nearly = fc.string({ unit: fc.constantFrom(...'0123456789.,-+eExX٣ \u00a0\u2212∞'), maxLength: 24 });
    fc.assert(fc.property(fc.oneof(nearly, fc.string({ unit: 'binary' })), aCurrency, (text, currency) => {
      try {
        expect(Number.isSafeInteger(moneyFromDecimal(text, currency).minor)).toBe(true);
        expect(text.trim()).toMatch(/^-?\d+\.?\d*$/);
      } catch (error) {
        expect(error).toMatchObject({ kind: 'invalid', message: expect.stringMatching(/^Money: /) });
      }
    }), { numRuns: 5_000 });
  });
});

describe('a sum', () => {
  it('is exact, whatever its order', () => {
    fc.assert(fc.property(fc.array(payable, { maxLength: 60 }), aCurrency, (parts, currency) => {
      const amounts = parts.map((minor) => ({ minor, currency }));
      expect(BigInt(sum(amounts, currency).minor)).toBe(parts.reduce((all, part) => all + BigInt(part), 0n));
      expect(sum(amounts.toReversed(), currency)).toEqual(sum(amounts, currency));
    }));
  });
});

describe('a division', () => {
  /** Shares of a whole in ten-thousandths of a per cent, as the differences of sorted cuts. */
  const someShares = fc.uniqueArray(fc.integer({ min: 1, max: 999_999 }), { maxLength: 11 }).map((cuts) => {
    const sorted = [0, ...cuts.toSorted((a, b) => a - b), 1_000_000];
    return sorted.slice(1).map((cut, at) => ({ accountId: `a${at}`, tenThousandths: cut - (sorted[at] ?? 0) }));
  });
  const percentOf = (parts: number): string => decimalText({ minor: parts, currency: 'JPY' }).padStart(5, '0').replace(/(\d{4})$/, '.$1');

  it('leaves no remainder, gives nobody more than a minor unit beside his share, and depends on nothing but its input', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), aCurrency, someShares, (minor, currency, given) => {
      const shares = given.map(({ accountId, tenThousandths }) => ({ accountId, percent: percentOf(tenThousandths) }));
      const parts = splitFee({ minor, currency }, shares);
      expect(parts.reduce((all, { amount }) => all + BigInt(amount.minor), 0n)).toBe(BigInt(minor));
      for (const [at, { amount }] of parts.entries()) {
        const off = BigInt(amount.minor) * 1_000_000n - BigInt(minor) * BigInt(given[at]?.tenThousandths ?? 0);
        expect(off > -1_000_000n && off < 1_000_000n).toBe(true);
      }
      expect(splitFee({ minor, currency }, shares)).toEqual(parts);
    }));
  });
});

describe('a conversion', () => {
  const aRate = fc.tuple(fc.integer({ min: 0, max: 99_999 }), fc.integer({ min: 0, max: 99_999_999 })).filter(([whole, fraction]) => whole + fraction > 0).map(([whole, fraction]) => `${whole}.${String(fraction).padStart(8, '0')}`);
  const modest = fc.integer({ min: -1_000_000, max: 1_000_000 });

  it('is at most half a minor unit from the exact value, half away from zero, and mirrors below zero', () => {
    fc.assert(fc.property(modest, aCurrency, aCurrency, aRate, (minor, from, into, rate) => {
      const got = convert({ minor, currency: from }, ratioOf(rate), into);
      // Both sides in 1e-8 of a thousandth: got against minor × rate.
      const exact = BigInt(minor) * BigInt(rate.replace('.', '')) * 10n ** BigInt(3 - exponentOf(from));
      const unit = 10n ** 8n * 10n ** BigInt(3 - exponentOf(into));
      const twiceOff = 2n * (BigInt(got.minor) * unit - exact);
      expect(minor >= 0 ? twiceOff > -unit && twiceOff <= unit : twiceOff < unit && twiceOff >= -unit).toBe(true);
      expect(convert({ minor: -minor, currency: from }, ratioOf(rate), into).minor + 0).toBe(-got.minor + 0);
      expect(got.currency).toBe(into);
    }));
  });

  it('there and back is off by no more than the two roundings allow', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 1_000_000_000 }), fc.constantFrom('USD', 'EUR', 'GBP'), aRate, (minor, currency, rate) => {
      const ratio = ratioOf(rate);
      const back = convert(convert({ minor, currency }, ratio, 'CHF'), inverse(ratio), currency).minor;
      // Half a unit there becomes half a unit over the rate on the way back, and half a unit is rounded again.
      const off = BigInt(Math.abs(back - minor));
      expect((2n * off - 1n) * ratio.over <= ratio.under).toBe(true);
    }));
  });
});
