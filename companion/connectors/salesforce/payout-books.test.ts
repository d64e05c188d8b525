import { describe, expect, it } from '@jest/globals';
import type { Change } from '../../domain/change.ts';
import type { Reservation } from '../connector.ts';
import { namesIn } from './names.ts';
import { payoutBooks } from './payout-books.ts';
import { composite, orgId, page, partsOf, refusedRow, rule, saved, soqlOf, testOrg, type Heard, type Reply } from './test-org.ts';

const idOf = (nth: number): string => `a0X${String(nth).padStart(12, '0')}AAA`;
const books = (answer: (call: Heard, nth: number) => Reply, namespace = '') => {
  const org = testOrg(answer);
  return { org, books: payoutBooks(org.client, { names: namesIn(namespace), evidence: 'classic' }, {}) };
};
const reservation = (nth: number): Reservation => ({
  attempt: { reference: `${idOf(nth)}-01`, requestId: idOf(nth), number: 1, connection: 'payer', program: '100', payeeId: 'p', amount: { minor: 100, currency: 'USD' }, purpose: 'x', orgId, batchId: 'b' },
  companionId: 'me', epoch: 3, sequence: 7, version: 9,
});
const rowsOf = (call: Heard, part = 0): readonly Record<string, unknown>[] => partsOf(call)[part]?.body?.records ?? [];

