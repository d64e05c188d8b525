import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Change } from '../../domain/change.ts';
import { decimalText, type Money } from '../../domain/money.ts';
import { Problem } from '../../domain/problem.ts';
import { isRow, parseExact, plainDecimal, type Row } from './exact-json.ts';
import { csvRows } from './csv-rows.ts';
import { recordOf } from './mapping.ts';
import { namesIn } from './names.ts';
import { requestOf } from './requests.ts';
import { caseSafeId } from './soql.ts';

fc.configureGlobal({ seed: 20261121, numRuns: 400 });

const names = namesIn('');
const aMoney: fc.Arbitrary<Money> = fc.record({ minor: fc.integer({ min: -Number.MAX_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER }), currency: fc.constantFrom('USD', 'JPY', 'KWD', 'EUR') });
const maybe = <T>(some: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(some, { nil: undefined });
/** Long enough to be cut, of every alphabet, with characters of two halves at every place. */
const aText = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 400 }), fc.integer({ min: 0, max: 300 }).map((length) => `${'x'.repeat(length)}${'💶'.repeat(60)}`));
const aMoment = fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }).map((at) => at.toISOString());
const aRate = fc.integer({ min: 1, max: 999_999_999_999 }).map((parts) => `${Math.floor(parts / 1e8)}.${String(parts % 1e8).padStart(8, '0')}`);
const aKey = fc.string({ unit: fc.constantFrom(...'abcXYZ019:-_'), minLength: 1, maxLength: 40 });

const aTransaction: fc.Arbitrary<Change & { kind: 'transaction' }> = fc.record({
  kind: fc.constant('transaction' as const), key: aKey, version: fc.nat(), requestId: aKey, batchKey: aKey, fundingAccountId: maybe(aKey), reference: aKey,
  type: fc.constantFrom('Payout' as const, 'Return' as const), direction: fc.constantFrom('Out' as const, 'In' as const), status: fc.constantFrom('Sending' as const, 'Transferred' as const), amount: aMoney,
  payoutId: maybe(aText), providerStatus: maybe(aText), reason: maybe(aText), target: maybe(aMoney), fee: maybe(aMoney.map((money) => ({ ...money, basis: 'Actual' as const }))),
  fxRate: maybe(fc.record({ rate: aRate, source: aText, at: aMoment })), occurredAt: aMoment, timeline: fc.array(fc.record({ at: aMoment, text: aText }), { maxLength: 8 }),
});
const anAllocation: fc.Arbitrary<Change & { kind: 'feeAllocation' }> = fc.record({
  kind: fc.constant('feeAllocation' as const), key: aKey, version: fc.nat(), transactionId: aKey, accountId: maybe(aKey), ruleId: maybe(aKey), amount: aMoney, percent: maybe(fc.constantFrom('100', '33.3333', '0.0001')),
  basis: fc.constant('Actual' as const), status: fc.constant('Suggested' as const), why: aText, times: maybe(fc.nat()), ofLike: maybe(fc.nat()), occurredAt: aMoment, allocatedAt: aMoment,
});
const aConversion: fc.Arbitrary<Change & { kind: 'conversion' }> = fc.record({ kind: fc.constant('conversion' as const), key: aKey, version: fc.nat(), converted: maybe(fc.record({ owed: aMoney, amount: aMoney, rate: aRate, source: aText, at: aMoment })) });

/** What the books would read of a record: its JSON, numbers digit for digit. */
const heard = (change: Parameters<typeof recordOf>[0]): Row => {
  const read = parseExact(JSON.stringify(recordOf(change as never, names)));
  if (!isRow(read)) throw new Error('no record');
  return read;
};
const digits = (money: Money | undefined): string | null => (money === undefined ? null : decimalText(money));

