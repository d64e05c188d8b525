import { afterEach, describe, expect, it } from '@jest/globals';
import { inProcess, serve } from '../../sandbox/kit/serve.ts';
import { bench, type Bench, program } from './payoneer-bench.ts';

let b: Bench;
afterEach(() => b.close());

describe('weather over real sockets', () => {
  const submitDoor = 'POST /v4/programs/:program/masspayouts';

  it('loses the answer: the money moves, the caller hears nothing', async () => {
    b = await bench();
    b.world.weather.add({ door: submitDoor, when: 'after', reply: 'drop' });
    await expect(b.submit(b.item('REF-01'))).rejects.toThrow('fetch failed');
    await b.clock.advance(10_000);
    expect(b.paid()).toEqual(['REF-01 15000']);
    expect(b.world.calls.entries.find(({ door }) => door === submitDoor)).toMatchObject({ status: 'drop', happened: true });
  });

  it.each(['drop', 'reset'] as const)('drops the call before it happens (%s): no money moves', async (reply) => {
    b = await bench();
    b.world.weather.add({ door: submitDoor, when: 'before', reply });
    await expect(b.submit(b.item('REF-01'))).rejects.toThrow('fetch failed');
    await b.clock.advance(10_000);
    expect(b.payoneer.payouts()).toEqual([]);
  });

  it('hangs until the caller gives up, and carries out late what the caller gave up', async () => {
    b = await bench();
    const post = (reference: string): Promise<Response> =>
      fetch(`${b.url}/v4/programs/${program}/masspayouts`, { method: 'POST', headers: { authorization: `Bearer ${token}` }, body: JSON.stringify({ Payments: [b.item(reference)] }), signal: AbortSignal.timeout(150) });
    const token = await b.issue();
    b.world.weather.add({ door: submitDoor, when: 'before', reply: 'hang' }, { door: submitDoor, when: 'before', reply: 'late', lateMs: 30_000 });
    await expect(post('REF-01')).rejects.toThrow('timeout');
    await expect(post('REF-02')).rejects.toThrow('timeout');
    await b.clock.advance(29_999);
    expect(b.payoneer.payouts()).toEqual([]);
    await b.clock.advance(60_000);
    expect(b.paid()).toEqual(['REF-02 15000']);
  });

  it('answers with a proxy page, and a 502 after the fact', async () => {
    b = await bench();
    b.world.weather.add(
      { door: submitDoor, when: 'before', reply: { status: 403, headers: { 'content-type': 'text/html' }, body: '<html>blocked</html>' } },
      { door: submitDoor, when: 'after', reply: { status: 502 } },
    );
    const page = await b.submit(b.item('REF-01'));
    expect([page.status, page.body]).toEqual([403, '<html>blocked</html>']);
    expect((await b.submit(b.item('REF-01'))).status).toBe(502);
    expect((await b.status('REF-01')).status).toBe(200);
  });

  it('fails in process as over the socket, with the codes undici gives', async () => {
    b = await bench();
    const near = inProcess(b.payoneer.standIn, b.world, 'https://api.payoneer.test');
    const code = async (reply: 'reset' | 'drop'): Promise<unknown> => {
      b.world.weather.add({ door: '*', when: 'before', reply });
      const error: unknown = await near('https://api.payoneer.test/v4/programs/1/balance').catch((reason: unknown) => reason);
      return error instanceof TypeError && error.cause instanceof Error && 'code' in error.cause ? error.cause.code : error;
    };
    expect([await code('reset'), await code('drop')]).toEqual(['ECONNRESET', 'UND_ERR_SOCKET']);
    b.world.weather.add({ door: '*', when: 'before', reply: 'hang' });
    const given = new AbortController();
    const waiting = near('https://api.payoneer.test/v4/programs/1/balance', { signal: given.signal });
    given.abort();
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
    const calls = b.world.calls.count();
    await expect(near('https://api.payoneer.test/v4/programs/1/balance', { signal: given.signal })).rejects.toMatchObject({ name: 'AbortError' });
    expect(b.world.calls.count()).toBe(calls);
    expect((await near('https://api.payoneer.test//v4//programs/1/balance')).status).toBe(401);
  });

  it('moves the clock, shows the calls and forgets everything on reset, uncounted itself', async () => {
    b = await bench();
    await b.submit(b.item('REF-01'));
    const moved = await fetch(`${b.url}/_world/clock`, { method: 'POST', body: '{"advanceMs":10000}' });
    expect(await moved.json()).toEqual({ nowMs: Date.parse('2026-11-02T09:00:10Z') });
    expect(b.paid()).toHaveLength(1);
    const shown = (await (await fetch(`${b.url}/_world/calls`)).json()) as { calls: { door: string; headers: Record<string, string> }[] };
    expect(shown.calls.map(({ door }) => door)).toEqual(['POST /api/v2/oauth2/token', submitDoor]);
    expect(shown.calls[1]?.headers['authorization']).toBe('Bearer');
    expect(b.world.calls.count('POST /v4')).toBe(1);
    await b.submit(b.item('REF-02'));
    expect((await fetch(`${b.url}/_world/reset`, { method: 'POST' })).status).toBe(204);
    await b.clock.advance(10_000);
    expect([b.paid(), b.payoneer.payouts(), b.world.calls.count()]).toEqual([[], [], 0]);
  });

  it('tells the same story for the same seed: ids, tokens and signatures', async () => {
    const story = async (): Promise<unknown> => {
      b = await bench({}, 'http://127.0.0.1:1/webhooks');
      const lines = [await b.issue(), (await b.submit(b.item('REF-01'))).body, (await b.status('REF-01')).body];
      await b.clock.advance(10_000);
      lines.push(JSON.stringify(b.world.webhooks), JSON.stringify(b.payoneer.transfers()));
      await b.close();
      return lines;
    };
    expect(await story()).toEqual(await story());
  });

  it('refuses a body above the limit without carrying it out', async () => {
    b = await bench();
    const small = await serve(b.payoneer.standIn, b.world, { bodyLimitBytes: 100 });
    const refused = await fetch(`${small.url}/api/v2/oauth2/token`, { method: 'POST', body: 'x'.repeat(101) });
    expect(refused.status).toBe(413);
    await small.close();
    expect(b.world.calls.count()).toBe(1);
  });

  it.each([
    '{"rain":true}', '{"webhooks":"never"}', '{"door":"*","when":"before","reply":"snow"}', '{"door":"*","when":"before","reply":null}', '{"door":"*","when":"after","reply":{"status":99}}',
  ])('refuses a weather rule it does not understand, in words: %s', async (body) => {
    b = await bench();
    const refused = await fetch(`${b.url}/_world/weather`, { method: 'POST', body });
    expect([refused.status, ((await refused.json()) as { message: string }).message]).toEqual([400, expect.stringContaining('a weather rule is')]);
  });
});