describe('the survey', () => {
  const row = (namespace: string) => {
    const n = namesIn(namespace);
    return {
      Id: idOf(1), Name: 'PR-000001', CreatedById: '005000000000001AAA', LastModifiedById: '005000000000009AAA', SystemModstamp: '2026-11-20T10:00:00.000+0000',
      [n.request.status]: 'Approved for Payout', [n.request.amount]: 1250.5, [n.request.currency]: 'USD', [n.request.purpose]: 'Royalties',
      [n.request.recipient]: { Id: 'a1R000000000001EAA', [n.recipient.payeeKey]: 'payoneer:sandbox:100:p-1', [n.recipient.status]: 'Active', [n.recipient.verification]: 'Verified' },
      [n.request.fundingAccount]: { [n.funds.program]: '100' },
      [n.request.approvedAmount]: 1250.5, [n.request.approvedCurrency]: 'USD', [n.request.approvedRecipientId]: 'a1R000000000001', [n.request.approvedPayeeKey]: 'payoneer:sandbox:100:p-1',
      [n.request.approvedPurpose]: 'Royalties', [n.request.approvedAt]: '2026-11-20T09:00:00.000+0000', [n.request.approvedById]: '005000000000002', [n.request.submittedById]: '005000000000001AAA',
      ProcessInstances: { records: [{ Id: '04g1', Status: 'Approved', LastActorId: '005000000000002AAA', SubmittedById: '005000000000001AAA', CompletedDate: '2026-11-20T09:00:00.000+0000' }] },
    };
  };

  it.each(['', 'quittance'])('reads requests, actions and settings in one call, in namespace "%s"', async (namespace) => {
    const n = namesIn(namespace);
    const action = { Id: idOf(2), LastModifiedById: '005000000000009AAA', [n.request.status]: 'On Hold', [n.request.action]: 'Release', [n.request.actionReason]: 'checked', [n.request.actionById]: '005000000000003' };
    const broken = { ...row(namespace), Id: idOf(3), [n.request.amount]: 1.234, SystemModstamp: '2026-11-20T11:00:00.000+0000' };
    const { org, books: b } = books(() => composite([200, page(row(namespace), action, broken)], [200, page({ [n.settings.pauseAll]: true, [n.settings.requestLimit]: 1e7, [n.settings.allowSelfApproval]: false })]), namespace);
    const seen = await b.survey({});
    expect(org.heard).toHaveLength(1);
    expect(seen.requests).toEqual([
      {
        id: idOf(1), name: 'PR-000001', status: 'Approved for Payout', amount: { minor: 125_050, currency: 'USD' }, purpose: 'Royalties', invoiceNumber: undefined, payoutDate: undefined,
        fundingAccountId: undefined, program: '100', createdById: '005000000000001AAA', attempt: 0, companionId: undefined,
        recipient: { id: 'a1R000000000001EAA', payeeKey: 'payoneer:sandbox:100:p-1', country: undefined, status: 'Active', verified: true, statusCheckedAt: undefined, payeeChangedById: undefined },
        stamp: { amount: { minor: 125_050, currency: 'USD' }, recipientId: 'a1R000000000001EAA', payeeKey: 'payoneer:sandbox:100:p-1', purpose: 'Royalties', approvedAt: '2026-11-20T09:00:00.000Z', approvedById: '005000000000002AAA', submittedById: '005000000000001AAA' },
        evidence: { instanceId: '04g1', actorId: '005000000000002AAA', submittedById: '005000000000001AAA', completedAt: '2026-11-20T09:00:00.000Z' },
      },
    ]);
    expect(seen.actions).toEqual([{ requestId: idOf(2), action: 'Release', reason: 'checked', byId: '005000000000003AAA' }]);
    expect(seen.unreadable).toEqual([{ requestId: idOf(3), why: expect.stringContaining('more decimals') }]);
    expect(seen).toMatchObject({ paused: true, limits: { request: '10000000' }, allowSelfApproval: false, approvalEvidence: 'classic', until: '2026-11-20T11:00:00.000Z' });
  });

  it('asks for waiting states since the watermark, and for every action of a request whose approval is not running', async () => {
    const { org, books: b } = books(() => composite([200, page()], [200, page()]), 'quittance');
    await b.survey({ since: '2026-11-20T09:45:00.000Z' });
    const [requests, settings] = partsOf(org.heard[0]!).map(soqlOf);
    expect(requests).toContain("WHERE (quittance__Status__c IN ('Approved for Payout','Scheduled','Awaiting Funds') AND SystemModstamp >= 2026-11-20T09:45:00.000Z) OR (quittance__Requested_Action__c != null AND quittance__Status__c != 'Submitted')");
    expect(requests).toContain('quittance__Recipient__r.quittance__Payee_Key__c');
    expect(requests).toContain('FROM ProcessInstances');
    expect(settings).toContain(`FROM quittance__Quittance_Settings__c WHERE SetupOwnerId = '${orgId}'`);
  });

  it('never goes on without the kill switch', async () => {
    const { books: b } = books(() => composite([200, page()], [400, [{ errorCode: 'INVALID_TYPE', message: 'no such object' }]]));
    await expect(b.survey({})).rejects.toMatchObject({ kind: 'unmapped' });
  });

  it('does not let a watermark reach the query as anything but a moment', async () => {
    await expect((async () => books(() => composite()).books.survey({ since: "2026' OR Name != '" }))()).rejects.toMatchObject({ kind: 'invalid' });
  });

  it('does not take half a stamp for an approval', async () => {
    const half = { ...row(''), Submitted_By_Id__c: null };
    const { books: b } = books(() => composite([200, page(half)], [200, page()]));
    expect((await b.survey({})).requests[0]?.stamp).toBeUndefined();
  });

  it.each(['Pending', 'Rejected', 'Removed'])('does not take a process instance that is %s for evidence', async (Status) => {
    const other = { ...row(''), ProcessInstances: { records: [{ ...row('').ProcessInstances.records[0], Status }] } };
    const { books: b } = books(() => composite([200, page(other)], [200, page()]));
    expect((await b.survey({})).requests[0]?.evidence).toBeUndefined();
  });
});

