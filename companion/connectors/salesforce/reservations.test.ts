import { describe, expect, it } from '@jest/globals';
import type { Reservation } from '../connector.ts';
import { composite, idOf, orgId, page, partsOf, refusedRow, rowsOf, rule, saved, soqlOf, testBooks, type Reply } from './test-org.ts';

const reservation = (nth: number): Reservation => ({
  attempt: { reference: `${idOf(nth)}-01`, requestId: idOf(nth), number: 1, connection: 'payer', program: '100', payeeId: 'p', amount: { minor: 100, currency: 'USD' }, purpose: 'x', orgId, batchId: 'b' },
  companionId: 'me', epoch: 3, sequence: 7, version: 9, approvedAt: '2026-11-20T09:00:00.000Z',
});

describe('reserving', () => {
  it('reserves 1,000 rows in one call of five collections, each row on its own', async () => {
    const { org, books: b } = testBooks((call) => composite(...partsOf(call).map((part): [number, unknown] => [200, (part.body?.records ?? []).map((row) => saved(String(row['id'])))])), 'quittance');
    const answers = await b.reserve(Array.from({ length: 1_000 }, (_, nth) => reservation(nth)));
    expect(org.heard).toHaveLength(1);
    expect(partsOf(org.heard[0]!).map(({ body }) => [body?.['allOrNone'], body?.records?.length])).toEqual(Array.from({ length: 5 }, () => [false, 200]));
    expect(JSON.parse(org.heard[0]!.text)).toMatchObject({ allOrNone: false, collateSubrequests: false });
    expect(rowsOf(org.heard[0]!)[0]).toEqual({
      attributes: { type: 'quittance__Payment_Request__c' }, id: idOf(0), quittance__Status__c: 'Sending', quittance__Reference__c: `${idOf(0)}-01`, quittance__Attempt__c: 1,
      quittance__Companion_Id__c: 'me', quittance__Ledger_Epoch__c: 3, quittance__Ledger_Sequence__c: 7, quittance__Companion_Version__c: 9, quittance__Reserved_Approval_At__c: '2026-11-20T09:00:00.000Z',
    });
    expect([...answers.values()].every((answer) => answer === 'reserved')).toBe(true);
    expect(answers.size).toBe(1_000);
  });

  it('answers a refused row with the code of the fence, also when other rules spoke first', async () => {
    const both = { success: false, errors: [{ statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: '[VERSION] older.' }, { statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: '[FENCE-STAMP] not what was approved.' }] };
    const { books: b } = testBooks((_, nth) => (nth === 1 ? composite([200, [saved(idOf(1)), both]]) : composite([200, page({ Id: idOf(2), Status__c: 'Approved for Payout' })])));
    const answers = await b.reserve([reservation(1), reservation(2)]);
    expect(answers.get(`${idOf(1)}-01`)).toBe('reserved');
    expect(answers.get(`${idOf(2)}-01`)).toEqual({ refused: '[VERSION] older. [FENCE-STAMP] not what was approved.', code: 'FENCE-STAMP' });
  });

  const standing = { Id: idOf(1), Status__c: 'Sending', Reference__c: `${idOf(1)}-01`.toUpperCase(), Companion_Id__c: 'me', Ledger_Epoch__c: 3, Ledger_Sequence__c: 7 };
  it('counts a row as reserved that is already ours, so that asking again is safe', async () => {
    const { org, books: b } = testBooks((_, nth) => (nth === 1 ? composite([200, [rule('[FENCE-STATUS] only from Approved.')]]) : composite([200, page(standing)])));
    expect((await b.reserve([reservation(1)])).get(`${idOf(1)}-01`)).toBe('reserved');
    expect(soqlOf(partsOf(org.heard[1]!)[0]!)).toContain(`WHERE Id IN ('${idOf(1)}')`);
  });

  it.each([
    ['another companion', { Companion_Id__c: 'other' }],
    ['another epoch', { Ledger_Epoch__c: 4 }],
    ['another reference', { Reference__c: `${idOf(1)}-02` }],
    ['a later state', { Status__c: 'In Progress' }],
  ])('does not count a row held with %s', async (_, difference) => {
    const { books: b } = testBooks((__, nth) => (nth === 1 ? composite([200, [rule('[FENCE-CLAIM] another holds it.')]]) : composite([200, page({ ...standing, ...difference })])));
    expect((await b.reserve([reservation(1)])).get(`${idOf(1)}-01`)).toMatchObject({ code: 'FENCE-CLAIM' });
  });

  it('tries a locked row once more', async () => {
    const { org, books: b } = testBooks((_, nth) => composite([200, [nth === 1 ? refusedRow('UNABLE_TO_LOCK_ROW', 'locked') : saved(idOf(1))]]));
    expect((await b.reserve([reservation(1)])).get(`${idOf(1)}-01`)).toBe('reserved');
    expect(org.heard).toHaveLength(2);
  });

  it('answers a row that stays locked as refused', async () => {
    const { books: b } = testBooks(() => composite([200, [refusedRow('UNABLE_TO_LOCK_ROW', 'locked')]]));
    expect((await b.reserve([reservation(1)])).get(`${idOf(1)}-01`)).toEqual({ refused: 'locked', code: 'UNABLE_TO_LOCK_ROW' });
  });

  it.each<[string, Reply]>([
    ['lost', new Error('socket hang up')],
    ['short of a row', composite([200, []])],
    ['no JSON', { body: 'ok' }],
    ['without success', composite([200, [{ id: idOf(1) }]])],
  ])('throws unreachable when the answer is %s', async (_, reply) => {
    await expect(testBooks(() => reply).books.reserve([reservation(1)])).rejects.toMatchObject({ kind: 'unreachable' });
  });
});
