import { generateKeyPairSync } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { PayoutBooks, Reservation, Tools } from '../../companion/connectors/connector.ts';
import salesforce from '../../companion/connectors/salesforce/index.ts';
import type { Change } from '../../companion/domain/change.ts';
import { serve } from '../../sandbox/kit/serve.ts';
import { openWorld } from '../../sandbox/kit/world.ts';
import { decideApproval } from '../../sandbox/salesforce/approval-decide.ts';
import { setApprovalProcessActive } from '../../sandbox/salesforce/approval-doors.ts';
import { submitForApproval } from '../../sandbox/salesforce/approval-submit.ts';
import { deploy } from '../../sandbox/salesforce/deploy.ts';
import { emptyDraft } from '../../sandbox/salesforce/deploy-draft.ts';
import { createOrg } from '../../sandbox/salesforce/org-core.ts';
import type { PublishedEvent, Row, User } from '../../sandbox/salesforce/org.ts';
import { signedIn } from '../../sandbox/salesforce/rest-call.ts';
import { collectionDoors } from '../../sandbox/salesforce/rest-collections.ts';
import { compositeDoors } from '../../sandbox/salesforce/rest-composite.ts';
import { queryDoors } from '../../sandbox/salesforce/rest-query.ts';
import { recordDoors } from '../../sandbox/salesforce/rest-records.ts';
import type { ServerState } from '../../sandbox/salesforce/server-state.ts';

/** The connector over HTTP against the sandbox's org, with the shipped package deployed: its rules and its field security are what answers. */
const privateKey = generateKeyPairSync('rsa', { modulusLength: 2048, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } }).privateKey;
const afterwards: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const undo of afterwards.splice(0)) await undo();
});
const person = (nth: number, profile: User['profile'], ...permissionSets: string[]): User => ({
  id: `00500000000000${nth}AAA`, username: `user${nth}@example`, name: `User ${nth}`, email: `user${nth}@example`, permissionSets, profile, isActive: true,
});
const companion = person(1, 'integration', 'Quittance_Companion');
const submitter = person(2, 'admin');
const approver = person(3, 'admin');
const at = '2026-11-20T10:00:00.000Z';

const realTools = (): Tools => ({
  now: () => Date.now(),
  fetch,
  random: Math.random,
  timer: {
    after: (ms, run) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    sleep: () => Promise.resolve(),
  },
  log: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
});