describe('reserving', () => {
  it('reserves 1,000 rows in one call of five collections, each row on its own', async () => {
    const { org, books: b } = books((call) => composite(...partsOf(call).map((part): [number, unknown] => [200, (part.body?.records ?? []).map((row) => saved(String(row['id'])))])), 'quittance');
    const answers = await b.reserve(Array.from({ length: 1_000 }, (_, nth) => reservation(nth)));
    expect(org.heard).toHaveLength(1);
    expect(partsOf(org.heard[0]!).map(({ body }) => [body?.['allOrNone'], body?.records?.length])).toEqual(Array.from({ length: 5 }, () => [false, 200]));
    expect(JSON.parse(org.heard[0]!.text)).toMatchObject({ allOrNone: false, collateSubrequests: false });
    expect(rowsOf(org.heard[0]!)[0]).toEqual({
      attributes: { type: 'quittance__Payment_Request__c' }, id: idOf(0), quittance__Status__c: 'Sending', quittance__Reference__c: `${idOf(0)}-01`, quittance__Attempt__c: 1,
      quittance__Companion_Id__c: 'me', quittance__Ledger_Epoch__c: 3, quittance__Ledger_Sequence__c: 7, quittance__Companion_Version__c: 9,
    });
    expect([...answers.values()].every((answer) => answer === 'reserved')).toBe(true);
    expect(answers.size).toBe(1_000);
  });

  it('answers a refused row with the code of the fence, also when other rules spoke first', async () => {
    const both = { success: false, errors: [{ statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: '[VERSION] older.' }, { statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: '[FENCE-STAMP] not what was approved.' }] };
    const { books: b } = books((_, nth) => (nth === 1 ? composite([200, [saved(idOf(1)), both]]) : composite([200, page({ Id: idOf(2), Status__c: 'Approved for Payout' })])));
    const answers = await b.reserve([reservation(1), reservation(2)]);
    expect(answers.get(`${idOf(1)}-01`)).toBe('reserved');
    expect(answers.get(`${idOf(2)}-01`)).toEqual({ refused: '[VERSION] older. [FENCE-STAMP] not what was approved.', code: 'FENCE-STAMP' });
  });

  const standing = { Id: idOf(1), Status__c: 'Sending', Reference__c: `${idOf(1)}-01`.toUpperCase(), Companion_Id__c: 'me', Ledger_Epoch__c: 3 };
  it('counts a row as reserved that is already ours, so that asking again is safe', async () => {
    const { org, books: b } = books((_, nth) => (nth === 1 ? composite([200, [rule('[FENCE-STATUS] only from Approved.')]]) : composite([200, page(standing)])));
    expect((await b.reserve([reservation(1)])).get(`${idOf(1)}-01`)).toBe('reserved');
    expect(soqlOf(partsOf(org.heard[1]!)[0]!)).toContain(`WHERE Id IN ('${idOf(1)}')`);
  });

  it.each([
    ['another companion', { Companion_Id__c: 'other' }],
    ['another epoch', { Ledger_Epoch__c: 4 }],
    ['another reference', { Reference__c: `${idOf(1)}-02` }],
    ['a later state', { Status__c: 'In Progress' }],
  ])('does not count a row held with %s', async (_, difference) => {
    const { books: b } = books((__, nth) => (nth === 1 ? composite([200, [rule('[FENCE-CLAIM] another holds it.')]]) : composite([200, page({ ...standing, ...difference })])));
    expect((await b.reserve([reservation(1)])).get(`${idOf(1)}-01`)).toMatchObject({ code: 'FENCE-CLAIM' });
  });

  it('tries a locked row once more', async () => {
    const { org, books: b } = books((_, nth) => composite([200, [nth === 1 ? refusedRow('UNABLE_TO_LOCK_ROW', 'locked') : saved(idOf(1))]]));
    expect((await b.reserve([reservation(1)])).get(`${idOf(1)}-01`)).toBe('reserved');
    expect(org.heard).toHaveLength(2);
  });

  it('answers a row that stays locked as refused', async () => {
    const { books: b } = books(() => composite([200, [refusedRow('UNABLE_TO_LOCK_ROW', 'locked')]]));
    expect((await b.reserve([reservation(1)])).get(`${idOf(1)}-01`)).toEqual({ refused: 'locked', code: 'UNABLE_TO_LOCK_ROW' });
  });

  it.each<[string, Reply]>([
    ['lost', new Error('socket hang up')],
    ['short of a row', composite([200, []])],
    ['no JSON', { body: 'ok' }],
    ['without success', composite([200, [{ id: idOf(1) }]])],
  ])('throws unreachable when the answer is %s', async (_, reply) => {
    await expect(books(() => reply).books.reserve([reservation(1)])).rejects.toMatchObject({ kind: 'unreachable' });
  });
});

