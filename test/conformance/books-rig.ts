import { generateKeyPairSync } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import type { Tools } from '../../companion/connectors/connector.ts';
import salesforce from '../../companion/connectors/salesforce/index.ts';
import { serve } from '../../sandbox/kit/serve.ts';
import { openWorld } from '../../sandbox/kit/world.ts';
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

const privateKey = generateKeyPairSync('rsa', { modulusLength: 2048, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } }).privateKey;
const afterwards: (() => Promise<void>)[] = [];

/** For `afterEach`: ends every server that `start` has put on a socket. */
export async function closeServers(): Promise<void> {
  for (const undo of afterwards.splice(0)) await undo();
}

const person = (nth: number, profile: User['profile'], ...permissionSets: string[]): User => ({
  id: `00500000000000${nth}AAA`, username: `user${nth}@example`, name: `User ${nth}`, email: `user${nth}@example`, permissionSets, profile, isActive: true,
});
const companion = person(1, 'integration', 'Quittance_Companion');
export const submitter = person(2, 'admin');
export const approver = person(3, 'admin');

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

/** The connector over HTTP against the sandbox's org, with the shipped package deployed: its rules and its field security are what answers. */
export async function start(namespace: string) {
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
  return { org, books: payoutBooks, published, calls: () => calls, ...seeded(org) };
}

/** A funding account, a recipient, and as many approved requests as are asked for. */
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
