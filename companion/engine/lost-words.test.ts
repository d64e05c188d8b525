import { describe, expect, it } from '@jest/globals';
import { wasLost } from './lost-words.ts';

const trail = (...texts: readonly string[]) => ({ timeline: texts.map((text) => ({ at: '', text })) });

describe('a payout was out of sight', () => {
  it.each(['Cancelled, confirmed: closed account (7).', 'Outcome unknown: no answer.', 'The companion stopped before it knew the outcome: asking the provider.', 'No usable answer for 120 minutes: a person must look.'])('when its trail says so, as it was written by whatever version: %s', (text) => {
    expect(wasLost(trail('Accepted by the provider for processing.', text, 'Transferred.'))).toBe(true);
  });

  it('not when the words stand within another sentence, or nothing was told', () => {
    expect([wasLost(trail('The provider says: Outcome unknown.')), wasLost(trail('Pending at the provider.')), wasLost(trail())]).toEqual([false, false, false]);
  });
});
