import { describe, expect, it } from '@jest/globals';
import type { Attempt } from '../../domain/payout.ts';
import { classify } from './classify.ts';

const attempt = (at: number): Attempt => ({
  reference: `a0X00000000000${at}AAA-01`, requestId: `a0X00000000000${at}AAA`, number: 1, connection: 'payoneer', program: '100200300',
  payeeId: `payee-${at}`, amount: { minor: 100 + at, currency: 'USD' }, purpose: 'Invoice', orgId: '00D', batchId: 'b1',
});
const batch = [0, 1, 2, 3].map(attempt);
const reference = (at: number): string => attempt(at).reference;
const v4 = (details: object, description = 'Some fields are wrong', error = 'Bad Request'): string => JSON.stringify({ error, error_description: description, error_details: details });
const v2 = (code: number, description: string): string => JSON.stringify({ audit_id: 1234567, code, description });
const html = '<html><body>Bad gateway</body></html>';
const created = '{"result":"Payments Created"}';

describe('An answer is accepted only as documented', () => {
  it('accepts 201 with "Payments Created"', () => expect(classify(201, created, batch)).toEqual({ accepted: true }));
});

describe('An answer that is neither documented acceptance nor Payoneer’s own refusal is unknown', () => {
  const unknowns: readonly (readonly [string, number, string])[] = [
    ['200 with the right words', 200, created],
    ['200 saying Failure', 200, '{"status":"Failure","result":"x"}'],
    ['201 saying Failure beside the right words', 201, '{"status":"Failure","result":"Payments Created"}'],
    ['201 with an error beside the right words', 201, '{"result":"Payments Created","error_details":{"code":400}}'],
    ['201 with other words', 201, '{"result":"Payments Queued"}'],
    ['201 with an object', 201, '{"result":{"description":"Payments Created"}}'],
    ['201 cut short', 201, '{"result":"Payments Cr'],
    ['201 without a body', 201, ''],
    ['201 with a page', 201, html],
    ['202', 202, created],
    ['204', 204, ''],
    ['301', 301, ''],
    ['302 with the right words', 302, created],
    ['307 in Payoneer’s shape', 307, v4({ code: 400 })],
    ['400 with a page', 400, html],
    ['400 with another framework’s JSON', 400, '{"timestamp":"2026","status":400,"error":"Bad Request","path":"/v4"}'],
    ['400 with a gateway’s message', 400, '{"message":"Missing Authentication Token"}'],
    ['400 with a null', 400, 'null'],
    ['400 with v2 code 0, which means success', 400, v2(0, 'Success')],
    ['400 without a body', 400, ''],
    ['401 with a page', 401, html],
    ['403 with a page', 403, html],
    ['404 with a page', 404, html],
    ['408 in Payoneer’s shape', 408, v4({ code: 408 })],
    ['413 with a page', 413, html],
    ['429 in Payoneer’s shape', 429, v4({ code: 429 })],
    ['429 without a body', 429, ''],
    ['500 in Payoneer’s shape', 500, v4({ code: 500 })],
    ['500 with the right words', 500, created],
    ['502 with a page', 502, html],
    ['503 in Payoneer’s shape', 503, v4({ code: 503, sub_code: 10005 })],
    ['504 with a page', 504, html],
    ['no status', 0, ''],
  ];
  it.each(unknowns)('%s', (_what, status, text) => {
    expect(classify(status, text, batch)).toEqual({ unknown: expect.stringContaining('Payoneer') });
  });
});

