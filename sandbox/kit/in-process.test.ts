import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { inProcess } from './in-process.ts';
import type { StandIn } from './stand-in.ts';
import { openWorld } from './world.ts';

setFlagsFromString('--expose_gc');
const collectGarbage = runInNewContext('gc') as () => void;
const origin = 'https://there.test';

describe('a call that hangs', () => {
  it('ends when its caller gives it up, also after everything nobody needs was collected', async () => {
    const world = openWorld({ seed: 1 });
    world.weather.add({ door: '*', when: 'after', reply: 'hang' });
    const standIn = { name: 'there', doors: { 'GET /it': () => ({ status: 200 }) } } as unknown as StandIn;
    const abort = new AbortController();
    const called = inProcess(standIn, world, origin)(`${origin}/it`, { signal: abort.signal }).catch((error: Error) => error.name);
    for (let round = 0; round < 10; round++) {
      await new Promise((resolve) => setImmediate(resolve));
      collectGarbage();
    }
    abort.abort();
    expect(await called).toBe('AbortError');
  }, 30_000);
});
