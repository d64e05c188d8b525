import { describe, expect, it } from '@jest/globals';
import type { FieldType, FieldValue } from './org.ts';
import { field } from './standard-objects.ts';
import { listFilterTest } from './ui-list-filter.ts';

const now = Date.UTC(2026, 10, 21, 9);

function passes(type: FieldType, operation: string, value: string, stored: FieldValue): boolean {
  return listFilterTest([{ field: field('F', type), operation, value, read: (row) => row['F'] ?? null }], undefined, now)({ F: stored });
}

describe('a filter of a list view', () => {
  it.each<[FieldType, string, string, FieldValue, FieldValue]>([
    ['Picklist', 'equals', 'Open,Retrying', 'Retrying', 'Closed'],
    ['Picklist', 'notEqual', 'Open,Retrying', 'Closed', 'Open'],
    ['Text', 'contains', "O'Hara,50%", "Mr o'hara", 'O Hara 50'],
    ['Text', 'notContain', 'test', 'real', 'a Test'],
    ['Text', 'startsWith', 'PR-', 'pr-1', 'xPR-1'],
    ['Text', 'equals', '', null, 'x'],
    ['Number', 'greaterOrEqual', '1,000.5'.replace(',', ''), '1000.5', '1000.4'],
    ['Checkbox', 'equals', '1', true, false],
    ['Date', 'equals', '11/2/2026', '2026-11-02', '2026-02-11'],
    ['DateTime', 'equals', '2026-11-20', '2026-11-20T23:59:59.000+0000', '2026-11-21T00:00:00.000+0000'],
    ['DateTime', 'greaterThan', '11/20/2026', '2026-11-21T00:00:00.000+0000', '2026-11-20T12:00:00.000+0000'],
    ['DateTime', 'equals', 'LAST 7 DAYS', '2026-11-14T00:00:00.000+0000', '2026-11-13T23:59:59.000+0000'],
    ['Date', 'lessThan', 'TODAY', '2026-11-20', '2026-11-21'],
    ['MultiselectPicklist', 'includes', 'a,b', 'b;c', 'c'],
    ['MultiselectPicklist', 'excludes', 'a', 'b', 'a;b'],
  ])('of %s that %s %j lets %j through and not %j', (type, operation, value, through, not) => {
    expect([passes(type, operation, value, through), passes(type, operation, value, not)]).toEqual([true, false]);
  });

  it('joins conditions as its logic says, and all of them without any', () => {
    const filters = ['1', '2', '3'].map((value) => ({ field: field('F', 'Text' as const), operation: 'contains', value, read: (row: Record<string, FieldValue>): FieldValue => row['F'] ?? null }));
    const through = (logic: string | undefined): string[] => ['1', '12', '13', '3', '123'].filter((F) => listFilterTest(filters, logic, now)({ F }));
    expect(through(undefined)).toEqual(['123']);
    expect(through('1 AND (2 OR 3)')).toEqual(['12', '13', '123']);
    expect(through('1 AND NOT 2')).toEqual(['1', '13']);
    expect(through('2 OR 1 AND 3')).toEqual(['12', '13', '123']);
    for (const logic of ['1 AND', '(1', '1 2', '4', '']) expect(() => through(logic)).toThrow('filter logic');
    expect(() => listFilterTest([{ ...filters[0] as (typeof filters)[0], operation: 'within' }], undefined, now)).toThrow('not imitated');
  });
});
