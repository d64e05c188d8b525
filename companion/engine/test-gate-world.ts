import type { Tools } from '../connectors/connector.ts';
import { longestPauseMs } from '../domain/problem.ts';
import type { BreakerState, GateTable } from '../store/gate-table.ts';

/** A clock that moves when told, and timers on it. */
export function world() {
  let now = 1_000_000;
  const timers: { at: number; what: () => void }[] = [];
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 60; turn++) await Promise.resolve();
  };
  const tools: Pick<Tools, 'now' | 'random' | 'timer' | 'log'> = {
    now: () => now, random: () => 0.5,
    log: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
    timer: {
      after: (ms, what) => {
        const timer = { at: now + ms, what };
        timers.push(timer);
        return () => {
          const place = timers.indexOf(timer);
          if (place >= 0) timers.splice(place, 1);
        };
      },
      sleep: () => Promise.reject(new Error('not used')),
    },
  };
  const pass = async (ms: number): Promise<void> => {
    const end = now + ms;
    await settle();
    for (;;) {
      const next = timers.filter(({ at }) => at <= end).sort((one, two) => one.at - two.at)[0];
      if (!next) break;
      timers.splice(timers.indexOf(next), 1);
      now = Math.max(now, next.at);
      next.what();
      await settle();
    }
    now = end;
    await settle();
  };
  return { tools, pass };
}

/** The table in memory, with the arithmetic of store/gate-table.ts, shared by several gates; counts what it is asked. */
export function tableOf() {
  let tokens: number | undefined;
  let refilledAt = 0;
  let pausedUntil: number | undefined;
  let state: BreakerState = { openedAt: undefined, failures: 0, probing: false };
  const calls = { take: 0, giveBack: 0, open: 0, probe: 0, close: 0, breaker: 0 };
  const table: GateTable = {
    take: (wanted, floor, rate, now) => {
      calls.take += 1;
      if (refilledAt > now + longestPauseMs) refilledAt = now;
      if ((pausedUntil ?? 0) > now + longestPauseMs) pausedUntil = undefined;
      const level = Math.min(rate.burst, (tokens ?? rate.burst) + (Math.max(0, now - refilledAt) * rate.perSecond) / 1000);
      const granted = (pausedUntil ?? 0) > now ? 0 : Math.max(0, Math.min(wanted, Math.floor(level - floor + 1e-9)));
      tokens = level - granted;
      refilledAt = Math.max(refilledAt, now);
      return Promise.resolve({ granted, tokens, pausedUntil, ...state });
    },
    giveBack: (back, rate) => {
      calls.giveBack += 1;
      tokens = Math.min(rate.burst, (tokens ?? 0) + back);
      return Promise.resolve();
    },
    pause: (until) => {
      pausedUntil = Math.max(pausedUntil ?? 0, until);
      tokens = 0;
      refilledAt = Math.max(refilledAt, until);
      return Promise.resolve();
    },
    open: (now) => {
      calls.open += 1;
      if (state.openedAt === undefined || state.probing) state = { openedAt: now, failures: state.failures + 1, probing: false };
      return Promise.resolve(state);
    },
    probe: (now, openedBefore, probedBefore) => {
      calls.probe += 1;
      const free = state.openedAt !== undefined && (state.openedAt <= (state.probing ? probedBefore : openedBefore) || state.openedAt > now + 60_000);
      if (free) state = { ...state, openedAt: now, probing: true };
      return Promise.resolve(free);
    },
    close: (now) => {
      calls.close += 1;
      refilledAt = Math.max(refilledAt, now);
      state = { openedAt: undefined, failures: 0, probing: false };
      tokens = Math.min(tokens ?? 0, 1);
      return Promise.resolve();
    },
    breaker: () => {
      calls.breaker += 1;
      return Promise.resolve(state);
    },
  };
  return { table, calls };
}