async function start(namespace: string) {
  const world = openWorld({ seed: 11 });
  const { org, storage } = createOrg(world, { namespace: namespace === '' ? null : namespace });
  for (const user of [companion, submitter, approver]) {
    org.users.push(user);
    org.put('User', { Id: user.id, Username: user.username, Name: user.name });
  }
  org.put('Organization', { Id: org.id, Name: 'Acme', IsSandbox: true });
  const files = readdirSync('force-app', { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const { outcome, draft } = deploy(org, emptyDraft(org), files.map((entry) => ({ path: join(entry.parentPath, entry.name), bytes: readFileSync(join(entry.parentPath, entry.name)) })));
  expect(outcome.components.filter(({ problem }) => problem !== undefined)).toEqual([]);
  const sessions = new Map([['token-1', { userId: companion.id, expiresAt: Infinity }]]);
  const state: ServerState = { org, storage, draft, sessions, clients: new Map(), cursors: new Map(), deployments: new Map(), usage: { day: 0, used: 0 } };
  const single = { ...recordDoors(state), ...collectionDoors(state), ...queryDoors(state) };
  const rest = Object.fromEntries(Object.entries({ ...single, ...compositeDoors(state, single) }).map(([path, door]) => [path, signedIn(state, door)]));
  let calls = 0;
  const handle = await serve({
    name: 'salesforce',
    doors: {
      'POST /services/oauth2/token': () => ({ status: 200, body: { access_token: 'token-1', instance_url: handle.url, id: `${handle.url}/id/${org.id}/${companion.id}`, token_type: 'Bearer' } }),
      ...rest,
    },
  }, world);
  afterwards.push(() => handle.close());
  const settings = salesforce.settings.parse({ LOGIN_URL: handle.url, CLIENT_ID: 'client', USERNAME: companion.username, PRIVATE_KEY: privateKey, NAMESPACE: namespace });
  const gate = { pass: <T>(_: unknown, call: () => Promise<T>): Promise<T> => (calls++, call()) };
  const { payoutBooks } = salesforce.open(settings, { id: 'books', tools: realTools(), gate });
  const published: PublishedEvent[] = [];
  org.onPublished((event) => published.push(event));
  return { org, books: payoutBooks as PayoutBooks, published, calls: () => calls, ...seeded(org) };
}

function seeded(org: ReturnType<typeof createOrg>['org']) {
  const payeeKey = 'payoneer:sandbox:100200300:payee-17';
  const account = String(org.put('Funding_Account__c', { Name: 'FA-0001', OwnerId: submitter.id, Account_Key__c: 'payoneer:sandbox:100200300', Program__c: '100200300' })['Id']);
  const recipient = String(org.put('Recipient_Account__c', { Name: 'RA-000001', OwnerId: submitter.id, Payee_Key__c: payeeKey, Status__c: 'Active', Verification__c: 'Verified' })['Id']);
  let nth = 0;
  const approved = (more: Row = {}): string =>
    String(
      org.put('Payment_Request__c', {
        Name: `PR-${String(++nth).padStart(6, '0')}`, OwnerId: submitter.id, CreatedById: submitter.id, LastModifiedById: approver.id, Recipient__c: recipient, Funding_Account__c: account,
        Amount__c: '123456789012.345', Currency__c: 'KWD', Purpose__c: 'Royalties', Status__c: 'Approved for Payout', Approved_Amount__c: '123456789012.345', Approved_Currency__c: 'KWD',
        Approved_Recipient_Id__c: recipient, Approved_Payee_Key__c: payeeKey, Approved_Purpose__c: 'Royalties', Approved_At__c: '2026-11-20T09:00:00.000+0000', Approved_By_Id__c: approver.id,
        Submitted_By_Id__c: submitter.id, ...more,
      })['Id'],
    );
  return { account, recipient, approved };
}

const reservation = (requestId: string, more: Partial<Reservation> = {}): Reservation => ({
  attempt: { reference: `${requestId}-01`, requestId, number: 1, connection: 'payer', program: '100200300', payeeId: 'payee-17', amount: { minor: 1, currency: 'KWD' }, purpose: 'x', orgId: 'o', batchId: 'b' },
  companionId: 'me', epoch: 1, sequence: 1, version: 1, ...more,
});
const requestChange = (key: string, version: number, more: Partial<Extract<Change, { kind: 'request' }>> = {}): Change => ({
  kind: 'request', key, version, status: 'In Progress', reason: undefined, providerStatus: 'PENDING', batchKey: 'b-1', expectedArrival: '2026-11-22', clearsApproval: false, clearsAction: false, ...more,
});
const kwd = (minor: number) => ({ minor, currency: 'KWD' });
const batchChange = (version: number): Change => ({
  kind: 'batch', key: 'b-1', version, fundingAccountId: undefined, currency: 'KWD', status: 'Open', requestedCount: 1, sentAt: at, seal: 'Open', sealDetail: '', requested: kwd(123_456_789_012_345), approved: kwd(1),
  provider: undefined, movement: undefined, paid: kwd(0), returned: kwd(0), failed: kwd(0), held: kwd(0), inFlight: kwd(1), residue: kwd(-1),
});

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
    expect((await b.books.reserve([reservation(id, { sequence: 2 })])).get(reference)).toBe('reserved');
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
      { kind: 'transaction', key: 'payer:1', version: 2, requestId: id, batchKey: 'b-1', fundingAccountId: b.account, reference: `${id}-01`, type: 'Payout', direction: 'Out', status: 'Pending', amount: kwd(123_456_789_012_345), payoutId: 'p', providerStatus: 's', reason: 'r', target: undefined, fee: { ...kwd(1_500), basis: 'Actual' }, fxRate: { rate: '151.12345678', source: 's', at }, occurredAt: at, timeline: [{ at, text: 'sent' }] },
      { kind: 'funds', key: 'payoneer:sandbox:100200300', version: 2, available: kwd(5_000), asOf: at },
      { kind: 'snapshot', key: 's-1', version: 2, fundingAccountKey: 'payoneer:sandbox:100200300', available: kwd(5_000), asOf: at },
      { kind: 'recipient', key: b.recipient, version: 2, status: 'Active', checkedAt: at },
      { kind: 'issue', key: 'i-1', version: 2, problem: 'p', source: 's', severity: 'Warning', status: 'Open', count: 1, firstSeen: at, lastSeen: at, summary: 's', detail: 'd', excerpt: 'e', requestId: id, clearsAction: true },
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
    const empty = Object.fromEntries(['Amount', 'Currency', 'Recipient_Id', 'Payee_Key', 'Purpose', 'At', 'By_Id'].map((name) => [`Approved_${name}__c`, null]));
    const id = b.approved({ ...empty, Submitted_By_Id__c: null, Status__c: 'Draft' });
    setApprovalProcessActive(b.org, 'Payout_Approval', true);
    const submission = { contextId: id, comments: 'please', nextApproverIds: [approver.id], submitterId: undefined, processDefinitionNameOrId: undefined, skipEntryCriteria: false };
    const submitted = submitForApproval(b.org, submission, submitter);
    expect(submitted).toMatchObject({ success: true });
    expect((await b.books.write([requestChange(id, 1, { status: 'On Hold', batchKey: undefined })])).get(`request ${id}`)).toHaveProperty('busy');
    expect((await b.books.survey({})).requests).toEqual([]);
    decideApproval(b.org, { contextId: submitted.newWorkitemIds?.[0] ?? '', actionType: 'Approve', comments: 'fine', nextApproverIds: [] }, approver);
    const [request] = (await b.books.survey({})).requests;
    expect(request).toMatchObject({ status: 'Approved for Payout', stamp: { amount: kwd(123_456_789_012_345), approvedById: approver.id, submittedById: submitter.id } });
    expect(request?.evidence).toMatchObject({ actorId: approver.id, submittedById: submitter.id, completedAt: expect.stringMatching(/Z$/) });
    expect((await b.books.reserve([reservation(id)])).get(`${id}-01`)).toBe('reserved');
  });

  it('remember every claim that is open or newer', async () => {
    const b = await start(namespace);
    const [open, done] = [b.approved(), b.approved()];
    await b.books.reserve([reservation(open), reservation(done)]);
    await b.books.write([batchChange(2), requestChange(done, 5, { status: 'Completed' })]);
    expect((await b.books.claims({ epoch: 1, sequence: 1 })).map(({ reference, companionId, epoch }) => ({ reference, companionId, epoch }))).toEqual([{ reference: `${open}-01`, companionId: 'me', epoch: 1 }]);
    expect(await b.books.claims({ epoch: 0, sequence: 0 })).toHaveLength(2);
  });

  it('say busy when the day’s calls are used up', async () => {
    const b = await start(namespace);
    b.org.policies.dailyApiRequests = 0;
    await expect(b.books.survey({})).rejects.toMatchObject({ kind: 'busy', code: 'REQUEST_LIMIT_EXCEEDED' });
  });
});
