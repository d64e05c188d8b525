import { describe, expect, it } from '@jest/globals';
import { notedAt, notedSince, ranAhead } from './timing.ts';

const now = 1_795_000_000_000;

describe('a moment that was noted by a clock that ran ahead', () => {
  it.each([[-1, false], [0, false], [180_000, false], [180_001, true], [4 * 365 * 86_400_000, true]])('is one that lies later than two instances can differ: %d ms ahead, %p', (aheadMs, is) => {
    expect(ranAhead(now + aheadMs, now)).toBe(is);
  });

  it('tells no moment, as where none was noted', () =>
    expect([notedAt(String(now - 1), now), notedAt(String(now + 180_000), now), notedAt(String(now + 180_001), now), notedAt(undefined, now)]).toEqual([now - 1, now + 180_000, undefined, undefined]));

  it('is none where nothing was noted', () => expect([ranAhead(null, now), ranAhead(null, 0)]).toEqual([false, false]));
});

describe('what was noted since a look began', () => {
  const noted = (moment: number | null, lookedAt: number) => notedSince(moment === null ? null : now + moment, now + lookedAt, now);

  it('is so from the moment it began', () => expect([noted(-10, -10), noted(-11, -10), noted(0, -10), noted(null, -10)]).toEqual([true, false, true, false]));
  it('is not what lies farther ahead of now than clocks may differ', () => expect([noted(180_000, -600_000), noted(180_001, -600_000)]).toEqual([true, false]));
  it('is also what was noted by the clock that ran ahead, where that clock began the look', () => expect([noted(500_000, 400_000), noted(580_001, 400_000)]).toEqual([true, false]));
});
