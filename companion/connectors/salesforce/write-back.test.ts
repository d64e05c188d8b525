import { describe, expect, it } from '@jest/globals';
import type { Change } from '../../domain/change.ts';
import { composite, idOf, page, partsOf, refusedRow, rowsOf, saved, testBooks, type Heard, type Reply } from './test-org.ts';

describe('writing', () => {
  const request = (nth: number, more: Partial<Extract<Change, { kind: 'request' }>> = {}): Change => ({
    kind: 'request', key: idOf(nth), version: 5, status: 'Completed', reason: undefined, providerStatus: 'TRANSFERRED', batchKey: 'b-1', expectedArrival: '2026-11-22T00:00:00.000Z', needsSecondApproval: false, clearsApproval: false, answers: undefined, ...more,
  });
  const funds: Change = { kind: 'funds', key: 'payoneer:sandbox:100', version: 5, available: { minor: 12_345, currency: 'KWD' }, asOf: '2026-11-20T10:00:00.000Z' };
  const recipient: Change = { kind: 'recipient', key: 'a1R000000000001EAA', version: 5, status: 'Active', checkedAt: '2026-11-20T10:00:00.000Z' };
  const snapshot: Change = { kind: 'snapshot', key: 's-1', version: 5, fundingAccountKey: 'payoneer:sandbox:100', available: { minor: 5_000, currency: 'JPY' }, asOf: '2026-11-20T10:00:00.000Z' };
  const allSaved = (call: Heard): Reply =>
    composite(...partsOf(call).map((part): [number, unknown] => (part.body?.records ? [200, part.body.records.map((row) => saved(String(row['id'] ?? 'new')))] : part.method === 'GET' ? [200, page()] : [201, saved('e0')])));

  it('writes parents first and announces the chunk, all in one call, with exact amounts', async () => {
    const { org, books: b } = testBooks(allSaved, 'quittance');
    const results = await b.write([snapshot, request(1), recipient, funds]);
    expect(org.heard).toHaveLength(1);
    expect(partsOf(org.heard[0]!).map(({ method, url }) => `${method} ${url}`)).toEqual([
      'PATCH /services/data/v66.0/composite/sobjects/quittance__Funding_Account__c/quittance__Account_Key__c',
      'PATCH /services/data/v66.0/composite/sobjects',
      'PATCH /services/data/v66.0/composite/sobjects/quittance__Balance_Snapshot__c/quittance__Snapshot_Key__c',
      'POST /services/data/v66.0/sobjects/quittance__Payment_Status_Changed__e',
    ]);
    expect(org.heard[0]!.text).toContain('"quittance__Available__c":12.345,');
    expect(org.heard[0]!.text).toContain('"quittance__Available__c":5000,');
    expect(rowsOf(org.heard[0]!, 2)[0]).toMatchObject({ quittance__Funding_Account__r: { quittance__Account_Key__c: 'payoneer:sandbox:100' } });
    expect(partsOf(org.heard[0]!)[3]?.body).toEqual({ quittance__Kind__c: 'payout.status', quittance__Record_Id__c: idOf(1), quittance__Record_Ids__c: idOf(1), quittance__Schema_Version__c: 1 });
    expect(Object.fromEntries(results)).toEqual({ [`request ${idOf(1)}`]: 'written', 'recipient a1R000000000001EAA': 'written', 'funds payoneer:sandbox:100': 'written', 'snapshot s-1': 'written' });
  });

  it('writes only what the companion owns, and leaves action and stamp alone', async () => {
    const { org, books: b } = testBooks(allSaved);
    await b.write([request(1)]);
    expect(rowsOf(org.heard[0]!)[0]).toEqual({
      attributes: { type: 'Payment_Request__c' }, id: idOf(1), Status__c: 'Completed', Status_Reason__c: null, Second_Approval_Needed__c: false, Provider_Status__c: 'TRANSFERRED', Expected_Arrival__c: '2026-11-22',
      Companion_Version__c: 5, Payout_Batch__r: { Batch_Key__c: 'b-1' },
    });
  });

  it('clears the action and the whole stamp only when told to', async () => {
    const { org, books: b } = testBooks(allSaved);
    await b.write([request(1, { status: 'Needs Correction', answers: 'Retry 005000000000001AAA', clearsApproval: true, batchKey: null })]);
    const row = rowsOf(org.heard[1]!)[0]!;
    const cleared = Object.keys(row).filter((name) => row[name] === null && /^(Approved_|Submitted_|Requested_)/.test(name));
    expect(cleared).toEqual(['Requested_Action__c', 'Requested_Reason__c', 'Approved_Amount__c', 'Approved_Currency__c', 'Approved_Recipient_Id__c', 'Approved_Payee_Key__c', 'Approved_Purpose__c', 'Approved_At__c', 'Approved_By_Id__c', 'Submitted_By_Id__c']);
  });

  it.each([[undefined, {}], [null, { Stopped_Approval_At__c: null }], ['2026-11-20T10:00:00.000Z', { Stopped_Approval_At__c: '2026-11-20T10:00:00.000Z' }]])('writes which approval was stopped where it is told so, %s', async (stoppedApprovalAt, wanted) => {
    const { org, books: b } = testBooks(allSaved);
    await b.write([request(1, { stoppedApprovalAt })]);
    expect(Object.fromEntries(Object.entries(rowsOf(org.heard[0]!)[0] ?? {}).filter(([name]) => name.startsWith('Stopped')))).toEqual(wanted);
  });

  it('tells apart a wish that was changed before it was answered from a refusal', async () => {
    const rule = (code: string) => ({ success: false, errors: [{ statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: `[${code}] no.` }] });
    const { books: b } = testBooks(() => composite([200, [rule('ACTION-CHANGED'), rule('APPROVAL')]], [201, saved('e0')]));
    const answers = 'Release 005000000000001AAA';
    const results = await b.write([request(1, { answers }), request(2, { answers })]);
    expect([1, 2].map((nth) => results.get(`request ${idOf(nth)}`))).toEqual(['asked anew', { refused: '[APPROVAL] no.', code: 'APPROVAL' }]);
  });

  it('does not write a record whose approval is running', async () => {
    const { org, books: b } = testBooks((call, nth) => (nth === 1 ? composite([200, page({ Id: idOf(1) })]) : allSaved(call)));
    const results = await b.write([request(1, { status: 'On Hold' }), request(2, { status: 'On Hold' })]);
    expect(results.get(`request ${idOf(1)}`)).toMatchObject({ busy: expect.stringContaining('approval') });
    expect(results.get(`request ${idOf(2)}`)).toBe('written');
    expect(rowsOf(org.heard[1]!).map(({ id }) => id)).toEqual([idOf(2)]);
  });

  it('says of each row whether it is written, stale, busy or refused', async () => {
    const older = { success: false, errors: [{ statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: '[STATUS-FORWARD] no.' }, { statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: '[VERSION] newer here.' }] };
    const answers = [saved(idOf(1)), older, refusedRow('UNABLE_TO_LOCK_ROW', 'locked'), refusedRow('INVALID_FIELD', 'Foreign key external ID: b-1 not found for field Batch_Key__c'), refusedRow('STRING_TOO_LONG', 'too long')];
    const { books: b } = testBooks(() => composite([200, answers], [201, saved('e0')]));
    const results = await b.write([1, 2, 3, 4, 5].map((nth) => request(nth)));
    expect([...results.values()]).toEqual(['written', 'stale', { busy: 'locked' }, { busy: expect.stringContaining('Foreign key') }, { refused: 'too long', code: 'STRING_TOO_LONG' }]);
  });

  it('leaves the snapshot that a moment has, where another store or a clock that was put back would write a second one', async () => {
    const { books: b } = testBooks(() => composite([200, [refusedRow('FIELD_CUSTOM_VALIDATION_EXCEPTION', '[FACTS] A balance snapshot never changes. Write a new one for another moment.')]]));
    expect((await b.write([snapshot])).get('snapshot s-1')).toBe('stale');
  });

  it('takes a snapshot whose parent can not be written again as already there', async () => {
    const { books: b } = testBooks(() => composite([200, [refusedRow('INVALID_FIELD_FOR_INSERT_UPDATE', 'Unable to create/update fields', ['Funding_Account__c'])]]));
    expect((await b.write([snapshot])).get('snapshot s-1')).toBe('stale');
  });

  it('publishes nothing for what no page shows', async () => {
    const { org, books: b } = testBooks(allSaved);
    await b.write([funds]);
    expect(partsOf(org.heard[0]!)).toHaveLength(1);
  });

  it('writes 1,200 rows in two calls, each naming its requests in its event', async () => {
    const { org, books: b } = testBooks(allSaved);
    const results = await b.write(Array.from({ length: 1_200 }, (_, nth) => request(nth)));
    expect(org.heard.map((call) => partsOf(call).length)).toEqual([6, 2]);
    expect(String(partsOf(org.heard[0]!)[5]?.body?.['Record_Ids__c']).split(',')).toHaveLength(1_000);
    expect(results.size).toBe(1_200);
  });

  it('answers the rest as busy when a later call is lost, and throws when the first is', async () => {
    const { books: b } = testBooks((call, nth) => (nth === 1 ? allSaved(call) : new Error('reset')));
    const results = await b.write(Array.from({ length: 1_001 }, (_, nth) => request(nth)));
    expect(results.get(`request ${idOf(999)}`)).toBe('written');
    expect(results.get(`request ${idOf(1_000)}`)).toMatchObject({ busy: expect.stringContaining('Salesforce') });
    await expect(testBooks(() => new Error('reset')).books.write([request(1)])).rejects.toMatchObject({ kind: 'unreachable' });
  });

  it('throws when everything failed as a whole, and refuses the rows of a collection the schema does not know', async () => {
    const unknown = [400, [{ errorCode: 'INVALID_FIELD', message: 'No such column' }]] as const;
    await expect(testBooks(() => composite(unknown, [201, saved('e0')])).books.write([request(1)])).rejects.toMatchObject({ kind: 'unmapped' });
    const { books: b } = testBooks(() => composite(unknown, [200, [saved(idOf(1))]], [201, saved('e0')]));
    expect((await b.write([funds, request(1)])).get('funds payoneer:sandbox:100')).toMatchObject({ code: 'INVALID_FIELD' });
  });

  it('keeps what was written when another collection of the same call failed as a whole', async () => {
    const { books: b } = testBooks(() => composite([403, [{ errorCode: 'REQUEST_LIMIT_EXCEEDED', message: 'limit' }]], [200, [saved(idOf(1))]], [201, saved('e0')]));
    const results = await b.write([funds, request(1)]);
    expect(results.get(`request ${idOf(1)}`)).toBe('written');
    expect(results.get('funds payoneer:sandbox:100')).toMatchObject({ busy: expect.stringContaining('REQUEST_LIMIT_EXCEEDED') });
  });

  describe('an issue whose request is gone', () => {
    const issue = (nth: number, requestId: string | null = idOf(nth)): Change => ({
      kind: 'issue', key: `outcome unknown:${nth}`, version: 5, problem: 'outcome unknown', source: `${idOf(nth)}-01`, severity: 'Critical', status: 'Open', count: 1, firstSeen: '2026-11-20T10:00:00.000Z', lastSeen: '2026-11-20T10:00:00.000Z',
      summary: 's', detail: 'Check with the provider.', excerpt: '', requestId: requestId ?? undefined, answers: undefined,
    });
    const gone = (code = 'INVALID_CROSS_REFERENCE_KEY') => refusedRow(code, 'invalid cross reference id', ['Payment_Request__c']);

    it.each(['INVALID_CROSS_REFERENCE_KEY', 'ENTITY_IS_DELETED', 'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY'])('is written once more without it, and names it in words: %s', async (code) => {
      const { org, books: b } = testBooks((_, nth) => (nth === 1 ? composite([200, [saved('i1'), gone(code)]], [201, saved('e0')]) : composite([200, [saved('i2')]])));
      expect(Object.fromEntries(await b.write([issue(1), issue(2)]))).toEqual({ 'issue outcome unknown:1': 'written', 'issue outcome unknown:2': 'written' });
      expect(org.heard).toHaveLength(2);
      // No page shows a request that is gone.
      expect(partsOf(org.heard[1]!)).toHaveLength(1);
      expect(rowsOf(org.heard[1]!)).toMatchObject([{ Issue_Key__c: 'outcome unknown:2', Payment_Request__c: null, Summary__c: 's', Detail__c: expect.stringMatching(new RegExp(`request ${idOf(2)}: it was deleted.* Check with the provider\\.$`)) }]);
    });

    it('is refused when it is not taken without it either, and asked no third time', async () => {
      const { org, books: b } = testBooks((_, nth) => composite([200, [gone()]], ...(nth === 1 ? [[201, saved('e0')] as const] : [])));
      expect([...(await b.write([issue(1)])).values()]).toEqual([{ refused: 'invalid cross reference id', code: 'INVALID_CROSS_REFERENCE_KEY' }]);
      expect(org.heard).toHaveLength(2);
    });

    it('waits when the second call is lost, and hides nothing of what was written', async () => {
      const { books: b } = testBooks((_, nth) => (nth === 1 ? composite([200, [saved('i1'), gone()]], [201, saved('e0')]) : new Error('reset')));
      expect([...(await b.write([issue(1), issue(2)])).values()]).toEqual(['written', { busy: expect.stringContaining('Salesforce') }]);
    });

    it('is not written again for another refusal, nor is what is no issue, or names no request', async () => {
      const { org, books: b } = testBooks(() => composite([200, [gone()]], [200, [refusedRow('STRING_TOO_LONG', 'too long'), gone()]], [201, saved('e0')]));
      const results = await b.write([request(1), issue(2), issue(3, null)]);
      expect([...results.values()]).toEqual(['INVALID_CROSS_REFERENCE_KEY', 'STRING_TOO_LONG', 'INVALID_CROSS_REFERENCE_KEY'].map((code) => expect.objectContaining({ code })));
      expect(org.heard).toHaveLength(1);
    });
  });
});
