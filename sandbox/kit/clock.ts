/** The only time a stand-in knows. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs `what` once, `ms` from now; the answer cancels it. */
  after(ms: number, what: () => void | Promise<void>): () => void;
}

interface Due {
  readonly at: number;
  readonly order: number;
  readonly what: () => void | Promise<void>;
}

/** Node's timers overflow above 24.8 days and would fire at once. */
const longestTimerMs = 2_000_000_000;

/** Real time plus a shift: `advance` makes whatever has become due run at once. Its timers never keep the process alive. */
export function wallClock(): Clock & { advance(ms: number): void } {
  const waiting = new Map<Due, NodeJS.Timeout>();
  let shiftMs = 0;
  let order = 0;
  const now = (): number => Date.now() + shiftMs;
  const arm = (due: Due): void => {
    const fire = (): void => {
      if (due.at > now()) return arm(due);
      waiting.delete(due);
      void due.what();
    };
    waiting.set(due, setTimeout(fire, Math.min(Math.max(due.at - now(), 0), longestTimerMs)).unref());
  };
  return {
    now,
    after(ms, what) {
      const due: Due = { at: now() + ms, order: order++, what };
      arm(due);
      return () => {
        clearTimeout(waiting.get(due));
        waiting.delete(due);
      };
    },
    advance(ms) {
      shiftMs += ms;
      for (const [due, timer] of [...waiting].sort(([a], [b]) => a.at - b.at || a.order - b.order)) {
        clearTimeout(timer);
        arm(due);
      }
    },
  };
}

/**
 * Time that stands still until it is moved. `advance` runs what falls due in time order and waits for each, so that a test
 * which awaits it sees all consequences. A callback that itself waits for this clock needs a second `advance` from outside.
 */
export function manualClock(startMs: number): Clock & { advance(ms: number): Promise<void>; nextDue(): number | undefined } {
  const waiting = new Set<Due>();
  let nowMs = startMs;
  let order = 0;
  const first = (): Due | undefined => {
    let found: Due | undefined;
    for (const due of waiting) {
      if (!found || due.at < found.at || (due.at === found.at && due.order < found.order)) found = due;
    }
    return found;
  };
  return {
    now: () => nowMs,
    after(ms, what) {
      const due: Due = { at: nowMs + Math.max(ms, 0), order: order++, what };
      waiting.add(due);
      return () => void waiting.delete(due);
    },
    async advance(ms) {
      const until = nowMs + ms;
      for (let due = first(); due && due.at <= until; due = first()) {
        waiting.delete(due);
        nowMs = Math.max(nowMs, due.at);
        await due.what();
      }
      nowMs = Math.max(nowMs, until);
    },
    nextDue: () => first()?.at,
  };
}
