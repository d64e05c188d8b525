import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../engine/companions.ts';
import { raiseFour, untilEnded } from '../engine/story.ts';
import { openDoorBench, type DoorBench } from './door-bench.ts';

let bench: DoorBench;
beforeEach(async () => {
  bench = await openDoorBench();
});
afterEach(() => bench.end());

const kept = async (): Promise<number> => (await bench.companion.db.query<{ count: number }>('select count(*)::int as count from letter'))[0]?.count ?? -1;
const open = async (kind: string) => (await bench.companion.assembly.store.issues.open()).filter((issue) => issue.kind === kind);
const errorOf = async (response: Response): Promise<string> => ((await response.json()) as { error: string }).error;
const hint = (reference: string): string => JSON.stringify({ 'Payee Id': 'payee-1', IntPaymentId: reference });

/** Exactly these bytes, as no HTTP client would send them; the answer's first line. */
const rawCall = (bytes: string): Promise<string> => new Promise((resolve, reject) => {
  const { hostname, port } = new URL(bench.companion.url);
  let heard = '';
  const socket = connect(Number(port), hostname, () => socket.write(bytes));
  socket.on('data', (chunk) => { heard += chunk.toString(); }).on('error', reject).on('close', () => resolve(heard.split('\r\n')[0] ?? ''));
  socket.setTimeout(5_000, () => socket.destroy());
});

describe('bad input at the door', () => {
  it('is refused in words and leaves nothing behind', async () => {
    const unknownEvent = await bench.signed('/payoneer/payment-lost', hint('x'));
    expect([unknownEvent.status, await errorOf(unknownEvent)]).toEqual([404, expect.stringMatching(/no webhook "payment-lost" is expected from "payoneer"/)]);
    const unknownConnection = await bench.signed('/stripe/payment-accepted', hint('x'));
    expect([unknownConnection.status, await errorOf(unknownConnection)]).toEqual([404, expect.stringMatching(/"stripe"/)]);
    for (const everyObjectHasIt of ['constructor', '__proto__', 'toString', 'hasOwnProperty']) {
      for (const path of [`/${everyObjectHasIt}/payment-accepted`, `/payoneer/${everyObjectHasIt}`, `/${everyObjectHasIt}/${everyObjectHasIt}`])
        expect([path, (await bench.call(`/webhooks${path}`, { method: 'POST', body: '{}' })).status]).toEqual([path, 404]);
    }
    const large = await bench.signed('/payoneer/payment-accepted', new Uint8Array(1_100_000).fill(120));
    expect([large.status, await errorOf(large)]).toEqual([413, expect.stringMatching(/larger than 1mb/)]);
    for (const method of ['PUT', 'DELETE', 'PATCH']) {
      const other = await bench.call('/webhooks/payoneer/payment-accepted', { method });
      expect([other.status, await errorOf(other)]).toEqual([405, expect.stringMatching(/POST or GET/)]);
    }
    expect((await bench.call('/webhooks')).status).toBe(404);
    expect((await bench.call('/webhooks/payoneer/payment-accepted/%E0%A4%A')).status).toBe(400);
    expect(await rawCall('POST /webhooks/payoneer/payment-accepted HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\nxyz')).toMatch(/ 4\d\d /);
    expect(await rawCall('NONSENSE\r\n\r\n')).toMatch(/ 400 /);
    expect(await kept()).toBe(0);
    expect((await bench.call('/healthz')).status).toBe(200);
  });

  it('is kept as a dead letter when it is signed and can\'t be read, with an issue that names it', async () => {
    for (const body of ['{"IntPaymentId": ', '[]', '', '{"Payee Id":"payee-1"}', 'null'])
      expect((await bench.signed('/payoneer/payment-accepted', body)).status).toBe(200);
    await eventually(async () => expect(await bench.companion.assembly.store.inbox.counts()).toMatchObject({ waiting: 0, dead: 5 }));
    const [issue] = await open('dead letter');
    expect(issue).toMatchObject({ source: 'payoneer/payment-accepted', count: 5, severity: 'Warning', letterId: expect.any(Number) });
    expect(issue?.detail).toMatch(/without "IntPaymentId"|JSON/);
  });

  it('does not mind another content type, a chunked body, or a webhook told twice', async () => {
    const ids = raiseFour(bench.outside);
    bench.outside.approve(ids);
    await untilEnded(bench.outside, ids);
    const before = await kept();
    const body = JSON.stringify({ 'Payee Id': 'payee-1', IntPaymentId: `${ids[0]}-01`, Note: 'not sent by the stand-in' });
    expect((await bench.signed('/payoneer/payment-accepted', body, { headers: { 'content-type': 'text/plain' } })).status).toBe(200);
    const chunked = { body: new Blob([body]).stream(), duplex: 'half' } as RequestInit;
    expect((await bench.signed('/payoneer/payment-accepted', body, chunked)).status).toBe(200);
    expect(await kept()).toBe(before + 1);
    await eventually(async () => expect((await bench.companion.assembly.store.inbox.counts()).waiting).toBe(0));
    expect(await open('dead letter')).toEqual([]);
  });

  it('raises one issue when a signed webhook speaks of a payout nobody made here', async () => {
    for (const reference of ['a02000000000zzzAAA-01', 'somebody-else', 'Ünbekannt'.repeat(40)])
      expect((await bench.signed('/payoneer/account-loaded', hint(reference))).status).toBe(200);
    await eventually(async () => expect(await open('unknown reference')).toMatchObject([{ count: 3, source: 'payoneer' }]));
    expect(await bench.companion.assembly.store.inbox.counts()).toMatchObject({ waiting: 0, dead: 0 });
  });
});

