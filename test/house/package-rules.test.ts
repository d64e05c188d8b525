import { describe, expect, it } from '@jest/globals';
import { payoutStates } from '../../companion/domain/payout-states.ts';
import { formulaReferences } from '../../sandbox/salesforce/formula.ts';
import { computed, refusals } from './package-formulas.ts';
import type { Row } from './package-formulas.ts';
import { all, ofType, text } from './package-metadata.ts';

const object = 'Payment_Request__c';
const request: Row = { Id: 'a01000000000001AAA', Amount__c: '10', Currency__c: 'USD', Recipient__c: 'a02000000000001AAA', Purpose__c: 'Invoice 7', Status__c: 'Draft' };
const companion = ['Quittance_Companion'];
const change = (prior: Row, changes: Row, permissions: readonly string[] = [], userId?: string, of = object) =>
  refusals({ object: of, prior, row: { ...prior, ...changes }, permissions, ...(userId === undefined ? {} : { userId }) });

const formulas = [
  ...ofType('validationRule').map(({ path, object: on, body }) => ({ path, on, source: text(body, 'errorConditionFormula') })),
  ...ofType('field').filter(({ body }) => text(body, 'formula') !== '').map(({ path, object: on, body }) => ({ path, on, source: text(body, 'formula') })),
  ...ofType('workflow').flatMap(({ path, name, body }) => all(body, 'fieldUpdates').filter((update) => text(update, 'formula') !== '').map((update) => ({ path, on: name, source: text(update, 'formula') }))),
  ...ofType('approvalProcess').map(({ path, name, body }) => ({ path, on: name.split('.')[0] ?? '', source: text(body, 'entryCriteria', 'formula') })),
];