describe('Payoneer’s own refusal', () => {
  const all: readonly (readonly [string, number, string, object])[] = [
    ['a 401 with JSON', 401, '{"error":"invalid_token"}', { code: '401', cause: 'access' }],
    ['a 401 without a body', 401, '', { code: '401', cause: 'access' }],
    ['a 400 without items', 400, v4({ code: 400, sub_code: null }, 'amount is too small'), { code: '400', cause: 'data' }],
    ['insufficient funds in words', 400, v4({ code: 400 }, 'Insufficient balance'), { cause: 'funds' }],
    ['too little about somebody', 400, v4({ code: 400, sub_code: 30021 }, 'Insufficient beneficiary information'), { cause: 'data' }],
    ['a caller it does not accept', 403, v4({ code: 403, sub_code: 'A00B556F' }, 'No'), { code: 'A00B556F', cause: 'access' }],
    ['insufficient funds by its legacy code', 400, v2(3, 'No'), { code: '3', cause: 'other' }],
    ['a duplicate in v2 form', 400, v2(10304, 'Payout already exists'), { code: '10304', cause: 'duplicate' }],
    ['a duplicate in words only', 409, v4({ code: 409 }, 'Payment ID 7 already exists'), { cause: 'duplicate' }],
    ['a missing payee', 400, v2(10005, 'Payee was not found'), { code: '10005', cause: 'payee' }],
    ['a 403 in its own shape', 403, v4({ code: 403 }, 'Program may not do this', 'Forbidden'), { cause: 'other' }],
    ['items nobody can name', 400, v4({ code: 400, errors: [{ code: 10009, message: 'inactive' }] }), { code: '10009', cause: 'payee' }],
    ['an index outside the batch', 400, v4({ code: 400, errors: [{ code: 10009, target: 'Payments[9].payee_id' }] }), { code: '10009' }],
    ['an index that contradicts its value', 400, v4({ code: 400, errors: [{ code: 10009, target: 'Payments[1].payee_id', value: 'payee-2' }] }), { code: '10009' }],
    ['an index that contradicts its reference', 400, v4({ code: 400, errors: [{ code: 400, target: 'Payments[1].amount', value: reference(2) }] }), {}],
    ['a duplicate that can’t be pinned to an item', 400, v4({ code: 400, errors: [{ code: 10005, target: 'Payments[1].payee_id' }, { code: 10304 }] }), { cause: 'duplicate' }],
    ['a duplicate said only at the top', 400, v4({ code: 400, sub_code: 10304, errors: [{ code: 400, target: 'Payments[1].payee_id' }] }, 'x'), { cause: 'duplicate' }],
    ['a reference complained of beside a list', 400, v4({ code: 400, target: 'client_reference_id', errors: [{ code: 10005, target: 'payee_id', value: 'payee-1' }] }), { cause: 'duplicate' }],
    ['a code that is a word of JavaScript', 400, v4({ code: 400, sub_code: 'constructor' }, 'x'), { cause: 'other' }],
  ];
  it.each(all)('%s refuses all', (_what, status, text, reason) => {
    expect(classify(status, text, batch)).toEqual({ refused: 'all', reason: expect.objectContaining(reason) });
  });

  const some: readonly (readonly [string, object, readonly (readonly [number, object])[]])[] = [
    ['an index with its value', { code: 10005, target: 'Payments[3].payee_id', value: 'payee-3', message: 'not found' }, [[3, { code: '10005', cause: 'payee' }]]],
    ['an index in lower case with its value', { code: 10009, target: 'payments[0].payee_id', value: 'PAYEE-0' }, [[0, { cause: 'payee' }]]],
    ['an index with a path and its reference', { sub_code: 10005, target: '$.Payments[2]', value: reference(2) }, [[2, { cause: 'payee' }]]],
    ['an index with its reference in the words', { sub_code: 10005, target: '$.Payments[2].amount', message: `Refused: ${reference(2).toUpperCase()}` }, [[2, { cause: 'payee' }]]],
    ['its payee', { sub_code: 10005, target: 'payee_id', value: 'payee-2' }, [[2, { cause: 'payee' }]]],
    ['a reference in another case', { code: 10304, target: 'client_reference_id', value: reference(1).toUpperCase() }, [[1, { cause: 'duplicate' }]]],
  ];
  it.each(some)('that names an item by %s refuses only that item', (_what, error, expected) => {
    const refused = expected.map(([at, reason]) => ({ reference: reference(at), reason: expect.objectContaining(reason) }));
    expect(classify(400, v4({ code: 400, errors: [error] }), batch)).toEqual({ refused });
  });

  it('keeps an item’s duplicate above its other errors', () => {
    const errors = [{ code: 10304, target: 'Payments[1]', value: reference(1) }, { code: 10005, target: 'Payments[1].payee_id', value: 'payee-1' }];
    expect(classify(400, v4({ code: 400, errors }), batch)).toEqual({ refused: [{ reference: reference(1), reason: expect.objectContaining({ cause: 'duplicate' }) }] });
  });

  it('reads a target given without a list, and an index where there is one item', () => {
    expect(classify(400, v4({ code: 400, sub_code: 10005, target: 'Payments[0].payee_id' }), [attempt(2)])).toEqual({ refused: [{ reference: reference(2), reason: expect.objectContaining({ cause: 'payee' }) }] });
  });
});

