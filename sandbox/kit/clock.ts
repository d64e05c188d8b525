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

function earliest(waiting: Iterable<Due>): Due | undefined {
  let found: Due | undefined;
  for (const due of waiting) {
    if (!found || due.at < found.at || (due.at === found.at && due.order < found.order)) found = due;
  }
  return found;
}

/** Real time plus a shift: `advance` starts what becomes due, in time order, and waits for none of it. Its timers never keep the process alive. */
export function wallClock(): Clock & { advance(ms: number): void } {
  const waiting = new Map<Due, NodeJS.Timeout>();
  let shiftMs = 0;
  let order = 0;
  const now = (): number => Date.now() + shiftMs;
  const disarm = (due: Due): void => {
    clearTimeout(waiting.get(due));
    waiting.delete(due);
  };
  const arm = (due: Due): void => {
    clearTimeout(waiting.get(due));
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
      return () => disarm(due);
    },
    advance(ms) {
      const until = now() + ms;
      for (let due = earliest(waiting.keys()); due && due.at <= until; due = earliest(waiting.keys())) {
        disarm(due);
        // Each one sees its own hour, so that what it starts in turn is due within the same leap.
        shiftMs = Math.max(due.at - Date.now(), shiftMs);
        void due.what();
      }
      shiftMs = Math.max(until - Date.now(), shiftMs);
      // What is still to come has come nearer.
      for (const due of [...waiting.keys()]) arm(due);
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
  return {
    now: () => nowMs,
    after(ms, what) {
      const due: Due = { at: nowMs + Math.max(ms, 0), order: order++, what };
      waiting.add(due);
      return () => void waiting.delete(due);
    },
    async advance(ms) {
      const until = nowMs + ms;
      for (let due = earliest(waiting); due && due.at <= until; due = earliest(waiting)) {
        waiting.delete(due);
        nowMs = Math.max(nowMs, due.at);
        await due.what();
      }
      nowMs = Math.max(nowMs, until);
    },
    nextDue: () => earliest(waiting)?.at,
  };
}