describe('the formulas of the package', () => {
  const fields = new Map(ofType('field').map((field) => [`${field.object}.${field.name}`, field.body]));
  const exists = (on: string, name: string): boolean => {
    const [head = '', tail] = name.split('.');
    if (tail === undefined) return head === 'Id' || (head === 'Name' && on.endsWith('__c')) || fields.has(`${on}.${head}`);
    return exists(text(fields.get(`${on}.${head.replace(/__r$/, '__c')}`) ?? '', 'referenceTo'), tail);
  };

  it.each(formulas)('name only what exists and stay short enough: $path', ({ on, source }) => {
    const found = formulaReferences(source);
    const permissions = ofType('customPermission').map(({ name }) => name);
    expect(found.unknownFunctions).toEqual([]);
    expect(found.fields.filter((name) => !exists(on, name))).toEqual([]);
    expect(found.permissions.filter((name) => !permissions.includes(name))).toEqual([]);
    expect(found.globals.filter((name) => name !== '$User.Id' && !fields.has(name.replace('$Setup.', '')))).toEqual([]);
    expect(source.length).toBeLessThan(3_900);
  });

  it('speak of no state that does not exist', () => {
    const values = new Set<string>([...payoutStates, ...ofType('field').flatMap(({ body }) => all(body, 'valueSet', 'valueSetDefinition', 'value').map((value) => text(value, 'fullName')))]);
    const named = formulas.flatMap(({ source }) => [...source.matchAll(/ISPICKVAL\([^"]*"([^"]+)"\)/g)].map(([, value = '']) => value));
    expect(named.length).toBeGreaterThan(30);
    expect(named.filter((value) => !values.has(value))).toEqual([]);
  });
});

describe('the validation rules', () => {
  const rules = ofType('validationRule');

  it('say in a code, a sentence and a next step why they refuse', () => {
    const unclear = rules.filter(({ body }) => !/^\[[A-Z-]+\] [A-Z].+[:;.] .+\.$/.test(text(body, 'errorMessage')));
    expect(unclear.map(({ path }) => path)).toEqual([]);
    expect(rules.filter(({ body }) => text(body, 'errorMessage').length > 255 || text(body, 'description') === '').map(({ path }) => path)).toEqual([]);
  });

  it('use each code once per object', () => {
    const codes = rules.map(({ object: on, body }) => `${on} ${/^\[[A-Z-]+\]/.exec(text(body, 'errorMessage'))?.[0] ?? ''}`);
    expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
  });

  it('refuse a version that goes backwards on every object that has one', () => {
    const versioned = ofType('field').filter(({ name }) => name === 'Companion_Version__c').map(({ object: on }) => on);
    expect(versioned).toHaveLength(9);
    for (const on of versioned) {
      expect([on, change({ Companion_Version__c: '5' }, { Companion_Version__c: '4' }, companion, undefined, on).includes('VERSION')]).toEqual([on, true]);
      expect([on, change({ Companion_Version__c: '5' }, { Companion_Version__c: null }, companion, undefined, on).includes('VERSION')]).toEqual([on, true]);
      expect([on, change({ Companion_Version__c: '5' }, { Companion_Version__c: '5' }, companion, undefined, on).includes('VERSION')]).toEqual([on, false]);
    }
  });

  it('leave evidence to the companion', () => {
    for (const on of ['Payment_Transaction__c', 'Payout_Batch__c', 'Balance_Snapshot__c', 'Connection__c', 'Exchange_Rate__c']) {
      expect(refusals({ object: on, row: {} })).toEqual(['COMPANION-ONLY']);
      expect(refusals({ object: on, row: {}, permissions: companion })).toEqual([]);
    }
    expect(change({ Issue_Key__c: 'k' }, { Severity__c: 'Info' }, [], undefined, 'Sync_Issue__c')).toEqual(['COMPANION-ONLY']);
    const asks = (Requested_Action__c: string, Requested_Reason__c: string | null, Requested_By_Id__c = '005000000000001AAA') => change({ Issue_Key__c: 'k' }, { Requested_Action__c, Requested_Reason__c, Requested_By_Id__c }, [], undefined, 'Sync_Issue__c');
    expect([asks('Retry', 'put right'), asks('Discard', 'seen to')]).toEqual([[], []]);
    expect([asks('Retry', null), asks('Discard', null)]).toEqual([['ACTION-REASON'], ['ACTION-REASON']]);
    expect(asks('Retry', 'put right', '005000000000002AAA')).toEqual(['ACTION-ASKER']);
    const answered = (Answered_Action__c: string) => change({ Issue_Key__c: 'k', Requested_Action__c: 'Retry', Requested_By_Id__c: '005000000000001AAA' }, { Requested_Action__c: null, Answered_Action__c }, companion, undefined, 'Sync_Issue__c');
    expect([answered('Retry 005000000000001AAA'), answered('Discard 005000000000001AAA')]).toEqual([[], ['ACTION-CHANGED']]);
  });
});

describe('a payment request', () => {
  const create = (changes: Row, permissions: readonly string[] = []) => refusals({ object, row: { ...request, ...changes }, permissions });

  it('is born a Draft without stamp or attempt, for everybody', () => {
    expect(create({})).toEqual([]);
    expect(create({ Status__c: 'Approved for Payout' }, companion)).toEqual(['BORN-DRAFT']);
    expect(create({ Approved_At__c: '2026-11-20T10:00:00Z' }, ['Quittance_Approve_By_Automation'])).toEqual(['BORN-UNTOUCHED']);
    expect(create({ Attempt__c: '1' }, companion)).toEqual(['BORN-UNTOUCHED']);
  });

  it.each<[string, string, readonly string[]]>([
    ['1250.55', 'USD', []], ['1250.555', 'USD', ['AMOUNT-DECIMALS']], ['5000', 'JPY', []], ['5000.5', 'JPY', ['AMOUNT-DECIMALS']], ['1.234', 'KWD', []], ['0', 'USD', ['AMOUNT']], ['-1', 'USD', ['AMOUNT']],
    ['10', 'usd', ['CURRENCY']], ['10', 'DOLLAR', ['CURRENCY']], ['999999999999999.99', 'USD', []],
  ])('of %s %s is answered with %j', (Amount__c, Currency__c, codes) => {
    expect(create({ Amount__c, Currency__c })).toEqual(codes);
  });

  it.each<[string, string | null, string]>([
    ['1250', 'USD', '1,250.00 USD'], ['5000', 'JPY', '5,000 JPY'], ['1.234', 'KWD', '1.234 KWD'], ['0.29', 'USD', '0.29 USD'], ['999', 'EUR', '999.00 EUR'],
    ['1000000', 'EUR', '1,000,000.00 EUR'], ['999999999999999.99', 'USD', '999,999,999,999,999.99 USD'], ['1234567890.05', 'USD', '1,234,567,890.05 USD'], ['5', null, ''],
  ])('shows %s %s as "%s"', (Amount__c, Currency__c, shown) => {
    const formula = text(ofType('field').find(({ object: on, name }) => on === object && name === 'Amount_Text__c')?.body ?? '', 'formula');
    expect(computed(formula, { object, row: { ...request, Amount__c, Currency__c } })).toBe(shown);
  });

  it.each([
    ['Payout_Batch__c', 'Requested_Amount', '8454.99', 'USD', '8,454.99 USD'], ['Payout_Batch__c', 'Paid_Amount', '417900', 'JPY', '417,900 JPY'], ['Payout_Batch__c', 'Paid_Amount', null, 'JPY', ''],
    ['Funding_Account__c', 'Available', '31545.01', 'USD', '31,545.01 USD'], ['Funding_Account__c', 'Available', '-1200.5', 'USD', '-1,200.50 USD'], ['Funding_Account__c', 'Available', '0', 'KWD', '0.000 KWD'],
  ])('shows %s.%s of %s %s as "%s"', (on, name, amount, Currency__c, shown) => {
    const formula = text(ofType('field').find((field) => field.object === on && field.name === `${name}_Text__c`)?.body ?? '', 'formula');
    expect(computed(formula, { object: on, row: { [`${name}__c`]: amount, Currency__c } })).toBe(shown);
  });

  it.each(payoutStates)('keeps its money as approved while it is %s, unless a person may still prepare it', (Status__c) => {
    const free = ['Draft', 'Rejected', 'Recalled', 'Needs Correction'].includes(Status__c);
    for (const changes of [{ Amount__c: '11' }, { Currency__c: 'EUR' }]) {
      for (const permissions of [[], ['Quittance_Approve_By_Automation']]) expect(change({ ...request, Status__c }, changes, permissions)).toEqual(free ? [] : ['MONEY-FROZEN']);
      expect(change({ ...request, Status__c }, changes, companion)).toEqual(['FENCE-CONVERSION', ...(free ? [] : ['MONEY-FROZEN'])]);
    }
    for (const changes of [{ Recipient__c: 'a02000000000002AAA' }, { Purpose__c: 'x' }, { Funding_Account__c: 'a03000000000001AAA' }, { Source_Key__c: 'x' }, { Invoice_Number__c: 'x' }])
      for (const permissions of [[], companion, ['Quittance_Approve_By_Automation']]) expect(change({ ...request, Status__c }, changes, permissions)).toEqual(free ? [] : ['MONEY-FROZEN']);
  });

  it('refuses every edit of the stamp, also by the companion, unless it clears it for a correction', () => {
    const approved: Row = { ...request, Status__c: 'Approved for Payout', Approved_At__c: '2026-11-20T10:00:00Z', Submitted_By_Id__c: '005000000000001AAA' };
    expect(change(approved, { Approved_Amount__c: '10' })).toEqual(['STAMP']);
    expect(change(approved, { Approved_At__c: null }, companion)).toEqual(['STAMP']);
    expect(change(approved, { Approved_At__c: null, Status__c: 'Needs Correction' }, companion)).toEqual([]);
    expect(change(approved, { Status__c: 'Needs Correction' }, companion)).toEqual(['STAMP-CLEAR']);
  });

  it('takes a requested action with a reason, in the asker\'s own name', () => {
    const me = { Requested_By_Id__c: '005000000000001AAA' };
    expect(change(request, { Requested_Action__c: 'Hold', Requested_Reason__c: 'ask legal', ...me })).toEqual([]);
    expect(change(request, { Requested_Action__c: 'Submit', ...me })).toEqual([]);
    expect(change(request, { Requested_Action__c: 'Hold', ...me })).toEqual(['ACTION-REASON']);
    expect(change(request, { Requested_Action__c: 'Submit', Requested_By_Id__c: '005000000000002AAA' })).toEqual(['ACTION-ASKER']);
    expect(change({ ...request, ...me, Requested_Action__c: 'Submit' }, { Requested_By_Id__c: '005000000000002AAA' }, [], '005000000000002AAA')).toEqual(['ACTION-ASKER']);
  });

  it('loses a requested action only to the answer that names it', () => {
    const asked: Row = { ...request, Requested_Action__c: 'Cancel', Requested_Reason__c: 'r', Requested_By_Id__c: '005000000000001AAA' };
    const cleared = (Answered_Action__c: string) => change(asked, { Requested_Action__c: null, Requested_Reason__c: null, Answered_Action__c }, companion);
    expect(cleared('Cancel 005000000000001AAA')).toEqual([]);
    expect(cleared('Hold 005000000000001AAA')).toEqual(['ACTION-CHANGED']);
    expect(cleared('Cancel 005000000000002AAA')).toEqual(['ACTION-CHANGED']);
    expect(change(asked, { Status_Reason__c: 'something else' }, companion)).toEqual([]);
    expect(change(asked, { Requested_Action__c: null, Requested_Reason__c: null })).toEqual([]);
  });

  it('is paid again only at the request of somebody who may ask for it', () => {
    const held: Row = { ...request, Status__c: 'On Hold' };
    const ask = (prior: Row, Requested_Action__c: string, permissions: readonly string[] = []) => change(prior, { Requested_Action__c, Requested_Reason__c: 'checked', Requested_By_Id__c: '005000000000001AAA' }, permissions);
    expect([ask(held, 'Release'), ask(held, 'Re-initiate')]).toEqual([[], ['ACTION-PERMISSION']]);
    const [sent, above]: readonly [Row, Row] = [{ ...held, Attempt__c: '1' }, { ...held, Second_Approval_Needed__c: true }];
    expect([ask(sent, 'Release'), ask(sent, 'Release', ['Quittance_Reinitiate'])]).toEqual([['ACTION-PERMISSION'], []]);
    expect([ask(above, 'Release'), ask(above, 'Release', ['Quittance_Reinitiate']), ask(above, 'Cancel'), ask(above, 'Hold')]).toEqual([['ACTION-PERMISSION'], [], [], []]);
    expect([change(above, { Second_Approval_Needed__c: false }), change(above, { Second_Approval_Needed__c: false }, companion)]).toEqual([['COMPANION-ONLY'], []]);
  });
});

describe('a recipient account', () => {
  const of = 'Recipient_Account__c';
  const first = '005000000000001AAA';
  const second = '005000000000002AAA';
  const known: Row = { Payee_Key__c: 'payoneer:sandbox:100200300:payee-17', Verification__c: 'Unverified', Payee_Changed_By_Id__c: first };
  const verify = (userId: string, permissions: readonly string[] = [], signed = userId) => change(known, { Verification__c: 'Verified', Verified_By_Id__c: signed }, permissions, userId, of);

  it('is verified by a second person in their own name, never by the one who changed it, never by the companion', () => {
    expect(verify(second)).toEqual([]);
    expect(verify(first)).toEqual(['VERIFY']);
    expect(verify(second, companion)).toEqual(['VERIFY']);
    expect(verify(second, [], first)).toEqual(['VERIFY-EVIDENCE']);
  });

  it('can\'t change where the money goes and stay verified', () => {
    const verified: Row = { ...known, Verification__c: 'Verified', Verified_By_Id__c: second };
    expect(change(verified, { Payee_Key__c: 'payoneer:sandbox:100200300:other' }, [], first, of)).toEqual(['PAYEE-CHANGE']);
    expect(change(verified, { Payee_Key__c: 'payoneer:sandbox:100200300:Payee-17' }, [], first, of)).toEqual(['PAYEE-CHANGE']);
    expect(change(verified, { Payee_Key__c: 'payoneer:sandbox:100200300:other', Verification__c: 'Unverified', Verified_By_Id__c: null }, [], first, of)).toEqual([]);
    expect(change(known, { Payee_Changed_By_Id__c: second }, [], first, of)).toEqual(['VERIFY-EVIDENCE']);
  });

  it.each([['payoneer:sandbox:100200300:payee-17', true], ['payoneer:production:1:a^b@c!?', true], ['payee-17', false], ['payoneer:test:1:x', false], ['Payoneer:sandbox:1:x', false], ['payoneer:sandbox:1:', false], ['payoneer:sandbox:1:a b', false]])(
    'takes the payee key %s: %s', (Payee_Key__c, fine) => {
      expect(refusals({ object: of, row: { Payee_Key__c } })).toEqual(fine ? [] : ['PAYEE-KEY']);
    });

  it('gets its status from the provider, not from a person', () => {
    expect(refusals({ object: of, row: { Status__c: 'Invited' } })).toEqual([]);
    expect(refusals({ object: of, row: { Status__c: 'Active' } })).toEqual(['COMPANION-ONLY']);
    expect(change(known, { Status__c: 'Active' }, [], first, of)).toEqual(['COMPANION-ONLY']);
    expect(change(known, { Status__c: 'Active' }, companion, first, of)).toEqual([]);
  });
});