describe('a record as it is written', () => {
  it('holds the amounts of a transaction digit for digit, and null for what is not known', () => {
    fc.assert(fc.property(aTransaction, (change) => {
      const n = names.transaction;
      const row = heard(change);
      expect([row[n.amount], row[n.currency]]).toEqual([digits(change.amount), change.amount.currency]);
      expect([row[n.targetAmount], row[n.targetCurrency]]).toEqual([digits(change.target), change.target?.currency ?? null]);
      expect([row[n.feeAmount], row[n.feeCurrency], row[n.feeBasis]]).toEqual([digits(change.fee), change.fee?.currency ?? null, change.fee?.basis ?? null]);
      expect([row[n.fxRate], row[n.fxAt]]).toEqual([change.fxRate?.rate ?? null, change.fxRate?.at ?? null]);
      expect(row[n.fundingAccountId]).toBe(change.fundingAccountId);
      expect([n.fundingAccountId in row, n.payoutId in row]).toEqual([change.fundingAccountId !== undefined, change.payoutId !== undefined]);
    }));
  });

  it('holds the amounts of a conversion and of a part of a fee digit for digit', () => {
    fc.assert(fc.property(aConversion, anAllocation, ({ converted, ...change }, part) => {
      const n = names.conversion;
      const row = heard({ ...change, converted });
      expect([row[n.owedAmount], row[n.owedCurrency], row[n.rate]]).toEqual([digits(converted?.owed), converted?.owed.currency ?? null, converted?.rate ?? null]);
      expect(row[names.request.amount]).toBe(converted === undefined ? undefined : digits(converted.amount));
      expect([heard(part)[names.feeAllocation.amount], heard(part)[names.feeAllocation.percent]]).toEqual([digits(part.amount), part.percent ?? null]);
    }));
  });

  it('says every text whole or cut to its field, never through the middle of a character', () => {
    fc.assert(fc.property(aTransaction, anAllocation, aConversion, (...changes) => {
      for (const change of changes) {
        for (const text of Object.values(heard(change))) if (typeof text === 'string') expect([text, text.isWellFormed(), text.length <= 32_768]).toEqual([text, true, true]);
      }
      const [{ reason, timeline }] = changes;
      const row = heard(changes[0]);
      const said = row[names.transaction.reason];
      if (reason && reason.length > 255) expect([said, reason.startsWith(String(said).slice(0, -1)), String(said).length >= 254]).toEqual([expect.stringMatching(/…$/), true, true]);
      else expect(said).toBe(reason || null);
      const told = JSON.parse(String(row[names.transaction.timeline])) as { text: string }[];
      if (timeline.length < 20) expect(told.map(({ text }) => text)).toEqual(timeline.map(({ text }) => text));
    }), { numRuns: 150 });
  });
});

describe('a request as it is read', () => {
  const id = 'a0X000000000001AAA';
  const optional = [names.request.purpose, names.request.invoiceNumber, names.request.payoutDate, names.request.dueDate, names.request.fundingAccountId, names.request.attempt] as const;
  const aRow = fc.record({ money: aMoney, form: fc.constantFrom('plain', 'exponent'), missing: fc.subarray([...optional]), empty: fc.subarray([...optional]), text: fc.string({ unit: 'grapheme', minLength: 1 }), stamped: fc.boolean() });
  const textOfRow = ({ money, form, missing, empty, text, stamped }: { money: Money; form: string; missing: readonly string[]; empty: readonly string[]; text: string; stamped: boolean }): string => {
    const n = names.request;
    const amount = form === 'plain' ? decimalText(money) : `${money.minor}E-${decimalText(money).split('.')[1]?.length ?? 0}`;
    const fields = {
      Id: id, Name: 'PR-1', CreatedById: '005000000000001', [n.status]: 'Approved for Payout', [n.currency]: money.currency, [n.purpose]: text, [n.invoiceNumber]: text, [n.payoutDate]: '2026-11-21', [n.dueDate]: '2026-11-22', [n.fundingAccountId]: 'a01', [n.attempt]: 2,
      [n.recipient]: { Id: 'a02000000000001AAA', [names.recipient.payeeKey]: `p:s:1:${text}`, [names.recipient.country]: null }, [n.fundingAccount]: null,
      ...(stamped ? { [n.approvedCurrency]: money.currency, [n.approvedRecipientId]: 'a02000000000001', [n.approvedPayeeKey]: `p:s:1:${text}`, [n.approvedAt]: '2026-11-20T10:00:00.000+0000', [n.approvedById]: '005000000000002', [n.submittedById]: '005000000000003' } : {}),
    };
    const left = Object.fromEntries(Object.entries(fields).filter(([name]) => !missing.includes(name)).map(([name, value]) => [name, empty.includes(name) ? null : value]));
    return `${JSON.stringify(left).slice(0, -1)},"${n.amount}":${amount}${stamped ? `,"${n.approvedAmount}":${amount}` : ''}}`;
  };

  it('has the amount that stands there to the minor unit, with or without an exponent, and nothing made up for what is missing or empty', () => {
    fc.assert(fc.property(aRow, (given) => {
      const read = requestOf(parseExact(textOfRow(given)) as Row, { names, evidence: 'classic' });
      const has = (name: string): boolean => !given.missing.includes(name) && !given.empty.includes(name);
      expect(read.amount).toEqual({ ...given.money, minor: given.money.minor + 0 });
      expect(read.stamp?.amount).toEqual(given.stamped ? read.amount : undefined);
      expect([read.purpose, read.invoiceNumber]).toEqual([has(optional[0]) ? given.text : '', has(optional[1]) ? given.text : undefined]);
      expect([read.payoutDate, read.dueDate, read.fundingAccountId, read.attempt]).toEqual([has(optional[2]) ? '2026-11-21' : undefined, has(optional[3]) ? '2026-11-22' : undefined, has(optional[4]) ? 'a01' : undefined, has(optional[5]) ? 2 : 0]);
      expect(read.recipient.payeeKey).toBe(`p:s:1:${given.text}`);
    }));
  });

  it('of any form at all is either read or refused as a problem', () => {
    fc.assert(fc.property(fc.dictionary(fc.constantFrom('Id', 'Name', 'CreatedById', ...Object.values(names.request)), fc.oneof(fc.jsonValue(), fc.constantFrom('Draft', 'USD', '1.00')), { minKeys: 5 }), (row) => {
      try {
        requestOf(parseExact(JSON.stringify(row)) as Row, { names, evidence: 'classic' });
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
      }
    }), { numRuns: 1_000 });
  });
});

