import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Problem } from '../domain/problem.ts';
import type { Sighting } from '../domain/payout.ts';
import { aheadMs } from '../domain/timing.ts';
import type { AttemptPatch } from '../store/ledger.ts';
import { hour, missing, openHearing, ref, seen } from './test-hearing.ts';
import { start } from './test-office.ts';
import { minute, timing } from './test-rows.ts';

let bench: Awaited<ReturnType<typeof openHearing>>;
beforeAll(async () => { bench = await openHearing(); }, 60_000);
afterAll(() => bench.close());
beforeEach(() => bench.clear());

const day = 24 * hour;
const years = 4 * 365 * day;
/** However far the clock ran ahead. */
const jumps = [['ten minutes', 10 * minute], ['a day', day], ['thirty days', 30 * day], ['years', years]] as const;
const cancelled = (askedAt: number): Sighting => seen('cancelled', { askedAt, reason: { code: '9', text: 'words', cause: 'other' } });
const answered = (word: (askedAt: number) => Sighting | Problem, inMs: number): Promise<unknown> => {
  bench.clock.at += inMs;
  return bench.hears({ 1: word(bench.clock.at) });
};
const unknown = (askedAt: number): Sighting => ({ ...missing, askedAt });
const silence = (): Problem => new Problem('unreachable', 'Payer: no answer.');

describe('an unknown outcome since a moment in the future', () => {
  it.each(jumps)('goes to a person after its patience, counted from when it is heard of: a clock %s ahead', async (_, ms) => {
    await bench.given('Outcome Unknown', { stage: 'unknown', unknownSince: start + ms, sentAt: start + ms });
    for (let n = 0; n < timing.giveUpAfterMissed; n++) await answered(unknown, minute);
    expect([await bench.told(), (await bench.attempt(ref(1)))?.unknownSince]).toEqual([['Outcome Unknown', 'before', false], start + minute]);
    bench.clock.at = start + minute;
    await answered(unknown, timing.giveUpAfterMs - 1);
    expect((await bench.told())?.[0]).toBe('Outcome Unknown');
    await answered(unknown, 1);
    expect((await bench.told())?.[0]).toBe('On Hold');
  });

  it.each(jumps)('goes to a person where no answer can be read: a clock %s ahead', async (_, ms) => {
    await bench.given('Outcome Unknown', { stage: 'unknown', unknownSince: start + ms });
    await answered(silence, 0);
    await answered(silence, timing.giveUpAfterMs - 1);
    expect((await bench.told())?.[0]).toBe('Outcome Unknown');
    await answered(silence, 1);
    expect((await bench.told())?.[0]).toBe('On Hold');
  });

  it.each<[string, AttemptPatch]>([['it was sent then, and nobody noted the doubt', { stage: 'unknown', sentAt: start + years }], ['it was accepted, and is not known any more', { stage: 'accepted', sentAt: start + years }]])('is counted from now also where %s', async (_, more) => {
    await bench.given('Outcome Unknown', more);
    for (let n = 0; n < timing.giveUpAfterMissed; n++) await answered(unknown, hour);
    expect((await bench.told())?.[0]).toBe('On Hold');
  });

  it('is counted from now where it was only seen to be planned then', async () => {
    await bench.given('Outcome Unknown', { stage: 'unknown', sentAt: null });
    await bench.query('update attempt set planned_at = $1', start + years);
    await answered(unknown, 0);
    expect(await bench.attempt(ref(1))).toMatchObject({ unknownSince: start, sentAt: null });
  });

  it('stays what another instance noted, whose clock is a little ahead', async () => {
    await bench.given('Outcome Unknown', { stage: 'unknown', unknownSince: start + aheadMs, sentAt: start + aheadMs });
    await answered(unknown, 0);
    expect(await bench.attempt(ref(1))).toMatchObject({ unknownSince: start + aheadMs, sentAt: start + aheadMs });
  });
});

describe('a cancellation first read at a moment in the future', () => {
  it.each(jumps)('is confirmed by a reading as far from the next one as any two have to be: a clock %s ahead', async (_, ms) => {
    await bench.given('In Progress', { cancelledFirstAt: start + ms });
    await answered(cancelled, 0);
    expect(await bench.attempt(ref(1))).toMatchObject({ cancelledFirstAt: start, nextAskAt: start + timing.confirmCancelledMs });
    await answered(cancelled, timing.confirmCancelledMs - 1);
    expect((await bench.told())?.[0]).toBe('In Progress');
    await answered(cancelled, 1);
    expect((await bench.told())?.[0]).toBe('Failed');
  });

  it('is as far from what another instance read, whose clock is a little ahead', async () => {
    await bench.given('In Progress', { cancelledFirstAt: start + aheadMs });
    await answered(cancelled, timing.confirmCancelledMs + aheadMs - 1);
    expect((await bench.told())?.[0]).toBe('In Progress');
    await answered(cancelled, 1);
    expect((await bench.told())?.[0]).toBe('Failed');
  });
});

describe('what came back at a moment in the future', () => {
  it('and counts as paid again a day after it is heard of is told', async () => {
    await bench.given('Returned', { stage: 'settled', transferredAt: start - day, returnedAt: start + years });
    await answered((askedAt) => seen('transferred', { askedAt }), 0);
    expect(await bench.issuesOf()).toEqual([]);
    await answered((askedAt) => seen('transferred', { askedAt }), timing.returnAsksMs[0] ?? day);
    expect((await bench.issuesOf()).map(({ kind }) => kind)).toEqual(['paid after all']);
  });
});
