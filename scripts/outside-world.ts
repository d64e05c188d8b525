import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../sandbox/kit/clock.ts';
import { serve, type Served } from '../sandbox/kit/serve.ts';
import { openWorld } from '../sandbox/kit/world.ts';
import { open as openEcb } from '../sandbox/ecb/index.ts';
import { open as openPayoneer } from '../sandbox/payoneer/index.ts';
import type { PayoneerPolicies } from '../sandbox/payoneer/policies.ts';
import { decideApproval } from '../sandbox/salesforce/approval-decide.ts';
import { submitForApproval } from '../sandbox/salesforce/approval-submit.ts';
import { EventBus } from '../sandbox/salesforce/bus.ts';
import { servePubSub } from '../sandbox/salesforce/pubsub.ts';
import type { SalesforceSandbox } from '../sandbox/salesforce/open.ts';
import type { OrgPolicies, Row, User } from '../sandbox/salesforce/org.ts';
import { clientId, integrationUser, setUpOrg, type Personas } from './set-up-org.ts';

export interface Program {
  readonly program: string;
  readonly currency: string;
  /** Minor units in the program at the start. */
  readonly fundsMinor: number;
}
export interface Payee {
  readonly id: string;
  readonly name: string;
  readonly country: string;
  readonly program: string;
  /** What the provider says of the payee; `Unknown` = it has never heard of the id. */
  readonly standing?: 'Active' | 'Inactive' | 'Pending' | 'Unknown';
  /** What the payee receives, when it is not the program's currency. */
  readonly receives?: string;
}
export interface Debt {
  readonly payee: string;
  /** Decimal text in the currency's own decimals. Not written where something is `owed` in another currency. */
  readonly amount?: string;
  readonly currency: string;
  readonly owed?: { readonly amount: string; readonly currency: string };
  readonly purpose: string;
  readonly invoice?: string;
  readonly payoutDate?: string;
}

export interface OutsideOptions {
  readonly seed?: number;
  readonly clock?: Clock;
  readonly fetch?: typeof fetch;
  readonly namespace?: string | null;
  readonly isSandbox?: boolean;
  readonly programs?: readonly Program[];
  readonly policies?: Partial<PayoneerPolicies>;
  readonly orgPolicies?: Partial<OrgPolicies>;
  /** What the bank publishes, and for which day. */
  readonly ecb?: { readonly rates?: Readonly<Record<string, string>>; readonly day?: string };
  /** Where webhooks go: the companion's `/webhooks/<connection id>`. Can be set later. */
  readonly webhookTarget?: string;
}

const twoPrograms: readonly Program[] = [
  { program: '100200300', currency: 'USD', fundsMinor: 100_000_00 },
  { program: '100200301', currency: 'EUR', fundsMinor: 100_000_00 },
];

interface Desk {
  readonly org: SalesforceSandbox;
  readonly people: Personas;
  readonly payoneer: ReturnType<typeof openPayoneer>;
  readonly programs: readonly Program[];
  readonly fundingAccounts: ReadonlyMap<string, string>;
  readonly recipients: Map<string, string>;
  readonly keyOf: (program: string, id?: string) => string;
  readonly save: (object: string, rows: readonly Row[], by: User) => string[];
}

