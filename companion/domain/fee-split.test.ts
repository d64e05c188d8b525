import { describe, expect, it } from '@jest/globals';
import { ruleFor, suggestFrom, type FeeFacts, type FeeRule, type PastAllocation } from './fee-rule.ts';
import { sharesTrouble, splitFee, type Share } from './fee-split.ts';

const shares = (...percents: string[]): readonly Share[] => percents.map((percent, at) => ({ accountId: `account-${at}`, percent }));
const minors = (minor: number, ...percents: string[]): readonly number[] => splitFee({ minor, currency: 'USD' }, shares(...percents)).map(({ amount }) => amount.minor);

/** A small generator with a seed, so that a failure can be repeated. */
function chances(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

describe('a fee', () => {
  it.each([
    [100, ['33.3333', '33.3333', '33.3334'], [33, 33, 34]],
    [1, ['50', '50'], [1, 0]],
    [2, ['33.3333', '33.3333', '33.3334'], [1, 0, 1]],
    [150, ['70', '30'], [105, 45]],
    [0, ['70', '30'], [0, 0]],
    [999, ['12.5', '12.5', '25', '50'], [125, 125, 250, 499]],
  ])('of %d divided by %j is %j', (minor, percents, wanted) => {
    expect(minors(minor, ...percents)).toEqual(wanted);
  });

  it('is always the sum of its parts, each within one unit of its exact share, and the same each time', () => {
    const chance = chances(20_261_121);
    for (let round = 0; round < 3_000; round++) {
      const cuts = Array.from({ length: chance(4) }, () => 1 + chance(999_999)).concat(0, 1_000_000);
      const edges = [...new Set(cuts)].toSorted((a, b) => a - b);
      const percents = edges.slice(1).map((edge, at) => {
        const units = String(edge - (edges[at] ?? 0)).padStart(5, '0');
        return `${units.slice(0, -4)}.${units.slice(-4)}`;
      });
      const minor = chance(4) === 0 ? chance(10) : chance(2 ** 31) * 1_000;
      const parts = minors(minor, ...percents);
      expect([percents, parts.reduce((sum, part) => sum + part, 0)]).toEqual([percents, minor]);
      parts.forEach((part, at) => {
        const exact = BigInt(minor) * BigInt((percents[at] ?? '').replace('.', ''));
        const off = BigInt(part) * 1_000_000n - exact;
        expect([percents, part, off < 1_000_000n && off > -1_000_000n]).toEqual([percents, part, true]);
      });
      expect(minors(minor, ...percents)).toEqual(parts);
    }
  });

  it.each([[['50', '49'], /add up to 99/], [['100.1'], /is not a percentage/], [['0', '100'], /is not a percentage/], [['33.33333', '66.66667'], /is not a percentage/], [[], /add up to 0/]] as const)('is not divided by %j', (percents, why) => {
    expect(sharesTrouble(shares(...percents))).toMatch(why);
    expect(() => minors(100, ...percents)).toThrow(why);
  });

  it('is not divided to one account twice', () => {
    expect(sharesTrouble([{ accountId: 'a', percent: '50' }, { accountId: 'a', percent: '50' }])).toMatch(/twice/);
  });
});

const facts = (more: Partial<FeeFacts> = {}): FeeFacts => ({ country: 'DE', currency: 'USD', product: undefined, costCenter: undefined, ...more });
const rule = (id: string, priority: number, when: FeeRule['when']): FeeRule => ({ id, name: id, priority, when, shares: shares('100') });

describe('the rule for a fee', () => {
  it('is the one with the lowest number, then the one that names more, then the first by name', () => {
    const rules = [rule('b', 10, {}), rule('a', 10, {}), rule('country', 10, { country: 'de' }), rule('first', 1, { currency: 'JPY' })];
    expect(ruleFor(rules, facts())?.id).toBe('country');
    expect(ruleFor(rules, facts({ country: 'FR' }))?.id).toBe('a');
    expect(ruleFor(rules, facts({ currency: 'JPY' }))?.id).toBe('first');
  });

  it('needs what it names: a payment that does not tell it is none of its', () => {
    expect(ruleFor([rule('r', 1, { product: 'Ads' })], facts())).toBeUndefined();
    expect(ruleFor([rule('r', 1, { product: 'Ads', costCenter: '100' })], facts({ product: ' ads ', costCenter: '100' }))?.id).toBe('r');
  });
});

describe('a suggestion', () => {
  const past = (of: FeeFacts, at: number, ...percents: string[]): PastAllocation => ({ facts: of, shares: shares(...percents), at });

  it('is the most frequent allocation of like payments, and says how frequent', () => {
    const history = [past(facts(), 1, '100'), past(facts(), 2, '50', '50'), past(facts(), 3, '100'), past(facts({ country: 'FR' }), 4, '50', '50')];
    expect(suggestFrom(history, facts())).toEqual({ shares: shares('100'), times: 2, of: 3 });
  });

  it('takes the later of two that are equally frequent', () => {
    expect(suggestFrom([past(facts(), 1, '100'), past(facts(), 2, '50', '50')], facts())?.shares).toEqual(shares('50', '50'));
  });

  it('looks to the same product and cost centre where nothing is wholly alike, and nowhere else', () => {
    const history = [past(facts({ country: 'FR', costCenter: '100' }), 1, '100')];
    expect(suggestFrom(history, facts({ costCenter: '100' }))).toMatchObject({ times: 1, of: 1 });
    expect(suggestFrom(history, facts())).toBeUndefined();
  });
});