describe('the metrics', () => {
  it('count what waits, and tell nothing of a payee, a reference or a secret', async () => {
    const { inbox } = bench.companion.assembly.store;
    const letter = { connection: 'gone', event: 'payment-accepted', flags: [], request: { method: 'POST', url: 'http://x/', headers: [], body: new TextEncoder().encode(hint('a0X-reference')) } };
    for (const key of ['k1', 'k2']) await inbox.keep({ ...letter, key });
    await eventually(async () => expect(await inbox.counts()).toEqual({ waiting: 0, dead: 2 }));
    expect(await open('dead letter')).toHaveLength(1);
    const text = await (await bench.call('/metrics')).text();
    for (const line of [/^quittance_dead_letters 2$/m, /^quittance_open_issues [1-9]/m, /^quittance_unknown_outcomes 0$/m]) expect(text).toMatch(line);
    expect(text).not.toMatch(/payee-1|a0X-reference|secret|sandbox-client|payoneer|salesforce/i);
  });
});

describe('forged webhooks', () => {
  it('become one issue with a counter, however many come, and nothing of them is kept', async () => {
    const forge = (): Promise<Response> => bench.signed('/payoneer/payment-accepted', hint(`forged-${Math.random()}`), { secret: 'a guess' });
    const answers: number[] = [];
    for (let wave = 0; wave < 20; wave++) answers.push(...(await Promise.all(Array.from({ length: 50 }, forge))).map(({ status }) => status));
    expect(answers).toEqual(Array(1_000).fill(401));
    await eventually(async () => expect(await open('forged webhook')).toMatchObject([{ count: 1_000, severity: 'Critical', source: 'payoneer/payment-accepted' }]));
    expect(await kept()).toBe(0);
    const told = (): readonly unknown[] => [...bench.outside.org.org.rows('Sync_Issue__c').values()].filter((row) => row.Kind__c === 'forged webhook');
    await eventually(() => expect(told()).toHaveLength(1));
    expect((await bench.call('/webhooks/payoneer/payment-accepted', { method: 'POST', body: hint('x') })).status).toBe(401);
  }, 60_000);
});

describe('a dead letter', () => {
  it('is processed when it is revived after its cause is gone, and ignored once discarded', async () => {
    const { inbox } = bench.companion.assembly.store;
    const id = await (async () => {
      await inbox.keep({ connection: 'gone', event: 'payment-accepted', key: 'k1', flags: [], request: { method: 'POST', url: 'http://x/', headers: [], body: new TextEncoder().encode(hint('of-another-system')) } });
      await eventually(async () => expect((await inbox.counts()).dead).toBe(1));
      return (await bench.companion.db.query<{ id: number }>("select id from letter where state = 'dead'"))[0]?.id ?? 0;
    })();
    expect(await inbox.read(id)).toMatchObject({ state: 'dead', problem: expect.stringMatching(/no connection is called gone any more/) });
    await bench.companion.db.query("update letter set connection = 'payoneer' where id = $1", [id]);
    expect(await inbox.revive(id)).toBe(true);
    await eventually(async () => expect(await inbox.read(id)).toMatchObject({ state: 'done' }));
    await eventually(async () => expect(await open('unknown reference')).toHaveLength(1));
    expect(await inbox.discard(id)).toBe(false);
  });
});
