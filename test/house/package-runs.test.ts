import { describe, expect, it } from '@jest/globals';
import { computed, refusals } from './package-formulas.ts';
import type { Row } from './package-formulas.ts';
import { ofType, text } from './package-metadata.ts';

const fay = '005000000000001AAA';
const ada = '005000000000002AAA';
const automation = ['Quittance_Approve_By_Automation'];
const at = '2026-11-20T10:00:00Z';
const changed = (object: string, prior: Row, changes: Row, permissions: readonly string[] = [], userId = fay) => refusals({ object, prior, row: { ...prior, ...changes }, permissions, userId });

describe('a payment run', () => {
  const open: Row = { Status__c: 'Open', Approver__c: ada, Label__c: 'November' };
  const closing: Row = { Status__c: 'Closed', Submitted_By_Id__c: fay, Submitted_At__c: at };
  const closed: Row = { ...open, ...closing, Request_Count__c: '2' };
  const change = (prior: Row, changes: Row, permissions: readonly string[] = [], userId = fay) => changed('Payment_Run__c', prior, changes, permissions, userId);

  it('is born open, without totals or an approval', () => {
    const create = (changes: Row) => refusals({ object: 'Payment_Run__c', row: { ...open, ...changes } });
    expect(create({})).toEqual([]);
    for (const changes of [{ Status__c: 'Closed' }, { Request_Count__c: '1' }, { Approved_At__c: at }, { Submitted_By_Id__c: fay }, { Requested_Action__c: 'Submit' }]) expect(create(changes)).toContain('BORN-OPEN');
  });

  it('is closed in the submitter’s own name, with somebody else as approver', () => {
    expect(change(open, closing)).toEqual([]);
    expect(change({ ...open, Status__c: 'Rejected' }, closing)).toEqual([]);
    expect(change(open, { ...closing, Submitted_By_Id__c: ada })).toEqual(['TOTALS']);
    expect(change({ ...open, Approver__c: null }, closing)).toEqual(['APPROVER']);
    expect(change({ ...open, Approver__c: fay }, closing)).toEqual(['APPROVER']);
  });

  it('is moved on by its process alone, or by automation with the permission', () => {
    for (const Status__c of ['Submitted', 'Approved', 'Rejected', 'Recalled', 'Open']) expect(change(closed, { Status__c })).toEqual(['STATUS']);
    const approval = { Status__c: 'Approved', Approved_By_Id__c: ada, Approved_At__c: at };
    expect(change(closed, approval)).toEqual(['STAMP', 'STATUS']);
    expect(change(closed, approval, ['Quittance_Companion'])).toEqual(['STAMP', 'STATUS']);
    expect(change(closed, approval, automation)).toEqual([]);
    expect(change(open, approval, automation)).toEqual(['STATUS']);
  });

  it('is approved once, for everybody', () => {
    const approved: Row = { ...closed, Status__c: 'Approved', Approved_By_Id__c: ada, Approved_At__c: at };
    for (const Status__c of ['Open', 'Closed', 'Submitted', 'Rejected', 'Recalled']) expect(change(approved, { Status__c }, automation)).toContain('STATUS');
    expect(change(approved, { Approved_By_Id__c: fay }, automation)).toEqual(['STAMP']);
    expect(change(approved, { Requested_Action__c: 'Submit' })).toEqual(['ACTION']);
    expect(change(approved, { Approved_Count__c: '2', Note__c: 'x' })).toEqual([]);
  });

  it('keeps what its approver was asked about', () => {
    for (const prior of [closed, { ...closed, Status__c: 'Submitted' }])
      for (const changes of [{ Approver__c: fay }, { Label__c: 'x' }, { Source_Key__c: 'x' }]) expect(change(prior, changes)).toEqual(['RUN-FROZEN']);
    expect(change({ ...closed, Status__c: 'Submitted' }, { Request_Count__c: '3' }, ['Quittance_Companion'])).toEqual(['TOTALS']);
    expect(change(open, { Request_Count__c: '3' })).toEqual(['TOTALS']);
  });
});

