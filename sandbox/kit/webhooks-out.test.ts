import { describe, expect, it } from '@jest/globals';
import { manualClock } from './clock.ts';
import type { WebhookFate } from './weather.ts';
import { deliver, type Webhook } from './webhooks-out.ts';
import { openWorld } from './world.ts';

function bench(answer: () => number | 'no answer' = () => 200) {
  const clock = manualClock(0);
  const heard: string[] = [];
  const world = openWorld({
    seed: 1,
    clock,
    fetch: async (to, init) => {
      const body = init?.body ? new TextDecoder().decode(init.body as Uint8Array) : '';
      heard.push(`${clock.now()} ${String(to)} ${body} ${new Headers(init?.headers).get('proof') ?? ''}`);
      const status = answer();
      if (status === 'no answer') throw new TypeError('fetch failed');
      return new Response(null, { status });
    },
  });
  const send = (name: string, more: Partial<Webhook> = {}): Promise<void> =>
    deliver(world, { to: 'http://me/hook', event: name, method: 'POST', bytes: new TextEncoder().encode(`{"n":1,"name":"${name}"}`), sign: ({ bytes }) => ({ proof: String(bytes.length) }), ...more });
  return { clock, heard, world, send };
}

describe('webhooks on their way out', () => {
  it.each<[WebhookFate, string[]]>([
    ['twice', ['0 a', '0 a', '0 b']],
    ['lost', ['0 b']],
    ['late', ['0 b', '60000 a']],
    ['out of order', ['0 b', '0 a']],
  ])('arrive %s when the weather says so', async (webhooks, expected) => {
    const { clock, heard, world, send } = bench();
    world.weather.add({ webhooks });
    await send('a');
    await send('b');
    await clock.advance(120_000);
    expect(heard.map((each) => each.replace(/^(\d+).*"name":"(\w)".*$/, '$1 $2'))).toEqual(expected);
  });

  it('sends one out of order by itself when nothing overtakes it', async () => {
    const { clock, heard, world, send } = bench();
    world.weather.add({ webhooks: 'out of order', lateMs: 500 });
    await send('a');
    expect(heard).toEqual([]);
    await clock.advance(500);
    expect(heard).toHaveLength(1);
  });

  it('puts a forged copy in front of the genuine one, with the genuine proof over other bytes', async () => {
    const { heard, world, send } = bench();
    world.weather.add({ webhooks: 'forged' });
    await send('a');
    expect(heard).toEqual(['0 http://me/hook {"n":9,"name":"a"} 18', '0 http://me/hook {"n":1,"name":"a"} 18']);
  });

  it('changes the bytes but not the meaning when a proxy serialises anew', async () => {
    const { heard, world, send } = bench();
    world.weather.add({ webhooks: 're-serialised' });
    await send('a');
    expect(heard).toEqual(['0 http://me/hook {\n  "n": 1,\n  "name": "a"\n} 18']);
  });

  it('tries six times when nobody answers, and no more', async () => {
    const { clock, heard, world, send } = bench(() => 'no answer');
    await send('a', { retry: { attempts: 6, everyMs: 1_000, on: 'no answer' } });
    await clock.advance(60_000);
    expect(heard.map((each) => each.split(' ')[0])).toEqual(['0', '1000', '2000', '3000', '4000', '5000']);
    expect(world.webhooks.map(({ attempt, outcome }) => [attempt, outcome])).toEqual([1, 2, 3, 4, 5, 6].map((attempt) => [attempt, 'no answer']));
  });

  it('takes a refusal for an answer unless the sender is said to insist', async () => {
    const meek = bench(() => 500);
    await meek.send('a', { retry: { attempts: 3, everyMs: 1, on: 'no answer' } });
    await meek.clock.advance(10);
    expect(meek.heard).toHaveLength(1);
    const stubborn = bench(() => 500);
    await stubborn.send('a', { retry: { attempts: 3, everyMs: 1, on: 'not 2xx' } });
    await stubborn.clock.advance(10);
    expect(stubborn.heard).toHaveLength(3);
  });
});
