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

  it.each([[['50', '49'], /add up to 99/], [['100.1'], /is not a percentage/], [['0', '100'], /is not a percentage/], [['33.33333', '66.66667'], /is not a percentage/], [['0.33333', '99'], /is not a percentage/], [['abc', '100'], /^(Fees: )?"abc" is not a percentage above 0 and up to 100 with at most four decimals\./], [['x50', '50'], /is not a percentage/], [['50x', '50'], /is not a percentage/], [['99.5'], /^(Fees: )?Its percentages add up to 99.5, not to 100\./], [[], /add up to 0/]] as const)('is not divided by %j', (percents, why) => {
    expect(sharesTrouble(shares(...percents))).toMatch(why);
    expect(() => minors(100, ...percents)).toThrow(why);
    expect(() => minors(100, ...percents)).toThrow(expect.objectContaining({ kind: 'invalid', message: expect.stringMatching(/Correct the allocation rule\.$/) }));
  });

  it('below zero is not divided', () => expect(() => minors(-1, '100')).toThrow('Fees: a fee below zero is not divided. Correct the allocation rule.'));
  it('is divided by percentages as people write them', () => expect(minors(100, ' 50 ', '49.990000', '0.01')).toEqual([50, 50, 0]));
  it('keeps account and percentage beside each part', () => expect(splitFee({ minor: 3, currency: 'EUR' }, shares('50', '50'))).toEqual([{ accountId: 'account-0', percent: '50', amount: { minor: 2, currency: 'EUR' } }, { accountId: 'account-1', percent: '50', amount: { minor: 1, currency: 'EUR' } }]));

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

  it('is the first by name, then by id, in whatever order they come', () => {
    const named = (id: string, name: string): FeeRule => ({ ...rule(id, 1, {}), name });
    const [one, two, three] = [named('z', 'a'), named('x', 'b'), named('y', 'b')];
    for (const order of [[one, two, three], [three, two, one], [two, three, one]]) expect(ruleFor(order, facts())?.id).toBe('z');
    for (const order of [[two, three], [three, two]]) expect(ruleFor(order, facts())?.id).toBe('x');
  });

  it('is compared without blanks around its words', () => expect(ruleFor([rule('r', 1, { product: ' Ads ' })], facts({ product: 'ads' }))?.id).toBe('r'));

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

  it('is told apart by accounts as by percentages', () => {
    const to = (accountId: string, at: number): PastAllocation => ({ facts: facts(), shares: [{ accountId, percent: '100' }], at });
    expect(suggestFrom([to('a', 1), to('b', 2), to('a', 3)], facts())).toEqual({ shares: [{ accountId: 'a', percent: '100' }], times: 2, of: 3 });
  });

  it('of two equally frequent is the one used last, and of two used at once always the same', () => {
    const [one, two] = [(at: number) => past(facts(), at, '100'), (at: number) => past(facts(), at, '50', '50')];
    expect(suggestFrom([one(1), one(5), two(3), two(4)], facts())?.shares).toEqual(shares('100'));
    for (const history of [[one(1), two(1)], [two(1), one(1)]]) expect(suggestFrom(history, facts())?.shares).toEqual(shares('100'));
  });

  it('needs a product or a cost centre that is told, and both the same, where nothing is wholly alike', () => {
    const elsewhere = facts({ country: 'FR' });
    expect(suggestFrom([past(elsewhere, 1, '100')], facts())).toBeUndefined();
    for (const more of [{ product: 'Ads' }, { costCenter: '7' }, { product: 'Ads', costCenter: '7' }]) expect(suggestFrom([past({ ...elsewhere, ...more }, 1, '100')], facts(more))?.times).toBe(1);
    expect(suggestFrom([past({ ...elsewhere, product: 'Ads', costCenter: '8' }, 1, '100')], facts({ product: 'Ads', costCenter: '7' }))).toBeUndefined();
    expect(suggestFrom([past({ ...elsewhere, product: 'Toys', costCenter: '7' }, 1, '100')], facts({ product: 'Ads', costCenter: '7' }))).toBeUndefined();
  });

  it('looks to what is wholly alike alone, where there is any', () => {
    const ads = { product: 'Ads' };
    expect(suggestFrom([past(facts(ads), 1, '100'), past(facts({ ...ads, country: 'FR' }), 2, '50', '50'), past(facts({ ...ads, country: 'FR' }), 3, '50', '50')], facts(ads))).toEqual({ shares: shares('100'), times: 1, of: 1 });
  });

  it('looks to the same product and cost centre where nothing is wholly alike, and nowhere else', () => {
    const history = [past(facts({ country: 'FR', costCenter: '100' }), 1, '100')];
    expect(suggestFrom(history, facts({ costCenter: '100' }))).toMatchObject({ times: 1, of: 1 });
    expect(suggestFrom(history, facts())).toBeUndefined();
  });
});
