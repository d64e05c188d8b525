import { describe, expect, it } from '@jest/globals';
import { payoutStates } from '../../companion/domain/payout-states.ts';
import { refusals } from './package-formulas.ts';
import type { Row } from './package-formulas.ts';

const object = 'Payment_Request__c';
const companion = ['Quittance_Companion'];
const automation = ['Quittance_Approve_By_Automation'];
const free = ['Draft', 'Rejected', 'Recalled', 'Needs Correction'];
const rate: Row = { Conversion_Rate__c: '1.092', Conversion_Source__c: 'European Central Bank reference rate', Conversion_At__c: '2026-11-20T13:15:00Z' };
const debt: Row = { Id: 'a01000000000001AAA', Currency__c: 'USD', Owed_Amount__c: '500', Owed_Currency__c: 'EUR', Recipient__c: 'a02000000000001AAA', Purpose__c: 'Invoice 7', Status__c: 'Draft' };
const converted: Row = { ...debt, ...rate, Amount__c: '546' };
const create = (changes: Row, permissions: readonly string[] = []) => refusals({ object, row: { ...debt, ...changes }, permissions });
const change = (prior: Row, changes: Row, permissions: readonly string[] = []) => refusals({ object, prior, row: { ...prior, ...changes }, permissions });

describe('a request that is owed in another currency than it is paid in', () => {
  it.each<[Row, readonly string[]]>([
    [{}, []], [{ Owed_Amount__c: null }, ['AMOUNT', 'OWED']], [{ Owed_Currency__c: null }, ['OWED']], [{ Owed_Amount__c: null, Owed_Currency__c: null }, ['AMOUNT']], [{ Owed_Amount__c: '0' }, ['OWED']], [{ Owed_Amount__c: '-1' }, ['OWED']],
    [{ Owed_Amount__c: '500.005' }, ['OWED-DECIMALS']], [{ Owed_Amount__c: '500.5', Owed_Currency__c: 'JPY' }, ['OWED-DECIMALS']], [{ Owed_Amount__c: '1.234', Owed_Currency__c: 'KWD' }, []], [{ Owed_Currency__c: 'eur' }, ['OWED-CURRENCY']],
    [{ Amount__c: '546' }, ['OWED-AMOUNT']], [rate, ['BORN-UNTOUCHED']], [{ Requested_Action__c: 'Submit', Requested_By_Id__c: '005000000000001AAA' }, ['NOT-CONVERTED']],
  ])('born with %j is answered with %j', (changes, codes) => {
    expect(create(changes)).toEqual(codes);
    if (!Object.hasOwn(changes, 'Requested_Action__c')) expect(create(changes, companion)).toEqual(codes);
  });

  it('has the amount that was converted or none: whoever changes what it was converted from leaves it blank', () => {
    for (const changes of [{ Amount__c: '547' }, { Owed_Amount__c: '600' }, { Owed_Currency__c: 'GBP' }, { Currency__c: 'GBP' }]) {
      expect(change(converted, changes)).toEqual(['OWED-AMOUNT']);
      expect(change(converted, { ...changes, Amount__c: null })).toEqual([]);
    }
    expect(change(debt, { Amount__c: '546' })).toEqual(['OWED-AMOUNT']);
    expect(change(converted, { Owed_Amount__c: null, Owed_Currency__c: null, Amount__c: '700' })).toEqual([]);
    expect(change(converted, { Owed_Amount__c: null, Owed_Currency__c: null, Amount__c: null })).toEqual(['AMOUNT']);
    for (const changes of [{ Conversion_Rate__c: '1' }, { Conversion_Source__c: 'me' }, { Conversion_At__c: null }]) expect(change(converted, changes)).toEqual(['COMPANION-ONLY']);
  });

  it('is submitted with the amount its approver sees, or not at all', () => {
    const submit = { Requested_Action__c: 'Submit', Requested_By_Id__c: '005000000000001AAA' };
    expect(change(converted, submit)).toEqual([]);
    const typedSince: Row = { ...converted, Owed_Amount__c: null, Owed_Currency__c: null, Amount__c: '700' };
    for (const left of [debt, { ...converted, Amount__c: null }, { ...converted, Conversion_Rate__c: null }, typedSince]) {
      expect(change(left, submit)).toEqual(['NOT-CONVERTED']);
      expect(change(left, { Status__c: 'Submitted' }, automation)).toEqual(['NOT-CONVERTED']);
    }
    expect(change(debt, { Status__c: 'Cancelled' }, companion)).toEqual([]);
    expect(change(debt, { Requested_Action__c: 'Cancel', Requested_Reason__c: 'twice', Requested_By_Id__c: '005000000000001AAA' })).toEqual([]);
  });

  it('takes from the companion the conversion of what is owed there now, whole, and nothing else', () => {
    const write = { ...rate, Amount__c: '546' };
    for (const prior of [debt, { ...converted, Amount__c: null }, { ...converted, Amount__c: '500', Conversion_Rate__c: '1' }]) expect(change(prior, write, companion)).toEqual([]);
    // What it converted from is part of the write: where another stands by now, the write would change it.
    for (const meanwhile of [{ Owed_Amount__c: '600' }, { Owed_Currency__c: 'GBP' }, { Currency__c: 'GBP' }])
      expect(change({ ...debt, ...meanwhile }, { ...write, Owed_Amount__c: '500', Owed_Currency__c: 'EUR', Currency__c: 'USD' }, companion)).toEqual(['FENCE-CONVERSION']);
    for (const less of [{ Amount__c: null }, { Conversion_Rate__c: null }, { Conversion_Source__c: null }, { Conversion_At__c: null }]) expect(change(debt, { ...write, ...less }, companion)).toEqual(['FENCE-CONVERSION']);
    expect(change({ ...debt, Requested_Action__c: 'Submit' }, write, companion)).toEqual(['FENCE-CONVERSION']);
    const owedNoMore: Row = { ...converted, Owed_Amount__c: null, Owed_Currency__c: null };
    expect(change(owedNoMore, { Conversion_Rate__c: null, Conversion_Source__c: null, Conversion_At__c: null }, companion)).toEqual([]);
    expect(change(owedNoMore, { Amount__c: '1' }, companion)).toEqual(['FENCE-CONVERSION']);
  });

  it.each(payoutStates)('is %s: nothing of it changes unless a person may still prepare it, for the companion neither', (Status__c) => {
    const frozen = free.includes(Status__c) ? [] : ['MONEY-FROZEN'];
    expect(change({ ...converted, Status__c }, { Amount__c: '550', Conversion_Rate__c: '1.1', Conversion_At__c: '2026-11-21T13:15:00Z' }, companion)).toEqual(frozen);
    expect(change({ ...converted, Status__c }, { Conversion_Source__c: 'treasury' }, companion)).toEqual(frozen);
    expect(change({ ...converted, Status__c }, { Owed_Amount__c: '600', Amount__c: null }, automation)).toEqual(frozen);
    expect(change({ ...converted, Status__c }, { Owed_Amount__c: null, Owed_Currency__c: null })).toEqual(frozen);
  });
});
