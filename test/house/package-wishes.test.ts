import { describe, expect, it } from '@jest/globals';
import { refusals, type Row } from './package-formulas.ts';

const change = (prior: Row, changes: Row): readonly string[] => refusals({ object: 'Payment_Request__c', prior, row: { ...prior, ...changes }, permissions: ['Quittance_Companion'] });
const byId = '005000000000009AAA';
const waits: Row = {
  Id: 'a01000000000001AAA', Amount__c: '1250.5', Currency__c: 'USD', Recipient__c: 'a02000000000001AAA', Recipient__r: { Payee_Key__c: 'payoneer:sandbox:100200300:payee-17', Status__c: 'Active', Verification__c: 'Verified' }, Purpose__c: 'Invoice 7',
  Approved_Amount__c: '1250.5', Approved_Currency__c: 'USD', Approved_Recipient_Id__c: 'a02000000000001AAA', Approved_Payee_Key__c: 'payoneer:sandbox:100200300:payee-17', Approved_Purpose__c: 'Invoice 7', Approved_At__c: '2026-11-20T10:00:00Z',
  Approved_By_Id__c: '005000000000008AAA', Submitted_By_Id__c: '005000000000001AAA', Status__c: 'Approved for Payout', Requested_By_Id__c: byId,
};

describe('a hold the record does not show yet', () => {
  it.each(['Release', 'Re-initiate'])('is not shown over a %s nobody has answered, and is with its answer', (wish) => {
    const asked: Row = { ...waits, Requested_Action__c: wish };
    expect(change(asked, { Status__c: 'On Hold' })).toEqual(['ACTION-FIRST']);
    expect(change(asked, { Status__c: 'On Hold', Requested_Action__c: null, Answered_Action__c: `${wish} ${byId}` })).toEqual([]);
  });

  it.each([null, 'Hold', 'Cancel', 'Retry'])('is shown over every other wish: %s', (wish) => {
    expect(change({ ...waits, Requested_Action__c: wish }, { Status__c: 'On Hold' })).toEqual([]);
  });
});