describe('writing', () => {
  const request = (nth: number, more: Partial<Extract<Change, { kind: 'request' }>> = {}): Change => ({
    kind: 'request', key: idOf(nth), version: 5, status: 'Completed', reason: undefined, providerStatus: 'TRANSFERRED', batchKey: 'b-1', expectedArrival: '2026-11-22T00:00:00.000Z', clearsApproval: false, clearsAction: false, ...more,
  });
  const funds: Change = { kind: 'funds', key: 'payoneer:sandbox:100', version: 5, available: { minor: 12_345, currency: 'KWD' }, asOf: '2026-11-20T10:00:00.000Z' };
  const recipient: Change = { kind: 'recipient', key: 'a1R000000000001EAA', version: 5, status: 'Active', checkedAt: '2026-11-20T10:00:00.000Z' };
  const snapshot: Change = { kind: 'snapshot', key: 's-1', version: 5, fundingAccountKey: 'payoneer:sandbox:100', available: { minor: 5_000, currency: 'JPY' }, asOf: '2026-11-20T10:00:00.000Z' };
  const allSaved = (call: Heard): Reply =>
    composite(...partsOf(call).map((part): [number, unknown] => (part.body?.records ? [200, part.body.records.map((row) => saved(String(row['id'] ?? 'new')))] : part.method === 'GET' ? [200, page()] : [201, saved('e0')])));

  it('writes parents first and announces the chunk, all in one call, with exact amounts', async () => {
    const { org, books: b } = books(allSaved, 'quittance');
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
    const { org, books: b } = books(allSaved);
    await b.write([request(1)]);
    expect(rowsOf(org.heard[0]!)[0]).toEqual({
      attributes: { type: 'Payment_Request__c' }, id: idOf(1), Status__c: 'Completed', Status_Reason__c: null, Provider_Status__c: 'TRANSFERRED', Expected_Arrival__c: '2026-11-22',
      Companion_Version__c: 5, Payout_Batch__r: { Batch_Key__c: 'b-1' },
    });
  });

  it('clears the action and the whole stamp only when told to', async () => {
    const { org, books: b } = books(allSaved);
    await b.write([request(1, { status: 'Needs Correction', clearsAction: true, clearsApproval: true, batchKey: undefined })]);
    const row = rowsOf(org.heard[1]!)[0]!;
    const cleared = Object.keys(row).filter((name) => row[name] === null && /^(Approved_|Submitted_|Requested_)/.test(name));
    expect(cleared).toEqual(['Requested_Action__c', 'Requested_Reason__c', 'Approved_Amount__c', 'Approved_Currency__c', 'Approved_Recipient_Id__c', 'Approved_Payee_Key__c', 'Approved_Purpose__c', 'Approved_At__c', 'Approved_By_Id__c', 'Submitted_By_Id__c']);
  });

  it('does not write a record whose approval is running', async () => {
    const { org, books: b } = books((call, nth) => (nth === 1 ? composite([200, page({ Id: idOf(1) })]) : allSaved(call)));
    const results = await b.write([request(1, { status: 'On Hold' }), request(2, { status: 'On Hold' })]);
    expect(results.get(`request ${idOf(1)}`)).toMatchObject({ busy: expect.stringContaining('approval') });
    expect(results.get(`request ${idOf(2)}`)).toBe('written');
    expect(rowsOf(org.heard[1]!).map(({ id }) => id)).toEqual([idOf(2)]);
  });

  it('says of each row whether it is written, stale, busy or refused', async () => {
    const older = { success: false, errors: [{ statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: '[STATUS-FORWARD] no.' }, { statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: '[VERSION] newer here.' }] };
    const answers = [saved(idOf(1)), older, refusedRow('UNABLE_TO_LOCK_ROW', 'locked'), refusedRow('INVALID_FIELD', 'Foreign key external ID: b-1 not found for field Batch_Key__c'), refusedRow('STRING_TOO_LONG', 'too long')];
    const { books: b } = books(() => composite([200, answers], [201, saved('e0')]));
    const results = await b.write([1, 2, 3, 4, 5].map((nth) => request(nth)));
    expect([...results.values()]).toEqual(['written', 'stale', { busy: 'locked' }, { busy: expect.stringContaining('Foreign key') }, { refused: 'too long', code: 'STRING_TOO_LONG' }]);
  });

  it('takes a snapshot whose parent can not be written again as already there', async () => {
    const { books: b } = books(() => composite([200, [refusedRow('INVALID_FIELD_FOR_INSERT_UPDATE', 'Unable to create/update fields', ['Funding_Account__c'])]]));
    expect((await b.write([snapshot])).get('snapshot s-1')).toBe('stale');
  });

  it('publishes nothing for what no page shows', async () => {
    const { org, books: b } = books(allSaved);
    await b.write([funds]);
    expect(partsOf(org.heard[0]!)).toHaveLength(1);
  });

  it('writes 1,200 rows in two calls, naming no ids when they would not fit into the event', async () => {
    const { org, books: b } = books(allSaved);
    const results = await b.write(Array.from({ length: 1_200 }, (_, nth) => request(nth)));
    expect(org.heard.map((call) => partsOf(call).length)).toEqual([6, 2]);
    expect(String(partsOf(org.heard[0]!)[5]?.body?.['Record_Ids__c']).split(',')).toHaveLength(1_000);
    expect(results.size).toBe(1_200);
  });

  it('answers the rest as busy when a later call is lost, and throws when the first is', async () => {
    const { books: b } = books((call, nth) => (nth === 1 ? allSaved(call) : new Error('reset')));
    const results = await b.write(Array.from({ length: 1_001 }, (_, nth) => request(nth)));
    expect(results.get(`request ${idOf(999)}`)).toBe('written');
    expect(results.get(`request ${idOf(1_000)}`)).toMatchObject({ busy: expect.stringContaining('Salesforce') });
    await expect(books(() => new Error('reset')).books.write([request(1)])).rejects.toMatchObject({ kind: 'unreachable' });
  });

  it('throws when everything failed as a whole, and refuses the rows of a collection the schema does not know', async () => {
    const unknown = [400, [{ errorCode: 'INVALID_FIELD', message: 'No such column' }]] as const;
    await expect(books(() => composite(unknown, [201, saved('e0')])).books.write([request(1)])).rejects.toMatchObject({ kind: 'unmapped' });
    const { books: b } = books(() => composite(unknown, [200, [saved(idOf(1))]], [201, saved('e0')]));
    expect((await b.write([funds, request(1)])).get('funds payoneer:sandbox:100')).toMatchObject({ code: 'INVALID_FIELD' });
  });

  it('keeps what was written when another collection of the same call failed as a whole', async () => {
    const { books: b } = books(() => composite([403, [{ errorCode: 'REQUEST_LIMIT_EXCEEDED', message: 'limit' }]], [200, [saved(idOf(1))]], [201, saved('e0')]));
    const results = await b.write([funds, request(1)]);
    expect(results.get(`request ${idOf(1)}`)).toBe('written');
    expect(results.get('funds payoneer:sandbox:100')).toMatchObject({ busy: expect.stringContaining('REQUEST_LIMIT_EXCEEDED') });
  });
});

