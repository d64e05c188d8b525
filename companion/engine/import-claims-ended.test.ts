import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Claim } from '../connectors/connector.ts';
import type { PayoutState } from '../domain/payout-states.ts';
import { importEnded } from './import-claims.ts';
import { idOf, openTestOffice, start } from './test-office.ts';
import { minute, timing } from './test-rows.ts';

let bench: Awaited<ReturnType<typeof openTestOffice>>;
beforeAll(async () => { bench = await openTestOffice(); }, 60_000);
afterAll(() => bench.close());
beforeEach(() => bench.clear());

const day = 1_440 * minute;
const yesterday = start - day / 2;
const ref = (nth: number): string => `${idOf(nth)}-01`;
const ended = (nth: number, status: PayoutState, changedAt = yesterday): Claim => ({
  reference: ref(nth), epoch: 1, sequence: 7, version: 1, changedAt: new Date(changedAt).toISOString(), reason: 'why',
  request: { id: idOf(nth), name: `PR-${nth}`, status, amount: { minor: 1_000, currency: 'USD' }, purpose: 'x', recipient: { id: 'r', payeeKey: 'payer:sandbox:100:p' } } as unknown as Claim['request'],
});

describe('what a lost store had brought to an end', () => {
  it.each<[PayoutState, object]>([
    ['Completed', { transferredAt: yesterday, returnedAt: null, cancelledFirstAt: null, nextAskAt: yesterday + day }],
    ['Returned', { transferredAt: yesterday, returnedAt: yesterday, cancelledFirstAt: null, nextAskAt: yesterday + day }],
    ['Failed', { transferredAt: null, returnedAt: null, cancelledFirstAt: yesterday, nextAskAt: yesterday + day }],
  ])('is remembered as the books tell it, and asked about as long as a bank may send it back: %s', async (status, times) => {
    await importEnded(bench.office, [ended(1, status)], 'o');
    expect(await bench.attempt(ref(1))).toMatchObject({ ...times, stage: 'settled', posted: 2, plannedAt: yesterday, unknownSince: null, sentAt: null, orgId: 'o', batchId: `remembered-100/USD-${start}` });
    expect(await bench.payment(idOf(1))).toMatchObject({ state: status, reason: 'why', attempt: 1, foundAt: yesterday });
    expect(await bench.batch(`remembered-100/USD-${start}`)).toMatchObject({ stage: 'settled', requestedMinor: 1_000, requestedCount: 1, sentAt: null });
    expect(await bench.timers()).toMatchObject({ ask: start });
  });

  it('counts as closed by a person where it was cancelled, and is asked about like what nobody knows the outcome of, however long ago that was', async () => {
    await importEnded(bench.office, [ended(1, 'Cancelled'), ended(2, 'Cancelled', start - 40 * day)], 'o');
    expect(await bench.attempt(ref(1))).toMatchObject({ stage: 'settled', posted: 2, plannedAt: yesterday, transferredAt: null, returnedAt: null, cancelledFirstAt: null, nextAskAt: start + (timing.pollsMs[0] ?? 0) });
    expect(await bench.attempt(ref(2))).toMatchObject({ nextAskAt: start + 7 * day });
    expect(await bench.payment(idOf(1))).toMatchObject({ state: 'Cancelled', reason: 'why', attempt: 1, foundAt: yesterday });
  });

  it('is not found in the future, where the clock of the books runs ahead of ours', async () => {
    await importEnded(bench.office, [ended(1, 'Completed', start + minute)], 'o');
    expect(await bench.attempt(ref(1))).toMatchObject({ transferredAt: start, plannedAt: start, nextAskAt: start + day });
    expect(await bench.payment(idOf(1))).toMatchObject({ foundAt: start });
  });

  it('is asked about no more when it ended long ago', async () => {
    await importEnded(bench.office, [ended(1, 'Completed', start - 31 * day), ended(2, 'Returned')], 'o');
    expect([(await bench.attempt(ref(1)))?.nextAskAt, (await bench.attempt(ref(2)))?.nextAskAt]).toEqual([null, yesterday + day]);
  });

  it('comes in pages, whose batches are told apart though they come at one moment', async () => {
    await importEnded(bench.office, [ended(1, 'Completed')], 'o', 1);
    await importEnded(bench.office, [ended(2, 'Failed')], 'o', 2);
    expect([(await bench.attempt(ref(1)))?.batchId, (await bench.attempt(ref(2)))?.batchId]).toEqual([`remembered-100/USD-${start}-1`, `remembered-100/USD-${start}-2`]);
  });
});
