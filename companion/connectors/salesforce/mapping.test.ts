import { describe, expect, it } from '@jest/globals';
import type { Change } from '../../domain/change.ts';
import { fit, recordOf, timelineText } from './mapping.ts';
import { namesIn } from './names.ts';
import { beginningWith, caseSafeId, literal } from './soql.ts';

const names = namesIn('');
const at = '2026-11-20T10:00:00.000Z';

describe('the mapping', () => {
  it('cuts texts to the field, visibly and between characters', () => {
    expect(fit('abcdef', 4)).toBe('abc…');
    expect(fit('ab😀cd', 4)).toBe('ab…');
    expect(fit('', 4)).toBeNull();
  });

  it('keeps a long story readable JSON with its first and its latest lines', () => {
    const story = Array.from({ length: 500 }, (_, nth) => ({ at, text: `line ${nth} ${'x'.repeat(200)}` }));
    const text = timelineText(story);
    const kept = JSON.parse(text) as { text: string }[];
    expect(text.length).toBeLessThanOrEqual(32_768);
    expect(kept[0]?.text).toMatch(/^line 0 /);
    expect(kept.at(-1)?.text).toMatch(/^line 499 /);
  });

  it('writes a transaction with amounts to the digit, each in its own currency', () => {
    const change: Change & { kind: 'transaction' } = {
      kind: 'transaction', key: 'payer:1', version: 4, requestId: 'a0X', batchKey: 'b-1', fundingAccountId: undefined, reference: 'a0X-01', type: 'Payout', direction: 'Out', status: 'Transferred',
      amount: { minor: 900_719_925_474_099, currency: 'USD' }, payoutId: 'p', providerStatus: 'x'.repeat(100), reason: undefined, target: { minor: 5_000, currency: 'JPY' },
      fee: { minor: 1_500, currency: 'KWD', basis: 'Actual' }, fxRate: { rate: '151.12345678', source: 'payer', at }, occurredAt: at, timeline: [],
    };
    const text = JSON.stringify(recordOf(change, names));
    expect(text).toContain('"Amount__c":9007199254740.99,');
    expect(text).toContain('"Target_Amount__c":5000,"Target_Currency__c":"JPY","Fee_Amount__c":1.500,"Fee_Currency__c":"KWD","Fee_Basis__c":"Actual","FX_Rate__c":151.12345678,');
    expect(text).toContain('"Payout_Batch__r":{"Batch_Key__c":"b-1"}');
    expect((recordOf(change, names)['Provider_Status__c'] as string).length).toBe(80);
  });

  it('writes an unknown sum as empty, never as zero', () => {
    const none = { minor: 0, currency: 'USD' };
    const change: Change & { kind: 'batch' } = {
      kind: 'batch', key: 'b-1', version: 1, fundingAccountId: undefined, currency: 'USD', status: 'Open', requestedCount: 1, sentAt: undefined, seal: 'Open', sealDetail: '', requested: { minor: 100, currency: 'USD' },
      approved: undefined, provider: undefined, movement: undefined, paid: none, returned: none, failed: none, held: none, inFlight: none, residue: { minor: -100, currency: 'USD' },
    };
    expect(recordOf(change, names)).toMatchObject({ Approved_Total__c: null, Provider_Total__c: null, Balance_Movement__c: null });
    expect(JSON.stringify(recordOf(change, names))).toContain('"Residue__c":-1.00');
  });
});

describe('SOQL', () => {
  it('lets no text out of its quotes', () => {
    expect(literal("a' OR Name != '\\")).toBe("'a\\' OR Name != \\'\\\\'");
    expect(literal('two\r\nlines, a\ttab\u2028\u0001')).toBe("'two\\r\\nlines, a\\ttab\\u2028\\u0001'");
    expect(beginningWith("100%_O'N\n")).toBe("'100\\%\\_O\\'N\\n%'");
    expect(encodeURIComponent(literal('half a sign: \ud83d'))).toContain('%EF%BF%BD');
  });

  it.each([['001A0000006Vm9r', '001A0000006Vm9rIAC'], ['005000000000001', '005000000000001AAA'], ['001A0000006Vm9rIAC', '001A0000006Vm9rIAC'], ['not an id', 'not an id']])('completes the id %s to %s', (id, full) => {
    expect(caseSafeId(id)).toBe(full);
  });
});