describe('claims and identity', () => {
  it('asks for open reservations and for those of newer ledgers', async () => {
    const { org, books: b } = books(() => ({ body: JSON.stringify(page()) }));
    expect(await b.claims({ epoch: 2, sequence: 40 })).toEqual([]);
    expect(soqlOf({ url: org.heard[0]!.path })).toContain(
      "WHERE Reference__c != null AND (Status__c NOT IN ('Completed','Failed','Returned','Cancelled') OR Ledger_Epoch__c > 2 OR (Ledger_Epoch__c = 2 AND Ledger_Sequence__c > 40))",
    );
  });

  it('does not overlook a claim that it can not read', async () => {
    const { books: b } = books(() => ({ body: JSON.stringify(page({ Id: idOf(1), Name: 'PR-1', Reference__c: `${idOf(1)}-01`, Status__c: 'Paid somehow' })) }));
    await expect(b.claims({ epoch: 0, sequence: 0 })).rejects.toMatchObject({ kind: 'unmapped', message: expect.stringContaining('Paid somehow') });
  });

  it('tells which org it is', async () => {
    const { books: b } = books(() => ({ body: JSON.stringify(page({ Id: orgId, IsSandbox: true })) }));
    expect(await b.identity()).toEqual({ orgId, isSandbox: true });
  });
});
