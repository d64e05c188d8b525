import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openEngine, type Engine } from '../../companion/engine/engine.ts';
import type { Office } from '../../companion/engine/office.ts';
import { migrate } from '../../companion/store/migrate.ts';
import { openStore, type Store } from '../../companion/store/store.ts';
import type { Wake } from '../../companion/store/wake.ts';
import { engines, letter, realTools, type TestStore } from './world.ts';

describe('a letter that waits to be opened again', () => {
  let held: TestStore;
  let store: Store;
  let engine: Engine;
  let now = 1_000_000;
  const woken: (readonly [topic: string, at: number])[] = [];
  const opened: number[] = [];
  beforeAll(async () => {
    held = await engines[0]!.open();
    await migrate(held.database, () => now);
    const tools = { ...realTools(), now: () => now };
    const wake = { at: (topic: string, at: number) => Promise.resolve(void woken.push([topic, at])), work: () => Promise.resolve(), rest: () => undefined, close: () => Promise.resolve() } as Wake;
    const timing = { writeDelayMs: 100, leaseMs: 60_000, firstRetryMs: 1_500, longestRetryMs: 1_500, writeGapLongestMs: 1_000 };
    store = openStore(held.database, wake, tools, timing);
    const leg = (): Promise<void> => Promise.resolve(void opened.push(now));
    engine = openEngine({ store, tools, timing } as unknown as Office, [{ name: 'test', legs: { 'payee.hinted': leg }, players: {} }] as never, { payer: { verify: undefined, read: () => [{ name: 'payee.hinted', data: { payeeId: 'p', word: 'w' } }] } } as never);
  });
  afterAll(() => held.stop());

  // A clock that was put back in between: who was woken for it finds it not due, and nobody else would wake them.
  it('has its next time told at the end of every turn, also of one that comes too early', async () => {
    await store.inbox.keep(letter('one'));
    const [taken] = await store.inbox.take(1, 1_500);
    expect(taken).toBeDefined();
    woken.length = 0;
    now -= 600_000;
    await engine.turn('letters');
    expect([opened, woken]).toEqual([[], [['letters', 1_001_500]]]);
    now = 1_001_500;
    await engine.turn('letters');
    expect(opened).toEqual([1_001_500]);
  });
});
