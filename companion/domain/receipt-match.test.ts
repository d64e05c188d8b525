import { describe, expect, it } from '@jest/globals';
import { matchOf, plainName, wordsOf, type Clue, type Findings } from './receipt-match.ts';

const clue: Clue = { key: 'k', source: 'Blue Harbour', reference: 'INV-7', description: '' };
const found = (more: Partial<Findings>): Findings => ({ named: [], sameName: [], earlier: [], ...more });
const named = (opportunityId: string | undefined, accountId: string | undefined, word = 'INV-7') => ({ word, on: 'Opportunity.Invoice__c', opportunityId, accountId });

describe('the words of a receipt', () => {
  it.each([
    ['INV-2026/0042', '', ['INV-2026/0042']],
    ['', 'for invoice #2026-0042, thank you', ['2026-0042']],
    ['Order 77', 'Order 77', ['Order 77']],
    ['A1', 'x1 y2', []],
    ['inv-0042', 'INV-0042 (again: Inv-0042.)', ['inv-0042'.toUpperCase()]],
  ])('of "%s" and "%s" are %j', (reference, description, words) => {
    expect(wordsOf({ reference, description }).map((word) => word.toLowerCase())).toEqual(words.map((word) => word.toLowerCase()));
  });

  it('are never more than twelve, however long the text', () => {
    expect(wordsOf({ reference: '', description: Array.from({ length: 500 }, (_, at) => `word${at}000`).join(' ') })).toHaveLength(12);
  });
});

describe('two spellings of a name', () => {
  it.each([['Blue Harbour Trading Ltd.', 'BLUE HARBOUR TRADING LIMITED'], ['Café Müller GmbH', 'cafe muller'], ['A & B, Inc', 'A and B']])('%s and %s are the same', (one, other) => {
    expect(plainName(one)).toBe(plainName(other));
  });
  it.each([['Blue Harbour', 'Blue Harbor'], ['Company Ltd', 'Limited Co AB 2']])('%s and %s are not', (one, other) => {
    expect(plainName(one)).not.toBe(plainName(other));
  });
});

describe('a match', () => {
  it.each<[string, Partial<Findings>, object]>([
    ['one opportunity by reference is sure', { named: [named('006A', '001A')] }, { state: 'Matched', opportunityId: '006A', accountId: '001A' }],
    ['one record named twice is one record', { named: [named('006A', '001A'), named('006A', '001A', '006A')] }, { state: 'Matched', opportunityId: '006A' }],
    ['an account beside its own opportunity is no contradiction', { named: [named('006A', '001A'), named(undefined, '001A')] }, { state: 'Matched', opportunityId: '006A', accountId: '001A' }],
    ['two opportunities of one account leave the account', { named: [named('006A', '001A'), named('006B', '001A')] }, { state: 'Proposed', opportunityId: undefined, accountId: '001A' }],
    ['two accounts leave nothing', { named: [named(undefined, '001A'), named(undefined, '001B')] }, { state: 'Proposed', opportunityId: undefined, accountId: undefined }],
    ['a reference counts more than a name', { named: [named(undefined, '001A')], sameName: [{ accountId: '001B', name: 'Blue Harbour' }] }, { state: 'Matched', accountId: '001A' }],
    ['a name alone is a proposal', { sameName: [{ accountId: '001B', name: 'Blue Harbour Ltd' }] }, { state: 'Proposed', accountId: '001B' }],
    ['a name that only begins the same is none', { sameName: [{ accountId: '001B', name: 'Blue Harbour Foods' }] }, { state: 'Unmatched', accountId: undefined }],
    ['two accounts of one name are no answer', { sameName: [{ accountId: '001B', name: 'Blue Harbour' }, { accountId: '001C', name: 'blue harbour' }] }, { state: 'Unmatched', accountId: undefined }],
    ['what people decided before counts more than a name', { sameName: [{ accountId: '001B', name: 'Blue Harbour' }], earlier: [{ accountId: '001C', contactId: undefined, times: 3 }] }, { state: 'Proposed', accountId: '001C' }],
    ['what people decided differently is no answer', { earlier: [{ accountId: '001C', contactId: undefined, times: 3 }, { accountId: '001D', contactId: undefined, times: 1 }] }, { state: 'Unmatched', accountId: undefined }],
    ['nothing found is nothing matched', {}, { state: 'Unmatched', accountId: undefined, opportunityId: undefined }],
  ])('%s', (_name, findings, wanted) => {
    const match = matchOf(clue, found(findings));
    expect(match).toMatchObject(wanted);
    expect(match.reason.length).toBeGreaterThan(10);
  });

  it('is Matched only with a record that carries it, whatever is found', () => {
    const ids = [undefined, '001A', '001B'];
    for (const one of ids) for (const other of ids) for (const deal of [undefined, '006A', '006B']) {
      const match = matchOf(clue, found({ named: [named(deal, one), named(undefined, other)] }));
      if (match.state === 'Matched') expect([match.accountId, match.opportunityId].filter(Boolean).length).toBeGreaterThan(0);
    }
  });
});
