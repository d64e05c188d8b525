import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decimalText } from '../../domain/money.ts';
import type { Attempt } from '../../domain/payout.ts';
import { Problem } from '../../domain/problem.ts';
import { parseExactly } from './exact-json.ts';
import { sightingOf } from './sightings.ts';
import { attempt, world } from './test-connection.ts';

fc.configureGlobal({ seed: 20261121, numRuns: 1_000 });

const programs = { USD: '100200300', JPY: '100200301', KWD: '100200302' } as const;
/** What the provider's field rules let through; everything else is told before anything is sent. */
const purposes = fc.string({ unit: fc.constantFrom(...'ABCxyz0189 ()/.-@%!_:,$"+>'), minLength: 1, maxLength: 150 }).filter((text) => text.trim() !== '');
const payees = fc.string({ unit: fc.constantFrom(...'ABCxyz0189_-^@!?".'), minLength: 1, maxLength: 50 });
const aMinor = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });
const someAttempt = fc.record({ currency: fc.constantFrom('USD' as const, 'JPY' as const, 'KWD' as const), minor: aMinor, purpose: purposes, payeeId: payees, number: fc.integer({ min: 1, max: 99 }) })
  .map(({ currency, minor, purpose, payeeId, number }): Attempt => ({ ...attempt, program: programs[currency], amount: { minor: currency === 'KWD' ? Math.floor(minor / 100) * 10 + 10 : minor, currency }, purpose, payeeId, number, reference: `a0X000000000001AAA-${String(number).padStart(2, '0')}` }));
const connections = { string: world({}).connection.payouts, number: world({}, { AMOUNT_ENCODING: 'number' }).connection.payouts };

/** The same number of the whole unit as two texts say it: digits compared, no float in between. */
const sameNumber = (one: string, other: string): boolean => {
  const plain = (text: string): string => (text.includes('.') ? text.replace(/0+$/, '').replace(/\.$/, '') : text);
  return plain(one) === plain(other);
};
const inEitherForm = (text: string, asNumber: boolean): string => (asNumber ? text : JSON.stringify(text));
const answer = (text: string) => ({ status: 200, text, headers: new Headers(), askedAt: 5, url: 'x' }) as unknown as Parameters<typeof sightingOf>[0];

describe('a submission', () => {
  it.each(['string', 'number'] as const)('holds every payout digit for digit and sign for sign, amounts written as %s', (encoding) => {
    fc.assert(fc.property(someAttempt, fc.integer({ min: 1, max: 4 }), (one, count) => {
      const batch = Array.from({ length: count }, () => one);
      const body = connections[encoding].prepare(batch);
      const { Payments } = parseExactly(body) as { Payments: Record<string, string>[] };
      expect(Payments).toHaveLength(count);
      for (const item of Payments) {
        expect(Object.keys(item).sort()).toEqual(['amount', 'client_reference_id', 'currency', 'description', 'payee_id']);
        expect([item.client_reference_id, item.payee_id, item.description, item.currency]).toEqual([one.reference, one.payeeId, one.purpose, one.amount.currency]);
        expect([item.amount, sameNumber(item.amount ?? '', decimalText(one.amount))]).toEqual([item.amount, true]);
      }
    }));
  });

  it('is either written whole or refused in words before anything is sent, whatever stands on the record', () => {
    const anything = fc.string({ unit: 'binary', maxLength: 200 });
    fc.assert(fc.property(anything, anything, fc.oneof(fc.double(), fc.maxSafeInteger()), fc.constantFrom('USD', 'JPY', 'KWD', 'SEK'), (purpose, payeeId, minor, currency) => {
      const one = { ...attempt, purpose, payeeId, amount: { minor, currency }, program: programs[currency as 'USD'] ?? '1' };
      if (connections.string.unsendable(one) === undefined) expect((parseExactly(connections.string.prepare([one])) as { Payments: unknown[] }).Payments).toMatchObject([{ payee_id: payeeId, description: purpose }]);
      else expect(() => connections.string.prepare([one])).toThrow(Problem);
    }));
  });
});

describe('a status answer', () => {
  const words = fc.constantFrom('Pending', 'Pending Payee', 'Transferred', 'Cancelled', 'Something New', 'Überwiesen');
  const optionals = fc.record({ payout_id: fc.oneof(fc.constant(null), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 })), reason_code: fc.oneof(fc.constant(null), fc.constantFrom('10009', '77')), reason_description: fc.oneof(fc.constant(null), fc.string({ unit: 'grapheme' })) }, { requiredKeys: [] });

  it('gives back the amount that was sent, as number or text, with an exponent, more zeros or none', () => {
    fc.assert(fc.property(someAttempt, words, fc.boolean(), fc.constantFrom('plain', 'zeros', 'exponent'), ({ amount, payeeId, reference }, status, asNumber, form) => {
      const text = decimalText(amount);
      const shifted = `${amount.minor}E-${text.split('.')[1]?.length ?? 0}`;
      const written = form === 'plain' ? text : form === 'zeros' ? decimalText(amount, 6).replace(/^(\d+)$/, '$1.000') : shifted;
      const seen = sightingOf(answer(`{"result":{"amount":${inEitherForm(form === 'exponent' ? shifted : written, asNumber || form === 'exponent')},"currency":"${amount.currency.toLowerCase()}","status":${JSON.stringify(status)},"payee_id":${JSON.stringify(payeeId)},"client_reference_id":"${reference.toUpperCase()}"}}`), reference);
      expect(seen).toMatchObject({ found: true, amount, payeeId, raw: status });
    }));
  });

  it('does without what is missing, null or unknown, and makes nothing up', () => {
    fc.assert(fc.property(optionals, fc.dictionary(fc.string().filter((key) => key !== '__proto__'), fc.jsonValue(), { maxKeys: 3 }), words, (given, unknown, status) => {
      const seen = sightingOf(answer(JSON.stringify({ result: { unknown, ...given, amount: '1.00', currency: 'USD', status, payee_id: 'p' } })), 'r');
      expect(seen).toMatchObject({ found: true, amount: { minor: 100, currency: 'USD' } });
      if (!seen.found) return;
      expect(seen.payoutId).toBe(given.payout_id ?? undefined);
      if (given.reason_description?.trim()) expect(seen.reason?.text).toBe(given.reason_description.trim());
      expect(seen.reason === undefined).toBe(!given.reason_code && !given.reason_description);
    }));
  });

  it('of any form at all is either read or refused as a problem, and never anything but pending where its word is unknown', () => {
    const body = fc.oneof(fc.json(), fc.string({ unit: 'binary' }), fc.record({ result: fc.dictionary(fc.constantFrom('amount', 'currency', 'status', 'payee_id', 'payout_id', 'target_amount', 'target_currency', 'client_reference_id'), fc.oneof(fc.jsonValue(), fc.constantFrom('1.00', 'USD', 'Transferred')), { minKeys: 4 }) }).map((value) => JSON.stringify(value)));
    fc.assert(fc.property(body, fc.constantFrom(200, 400, 404, 500), (text, status) => {
      try {
        const seen = sightingOf({ ...answer(text), status }, 'r');
        if (seen.found) expect([seen.raw.trim().toLowerCase(), seen.status]).toEqual([seen.raw.trim().toLowerCase(), { transferred: 'transferred', cancelled: 'cancelled', pending: 'pending', 'pending payee': 'payee must act' }[seen.raw.trim().toLowerCase()] ?? 'unrecognised']);
      } catch (error) {
        expect(error).toBeInstanceOf(Problem);
      }
    }), { numRuns: 3_000 });
  });
});
