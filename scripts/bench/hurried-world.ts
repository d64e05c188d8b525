import { setTimeout as sleep } from 'node:timers/promises';
import type { Log, Tools } from '../../companion/connectors/connector.ts';
import type { Clock } from '../../sandbox/kit/clock.ts';

/** A clock that runs `times` as fast as the wall's, shared by the companion and the stand-ins: an hour passes in a minute, over real sockets. */
export function hurriedWorld(times: number, log: Log): { tools: Tools; clock: Clock } {
  const startedAt = Date.now();
  const now = (): number => startedAt + Math.round((Date.now() - startedAt) * times);
  const after = (ms: number, what: () => void): (() => void) => {
    const handle = setTimeout(what, Math.min(Math.max(ms / times, 0), 2_000_000_000));
    handle.unref();
    return () => clearTimeout(handle);
  };
  return {
    tools: {
      now, fetch: globalThis.fetch, random: Math.random, log,
      timer: {
        after,
        async sleep(ms, stop) {
          await sleep(ms / times, undefined, stop ? { signal: stop, ref: false } : { ref: false }).catch(() => undefined);
        },
      },
    },
    clock: { now, after: (ms, what) => after(ms, () => void what()) },
  };
}
