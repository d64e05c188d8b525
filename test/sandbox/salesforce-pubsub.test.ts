import { afterEach, describe, expect, it } from '@jest/globals';
import { X509Certificate } from 'node:crypto';
import PubSubApiClient from 'salesforce-pubsub-api-client';
import { wallClock } from '../../sandbox/kit/clock.ts';
import { EventBus } from '../../sandbox/salesforce/bus.ts';
import { testOrg } from '../../sandbox/salesforce/flow-test-org.ts';
import type { Row } from '../../sandbox/salesforce/org.ts';
import { servePubSub } from '../../sandbox/salesforce/pubsub.ts';

/** What the foreign client hands to a callback, as far as it is looked at here. */
interface Seen {
  readonly replayId?: number;
  readonly payload?: Readonly<Record<string, unknown>>;
  readonly id?: string;
  readonly code?: number;
  readonly metadata?: { get(name: string): unknown[] };
}
interface Heard {
  readonly kind: string;
  readonly data: Seen;
}

const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined, trace: () => undefined };
const closing: (() => void)[] = [];
afterEach(() => closing.splice(0).forEach((close) => close()));

async function until(done: () => boolean): Promise<void> {
  for (let tries = 0; tries < 200 && !done(); tries += 1) await new Promise((resolve) => setTimeout(resolve, 20));
  if (!done()) throw new Error('what was waited for did not happen within 4 s');
}

async function opened(options: { namespace?: string; keepAliveMs?: number; token?: string } = {}) {
  const clock = wallClock();
  const { namespace } = options;
  const made = testOrg({}, { clock, ...(namespace === undefined ? {} : { namespace }) });
  const bus = new EventBus(made.org);
  const server = await servePubSub({ org: made.org, bus, authenticate: (token) => ({ good: made.admin, ann: made.ann })[token], ...(options.keepAliveMs === undefined ? {} : { keepAliveMs: options.keepAliveMs }) });
  const connect = async (): Promise<PubSubApiClient> => {
    const client = new PubSubApiClient({ authType: 'user-supplied', accessToken: options.token ?? 'good', instanceUrl: 'https://localhost', organizationId: made.org.id, pubSubEndpoint: server.endpoint, rejectUnauthorizedSsl: false }, quiet);
    await client.connect();
    return client;
  };
  const client = await connect();
  closing.push(() => server.close());
  const topic = namespace === undefined ? '/event/Done__e' : `/event/${namespace}__Done__e`;
  const heard: Heard[] = [];
  const hear = (_info: unknown, kind: string, data: unknown): void => void heard.push({ kind, data: (data ?? {}) });
  const publish = (...rows: Row[]): void => made.org.transaction(() => void made.org.publish('Done__e', rows, made.admin));
  const events = (): Seen[] => heard.filter(({ kind }) => kind === 'event').map(({ data }) => data);
  const kinds = (prefix = ''): unknown[] => events().map(({ payload }) => payload?.[`${prefix}Kind__c`]);
  return { ...made, bus, server, client, connect, clock, topic, heard, hear, publish, events, kinds };
}