describe('Payoneer’s own refusal by a number alone', () => {
  it.each<[string, number, string, object]>([
    ['a bare index, for no fact says that it counts from 0', 400, v4({ code: 400, errors: [{ code: 10009, target: 'Payments[1].payee_id' }] }), { code: '10009', cause: 'payee' }],
    ['a bare index without a list', 400, v4({ code: 400, sub_code: 10005, target: 'Payments[2].payee_id' }), { code: '10005', cause: 'payee' }],
    ['an index with the value of another field', 400, v4({ code: 400, errors: [{ code: 400, target: 'Payments[1].amount', value: 'payee-1' }] }), {}],
    ['an index whose words speak of another item', 400, v4({ code: 400, errors: [{ code: 10009, target: 'Payments[1].payee_id', value: 'payee-1', message: `Refused: ${reference(2)}` }] }), { code: '10009' }],
    ['an index whose words speak of two', 400, v4({ code: 400, errors: [{ code: 10009, target: 'Payments[1]', message: `Refused: ${reference(1)}, ${reference(2)}` }] }), { code: '10009' }],
    ['a reference complained of at a bare index', 400, v4({ code: 400, errors: [{ sub_code: 10777, target: 'Payments[1].client_reference_id', message: 'no' }] }), { code: '10777', cause: 'duplicate' }],
  ])('names nobody by %s', (_what, status, text, reason) => {
    expect(classify(status, text, batch)).toEqual({ refused: 'all', reason: expect.objectContaining(reason) });
  });

  it('does not tell two items of one payee apart by an index', () => {
    const twice = batch.map((one) => ({ ...one, payeeId: 'payee-1' }));
    expect(classify(400, v4({ code: 400, errors: [{ code: 10009, target: 'Payments[1].payee_id', value: 'payee-1' }] }), twice)).toMatchObject({ refused: 'all', reason: { cause: 'payee' } });
  });
});

describe('A duplicate in words nobody has documented', () => {
  const causeOf = (error: object, description?: string): unknown => {
    const sent = classify(400, v4({ code: 400, ...error }, description), [attempt(1)]);
    return 'refused' in sent ? (sent.refused === 'all' ? sent.reason.cause : sent.refused[0]?.reason.cause) : sent;
  };

  it.each(['client_reference_id', 'ClientReferenceId', 'Payments[0].client_reference_id', '$.Payments[0].clientReferenceId', '/payments/0/client_reference_id'])('is any complaint about a reference: %s', (target) => {
    for (const message of ['no', 'Invalid value', 'The format is wrong', 'Payee is inactive']) expect(causeOf({ errors: [{ sub_code: 10777, target, message }] })).toBe('duplicate');
    expect(causeOf({ sub_code: 1, target })).toBe('duplicate');
  });

  it.each(['The payment has already been used', 'Reference must be unique', 'Invalid id: the value is in use', 'This has been used', 'Payout was previously submitted', 'Already processed', 'The payee has received this payment already'])('is what says so: %s', (message) => {
    expect(causeOf({ sub_code: 10777 }, message)).toBe('duplicate');
    expect(causeOf({ errors: [{ sub_code: 10777, target: 'Payments[0]', message }] })).toBe('duplicate');
  });

  it.each([
    ['Payee already has another profile', 'other'], ['The bank account is already in use', 'payee'], ['Payee was not found or already left', 'payee'], ['The account of the recipient is already in use', 'other'],
    ['The payment was already cancelled', 'other'], ['The amount has already been exceeded', 'data'], ['Program is already closed', 'other'], ['Held by compliance', 'other'], ['Client reference of the payee is inactive', 'payee'],
  ])('is not what speaks of something else: %s', (message, cause) => {
    expect(causeOf({ errors: [{ sub_code: 10777, target: 'payee_id', message }] }, message)).toBe(cause);
  });
});
