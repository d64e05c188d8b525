import type { Clock } from '../../sandbox/kit/clock.ts';

interface Due {
  readonly at: number;
  readonly order: number;
  readonly what: () => unknown;
}

/** Time for a whole simulation: it stands still until the next due thing is run, and can be put back to its start for the next seed. */
export interface SimulatedClock extends Clock {
  restart(startMs: number): void;
  /** Moves to the earliest due thing and starts it, waiting for nothing. False when nothing is due up to `untilMs`; time is then `untilMs`. */
  runNext(untilMs: number): boolean;
}

export function openSimulatedClock(startMs: number): SimulatedClock {
  const waiting = new Set<Due>();
  let nowMs = startMs;
  let order = 0;
  const earliest = (): Due | undefined => {
    let found: Due | undefined;
    for (const due of waiting) if (!found || due.at < found.at || (due.at === found.at && due.order < found.order)) found = due;
    return found;
  };
  return {
    now: () => nowMs,
    after(ms, what) {
      const due: Due = { at: Math.ceil(nowMs + Math.max(ms, 0)), order: order++, what };
      waiting.add(due);
      return () => void waiting.delete(due);
    },
    restart(startAtMs) {
      waiting.clear();
      nowMs = startAtMs;
      order = 0;
    },
    runNext(untilMs) {
      const due = earliest();
      if (!due || due.at > untilMs) {
        nowMs = Math.max(nowMs, untilMs);
        return false;
      }
      waiting.delete(due);
      nowMs = Math.max(nowMs, due.at);
      const going = due.what();
      if (going instanceof Promise) going.catch(() => undefined);
      return true;
    },
  };
}
