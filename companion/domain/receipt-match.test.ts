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
    [' Order 77 ', '', ['Order 77']], ['A12', '', ['A12']], ['', 'x123 y12', ['x123']], ['', '--/0042a 0042b.__', ['0042a', '0042b']], ['straße1', 'STRASSE1', ['straße1', 'STRASSE1']],
    [`${'x'.repeat(39)} ${'y'.repeat(40)}`, '', [`${'x'.repeat(39)} ${'y'.repeat(40)}`]], ['x1'.repeat(40), '', ['x1'.repeat(40)]], [`${'x1'.repeat(40)}x`, '', []], ['', `${'y1'.repeat(40)} ${'z1'.repeat(40)}z`, ['y1'.repeat(40)]], ['', 'again (and) [a1b2] "c3d4" \'e5f6\' g7h8|i9j0:k1l2;m3n4#o5p6', ['a1b2', 'c3d4', 'e5f6', 'g7h8', 'i9j0', 'k1l2', 'm3n4', 'o5p6']],
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
  it.each('ltd limited inc incorporated llc gmbh ag bv sa sas sarl srl plc corp corporation co company pty oy ab'.split(' '))('are the same without %s', (form) => expect(plainName(`Blue Harbour ${form}`)).toBe('blue harbour'));
  it('are told apart by all their words when there are no others', () => expect(plainName('Company Ltd')).toBe('company ltd'));
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

  it('says why, in words for the person who confirms', () => {
    const reason = (findings: Partial<Findings>, of: Partial<Clue> = {}): string => matchOf({ ...clue, ...of }, found(findings)).reason;
    const twice = (accountId: string | undefined, times: number, contactId?: string) => ({ accountId, contactId, times });
    const accounts = (...ids: string[]) => ids.map((accountId) => ({ accountId, name: 'Blue Harbour' }));
    expect([reason({}), reason({}, { source: '' }), reason({}, { reference: '' }), reason({}, { source: '', reference: '' })]).toEqual([...Array<string>(3).fill('No record is named by its reference, and no account by its source.'), 'It says neither who paid nor what for.']);
    expect(reason({ named: [named('006A', '001A')] })).toBe('INV-7 is Opportunity.Invoice__c.');
    expect(reason({ named: ['a', 'b', 'c', 'd', 'e'].map((word) => named(word, word, word)) })).toBe('Its reference names several records (a on Opportunity.Invoice__c, b on Opportunity.Invoice__c, c on Opportunity.Invoice__c, d on Opportunity.Invoice__c). Choose one.');
    expect(reason({ sameName: accounts('1') })).toBe('The account is called like the source, Blue Harbour. Confirm it.');
    expect([reason({ earlier: [twice('1', 1)] }), reason({ earlier: [twice('1', 2), twice('1', 3)] })]).toEqual(['Blue Harbour was matched so once before. Confirm it.', 'Blue Harbour was matched so 5 times before. Confirm it.']);
    const several = (count: number): string => `${count} accounts fit the source Blue Harbour. Choose one.`;
    expect([reason({ sameName: accounts('1', '2') }), reason({ earlier: [twice('1', 1), twice('2', 1)] }), reason({ sameName: accounts('1', '2', '3'), earlier: [twice('1', 1), twice('2', 1)] }), reason({ sameName: accounts('1', '2'), earlier: [twice('1', 1), twice('2', 1), twice('3', 1)] })]).toEqual([2, 2, 3, 3].map(several));
  });

  it('with what people decided before names the account, the contact or both, and nobody where they named none', () => {
    const of = (accountId: string | undefined, contactId: string | undefined) => matchOf(clue, found({ earlier: [{ accountId: undefined, contactId: undefined, times: 4 }, { accountId, contactId, times: 1 }] }));
    expect(of('001A', '003A')).toMatchObject({ state: 'Proposed', accountId: '001A', contactId: '003A', opportunityId: undefined, reason: 'Blue Harbour was matched so once before. Confirm it.' });
    expect([of('001A', undefined), of(undefined, '003A')]).toMatchObject([{ accountId: '001A', contactId: undefined }, { accountId: undefined, contactId: '003A' }]);
    expect(of(undefined, undefined)).toMatchObject({ state: 'Unmatched', accountId: undefined, contactId: undefined });
    expect(matchOf(clue, found({ earlier: [{ accountId: '001A', contactId: undefined, times: 1 }, { accountId: '001A', contactId: '003A', times: 1 }] })).state).toBe('Unmatched');
  });

  it('is Matched only with a record that carries it, whatever is found', () => {
    const ids = [undefined, '001A', '001B'];
    for (const one of ids) for (const other of ids) for (const deal of [undefined, '006A', '006B']) {
      const match = matchOf(clue, found({ named: [named(deal, one), named(undefined, other)] }));
      if (match.state === 'Matched') expect([match.accountId, match.opportunityId].filter(Boolean).length).toBeGreaterThan(0);
    }
  });
});