/** What finance, the approvers and the administrator do on the record pages. */
function handsOf({ org, people, payoneer, programs, fundingAccounts, recipients, keyOf, save }: Desk) {
  /** Submits as finance and decides as somebody else; throws with the org's own words when the approval process refuses. */
  const decide = (id: string, actionType: 'Approve' | 'Reject', by: User): void => {
    const submitted = submitForApproval(org.org, { contextId: id, nextApproverIds: [by.id] }, people.finance);
    const decided = submitted.success ? decideApproval(org.org, { actionType, contextId: submitted.newWorkitemIds[0] ?? '' }, by) : submitted;
    if (!decided.success) throw new Error(`Outside world: ${id} could not be decided (${actionType}): ${JSON.stringify(decided.errors)}`);
  };

  return {
    /** Payees exist at the provider and as verified Recipient Accounts: created by finance, verified by somebody else. */
    async addPayees(payees: readonly Payee[]): Promise<void> {
      for (const { id, standing = 'Active', receives } of payees)
        if (standing !== 'Unknown') await payoneer.setPayee(id, { status: standing, ...(receives ? { currency: receives } : {}) });
      const ids = save('Recipient_Account__c', payees.map(({ id, name, country, program }) => ({ Payee_Key__c: keyOf(program, id), Display_Name__c: name, Country__c: country, Provider__c: 'payoneer' })), people.finance);
      save('Recipient_Account__c', ids.map((Id) => ({ Id, Verification__c: 'Verified' })), people.admin);
      payees.forEach((payee, index) => recipients.set(payee.id, ids[index] ?? ''));
    },

    /** Payment Requests as drafts, raised by finance; the ids in the order of the debts. */
    raise: (debts: readonly Debt[]): string[] =>
      save('Payment_Request__c', debts.map(({ payee, amount, currency, purpose, invoice, payoutDate, owed }) => ({
        Recipient__c: recipients.get(payee) ?? '', ...(owed ? { Owed_Amount__c: owed.amount, Owed_Currency__c: owed.currency } : { Amount__c: amount ?? null }), Currency__c: currency, Purpose__c: purpose, ...(invoice ? { Invoice_Number__c: invoice } : {}), ...(payoutDate ? { Payout_Date__c: payoutDate } : {}),
        Funding_Account__c: fundingAccounts.get(programs.find((program) => program.currency === currency)?.program ?? '') ?? null,
      })), people.finance),

    /** Submitted by finance, approved by the approver, one by one as on the record page. */
    approve: (ids: readonly string[], by: User = people.approver): void => ids.forEach((id) => decide(id, 'Approve', by)),
    reject: (ids: readonly string[], by: User = people.approver): void => ids.forEach((id) => decide(id, 'Reject', by)),

    /** What a person asks for on the record page. Requests are private to their owner, so by default it is the one who raised them. */
    ask: (id: string, action: string, reason: string, by: User = people.finance): string[] => save('Payment_Request__c', [{ Id: id, Requested_Action__c: action, Requested_Reason__c: reason }], by),
  };
}

