import type { CallClass, Gate, Tools } from '../connectors/connector.ts';
import { Problem } from '../domain/problem.ts';
import type { BreakerState, GateTable, Rate } from '../store/gate-table.ts';
import { Breaker, type BreakerSettings } from './gate-breaker.ts';
import { Pace, type PaceSettings } from './gate-pace.ts';

export interface GateSettings extends PaceSettings, BreakerSettings {
  /** First pause after "slow down" without a time; it doubles while that answer repeats. */
  readonly busyMs: number;
}

/** Good for a provider that names no other limits; `rate` is what its contract says. */
export const gateSettings = (rate: Rate): GateSettings => ({
  rate, shares: { ask: 0.4, send: 0.2, balance: 0.05, poll: 0.1, look: 0.05 }, chunkMs: 1_000, idleMs: 1_000, longestWaitMs: 30_000,
  failuresToOpen: 5, firstOpenMs: 5_000, longestOpenMs: 300_000, probeMs: 60_000, busyMs: 1_000,
});

/** A gate that can also be looked at. */
export interface WatchedGate extends Gate {
  breaker(): 'Closed' | 'Open' | 'Half-open';
  /** Gives back what was reserved and not used. */
  close(): Promise<void>;
}

/**
 * Paces the calls of one connection and keeps its breaker, together with all other companions through the table. A call that is turned away
 * because the breaker is open carries the code `BREAKER_OPEN`: it was never made. A long pause turns calls away as `busy`, code `PAUSED`. A call
 * that gives itself up before anything is written says so by the code `NOT_MADE`: that says nothing about the other side.
 *
 * What no payment waits for goes as `look`: last, and on its own account. However a look fares, it neither opens nor closes the breaker, and one that is
 * asked to slow down keeps the other looks of this companion waiting and nobody else: what pays hears the same soon enough if it is meant.
 */
export function openGate(name: string, table: GateTable, tools: Pick<Tools, 'now' | 'random' | 'timer' | 'log'>, settings: GateSettings): WatchedGate {
  const breaker = new Breaker(name, table, tools, settings);
  const pace = new Pace(name, table, tools, settings, (state: BreakerState) => {
    breaker.learn(state);
    // Another companion found out: who waits here need not.
    if (breaker.isOpen() && !breaker.isOurProbe()) pace.turnAway(breaker.refusal());
  });
  let busyInARow = 0;

  const slowDown = async (asked: number | undefined): Promise<void> => {
    const forMs = asked ?? settings.busyMs * 2 ** Math.min(busyInARow, 6);
    busyInARow += 1;
    await pace.pause(tools.now() + forMs);
  };
  const answered = async (isProbe: boolean): Promise<void> => {
    await breaker.answered(isProbe);
    if (isProbe) pace.startSlowly();
  };
  const failed = async (error: unknown, isProbe: boolean): Promise<void> => {
    if (error instanceof Problem && error.code === 'NOT_MADE') return breaker.notMade(isProbe);
    const kind = error instanceof Problem ? error.kind : undefined;
    if (kind === 'unreachable' || kind === 'unknown') {
      if (await breaker.failed(isProbe)) pace.turnAway(breaker.refusal());
      return;
    }
    // Whatever else it said, somebody answered.
    await answered(isProbe);
    if (error instanceof Problem && kind === 'busy') await slowDown(error.retryAfterMs);
  };
  const looks = looksBeside(name, breaker, pace, tools, settings.busyMs);
  return {
    async pass<T>(kind: CallClass, call: () => Promise<T>): Promise<T> {
      if (kind === 'look') return looks(call);
      const isProbe = await breaker.enter();
      await pace.wait(kind).catch((error: unknown) => {
        breaker.notMade(isProbe);
        throw error;
      });
      if (!isProbe && breaker.isOpen()) throw breaker.refusal();
      let result: T;
      try {
        result = await call();
      } catch (error) {
        await failed(error, isProbe);
        throw error;
      }
      busyInARow = 0;
      await answered(isProbe);
      return result;
    },
    breaker: () => breaker.word(),
    close: () => pace.close(),
  };
}

/** Passes looks, with a pause of their own. */
function looksBeside(name: string, breaker: Breaker, pace: Pace, tools: Pick<Tools, 'now'>, busyMs: number) {
  let pausedUntil = 0;
  let busyInARow = 0;
  return async <T>(call: () => Promise<T>): Promise<T> => {
    const waitMs = pausedUntil - tools.now();
    if (waitMs > 0) throw new Problem('busy', `${name}: it asked to slow down. Looks go on in ${Math.ceil(waitMs / 1000)} s.`, { code: 'PAUSED', retryAfterMs: waitMs });
    if (breaker.isOpen()) throw breaker.refusal();
    await pace.wait('look');
    if (breaker.isOpen()) throw breaker.refusal();
    try {
      const result = await call();
      busyInARow = 0;
      return result;
    } catch (error) {
      if (error instanceof Problem && error.kind === 'busy') {
        pausedUntil = Math.max(pausedUntil, tools.now() + (error.retryAfterMs ?? busyMs * 2 ** Math.min(busyInARow, 6)));
        busyInARow += 1;
      }
      throw error;
    }
  };
}
