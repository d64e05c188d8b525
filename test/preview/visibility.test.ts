import { beforeAll, describe, expect, it } from '@jest/globals';

type Criterion = readonly [left: string, operator: string, right: string];
interface Shown {
  isShown(visibility: unknown, record: unknown): boolean;
}

let shown: Shown['isShown'];
beforeAll(async () => {
  // A file of the page: it has no types, and finds its persona where a page has it.
  Object.assign(globalThis, { window: { quittancePreview: { persona: { permissions: ['ViewSetup'], name: 'Ada Admin' } } } });
  ({ isShown: shown } = (await import(new URL('../../preview/modules/shell/visibility/visibility.js', import.meta.url).href)) as Shown);
});

const record = { fields: { Status__c: { value: 'Submitted' }, Attempt__c: { value: 2 }, Recipient__r: { value: { fields: { Country__c: { value: 'PT' } } } } } };
const rule = (criteria: readonly Criterion[], logic?: string): boolean => shown({ logic, criteria: criteria.map(([left, operator, right]) => ({ left, operator, right })) }, record);
const yes: Criterion = ['{!Record.Status__c}', 'EQUAL', 'Submitted'];
const no: Criterion = ['{!Record.Status__c}', 'NE', 'Submitted'];

describe('a component\'s visibility', () => {
  it('follows fields of the record and its parents, and permissions of who looks', () => {
    expect([rule([yes]), rule([no]), rule([['{!Record.Attempt__c}', 'GT', '1']]), rule([['{!Record.Recipient__r.Country__c}', 'CONTAINS', 'P']])]).toEqual([true, false, true, true]);
    expect([rule([['{!$Permission.StandardPermission.ViewSetup}', 'EQUAL', 'true']]), rule([['{!$Permission.CustomPermission.Order_Robot}', 'EQUAL', 'true']])]).toEqual([true, false]);
  });

  it('asks for all criteria, or combines them as the page says, AND before OR', () => {
    expect([rule([yes, no]), rule([yes, yes]), rule([no, yes], '1 OR 2'), rule([yes, no, no], '1 OR 2 AND 3'), rule([yes, no, no], '(1 OR 2) AND 3'), rule([no], 'NOT 1')]).toEqual([false, true, true, true, false, true]);
  });

  it('is given without a rule, and not while the record is still read', () => {
    expect([shown(null, undefined), shown({ criteria: [{ left: '{!Record.Status__c}', operator: 'EQUAL', right: 'Submitted' }] }, undefined)]).toEqual([true, false]);
  });
});
