import { describe, expect, it } from '@jest/globals';
import { refusals } from './package-formulas.ts';
import type { Row } from './package-formulas.ts';

const companion = ['Quittance_Companion'];
const create = (object: string, row: Row, permissions: readonly string[] = companion) => refusals({ object, row, permissions });
const change = (object: string, prior: Row, changes: Row, permissions: readonly string[] = companion) => refusals({ object, prior, row: { ...prior, ...changes }, permissions });

describe('what the companion has written as evidence', () => {
  const transaction: Row = { Provider_Key__c: 'k', Payment_Request__c: 'a01000000000001AAA', Reference__c: 'r', Type__c: 'Payout', Amount__c: '10', Currency__c: 'USD', Status__c: 'Pending' };

  it.each<[string, Row, Row]>([
    ['Payment_Transaction__c', transaction, { Provider_Key__c: 'other' }],
    ['Payment_Transaction__c', transaction, { Payment_Request__c: 'a01000000000002AAA' }],
    ['Payment_Transaction__c', transaction, { Reference__c: null }],
    ['Payment_Transaction__c', { ...transaction, Payout_Id__c: '1' }, { Payout_Id__c: '2' }],
    ['Payment_Transaction__c', transaction, { Amount__c: '11' }],
    ['Payment_Transaction__c', transaction, { Currency__c: 'EUR' }],
    ['Payment_Transaction__c', transaction, { Type__c: 'Return' }],
    ['Payout_Batch__c', { Batch_Key__c: 'b' }, { Batch_Key__c: 'c' }],
    ['Payout_Batch__c', { Batch_Key__c: 'b', Currency__c: 'USD' }, { Currency__c: 'EUR' }],
    ['Balance_Snapshot__c', { Snapshot_Key__c: 's', Available__c: '1' }, { Available__c: '2' }],
    ['Funding_Account__c', { Account_Key__c: 'payoneer:sandbox:1', Environment__c: 'sandbox' }, { Environment__c: 'production' }],
    ['Payment_Transaction__c', { ...transaction, Revenue__c: 'a0R000000000001AAA' }, { Revenue__c: 'a0R000000000002AAA' }],
    ['Revenue__c', { Provider_Key__c: 'k' }, { Provider_Key__c: 'l' }],
    ['Revenue__c', { Provider_Key__c: 'k', Amount__c: '10' }, { Amount__c: '11' }],
    ['Revenue__c', { Provider_Key__c: 'k', Currency__c: 'USD' }, { Currency__c: 'EUR' }],
    ['Revenue__c', { Provider_Key__c: 'k', Received_At__c: '2026-11-20T10:00:00Z' }, { Received_At__c: '2026-11-20T10:00:01Z' }],
    ['Revenue__c', { Provider_Key__c: 'k', Funding_Account__c: 'a03000000000001AAA' }, { Funding_Account__c: null }],
    ['Exchange_Rate__c', { Rate_Key__c: 'r', Rate__c: '1.1' }, { Rate__c: '1.2' }],
    ['Exchange_Rate__c', { Rate_Key__c: 'r', Quote_Currency__c: 'USD' }, { Quote_Currency__c: 'EUR' }],
  ])('keeps its facts for ever: %s %j can\'t become %j', (object, prior, changes) => {
    expect(change(object, prior, changes)).toEqual(['FACTS']);
  });

  it('takes the same facts again, news of the status, and what was not known before', () => {
    expect(change('Payment_Transaction__c', transaction, { ...transaction, Status__c: 'Transferred', Payout_Id__c: '1', Companion_Version__c: '2' })).toEqual([]);
    expect(change('Payout_Batch__c', { Batch_Key__c: 'b' }, { Currency__c: 'USD', Funding_Account__c: 'a03000000000001AAA' })).toEqual([]);
    expect(change('Balance_Snapshot__c', { Snapshot_Key__c: 's', Available__c: '1' }, { Available__c: '1' })).toEqual([]);
  });

  it('holds no negative amount', () => {
    for (const field of ['Amount__c', 'Target_Amount__c', 'Fee_Amount__c']) expect(create('Payment_Transaction__c', { Provider_Key__c: 'k', [field]: '-0.01' })).toEqual(['AMOUNT']);
    expect(create('Payment_Transaction__c', { Provider_Key__c: 'k', Fee_Amount__c: '0' })).toEqual([]);
  });

  it('knows no rate of nothing', () => {
    for (const Rate__c of ['0', '-1']) expect(create('Exchange_Rate__c', { Rate_Key__c: 'r', Rate__c })).toEqual(['RATE']);
    expect(create('Exchange_Rate__c', { Rate_Key__c: 'r', Rate__c: '0.00000001' })).toEqual([]);
    expect(create('Revenue__c', { Provider_Key__c: 'k', Amount__c: '-1' })).toEqual(['AMOUNT']);
  });

  it('remembers the newest ledger of a connection', () => {
    const prior: Row = { Connection_Key__c: 'c', Ledger_Epoch__c: '2', Ledger_Sequence__c: '90' };
    expect(change('Connection__c', prior, { Ledger_Epoch__c: '1', Ledger_Sequence__c: '99' })).toEqual(['LEDGER']);
    expect(change('Connection__c', prior, { Ledger_Epoch__c: '3', Ledger_Sequence__c: '1' })).toEqual([]);
  });
});

describe('what an admin or finance keeps', () => {
  it('says whom a receipt belongs to, and nothing else about it', () => {
    const receipt: Row = { Provider_Key__c: 'k', Amount__c: '10', Currency__c: 'USD', Match_State__c: 'Unmatched' };
    expect(create('Revenue__c', receipt, [])).toEqual(['COMPANION-ONLY']);
    expect(create('Revenue__c', receipt)).toEqual([]);
    expect(change('Revenue__c', receipt, { Account__c: '001000000000001AAA', Match_State__c: 'Matched' }, [])).toEqual([]);
    expect(change('Revenue__c', receipt, { Match_State__c: 'Matched' }, [])).toEqual(['MATCH']);
    for (const changes of [{ Source_Entity__c: 'x' }, { Reference__c: 'x' }, { Provider_Status__c: 'x' }, { Companion_Version__c: '1' }, { Reporting_Amount__c: '1' }]) expect(change('Revenue__c', receipt, changes, [])).toEqual(['COMPANION-ONLY']);
  });

  it('names a funding account by provider, environment and account', () => {
    expect(create('Funding_Account__c', { Account_Key__c: 'payoneer:sandbox:100200300' }, [])).toEqual([]);
    for (const key of ['payoneer:100200300', 'payoneer:test:1', 'payoneer:sandbox:1:2', null]) expect(create('Funding_Account__c', { Account_Key__c: key }, [])).toEqual(['ACCOUNT-KEY']);
  });

  it('leaves balances to the companion', () => {
    const account: Row = { Account_Key__c: 'payoneer:sandbox:1' };
    expect(create('Funding_Account__c', { ...account, Available__c: '5' }, [])).toEqual(['COMPANION-ONLY']);
    expect(change('Funding_Account__c', account, { Available__c: '5' }, [])).toEqual(['COMPANION-ONLY']);
    expect(change('Funding_Account__c', account, { Available__c: '5' })).toEqual([]);
    expect(change('Funding_Account__c', account, { Threshold__c: '5' }, [])).toEqual([]);
  });

  it('writes countries as two capital letters', () => {
    expect(create('Recipient_Account__c', { Country__c: 'DE' }, [])).toEqual([]);
    for (const Country__c of ['de', 'D', 'D1']) expect(create('Recipient_Account__c', { Country__c }, [])).toEqual(['COUNTRY']);
  });
});