describe('the event bus, heard by a client written elsewhere', () => {
  it('delivers what is published after the commit, typed by the deployed event', async () => {
    const { client, topic, hear, publish, events, bus, admin } = await opened();
    client.subscribeFromEarliestEvent(topic, hear, 10);
    publish({ Kind__c: 'paid', Amount__c: '12.5', Urgent__c: true, At__c: '2026-11-21T09:00:00.000+0000' });
    await until(() => events().length === 1);
    expect(events()[0]?.payload).toMatchObject({ CreatedById: admin.id, Kind__c: 'paid', Record_Id__c: null, Amount__c: 12.5, Urgent__c: true, At__c: Date.UTC(2026, 10, 21, 9) });
    expect(events()[0]?.id).toBe(bus.kept('Done__e')[0]?.eventUuid);
    expect(bus.counters).toEqual({ published: 1, delivered: 1 });
  });

  it('delivers nothing of a transaction that was taken back', async () => {
    const { client, topic, hear, publish, kinds, org, admin } = await opened();
    client.subscribeFromEarliestEvent(topic, hear, 10);
    expect(() => org.transaction(() => {
      org.publish('Done__e', [{ Kind__c: 'undone' }], admin);
      throw new Error('back');
    })).toThrow('back');
    publish({ Kind__c: 'done' });
    await until(() => kinds().length > 0);
    expect(kinds()).toEqual(['done']);
  });

  it('sends no more than was asked for, and starts after the replay id it is given', async () => {
    const { client, connect, topic, heard, hear, publish, events, kinds, bus } = await opened();
    publish(...Array.from({ length: 5 }, (_, at) => ({ Kind__c: `k${String(at)}` })));
    client.subscribeFromEarliestEvent(topic, hear, 2);
    await until(() => heard.some(({ kind }) => kind === 'lastEvent'));
    expect(kinds()).toEqual(['k0', 'k1']);
    const replayIds = bus.kept('Done__e').map(({ replayId }) => Number(replayId));
    expect(events().map(({ replayId }) => replayId)).toEqual(replayIds.slice(0, 2));
    heard.length = 0;
    (await connect()).subscribeFromReplayId(topic, hear, 10, replayIds[2] ?? 0);
    await until(() => kinds().length === 2);
    expect(kinds()).toEqual(['k3', 'k4']);
  });

  it('hears only what comes later when it subscribes to the latest', async () => {
    const { client, topic, hear, publish, kinds } = await opened();
    publish({ Kind__c: 'old' });
    client.subscribe(topic, hear);
    await new Promise((resolve) => setTimeout(resolve, 300));
    publish({ Kind__c: 'new' });
    await until(() => kinds().length > 0);
    expect(kinds()).toEqual(['new']);
  });

  it('publishes with the schema it was given, and the org sees an ordinary event', async () => {
    const { client, topic, bus, org } = await opened();
    const seen: Row[] = [];
    org.onPublished(({ row }) => void seen.push(row));
    const answer: unknown = await client.publish(topic, { CreatedDate: 0, CreatedById: '005', Kind__c: { string: 'hello' }, Record_Id__c: null, Amount__c: { double: 0.1 }, Urgent__c: { boolean: false }, At__c: null }, 'key-1');
    expect(seen[0]).toMatchObject({ Kind__c: 'hello', Amount__c: '0.1' });
    expect(answer).toMatchObject({ replayId: Number(bus.lastReplayId) });
  });

  it('is called by its namespaced names in a namespaced org, and only by those', async () => {
    const { client, topic, heard, hear, publish, kinds } = await opened({ namespace: 'acme' });
    client.subscribeFromEarliestEvent(topic, hear, 10);
    publish({ Kind__c: 'paid' });
    await until(() => kinds('acme__').length === 1);
    expect(kinds('acme__')).toEqual(['paid']);
    client.subscribeFromEarliestEvent('/event/Done__e', hear, 10);
    await until(() => heard.some(({ kind }) => kind === 'error' || kind === 'grpcStatus'));
    expect(heard.find(({ kind }) => kind === 'error')?.data.code).toBe(5);
  });

  it('refuses a bad token, and a corrupt replay id with Salesforce’s own code', async () => {
    const stranger = await opened({ token: 'bad' });
    stranger.client.subscribeFromEarliestEvent(stranger.topic, stranger.hear, 1);
    await until(() => stranger.heard.some(({ kind }) => kind === 'error'));
    expect(stranger.heard.find(({ kind }) => kind === 'error')?.data.code).toBe(16);
    const { client, topic, heard, hear } = await opened();
    client.subscribeFromReplayId(topic, hear, 1, 5);
    await until(() => heard.some(({ kind }) => kind === 'error'));
    const error = heard.find(({ kind }) => kind === 'error')?.data;
    expect(error?.code).toBe(3);
    expect(error?.metadata?.get('error-code')).toEqual(['sfdc.platform.eventbus.grpc.subscription.fetch.replayid.corrupted']);
  });

  it('lets nobody subscribe who may publish an event but not read it', async () => {
    const { client, topic, heard, hear, org, ann } = await opened({ token: 'ann' });
    const rights = { create: true, read: false, edit: false, delete: false, viewAll: false, modifyAll: false };
    org.permissionSets.set('Sender', { name: 'Sender', label: 'Sender', id: '', objects: new Map([['Done__e', rights]]), fields: new Map(), customPermissions: new Set(), userPermissions: new Set() });
    ann.permissionSets = ['Sender'];
    client.subscribe(topic, hear);
    await until(() => heard.some(({ kind }) => kind === 'error'));
    expect(heard.find(({ kind }) => kind === 'error')?.data.code).toBe(7);
  });

  it('keeps a quiet stream alive with empty responses', async () => {
    const { client, topic, heard, hear } = await opened({ keepAliveMs: 50 });
    client.subscribe(topic, hear);
    await until(() => heard.some(({ kind }) => kind === 'grpcKeepAlive'));
    expect(heard.filter(({ kind }) => kind === 'event')).toEqual([]);
  });

  it('has bad weather on demand: doubled, repeated, missed events and cut streams', async () => {
    const { client, topic, heard, hear, publish, kinds, bus } = await opened();
    client.subscribeFromEarliestEvent(topic, hear);
    publish({ Kind__c: 'a' });
    await until(() => kinds().length === 1);
    bus.weather.duplicated = 1;
    publish({ Kind__c: 'b' });
    await until(() => kinds().length === 3);
    bus.weather.missed = 1;
    publish({ Kind__c: 'c' }, { Kind__c: 'd' });
    await until(() => kinds().length === 4);
    bus.weather.replayed = 1;
    publish({ Kind__c: 'e' });
    await until(() => kinds().length === 6);
    expect(kinds()).toEqual(['a', 'b', 'b', 'd', 'e', 'd']);
    bus.dropStreams();
    await until(() => heard.some(({ kind }) => kind === 'error'));
    expect(heard.find(({ kind }) => kind === 'error')?.data.code).toBe(14);
  });
});

describe('the server’s certificate', () => {
  it('is self-signed, for localhost and 127.0.0.1, and can be read by others', async () => {
    const { server } = await opened();
    const certificate = new X509Certificate(server.certificate);
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(certificate.checkHost('localhost')).toBe('localhost');
    expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1');
    expect(Date.parse(certificate.validTo)).toBeGreaterThan(Date.now());
  });
});
