import { describe, expect, it } from '@jest/globals';
import type { Tools, WakeUps } from '../connectors/connector.ts';
import type { Database } from '../store/database.ts';
import { subscribe } from './subscribe.ts';

/** A world in which waiting takes no time and is written down, and a store whose cursor can't be read `failures` times. */
function stage(failures: number) {
  const waits: number[] = [];
  const listenedFrom: (string | undefined)[] = [];
  const nothing = (): void => undefined;
  const log = { debug: nothing, info: nothing, warn: nothing, error: nothing };
  const tools = { now: () => 0, random: () => 0, log, timer: { after: () => nothing, sleep: async (ms: number) => void waits.push(ms) } } as unknown as Tools;
  let left = failures;
  const cursors = { get: async () => (left-- > 0 ? Promise.reject(new Error('the store is away')) : 'c7'), set: async () => undefined };
  const store = { db: {} as Database, inbox: { keep: async () => 'kept' as const }, cursors };
  return { waits, listenedFrom, tools, store };
}

describe('listening for wake-ups', () => {
  it('begins as soon as the store can be read again, after growing waits', async () => {
    const { waits, listenedFrom, tools, store } = stage(8);
    const wakeUps: WakeUps = { listen: async (cursor) => void listenedFrom.push(cursor) };
    await subscribe('books', wakeUps, store, tools, async () => undefined, new AbortController().signal);
    expect(listenedFrom).toEqual(['c7']);
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
  });

  it('comes back when the stream itself fails', async () => {
    const { waits, listenedFrom, tools, store } = stage(0);
    const wakeUps: WakeUps = { listen: async (cursor) => { if (listenedFrom.push(cursor) < 3) throw new Error('broken'); } };
    await subscribe('books', wakeUps, store, tools, async () => undefined, new AbortController().signal);
    expect([listenedFrom.length, waits]).toEqual([3, [1_000, 2_000]]);
  });

  it('ends when it is stopped while it waits', async () => {
    const { listenedFrom, tools, store } = stage(Infinity);
    const stop = new AbortController();
    const sleep = async (): Promise<void> => stop.abort();
    await subscribe('books', { listen: async (cursor) => void listenedFrom.push(cursor) }, store, { ...tools, timer: { ...tools.timer, sleep } }, async () => undefined, stop.signal);
    expect(listenedFrom).toEqual([]);
  });
});
