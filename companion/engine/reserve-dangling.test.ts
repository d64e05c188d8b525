import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { PayoutBooks, Standing } from '../connectors/connector.ts';
import type { NewAttempt } from '../store/ledger.ts';
import { doubt, doubtDangling } from './reserve.ts';
import { idOf, lane, newAttempt, newBatch, newPayment, openTestOffice, start } from './test-office.ts';
import { timing } from './test-rows.ts';

let bench: Awaited<ReturnType<typeof openTestOffice>>;
beforeAll(async () => {
  bench = await openTestOffice();
  await bench.bind(3);
}, 60_000);
afterAll(() => bench.close());
beforeEach(() => bench.clear());

const ref = (nth: number): string => `${idOf(nth)}-01`;
const another = { plannedBy: 'another' };
const stopped = 'The companion stopped before it knew the outcome';

/** One row for each of these, each in a batch of its own, B1, B2 …. */
async function left(rows: readonly Partial<NewAttempt>[]): Promise<void> {
  const { ledger } = bench.store;
  await ledger.takeUp(rows.map((_, at) => newPayment(at + 1)));
  await ledger.plan(rows.map((_, at) => newBatch({ id: `B${at + 1}`, requestedCount: 1, requestedMinor: 1_000 })), rows.map((row, at) => newAttempt(at + 1, { batchId: `B${at + 1}`, ...row })));
}
async function look(claimed: readonly string[] = []): Promise<readonly Standing[]> {
  const asked: Standing[] = [];
  await doubtDangling(bench.office, { claims: async (after: Standing) => (asked.push(after), claimed.map((reference) => ({ reference }))) } as unknown as PayoutBooks, lane);
  return asked;
}
const stages = (count: number) => Promise.all(Array.from({ length: count }, async (_, at) => (await bench.attempt(ref(at + 1)))?.stage));

describe('what another process left behind', () => {
  it('is no question to the books where there is nothing', async () => {
    await left([{ stage: 'intent' }, { stage: 'reserved' }, { stage: 'accepted', ...another }]);
    expect([await look(), await stages(3)]).toEqual([[], ['intent', 'reserved', 'accepted']]);
  });

  it('is looked for in the books from before the first of it', async () => {
    await left([{ stage: 'reserved', sequence: 12, ...another }, { stage: 'reserved', sequence: 9, ...another }]);
    const version = await bench.store.outbox.latest();
    expect(await look()).toEqual([{ epoch: 3, sequence: 8, version }]);
  });

  it('is looked for under epoch 0 while this ledger belongs to no org', async () => {
    await bench.query('truncate installation');
    await left([{ stage: 'reserved', ...another }]);
    const [asked] = await look();
    await bench.bind(3);
    expect(asked?.epoch).toBe(0);
  });

  it('is withdrawn where it was only planned and the books hold no reservation: it is found anew by a full look', async () => {
    await left([{ stage: 'intent', ...another }]);
    await bench.store.cursors.set('full sweep', String(start));
    await look([ref(2)]);
    expect(await stages(1)).toEqual(['withdrawn']);
    expect(await bench.payment(idOf(1))).toMatchObject({ state: 'Approved for Payout', attempt: 0 });
    expect(await bench.batch('B1')).toMatchObject({ stage: 'settled', settledAt: start, requestedCount: 0, requestedMinor: 0 });
    expect(await bench.store.cursors.get('full sweep')).toBe('0');
    expect(await bench.timers()).toEqual({ survey: start + timing.surveyQuietMs });
  });

  it.each<[string, Partial<NewAttempt>, readonly string[]]>([
    ['planned, and the books hold a reservation', { stage: 'intent', ...another }, [ref(1).toLowerCase()]], ['reserved', { stage: 'reserved', ...another }, []], ['on its way', { stage: 'sending', ...another }, []], ['on its way, and our own', { stage: 'sending' }, []],
  ])('may have gone out, and is asked about at once, where it was %s', async (_what, row, claimed) => {
    await left([{ number: 2, ...row }]);
    await look(claimed);
    expect(await bench.attempt(ref(1))).toMatchObject({ stage: 'unknown', unknownSince: start, nextAskAt: start, wasLost: true, timeline: [{ at: '2026-11-21T10:00:00.000Z', text: `${stopped}: asking the provider.` }] });
    expect(await bench.payment(idOf(1))).toMatchObject({ state: 'Outcome Unknown', reason: `${stopped}; the provider is being asked.`, attempt: 2, batchId: 'B1' });
    expect(await bench.batch('B1')).toMatchObject({ stage: 'unknown', requestedCount: 1 });
    expect(await bench.timers()).toEqual({ ask: start });
    expect(await bench.store.cursors.get('full sweep')).toBeUndefined();
  });

  it('uses up its number also where the payment is held, and stays held', async () => {
    await left([{ number: 2, stage: 'reserved', ...another }]);
    await bench.store.ledger.adopt([{ requestId: idOf(1), attempt: 1, state: 'On Hold', reason: 'looked at' }]);
    await look();
    expect(await bench.payment(idOf(1))).toMatchObject({ state: 'On Hold', reason: 'looked at', attempt: 2 });
  });

  it('leaves a batch open of which a part went out before', async () => {
    await left([{ stage: 'accepted', ...another }, { stage: 'intent', batchId: 'B1', ...another }]);
    await look();
    expect([await stages(2), (await bench.batch('B1'))?.stage]).toEqual([['accepted', 'withdrawn'], 'open']);
  });

  it('is told apart row by row', async () => {
    await left([{ stage: 'intent', ...another }, { stage: 'reserved', ...another }]);
    await look();
    expect(await stages(2)).toEqual(['withdrawn', 'unknown']);
    expect([(await bench.batch('B1'))?.stage, (await bench.batch('B2'))?.stage]).toEqual(['settled', 'unknown']);
    expect(await bench.timers()).toEqual({ ask: start, survey: start + timing.surveyQuietMs });
  });
});

describe('doubt', () => {
  it('keeps since when the outcome is unknown, and what was told before', async () => {
    await left([{ stage: 'sending', unknownSince: 7 }]);
    await bench.store.ledger.patchAttemptsQuietly([[ref(1), { timeline: [{ at: 'before', text: 'Planned.' }] }]]);
    await doubt(bench.office, await bench.store.ledger.attempts([ref(1)]), []);
    expect(await bench.attempt(ref(1))).toMatchObject({ unknownSince: 7, timeline: [{ text: 'Planned.' }, { text: `${stopped}: asking the provider.` }] });
  });

  it('is not cast on what was heard of meanwhile', async () => {
    await left([{ stage: 'sending' }, { stage: 'intent' }]);
    const before = await bench.store.ledger.attempts([ref(1), ref(2)]);
    await bench.query("update attempt set stage = 'accepted'");
    await doubt(bench.office, before.slice(0, 1), before.slice(1));
    expect(await stages(2)).toEqual(['accepted', 'accepted']);
    expect([await bench.payment(idOf(1)), await bench.timers(), await bench.outbox()]).toMatchObject([{ state: 'Approved for Payout' }, {}, []]);
  });
});
