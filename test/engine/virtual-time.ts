import type { Clock } from '../../sandbox/kit/clock.ts';
import type { Tools } from '../../companion/connectors/connector.ts';

interface Due {
  readonly at: number;
  readonly order: number;
  readonly what: () => unknown;
}

/** How many rounds of Node's loop nothing may be under way before time moves on: streams and group commits take a few. */
const quietRounds = 12;

/**
 * Time that moves on by itself once everything under way has come back, so that a story of minutes takes as long as its calls. What is under way
 * is counted by `track`; the store and every call have to pass through it.
 */
export function virtualTime(startMs: number) {
  const waiting = new Set<Due>();
  let [nowMs, order, underWay] = [startMs, 0, 0];
  const clock: Clock = {
    now: () => nowMs,
    after(ms, what) {
      const due = { at: nowMs + Math.max(0, ms), order: order++, what };
      waiting.add(due);
      return () => void waiting.delete(due);
    },
  };
  const track = async <T>(work: () => Promise<T>): Promise<T> => {
    underWay++;
    return work().finally(() => underWay--);
  };
  const quiet = async (): Promise<void> => {
    for (let rounds = 0; rounds < quietRounds; rounds = underWay ? 0 : rounds + 1) await new Promise((resolve) => setImmediate(resolve));
  };
  const timer: Tools['timer'] = {
    after: (ms, what) => clock.after(ms, what),
    sleep: (ms, stop) => new Promise((resolve) => {
      const cancel = clock.after(ms, () => resolve());
      stop?.addEventListener('abort', () => (cancel(), resolve()), { once: true });
    }),
  };
  return {
    clock, timer, track,
    /** Moves on until `done`, for `withinMs` of this time at most. @throws Error when time or work runs out. */
    async until(done: () => boolean, withinMs: number): Promise<void> {
      const end = nowMs + withinMs;
      for (await quiet(); !done(); await quiet()) {
        const [next] = [...waiting].sort((one, other) => one.at - other.at || one.order - other.order);
        if (!next || next.at > end) throw new Error(next ? `Nothing more came of it within ${withinMs} ms.` : 'Everything stands still: no timer is left.');
        waiting.delete(next);
        nowMs = Math.max(nowMs, next.at);
        void next.what();
      }
    },
  };
}
export type VirtualTime = ReturnType<typeof virtualTime>;
