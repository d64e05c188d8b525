import type { Tools } from '../connectors/connector.ts';

/** Tools whose clock stands at `now` and whose timers ring only when told. */
export function heldTimers(now: number) {
  const clock = { at: now };
  const warned: (readonly [text: string, facts: unknown])[] = [];
  const timers = new Map<() => void, number>();
  const nothing = (): void => undefined;
  const tools: Tools = {
    now: () => clock.at, random: () => 0.5, fetch: () => Promise.reject(new Error('not used')),
    log: { debug: nothing, info: nothing, warn: (text, facts) => void warned.push([text, facts]), error: nothing },
    timer: {
      after: (ms, what) => {
        timers.set(what, ms);
        return () => void timers.delete(what);
      },
      sleep: () => Promise.reject(new Error('not used')),
    },
  };
  return {
    tools, clock, warned,
    /** How long each of the timers was told to wait. */
    waits: (): readonly number[] => [...timers.values()],
    ring(): void {
      const due = [...timers.keys()];
      timers.clear();
      for (const what of due) what();
    },
  };
}
