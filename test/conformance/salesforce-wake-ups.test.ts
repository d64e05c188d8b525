import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { Tools } from '../../companion/connectors/connector.ts';
import { namesIn } from '../../companion/connectors/salesforce/names.ts';
import { openStreams } from '../../companion/connectors/salesforce/event-streams.ts';
import { wakeUps } from '../../companion/connectors/salesforce/wake-ups.ts';
import { openWorld } from '../../sandbox/kit/world.ts';
import { EventBus } from '../../sandbox/salesforce/bus.ts';
import { deploy } from '../../sandbox/salesforce/deploy.ts';
import { emptyDraft } from '../../sandbox/salesforce/deploy-draft.ts';
import { createOrg } from '../../sandbox/salesforce/org-core.ts';
import type { User } from '../../sandbox/salesforce/org.ts';
import { servePubSub } from '../../sandbox/salesforce/pubsub.ts';

/** The connector's subscriber against the sandbox's event bus, over gRPC and TLS, with the events of the shipped package. */
const source = 'force-app/main/platform/objects/Work_Requested__e';
const user: User = { id: '005000000000001AAA', username: 'companion@example', name: 'Companion', email: 'c@example', permissionSets: [], profile: 'admin', isActive: true };
const afterwards: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const undo of afterwards.splice(0).reverse()) await undo();
});

async function until(what: () => boolean): Promise<void> {
  for (let nth = 0; nth < 500 && !what(); nth++) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(what()).toBe(true);
}

const realTools = (): Tools => ({
  now: () => Date.now(),
  fetch,
  random: () => 0,
  timer: {
    after: (ms, run) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    // Waiting between two streams is not what is tested here.
    sleep: () => new Promise((resolve) => setTimeout(resolve, 20)),
  },
  log: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
});

async function start(namespace: string, given: { cursor?: string; keep?: (cursor: string) => Promise<void> } = {}) {
  const { org } = createOrg(openWorld({ seed: 7 }), { namespace: namespace === '' ? null : namespace });
  org.users.push(user);
  const files = readdirSync(source, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const { outcome } = deploy(org, emptyDraft(org), files.map((entry) => ({ path: join(entry.parentPath, entry.name), bytes: readFileSync(join(entry.parentPath, entry.name)) })));
  expect(outcome.components.filter(({ problem }) => problem !== undefined)).toEqual([]);
  const bus = new EventBus(org);
  let valid = 'token-0';
  const server = await servePubSub({ org, bus, authenticate: (token) => (token === valid ? user : undefined) });
  const folder = mkdtempSync(join(tmpdir(), 'bus-'));
  writeFileSync(join(folder, 'ca.pem'), server.certificate);
  let token = 'token-0';
  const session = async () => ({ accessToken: token, instanceUrl: 'https://org.example', orgId: org.id, userId: '005' });
  const client = { session, renew: async () => ((token = valid), session()) };
  const streams = openStreams({ endpoint: server.endpoint, caFile: join(folder, 'ca.pem') }, () => Date.now());
  const kept: { ids: readonly string[]; cursor: string }[] = [];
  const lost: string[] = [];
  const listen = (cursor?: string) => {
    const stop = new AbortController();
    const done = wakeUps(client, namesIn(namespace), realTools(), streams).listen(
      cursor,
      async (events, at) => {
        await given.keep?.(at);
        kept.push({ ids: events.flatMap((event) => (event.name === 'work.requested' ? event.data.ids : [])), cursor: at });
      },
      async (why) => void lost.push(why),
      stop.signal,
    );
    const end = async (): Promise<void> => {
      stop.abort();
      await done;
    };
    afterwards.push(end);
    return end;
  };
  afterwards.push(() => rmSync(folder, { recursive: true }), () => server.close());
  const publish = (...ids: string[]): void => void org.publish('Work_Requested__e', ids.map((Record_Id__c) => ({ Kind__c: 'payout.approved', Record_Id__c, Schema_Version__c: 1 })), user);
  const idsKept = (): readonly string[] => kept.flatMap(({ ids }) => ids);
  return { bus, kept, lost, listen, publish, idsKept, expire: (next: string) => void (valid = next) };
}

/** LATEST begins when the bus has heard of the subscription, so that it is probed until it answers. */
async function awake(b: Awaited<ReturnType<typeof start>>): Promise<void> {
  await until(() => (b.publish('probe'), b.idsKept().includes('probe')));
}

describe('the wake-ups of Salesforce', () => {
  it.each(['', 'quittance'])('hear an event over the bus, in namespace "%s"', async (namespace) => {
    const b = await start(namespace);
    b.listen();
    await awake(b);
    b.publish('a0X1', 'a0X2');
    await until(() => b.idsKept().includes('a0X2'));
    expect(b.lost).toEqual([]);
  });

  it('go on after the last kept event when the stream was cut, missing none', async () => {
    const b = await start('');
    b.listen();
    await awake(b);
    b.publish('before');
    await until(() => b.idsKept().includes('before'));
    b.bus.dropStreams();
    b.publish('while cut off');
    await until(() => b.idsKept().includes('while cut off'));
    expect(b.idsKept().filter((id) => id === 'before')).toHaveLength(1);
  });

  it('deliver 350 events in order through a window of 100', async () => {
    const b = await start('');
    b.listen();
    await awake(b);
    const ids = Array.from({ length: 350 }, (_, nth) => `id-${nth}`);
    b.publish(...ids);
    await until(() => b.idsKept().includes('id-349'));
    expect(b.idsKept().filter((id) => id !== 'probe')).toEqual(ids);
  });

  it('begin with the cursor after a restart, and deliver again what was never kept', async () => {
    let broken = false;
    const b = await start('', { keep: async () => (broken ? Promise.reject(new Error('store is down')) : undefined) });
    const end = b.listen();
    await awake(b);
    const { cursor } = b.kept.at(-1) ?? { cursor: '' };
    broken = true;
    b.publish('in the gap');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(b.idsKept()).not.toContain('in the gap');
    await end();
    broken = false;
    b.listen(cursor);
    await until(() => b.idsKept().includes('in the gap'));
  });

  it('make the caller sweep and begin with the oldest event when the cursor is refused', async () => {
    const b = await start('');
    b.publish('old');
    b.listen(Buffer.from('no replay id').toString('base64'));
    await until(() => b.idsKept().includes('old'));
    expect(b.lost).toHaveLength(1);
  });

  it('take a fresh token when the old one has ended', async () => {
    const b = await start('');
    b.listen();
    await awake(b);
    b.expire('token-1');
    b.bus.dropStreams();
    b.publish('after the login');
    await until(() => b.idsKept().includes('after the login'));
  });

  it('end at once when told to, and hear nothing more', async () => {
    const b = await start('');
    const end = b.listen();
    await awake(b);
    await end();
    const before = b.kept.length;
    b.publish('too late');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(b.kept).toHaveLength(before);
  });
});
