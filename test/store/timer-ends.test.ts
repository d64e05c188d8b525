import { expect, it } from '@jest/globals';
import type { Database } from '../../companion/store/database.ts';
import { openTimers } from '../../companion/store/timers.ts';
import { openLedgerStore } from '../../companion/store/test-ledger-store.ts';

it.each([0, 1, 2])('what is wanted of a timer after %i of the statements that end it is not lost', async (statements) => {
  const { store, clock, close } = await openLedgerStore();
  const later = clock.at + 300_000;
  const wanted = (): Promise<void> => store.timers.atLatest('ask', '', later);
  await store.timers.set('ask', '', clock.at);
  const [timer] = await store.timers.claim('timers', clock.at, 180_000, 50);
  if (!timer) throw new Error('Nothing was claimed.');
  let passed = 0;
  const between: Database = {
    ...store.db,
    query: async <T extends object>(sql: string, params?: readonly unknown[]) => {
      const rows = await store.db.query<T>(sql, params);
      if (++passed === statements) await wanted();
      return rows;
    },
  };
  if (statements === 0) await wanted();
  await openTimers(between, store.wake).finish(timer);
  // One statement is enough where nothing was wanted.
  if (passed < statements) await wanted();
  expect(await store.timers.nextDue()).toBe(later);
  expect(await store.timers.claim('timers', later, 180_000, 50)).toHaveLength(1);
  await close();
});
