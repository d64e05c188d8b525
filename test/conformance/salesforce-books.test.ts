import { afterEach, describe, expect, it } from '@jest/globals';
import type { Reservation } from '../../companion/connectors/connector.ts';
import type { Change } from '../../companion/domain/change.ts';
import { approve, drafted, submit } from './approvals.ts';
import { approver, closeServers, start, submitter } from './books-rig.ts';

const at = '2026-11-20T10:00:00.000Z';

const reservation = (requestId: string, more: Partial<Reservation> = {}): Reservation => ({
  attempt: { reference: `${requestId}-01`, requestId, number: 1, connection: 'payer', program: '100200300', payeeId: 'payee-17', amount: { minor: 1, currency: 'KWD' }, purpose: 'x', orgId: 'o', batchId: 'b' },
  companionId: 'me', epoch: 1, sequence: 1, version: 1, approvedAt: '2026-11-20T09:00:00.000Z', ...more,
});
const requestChange = (key: string, version: number, more: Partial<Extract<Change, { kind: 'request' }>> = {}): Change => ({
  kind: 'request', key, version, status: 'In Progress', reason: undefined, providerStatus: 'PENDING', batchKey: 'b-1', expectedArrival: '2026-11-22', needsSecondApproval: false, clearsApproval: false, answers: undefined, ...more,
});
const kwd = (minor: number) => ({ minor, currency: 'KWD' });
const batchChange = (version: number): Change => ({
  kind: 'batch', key: 'b-1', version, fundingAccountId: undefined, currency: 'KWD', status: 'Open', requestedCount: 1, sentAt: at, seal: 'Open', sealDetail: '', requested: kwd(123_456_789_012_345), approved: kwd(1),
  provider: undefined, movement: undefined, paid: kwd(0), returned: kwd(0), failed: kwd(0), held: kwd(0), inFlight: kwd(1), residue: kwd(-1),
});
const transactionChange = (fundingAccountId: string, id: string, version: number): Change => ({
  kind: 'transaction', key: 'payer:1', version, requestId: id, batchKey: 'b-1', fundingAccountId, reference: `${id}-01`, type: 'Payout', direction: 'Out', status: 'Pending', amount: kwd(123_456_789_012_345), payoutId: 'p', providerStatus: 's', reason: 'r', target: undefined, fee: { ...kwd(1_500), basis: 'Actual' }, fxRate: { rate: '151.12345678', source: 's', at }, occurredAt: at, timeline: [{ at, text: 'sent' }],
});

afterEach(closeServers);

