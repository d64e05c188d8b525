import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { longestPauseMs } from '../domain/problem.ts';
import { clocksDifferMs } from '../domain/timing.ts';
import type { EngineDatabase } from './engine-database.ts';
import { openGateTable, type GateTable } from './gate-table.ts';
import { openLedgerStore } from './test-ledger-store.ts';

const now = 1_795_000_000_000;
const rate = { perSecond: 10, burst: 20 };
const closed = { openedAt: undefined, failures: 0, probing: false };
let database: EngineDatabase;
let nth = 0;
let gate: GateTable;
/** Another connection, of which nothing may be changed. */
let other: GateTable;
beforeAll(async () => void ({ database } = await openLedgerStore()));
beforeEach(async () => {
  gate = openGateTable(database, `payer ${++nth}`);
  other = openGateTable(database, `payer ${nth} of another`);
  expect(await other.take(5, 0, rate, now)).toEqual({ granted: 5, tokens: 15, pausedUntil: undefined, ...closed });
});
afterEach(async () => {
  expect(await database.query('select tokens, refilled_at as at, paused_until, failures, opened_at, half_open from gate where connection = $1', [`payer ${nth} of another`]))
    .toEqual([{ tokens: 15, at: now, paused_until: null, failures: 0, opened_at: null, half_open: false }]);
});
afterAll(() => database.close());

/** How many of `wanted` are granted at a moment, and what is left. */
const taken = async (at: number, wanted = 100, floor = 0) => {
  const { granted, tokens } = await gate.take(wanted, floor, rate, at);
  return [granted, tokens];
};

describe('the bucket of a connection', () => {
  it('is full at first and grants what is wanted, down to the floor', async () => {
    expect(await taken(now, 3, 12)).toEqual([3, 17]);
    expect(await taken(now, 100, 12)).toEqual([5, 12]);
    expect(await taken(now, 100, 15)).toEqual([0, 12]);
    expect(await taken(now, 12, 0)).toEqual([12, 0]);
    expect(await taken(now, 1, 0)).toEqual([0, 0]);
  });

  it('fills again with time, in parts too, up to the burst, and grants whole calls only', async () => {
    await taken(now);
    expect(await taken(now + 50)).toEqual([0, 0.5]);
    expect(await taken(now + 150)).toEqual([1, 0.5]);
    expect(await taken(now + 2_100)).toEqual([20, 0]);
    expect(await taken(now + 3_600_000, 1)).toEqual([1, 19]);
  });

  it('gains nothing from a clock that stepped back, nor twice when it goes on', async () => {
    await taken(now);
    expect(await taken(now - 60_000)).toEqual([0, 0]);
    expect(await taken(now)).toEqual([0, 0]);
    expect(await taken(now + 100)).toEqual([1, 0]);
  });

  it.each([[clocksDifferMs, [0, 0]], [clocksDifferMs + 1, [10, 0]]])('filled %d ms ahead forgets when that was, if it is by more than clocks may differ', async (aheadMs, then) => {
    await taken(now + aheadMs);
    expect([await taken(now), await taken(now + 1_000)]).toEqual([[0, 0], then]);
  });

  it('takes back what was not used, up to the burst', async () => {
    await taken(now, 10);
    await gate.giveBack(4.5, rate);
    expect(await taken(now, 0)).toEqual([0, 14.5]);
    await gate.giveBack(6, rate);
    expect(await taken(now, 0)).toEqual([0, 20]);
  });
});