/** All stand-ins on one clock and one seed, with the hands of the people who use them. */
export function openOutsideWorld(options: OutsideOptions = {}) {
  const world = openWorld({ seed: options.seed ?? 1, ...(options.clock ? { clock: options.clock } : {}), ...(options.fetch ? { fetch: options.fetch } : {}) });
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } });
  const programs = options.programs ?? twoPrograms;
  const { org, people } = setUpOrg(world, options, keys.publicKey);
  const payoneer = openPayoneer({
    world, programs: programs.map(({ program, currency, fundsMinor }) => ({ programId: program, currency, balanceMinor: fundsMinor })),
    ...(options.policies ? { policies: options.policies } : {}), ...(options.webhookTarget ? { webhooks: { target: options.webhookTarget } } : {}),
  });
  const ecb = openEcb({ world, ...options.ecb });
  const environment = 'sandbox';
  const keyOf = (program: string, id?: string): string => ['payoneer', environment, program, ...(id ? [id] : [])].join(':');

  /** Saves rows as somebody; throws with the org's own words when one is refused. */
  const save = (object: string, rows: readonly Row[], by: User): string[] =>
    org.org.save(object, rows, { by, allOrNone: true, source: 'api' }).map((result) => {
      if (!result.success || !result.id) throw new Error(`Outside world: ${object} was refused: ${result.errors.map((error) => `${error.statusCode} ${error.message}`).join('; ')}`);
      return result.id;
    });

  const fundingAccounts = new Map(programs.map(({ program, currency }) => [program, save('Funding_Account__c', [{ Account_Key__c: keyOf(program), Display_Name__c: `Payoneer ${currency}`, Provider__c: 'payoneer', Program__c: program, Currency__c: currency, Environment__c: environment, Connection_Key__c: 'payoneer' }], people.admin)[0] ?? '']));
  const recipients = new Map<string, string>();

  return {
    world, org, people, payoneer, ecb, keys, clientId, integrationUser, fundingAccounts, save, recipients,
    ...handsOf({ org, people, payoneer, programs, fundingAccounts, recipients, keyOf, save }),
    row: (object: string, id: string): Row => org.org.find(object, id) ?? {},
    request: (id: string): Row => org.org.find('Payment_Request__c', id) ?? {},
    requests: (): Row[] => [...org.org.rows('Payment_Request__c').values()].filter((row) => row.IsDeleted !== true),

    /** Money that really left and stayed away, by request: the answer to "was anyone paid twice?". */
    paidTimes(): ReadonlyMap<string, number> {
      const paid = new Map<string, number>();
      for (const transfer of payoneer.transfers()) {
        const id = transfer.reference.slice(0, 18);
        const step = transfer.kind === 'payout' ? 1 : transfer.kind === 'return' ? -1 : 0;
        paid.set(id, (paid.get(id) ?? 0) + step);
      }
      return paid;
    },

    /** The companion's variables to reach these stand-ins. */
    companionEnv: (urls: { salesforce: string; payoneer: string; ecb?: string; pubsub?: string; pubsubCaFile?: string }): Record<string, string> => ({
      QUITTANCE_ENVIRONMENT: 'sandbox',
      SALESFORCE_LOGIN_URL: urls.salesforce, SALESFORCE_CLIENT_ID: clientId, SALESFORCE_USERNAME: integrationUser, SALESFORCE_PRIVATE_KEY: keys.privateKey,
      SALESFORCE_NAMESPACE: options.namespace ?? '', SALESFORCE_WAKE: urls.pubsub ? 'event' : 'sweep', ...(urls.pubsub ? { SALESFORCE_PUBSUB_ENDPOINT: urls.pubsub, SALESFORCE_PUBSUB_CA_FILE: urls.pubsubCaFile ?? '' } : {}),
      PAYONEER_ENVIRONMENT: environment, PAYONEER_API_URL: urls.payoneer, PAYONEER_AUTH_URL: urls.payoneer, PAYONEER_CLIENT_ID: 'sandbox-client', PAYONEER_CLIENT_SECRET: 'sandbox-secret',
      ECB_POLL: urls.ecb ? 'on' : 'off', ...(urls.ecb ? { ECB_URL: `${urls.ecb}/stats/eurofxref/eurofxref-daily.xml` } : {}),
      PAYONEER_PROGRAMS: programs.map(({ program, currency }) => `${program}:${currency}`).join(','), PAYONEER_WEBHOOK_SECRET: 'sandbox-webhook-secret', PAYONEER_FEE_SCHEDULE: programs.map(({ currency }) => `${currency}:${currency === 'JPY' ? '150' : '1.50'}`).join(','),
    }),
  };
}
export type OutsideWorld = ReturnType<typeof openOutsideWorld>;

/** The org's event bus over gRPC and TLS; its certificate lies in a file, as a client wants it. */
async function serveEvents({ org }: OutsideWorld, port: number) {
  const bus = new EventBus(org.org);
  const server = await servePubSub({ org: org.org, bus, authenticate: (token) => org.userOf(token), port });
  const folder = mkdtempSync(join(tmpdir(), 'quittance-bus-'));
  const caFile = join(folder, 'event-bus.pem');
  writeFileSync(caFile, server.certificate);
  return {
    bus, endpoint: server.endpoint, caFile,
    close(): void {
      server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The same over sockets, for the story, the tests and foreign clients. */
export async function serveOutsideWorld(options: OutsideOptions & { readonly salesforcePort?: number; readonly payoneerPort?: number; readonly ecbPort?: number; readonly pubsubPort?: number } = {}) {
  const outside = openOutsideWorld(options);
  const events = options.pubsubPort === undefined ? undefined : await serveEvents(outside, options.pubsubPort);
  const salesforce: Served = await serve(outside.org.standIn, outside.world, { port: options.salesforcePort ?? 0 });
  const payoneer: Served = await serve(outside.payoneer.standIn, outside.world, { port: options.payoneerPort ?? 0 });
  const bank: Served | undefined = options.ecbPort === undefined ? undefined : await serve(outside.ecb.standIn, outside.world, { port: options.ecbPort });
  return {
    ...outside, bus: events?.bus,
    urls: { salesforce: salesforce.url, payoneer: payoneer.url, ...(bank ? { ecb: bank.url } : {}), ...(events ? { pubsub: events.endpoint, pubsubCaFile: events.caFile } : {}) },
    async close() {
      events?.close();
      await Promise.all([salesforce.close(), payoneer.close(), bank?.close()]);
    },
  };
}
