import { describe, expect, it } from '@jest/globals';
import { accountOf, isGoodEnough } from '../../scripts/simulate/rehearsal-account.ts';
import type { Compared } from '../../scripts/simulate/simulation-state.ts';
import { simulate } from '../../scripts/simulate/simulation.ts';
import { oneStageForAll, payouts } from '../simulate/one-stage.ts';

const stage = oneStageForAll();

describe('what was rehearsed before an approval', () => {
  // 200 seeds: npm run simulate -- --seeds 200 --rehearse
  it('is what then happens, in ten seeds of bad weather', async () => {
    const all: Compared[] = [];
    for (let seed = 1; seed <= 10; seed++) {
      const { rehearsed, violations } = await simulate(stage(), seed, { payouts, rehearse: true });
      expect(violations).toEqual([]);
      all.push(...rehearsed);
    }
    expect(all.filter(({ changed }) => changed === undefined).length).toBeGreaterThan(25);
    if (!isGoodEnough(all)) throw new Error(accountOf(all));
  }, 120_000);

  it('counts a wrong verdict as wrong and a changed fact as no verdict', () => {
    const line = (more: Partial<Compared>): Compared => ({ name: 'PR-1', foresight: 'pays', why: '', became: 'On Hold', changed: undefined, isRight: false, ...more });
    expect(isGoodEnough([])).toBe(false);
    expect(isGoodEnough([...Array.from({ length: 98 }, () => line({ isRight: true })), line({})])).toBe(false);
    expect(isGoodEnough([line({ isRight: true }), line({ changed: 'the payee was changed' })])).toBe(true);
    expect(accountOf([line({}), line({ changed: 'the payee was changed' })])).toContain('1 because the payee was changed');
  });
});
