import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openDepartures } from './departures.ts';
import { openLedgerStore, paymentRow, requestId } from './test-ledger-store.ts';
import { noDatabase } from './test-no-database.ts';

let opened: Awaited<ReturnType<typeof openLedgerStore>>;
beforeAll(async () => {
  opened = await openLedgerStore();
  const { departures, ledger } = opened.store;
  await ledger.takeUp([1, 2, 3].map((nth) => paymentRow(nth)), 'Scheduled');
  await ledger.takeUp([paymentRow(4)]);
  await departures.keep([departure(1, 3_000), departure(2, 2_000), departure(3, null), departure(4, 1_000), departure(5, 1_500)]);
});
afterAll(() => opened.close());

const departure = (nth: number, leavesAt: number | null, more: object = {}) => ({ requestId: requestId(nth), leavesAt, basis: 'b', schedule: 's', ...more });

describe('departures', () => {
  it('are kept as they were computed last', async () => {
    const { departures } = opened.store;
    await departures.keep([departure(20, 1), departure(21, 2)]);
    const anew = departure(20, null, { basis: 'c', schedule: 't' });
    await departures.keep([anew]);
    expect((await departures.byIds([requestId(21), requestId(20), requestId(99)])).toSorted((a, b) => a.requestId.localeCompare(b.requestId))).toEqual([anew, departure(21, 2)]);
    expect(await departures.byIds([])).toEqual([]);
  });

  it('ask nothing where there is nothing to keep', async () => {
    expect(await openDepartures(noDatabase).keep([])).toBeUndefined();
  });

  it('tell the next time at which something that waits leaves', async () => {
    const { departures } = opened.store;
    expect(await Promise.all([0, 1_999, 2_000, 2_999, 3_000].map((after) => departures.next(after)))).toEqual([2_000, 2_000, 3_000, 3_000, undefined]);
  });

  it('tell whether something that waits was to leave after one time and by another', async () => {
    const { departures } = opened.store;
    const times = [[0, 1_999], [0, 2_000], [1_999, 2_000], [2_000, 2_999], [2_000, 3_000], [3_000, 9_999]] as const;
    expect(await Promise.all(times.map(([after, by]) => departures.due(after, by)))).toEqual([false, true, true, false, true, false]);
  });
});
