import { describe, expect, it } from '@jest/globals';
import { seededIds, seededRandom } from './random.ts';

describe('seeded chance', () => {
  it('gives the same numbers for the same seed and others for another', () => {
    const three = (seed: number): number[] => {
      const random = seededRandom(seed);
      return [random(), random(), random()];
    };
    expect(three(7)).toEqual(three(7));
    expect(three(7)).not.toEqual(three(8));
    expect(three(7).every((each) => each >= 0 && each < 1)).toBe(true);
  });

  it('counts ids up per prefix, at the length asked for, in sorting order', () => {
    const id = seededIds(7);
    const made = Array.from({ length: 200 }, () => id('001', 15));
    expect(new Set(made).size).toBe(200);
    expect([...made].sort()).toEqual(made);
    expect(made.every((each) => /^001[0-9A-Za-z]{12}$/.test(each))).toBe(true);
    expect(id('005', 15)).not.toBe(made[0]);
  });
});