describe('exact numbers', () => {
  /** The value of a JSON number as a fraction of whole numbers, by arithmetic instead of moved points. */
  const valueOf = (text: string): readonly [over: bigint, under: bigint] => {
    const [mantissa = '', power = '0'] = text.toLowerCase().split('e');
    const [whole = '', fraction = ''] = mantissa.split('.');
    const exponent = Number(power) - fraction.length;
    const over = BigInt(whole + fraction);
    return exponent >= 0 ? [over * 10n ** BigInt(exponent), 1n] : [over, 10n ** BigInt(-exponent)];
  };
  const aNumber = fc.stringMatching(/^-?(0|[1-9]\d{0,20})(\.\d{1,20})?([eE][+-]?\d{1,2})?$/);

  it('are written without exponent and mean the same', () => {
    fc.assert(fc.property(aNumber, (text) => {
      const plain = plainDecimal(text);
      expect(plain).toMatch(/^-?\d+(\.\d+)?$/);
      const [[a, b], [c, d]] = [valueOf(text), valueOf(plain)];
      expect(a * d).toBe(c * b);
      expect(parseExact(`{"x":[${text}]}`)).toEqual({ x: [plain] });
    }));
  });

  it('leave every other JSON as it is', () => {
    fc.assert(fc.property(fc.json({ noUnicodeString: false }), (text) => {
      const plain = JSON.parse(text, (_key, value: unknown) => (typeof value === 'number' ? 'n' : value)) as unknown;
      const numbered = JSON.parse(JSON.stringify(parseExact(text))) as unknown;
      const shape = (value: unknown): unknown => (Array.isArray(value) ? value.map(shape) : typeof value === 'object' && value !== null ? Object.keys(value).sort() : typeof value);
      expect(shape(numbered)).toEqual(shape(plain));
    }));
  });
});

describe('a page of a bulk query', () => {
  const quoted = (value: string): string => `"${value.replaceAll('"', '""')}"`;
  const aValue = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 30 }), fc.constantFrom('', '"', ',', '\n', '\r\n', '""', ' ', 'a,"b"\n'));
  it('gives back every text as it was, whatever signs are in it, and nothing for what is empty', () => {
    fc.assert(fc.property(fc.array(fc.tuple(aValue, aValue, aNumberText()), { maxLength: 20 }), (rows) => {
      const page = [['Id', 'Recipient__r.Name', 'Amount__c'], ...rows].map((row) => row.map(quoted).join(',')).join('\n');
      expect(csvRows(`${page}\n`, ['Amount__c'])).toEqual(rows.map(([id, name, amount]) => ({ Id: id === '' ? null : id, Recipient__r: name === '' ? null : { Name: name }, Amount__c: plainDecimal(amount) })));
    }));
  });
  it('that was cut off anywhere is refused, or tells every row before the cut as it was: how many there should be is said beside it', () => {
    fc.assert(fc.property(fc.array(fc.tuple(aValue, aValue), { minLength: 1, maxLength: 8 }), fc.nat(), (rows, at) => {
      const lines = [['Id', 'Name'], ...rows].map((row) => `${row.map(quoted).join(',')}\n`).join('');
      try {
        const cut = lines.slice(0, at % lines.length);
        const read = csvRows(cut);
        // The last row may end at the cut; only that one can tell less than it did.
        const whole = cut.endsWith('\n') ? read : read.slice(0, -1);
        expect(whole).toEqual(rows.slice(0, whole.length).map(([id, name]) => ({ Id: id || null, Name: name || null })));
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        expect(error.kind).toBe('unreachable');
      }
    }));
  });
  function aNumberText(): fc.Arbitrary<string> {
    return fc.stringMatching(/^-?(0|[1-9]\d{0,14})(\.\d{1,5})?(E[1-9])?$/);
  }
});

describe('an id', () => {
  it('of 15 characters becomes one of 18 that begins with it, and no two of them become equal but for case', () => {
    fc.assert(fc.property(fc.stringMatching(/^[A-Za-z0-9]{15}$/), fc.stringMatching(/^[A-Za-z0-9]{15}$/), (one, other) => {
      expect(caseSafeId(one)).toMatch(/^[A-Za-z0-9]{18}$/);
      expect(caseSafeId(one).startsWith(one)).toBe(true);
      expect(caseSafeId(caseSafeId(one))).toBe(caseSafeId(one));
      for (const twin of [other, one.toUpperCase(), one.toLowerCase()]) expect(caseSafeId(one).toLowerCase() === caseSafeId(twin).toLowerCase()).toBe(one === twin);
    }));
  });
});
