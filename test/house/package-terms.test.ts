import { describe, expect, it } from '@jest/globals';
import { payoutStates } from '../../companion/domain/payout-states.ts';
import { refusals } from './package-formulas.ts';
import type { Row } from './package-formulas.ts';
import { all, ofType } from './package-metadata.ts';

const object = 'Payment_Request__c';
const request: Row = { Id: 'a01000000000001AAA', Amount__c: '10', Currency__c: 'USD', Recipient__c: 'a02000000000001AAA', Purpose__c: 'Invoice 7', Status__c: 'Draft' };
const change = (prior: Row, changes: Row, permissions: readonly string[] = []) => refusals({ object, prior, row: { ...prior, ...changes }, permissions });
const free = ['Draft', 'Rejected', 'Recalled', 'Needs Correction'];

describe('the terms of a payment request', () => {
  it.each(payoutStates)('let a payment that is %s be put off, and brought forward only by who may still prepare it', (Status__c) => {
    const dated: Row = { ...request, Status__c, Payout_Date__c: '2026-12-01' };
    const refused = free.includes(Status__c) ? [] : ['PAYOUT-DATE'];
    for (const permissions of [[], ['Quittance_Approve_By_Automation'], ['Quittance_Companion']]) {
      expect([change(dated, { Payout_Date__c: '2026-11-30' }, permissions), change(dated, { Payout_Date__c: null }, permissions)]).toEqual([refused, refused]);
      expect([change(dated, { Payout_Date__c: '2026-12-02' }, permissions), change({ ...request, Status__c }, { Payout_Date__c: '2026-12-01' }, permissions)]).toEqual([[], []]);
    }
  });

  it('keep their day when they are submitted in the same save', () => {
    const dated: Row = { ...request, Payout_Date__c: '2026-12-01' };
    expect(change(dated, { Payout_Date__c: null, Status__c: 'Submitted' }, ['Quittance_Approve_By_Automation'])).toEqual(['PAYOUT-DATE']);
  });

  it('name a funding account of the currency that is paid, or none', () => {
    const account = (Currency__c: string | null): Row => ({ Funding_Account__c: 'a03000000000001AAA', Funding_Account__r: { Currency__c } });
    const born = (changes: Row) => refusals({ object, row: { ...request, ...changes } });
    expect([born(account('USD')), born(account(null)), born(account('EUR')), born({})]).toEqual([[], [], ['FUNDING-CURRENCY'], []]);
    expect(change(request, account('EUR'))).toEqual(['FUNDING-CURRENCY']);
    expect(change({ ...request, ...account('USD') }, { Currency__c: 'EUR' })).toEqual(['FUNDING-CURRENCY']);
    // An account that was renamed to another currency later keeps nobody from writing the request.
    expect(change({ ...request, ...account('EUR') }, { Purpose__c: 'Invoice 8' })).toEqual([]);
  });

  it('stand before who approves them: whom, whether the payee is new or changed, how much, what for and when', () => {
    const page = all(ofType('approvalProcess').find(({ name }) => name === 'Payment_Request__c.Payout_Approval')?.body ?? '', 'approvalPageFields', 'field').map(String);
    expect(page).toEqual(expect.arrayContaining(['Recipient__c', 'Recipient_Name__c', 'New_Or_Changed_Payee__c', 'Amount_Text__c', 'Purpose__c', 'Due_Date__c', 'Payout_Date__c', 'Funding_Account__c']));
  });
});
