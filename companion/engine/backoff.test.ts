import { describe, expect, it } from '@jest/globals';
import { backoffMs } from './backoff.ts';

const limits = { firstMs: 1_000, longestMs: 60_000 };

describe('the delay before another try', () => {
  it('doubles each time, half of it certain and half drawn, up to the longest', () => {
    expect([0, 1, 2, 3].map((tries) => [backoffMs(tries, limits, () => 0), backoffMs(tries, limits, () => 0.999)])).toEqual([[500, 1_000], [1_000, 1_999], [2_000, 3_998], [4_000, 7_996]]);
    expect([6, 30, 5_000].map((tries) => backoffMs(tries, limits, () => 0.5))).toEqual([45_000, 45_000, 45_000]);
  });

  it('is never shorter than what the other side asked for', () => {
    expect([backoffMs(0, limits, () => 0, 700), backoffMs(0, limits, () => 0, 300), backoffMs(0, limits, () => 0)]).toEqual([700, 500, 500]);
  });

  it('stays a number however often it was tried', () => expect(backoffMs(10_000, { firstMs: 1, longestMs: Infinity }, () => 0)).toBe(2 ** 29));
});