describe('a pause', () => {
  it('empties the bucket and grants nothing before it ends, then starts slowly', async () => {
    await taken(now, 1);
    await gate.pause(now + 5_000);
    expect(await gate.take(1, 0, rate, now + 4_999)).toEqual({ granted: 0, tokens: 0, pausedUntil: now + 5_000, ...closed });
    expect(await gate.take(1, 0, rate, now + 5_000)).toEqual({ granted: 0, tokens: 0, pausedUntil: now + 5_000, ...closed });
    expect(await taken(now + 5_100)).toEqual([1, 0]);
  });

  it('of a connection nobody called yet begins with an empty bucket as well', async () => {
    await gate.pause(now + 5_000);
    expect(await taken(now + 5_100)).toEqual([1, 0]);
  });

  it('that is shorter leaves the longer one, and one that ended leaves the refill', async () => {
    for (const until of [5_000, 8_000, 6_000]) await gate.pause(now + until);
    expect(await gate.take(1, 0, rate, now + 7_900)).toEqual({ granted: 0, tokens: 0, pausedUntil: now + 8_000, ...closed });
    await taken(now + 9_000);
    await gate.pause(now + 8_500);
    expect(await taken(now + 9_100)).toEqual([1, 0]);
  });

  it('as long as any may be is kept, a longer one is forgotten together with its refill', async () => {
    await gate.pause(now + longestPauseMs);
    expect(await gate.take(1, 0, rate, now)).toEqual({ granted: 0, tokens: 0, pausedUntil: now + longestPauseMs, ...closed });
    expect(await taken(now + longestPauseMs + 100)).toEqual([1, 0]);
    await gate.pause(now + 2 * longestPauseMs + 1);
    expect(await gate.take(1, 0, rate, now + longestPauseMs)).toEqual({ granted: 0, tokens: 0, pausedUntil: undefined, ...closed });
    expect(await taken(now + longestPauseMs + 100)).toEqual([1, 0]);
  });

  it('at whose end the clock stands, or later, grants what is there', async () => {
    await gate.pause(now);
    await gate.giveBack(3, rate);
    expect(await taken(now - 1, 3)).toEqual([0, 3]);
    expect(await taken(now, 3)).toEqual([3, 0]);
  });
});

describe('the breaker of a connection', () => {
  it('is closed where nobody called yet', async () => expect(await gate.breaker()).toEqual(closed));

  it('opens once, however many calls fail meanwhile, and tells whoever takes', async () => {
    expect(await gate.open(now)).toEqual({ openedAt: now, failures: 1, probing: false });
    expect(await gate.open(now + 10)).toEqual({ openedAt: now, failures: 1, probing: false });
    expect(await gate.breaker()).toEqual({ openedAt: now, failures: 1, probing: false });
    expect(await gate.take(1, 0, rate, now)).toEqual({ granted: 0, tokens: 0, pausedUntil: undefined, openedAt: now, failures: 1, probing: false });
  });

  it('of a connection that was called leaves the bucket, and closes with one call at most', async () => {
    await taken(now, 5);
    await gate.open(now);
    expect(await taken(now, 5)).toEqual([5, 10]);
    await gate.close(now + 400);
    expect(await taken(now + 400, 0)).toEqual([0, 1]);
    expect(await gate.breaker()).toEqual(closed);
  });

  it('closed later than the bucket was filled keeps the refill, and adds nothing to less than one call', async () => {
    await taken(now + 1_000);
    await gate.open(now);
    await gate.close(now);
    expect([await taken(now + 1_000), await taken(now + 1_100)]).toEqual([[0, 0], [1, 0]]);
  });

  it('that is closed is not closed again: the bucket stays as it is', async () => {
    await taken(now, 5);
    await gate.close(now + 400);
    expect(await taken(now + 400, 0)).toEqual([0, 19]);
  });

  it('is probed by one, once it was open for long enough', async () => {
    expect(await gate.probe(now, now, now)).toBe(false);
    await taken(now);
    expect(await gate.probe(now, now, now)).toBe(false);
    await gate.open(now);
    expect(await gate.probe(now + 50, now - 1, now + 50)).toBe(false);
    expect(await gate.probe(now + 50, now, now - 100)).toBe(true);
    expect(await gate.breaker()).toEqual({ openedAt: now + 50, failures: 1, probing: true });
    expect(await gate.probe(now + 60, now + 60, now + 49)).toBe(false);
  });

  it('is probed again when a probe never came back', async () => {
    await gate.open(now);
    await gate.probe(now + 50, now, now);
    expect(await gate.probe(now + 90, now, now + 50)).toBe(true);
    expect(await gate.breaker()).toEqual({ openedAt: now + 90, failures: 1, probing: true });
  });

  it('opens for longer after a probe that failed', async () => {
    await gate.open(now);
    await gate.probe(now + 50, now, now);
    expect(await gate.open(now + 70)).toEqual({ openedAt: now + 70, failures: 2, probing: false });
  });

  it.each([[clocksDifferMs, false], [clocksDifferMs + 1, true]])('that was opened %d ms ahead is probed at once: %p', async (aheadMs, may) => {
    await gate.open(now + aheadMs);
    expect(await gate.probe(now, now, now)).toBe(may);
  });
});