describe('a request on a payment run', () => {
  const payee = { Payee_Key__c: 'payoneer:sandbox:100200300:payee-17' };
  const run = (Status__c: string, more: Row = {}): Row => ({ Status__c, Submitted_By_Id__c: fay, Approved_By_Id__c: null, Approved_At__c: null, ...more });
  const signed = { Approved_By_Id__c: ada, Approved_At__c: at };
  const request: Row = { Id: 'a01000000000001AAA', Amount__c: '10', Currency__c: 'USD', Recipient__c: 'a02000000000001AAA', Recipient__r: payee, Purpose__c: 'Invoice 7', Status__c: 'Draft', Payment_Run__c: 'a04000000000001AAA' };
  const terms: Row = { Approved_Amount__c: '10', Approved_Currency__c: 'USD', Approved_Recipient_Id__c: 'a02000000000001AAA', Approved_Payee_Key__c: payee.Payee_Key__c, Approved_Purpose__c: 'Invoice 7', Submitted_By_Id__c: fay };
  const none = Object.fromEntries(Object.keys(terms).filter((field) => field.startsWith('Approved')).map((field) => [field, null]));
  const submitted: Row = { ...request, ...terms, Status__c: 'Submitted' };
  const change = (prior: Row, changes: Row, permissions: readonly string[] = []) => changed('Payment_Request__c', prior, changes, permissions, ada);

  it('is submitted while its run is being closed, with what stands in it', () => {
    const on: Row = { ...request, Payment_Run__r: run('Closed') };
    expect(change(on, { ...terms, Status__c: 'Submitted' })).toEqual([]);
    expect(change({ ...request, Payment_Run__r: run('Open') }, { ...terms, Status__c: 'Submitted' })).toEqual(['STAMP', 'STATUS']);
    for (const wrong of [{ Approved_Amount__c: '11' }, { Approved_Payee_Key__c: 'other' }, { Approved_At__c: at }, { Submitted_By_Id__c: ada }]) expect(change(on, { ...terms, ...wrong, Status__c: 'Submitted' })).toEqual(['STAMP']);
  });

  it('is approved in the name and at the moment of its run’s approval, and only as submitted', () => {
    const on: Row = { ...submitted, Payment_Run__r: run('Approved', signed) };
    expect(change(on, { ...signed, Status__c: 'Approved for Payout' })).toEqual([]);
    expect(change(on, { ...signed, Approved_By_Id__c: fay, Status__c: 'Approved for Payout' })).toEqual(['APPROVAL', 'STAMP']);
    expect(change(on, { ...signed, Approved_At__c: '2026-11-20T10:00:01Z', Status__c: 'Approved for Payout' })).toEqual(['APPROVAL', 'STAMP']);
    expect(change(on, { ...signed, Approved_Amount__c: '11', Status__c: 'Approved for Payout' })).toEqual(['APPROVAL', 'STAMP']);
    expect(change({ ...on, Approved_Amount__c: '9' }, { ...signed, Status__c: 'Approved for Payout' })).toEqual(['APPROVAL']);
    expect(change({ ...on, Recipient__r: { Payee_Key__c: 'payoneer:sandbox:100200300:other' } }, { ...signed, Status__c: 'Approved for Payout' })).toEqual(['APPROVAL']);
    expect(change({ ...on, Payment_Run__r: run('Submitted') }, { ...signed, Status__c: 'Approved for Payout' })).toEqual(['APPROVAL', 'STAMP']);
    expect(change({ ...on, Status__c: 'Draft' }, { ...signed, Status__c: 'Approved for Payout' })).toEqual(['APPROVAL', 'STAMP']);
    expect(change(on, signed)).toEqual(['STAMP']);
  });

  it('is signed by nobody later: not held and released, not by the companion', () => {
    const held: Row = { ...submitted, ...signed, Status__c: 'On Hold', Payment_Run__r: run('Approved', { Approved_By_Id__c: fay, Approved_At__c: '2026-11-20T11:00:00Z' }) };
    expect(change(held, { Status__c: 'Approved for Payout', Approved_By_Id__c: fay, Approved_At__c: '2026-11-20T11:00:00Z' }, ['Quittance_Companion'])).toEqual(['APPROVAL', 'STAMP']);
  });

  it('goes back with its run, and its terms with it', () => {
    for (const status of ['Rejected', 'Recalled']) {
      expect(change({ ...submitted, Payment_Run__r: run(status) }, { ...none, Status__c: status })).toEqual([]);
      expect(change({ ...submitted, Payment_Run__r: run('Submitted') }, { ...none, Status__c: status })).toEqual(['STAMP', 'STATUS']);
    }
    expect(change({ ...submitted, Payment_Run__r: run('Approved', signed) }, { Status__c: 'Recalled' })).toEqual([]);
    expect(change({ ...submitted, Payment_Run__r: run('Approved', signed) }, { Status__c: 'Rejected' })).toEqual(['STATUS']);
  });

  it.each<[string, string | null, string]>([
    ['Draft', 'Open', ''], ['Recalled', 'Rejected', ''], ['Draft', 'Closed', 'RUN'], ['Draft', 'Submitted', 'RUN'], ['Draft', 'Approved', 'RUN'], ['Draft', null, ''],
    ['Submitted', 'Open', 'RUN'], ['Approved for Payout', 'Open', 'RUN'], ['Approved for Payout', null, 'RUN'], ['Completed', null, 'RUN'], ['On Hold', 'Open', 'RUN'],
  ])('in status %s joins a run that is %s: %s', (Status__c, joined, code) => {
    const prior: Row = { ...request, Status__c, Payment_Run__c: 'a04000000000009AAA', Payment_Run__r: run(joined ?? 'Open') };
    for (const permissions of [[], ['Quittance_Companion'], automation]) expect(change(prior, { Payment_Run__c: joined === null ? null : 'a04000000000001AAA' }, permissions)).toEqual(code === '' ? [] : [code]);
  });

  it('says whether it still is what was submitted', () => {
    const formula = text(ofType('field').find(({ object, name }) => object === 'Payment_Request__c' && name === 'Run_Check__c')?.body ?? '', 'formula');
    const says = (row: Row) => computed(formula, { object: 'Payment_Request__c', row: { ...submitted, Payment_Run__r: run('Submitted'), ...row } });
    expect(says({})).toBe('As submitted');
    expect(says({ Payment_Run__c: null })).toBe('');
    for (const row of [{ Payment_Run__r: run('Open') }, { ...none }, { Submitted_By_Id__c: ada }, { Submitted_By_Id__c: null }]) expect(says(row)).toBe('Not submitted with the run');
    expect([says({ Amount__c: '10.001' }), says({ Currency__c: 'EUR' }), says({ Recipient__c: 'a02000000000002AAA' }), says({ Recipient__r: { Payee_Key__c: 'x' } }), says({ Purpose__c: 'x' })])
      .toEqual(['amount', 'currency', 'recipient', 'payee id', 'purpose'].map((what) => `Changed since the run was submitted: ${what}`));
  });
});