describe.each(['', 'quittance'])('the books in the sandbox, in namespace "%s"', (namespace) => {
  it('say who they are, and what waits to be paid, to the last digit', async () => {
    const b = await start(namespace);
    const id = b.approved();
    expect(await b.books.identity()).toEqual({ orgId: b.org.id, isSandbox: true });
    const before = b.calls();
    const { requests, paused, unreadable } = await b.books.survey({});
    expect(b.calls() - before).toBe(1);
    expect({ paused, unreadable }).toEqual({ paused: false, unreadable: [] });
    expect(requests).toMatchObject([{ id, amount: kwd(123_456_789_012_345), program: '100200300', recipient: { id: b.recipient, verified: true }, stamp: { amount: kwd(123_456_789_012_345), approvedById: approver.id } }]);
    expect(b.books.quota()).toMatchObject({ limit: 100_000 });
  });

  it('see the kill switch', async () => {
    const b = await start(namespace);
    b.org.put('Quittance_Settings__c', { SetupOwnerId: b.org.id, Pause_All__c: true, Request_Limit__c: '5000', Payee_Daily_Limit__c: '0.25' });
    expect(await b.books.survey({})).toMatchObject({ paused: true, limits: { request: '5000', payeeDaily: '0.25' } });
  });

  it('reserve once, say so again when asked again, and refuse everybody else', async () => {
    const b = await start(namespace);
    const id = b.approved();
    const reference = `${id}-01`;
    expect((await b.books.reserve([reservation(id)])).get(reference)).toBe('reserved');
    expect(b.org.find('Payment_Request__c', id)).toMatchObject({ Status__c: 'Sending', Reference__c: reference, Companion_Id__c: 'me' });
    expect((await b.books.reserve([reservation(id)])).get(reference)).toBe('reserved');
    expect((await b.books.reserve([reservation(id, { sequence: 2 })])).get(reference)).toMatchObject({ code: expect.stringMatching(/^FENCE-/) });
    expect((await b.books.reserve([reservation(id, { companionId: 'other' })])).get(reference)).toMatchObject({ code: expect.stringMatching(/^FENCE-/) });
    expect((await b.books.reserve([reservation(id, { epoch: 2 })])).get(reference)).toMatchObject({ code: expect.stringMatching(/^FENCE-/) });
  });

  it('refuse one row for what no longer equals its stamp, and reserve its neighbour', async () => {
    const b = await start(namespace);
    const [good, changed] = [b.approved(), b.approved({ Approved_Amount__c: '1' })];
    const answers = await b.books.reserve([reservation(good), reservation(changed)]);
    expect(answers.get(`${good}-01`)).toBe('reserved');
    expect(answers.get(`${changed}-01`)).toMatchObject({ code: 'FENCE-STAMP' });
  });

  it('take changes of all kinds in one or two calls, and tell the pages', async () => {
    const b = await start(namespace);
    const id = b.approved();
    await b.books.reserve([reservation(id)]);
    const before = b.calls();
    const changes: Change[] = [
      requestChange(id, 2), batchChange(2),
      transactionChange(b.account, id, 2),
      { kind: 'funds', key: 'payoneer:sandbox:100200300', version: 2, available: kwd(5_000), asOf: at },
      { kind: 'snapshot', key: 's-1', version: 2, fundingAccountKey: 'payoneer:sandbox:100200300', available: kwd(5_000), asOf: at },
      { kind: 'recipient', key: b.recipient, version: 2, status: 'Active', checkedAt: at },
      { kind: 'issue', key: 'i-1', version: 2, problem: 'p', source: 's', severity: 'Warning', status: 'Open', count: 1, firstSeen: at, lastSeen: at, summary: 's', detail: 'd', excerpt: 'e', requestId: id, answers: 'Discard 005000000000001AAA' },
      { kind: 'connection', key: 'c-1', version: 2, companionId: 'me', epoch: 1, sequence: 1, mode: 'Normal', heartbeatAt: at, lastEventAt: at, lastWebhookAt: undefined, backlog: 0, oldestUnknownAt: undefined, breaker: 'Closed', callsUsed: 1, callsLimit: 2 },
    ];
    for (let round = 0; round < 2; round++) expect([...new Set((await b.books.write(changes)).values())]).toEqual(['written']);
    expect(b.calls() - before).toBe(4);
    const [transaction] = [...b.org.rows('Payment_Transaction__c').values()];
    const [batch] = [...b.org.rows('Payout_Batch__c').values()];
    expect(transaction).toMatchObject({ Amount__c: '123456789012.345', Fee_Amount__c: expect.stringMatching(/^1\.50?0?$/), Payout_Batch__c: batch?.['Id'], FX_Rate__c: '151.12345678' });
    expect(b.org.find('Payment_Request__c', id)).toMatchObject({ Status__c: 'In Progress', Payout_Batch__c: batch?.['Id'], Expected_Arrival__c: '2026-11-22' });
    expect(b.published.filter(({ event }) => event === 'Payment_Status_Changed__e').map(({ row }) => row['Record_Ids__c'])).toContain(id);
    for (const [object, count] of [['Payment_Transaction__c', 1], ['Payout_Batch__c', 1], ['Balance_Snapshot__c', 1], ['Connection__c', 1], ['Sync_Issue__c', 1], ['Funding_Account__c', 1]] as const) expect(b.org.rows(object).size).toBe(count);
  });

  it('answer an older version as stale, and a child without its parent as busy', async () => {
    const b = await start(namespace);
    const id = b.approved();
    await b.books.reserve([reservation(id)]);
    expect((await b.books.write([requestChange(id, 5)])).get(`request ${id}`)).toHaveProperty('busy');
    await b.books.write([batchChange(2), requestChange(id, 5, { status: 'Completed' })]);
    expect((await b.books.write([requestChange(id, 4)])).get(`request ${id}`)).toBe('stale');
    expect(b.org.find('Payment_Request__c', id)?.['Status__c']).toBe('Completed');
  });

  it('clear the stamp with Needs Correction, and never touch a request in its approval', async () => {
    const b = await start(namespace);
    const [wrong, pending] = [b.approved(), b.approved({ Status__c: 'Submitted' })];
    const change = (id: string) => requestChange(id, 3, { status: 'Needs Correction', clearsApproval: true, batchKey: undefined });
    const results = await b.books.write([change(wrong), change(pending)]);
    expect(results.get(`request ${wrong}`)).toBe('written');
    expect(b.org.find('Payment_Request__c', wrong)).toMatchObject({ Status__c: 'Needs Correction', Approved_Amount__c: null, Submitted_By_Id__c: null });
    expect(results.get(`request ${pending}`)).toHaveProperty('busy');
    expect(b.org.find('Payment_Request__c', pending)?.['Status__c']).toBe('Submitted');
  });

  it('bring the evidence of the shipped approval process, which agrees with the stamp', async () => {
    const b = await start(namespace);
    const id = drafted(b);
    const submitted = submit(b, id);
    expect(submitted).toMatchObject({ success: true });
    expect((await b.books.write([requestChange(id, 1, { status: 'On Hold', batchKey: undefined })])).get(`request ${id}`)).toHaveProperty('busy');
    expect((await b.books.survey({})).requests).toEqual([]);
    approve(b, submitted);
    const [request] = (await b.books.survey({})).requests;
    expect(request).toMatchObject({ status: 'Approved for Payout', stamp: { amount: kwd(123_456_789_012_345), approvedById: approver.id, submittedById: submitter.id } });
    expect(request?.evidence).toMatchObject({ actorId: approver.id, submittedById: submitter.id, completedAt: expect.stringMatching(/Z$/) });
    expect((await b.books.reserve([reservation(id, { approvedAt: request?.stamp?.approvedAt ?? '' })])).get(`${id}-01`)).toBe('reserved');
  });

  it('bring the approval that came last, where it was approved twice within the same second', async () => {
    const b = await start(namespace);
    const id = drafted(b);
    approve(b, submit(b, id));
    const [first] = (await b.books.survey({})).requests;
    await b.books.write([requestChange(id, 1, { status: 'Needs Correction', batchKey: undefined, clearsApproval: true })]);
    approve(b, submit(b, id));
    // The second run of the process, as if it had begun in the second of the first.
    const [earlier, later] = [...b.org.rows('ProcessInstance').values()];
    if (earlier && later) later['CreatedDate'] = earlier['CreatedDate'] ?? null;
    const [again] = (await b.books.survey({})).requests;
    expect([first?.evidence?.instanceId, again?.evidence?.instanceId]).toEqual([earlier?.['Id'], later?.['Id']]);
  });

  it('remember every claim that is open or newer', async () => {
    const b = await start(namespace);
    const [open, done] = [b.approved(), b.approved()];
    await b.books.reserve([reservation(open), reservation(done)]);
    await b.books.write([batchChange(2), requestChange(done, 5, { status: 'Completed' })]);
    expect((await b.books.claims({ epoch: 1, sequence: 1, version: 5 })).map(({ reference, epoch }) => ({ reference, epoch }))).toEqual([{ reference: `${open}-01`, epoch: 1 }]);
    expect(await b.books.claims({ epoch: 0, sequence: 0, version: 5 })).toHaveLength(2);
    // Ended, and reserved by a number this ledger gave out; but written with a version it never gave out.
    expect((await b.books.claims({ epoch: 1, sequence: 1, version: 4 })).map(({ reference }) => reference).toSorted()).toEqual([`${open}-01`, `${done}-01`].toSorted());
  });

  it('remember what has ended lately, whichever ledger reserved it', async () => {
    const b = await start(namespace);
    const [open, done] = [b.approved(), b.approved()];
    await b.books.reserve([reservation(open), reservation(done)]);
    await b.books.write([batchChange(2), requestChange(done, 5, { status: 'Completed' })]);
    const [paid, ...others] = await b.books.endedSince(new Date(Date.now() - 60_000).toISOString());
    expect([paid, others]).toMatchObject([{ reference: `${done}-01`, request: { status: 'Completed' }, changedAt: expect.stringMatching(/Z$/) }, []]);
    expect(await b.books.endedSince(new Date(Date.now() + 60_000).toISOString())).toEqual([]);
    expect(await b.books.newest()).toEqual({ epoch: 1, version: 5 });
  });

  it('tell the highest version among some records, of whatever kinds, and nothing of others', async () => {
    const b = await start(namespace);
    const [one, other, untouched] = [b.approved(), b.approved(), b.approved()];
    await b.books.reserve([reservation(one, { version: 3 }), reservation(other, { version: 4 })]);
    await b.books.write([batchChange(2), requestChange(one, 7), requestChange(other, 9)]);
    await b.books.write([transactionChange(b.account, one, 12), batchChange(11)]);
    const request = (key: string) => ({ kind: 'request' as const, key });
    const [transaction, batch] = [{ kind: 'transaction' as const, key: 'payer:1' }, { kind: 'batch' as const, key: 'b-1' }];
    expect(await b.books.newestVersion([request(one)])).toBe(7);
    expect(await b.books.newestVersion([request(one), request(other)])).toBe(9);
    expect(await b.books.newestVersion([batch])).toBe(11);
    const before = b.calls();
    expect(await b.books.newestVersion([request(one), request(other), transaction, batch, { kind: 'recipient', key: b.recipient }])).toBe(12);
    expect(b.calls() - before).toBe(1);
    expect(await b.books.newestVersion([request(untouched), { kind: 'transaction', key: 'payer:never' }, { kind: 'snapshot', key: 's-1' }])).toBe(0);
    expect(await b.books.newestVersion([])).toBe(0);
  });

  it('tell the highest version among more records than one query takes', async () => {
    const b = await start(namespace);
    const last = b.approved();
    await b.books.write([requestChange(last, 21, { status: 'On Hold', batchKey: undefined })]);
    const strangers = Array.from({ length: 1_150 }, (_, nth) => ({ kind: 'request' as const, key: `a02${String(nth).padStart(12, '0')}AAA` }));
    const before = b.calls();
    expect(await b.books.newestVersion([...strangers, { kind: 'request', key: last }])).toBe(21);
    expect(b.calls() - before).toBe(2);
  });

  it('say busy when the day’s calls are used up', async () => {
    const b = await start(namespace);
    b.org.policies.dailyApiRequests = 0;
    await expect(b.books.survey({})).rejects.toMatchObject({ kind: 'busy', code: 'REQUEST_LIMIT_EXCEEDED' });
  });
});
