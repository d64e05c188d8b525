import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { EngineDatabase } from './engine-database.ts';
import { openLocalWake } from './local-wake.ts';
import { openEmptyDatabase } from './test-empty-database.ts';
import { heldTimers } from './test-held-timers.ts';
import type { Topic, Wake } from './wake.ts';

let database: EngineDatabase;
let held: ReturnType<typeof heldTimers>;
let wake: Wake;
let turns: Topic[];
beforeAll(async () => void (database = await openEmptyDatabase()));
beforeEach(async () => {
  held = heldTimers(1_000_000);
  wake = openLocalWake(database, held.tools);
  turns = [];
  await wake.work((topic) => Promise.resolve(void turns.push(topic)));
});
afterAll(() => database.close());

describe('a wake of this process alone', () => {
  it('takes a turn of the topic when its time has come', async () => {
    await wake.at('letters', 1_000_100);
    expect(held.waits()).toEqual([100]);
    held.ring();
    expect(turns).toEqual(['letters']);
  });

  it('waits for the commit of the transaction it is in', async () => {
    await database.transaction(async () => {
      await wake.at('send', 1_000_100);
      expect(held.waits()).toEqual([]);
    });
    expect(held.waits()).toEqual([100]);
  });

  it('forgets what was rolled back', async () => {
    await expect(database.transaction(async () => {
      await wake.at('send', 1_000_100);
      throw new Error('rolled back');
    })).rejects.toThrow('rolled back');
    expect(held.waits()).toEqual([]);
  });

  it.each(['rest', 'close'] as const)('after its %s takes no further turn', async (end) => {
    await wake.at('letters', 1_000_100);
    await wake[end]();
    await wake.at('send', 1_000_100);
    held.ring();
    expect([held.waits(), turns]).toEqual([[], []]);
  });

  it('closes when the turns under way are over', async () => {
    const ended = Promise.withResolvers<void>();
    const steps: string[] = [];
    await wake.work(() => ended.promise.then(() => void steps.push('turn over')));
    await wake.at('letters', 0);
    held.ring();
    const closing = wake.close().then(() => steps.push('closed'));
    ended.resolve();
    await closing;
    expect(steps).toEqual(['turn over', 'closed']);
  });
});
