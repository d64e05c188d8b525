import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { planFunding, whatFits, type Demand } from './funding-plan.ts';

const today = '2026-11-21';
const demand = (id: string, amountMinor: number, wantedOn?: string): Demand => ({ id, amountMinor, wantedOn });
const demands = fc.array(fc.record({ id: fc.uuid(), amountMinor: fc.integer({ min: 1, max: 1_000_000 }), wantedOn: fc.option(fc.constantFrom('2026-11-01', '2026-11-21', '2026-11-30', '2026-12-24'), { nil: undefined }) }), { maxLength: 40 });
const balance = fc.integer({ min: -100_000, max: 5_000_000 });

describe('the funding plan', () => {
  it('lets what fits go in the order of the days, and says what to load for each day', () => {
    expect(planFunding(100, [demand('c', 80, '2026-12-24'), demand('a', 60, '2026-11-01'), demand('b', 50, '2026-11-30')], today)).toEqual({
      goes: ['a'], waits: ['b', 'c'], missingMinor: 90, loads: [{ by: '2026-11-30', minor: 10, count: 1 }, { by: '2026-12-24', minor: 80, count: 1 }],
    });
  });

  it('wants what is overdue or has no day today, overdue first', () => {
    expect(planFunding(0, [demand('none', 1), demand('overdue', 2, '2026-01-01')], today)).toEqual({ goes: [], waits: ['overdue', 'none'], missingMinor: 3, loads: [{ by: today, minor: 3, count: 2 }] });
  });

  it('lets what is overdue go first, in whatever order it comes', () => {
    for (const some of [[demand('none', 1), demand('overdue', 2, '2026-01-01')], [demand('overdue', 2, '2026-01-01'), demand('none', 1)]]) expect(planFunding(2, some, today).goes).toEqual(['overdue']);
  });

  it('does not let one that is too large block smaller ones behind it', () => {
    expect(whatFits(50, [{ amountMinor: 80 }, { amountMinor: 30 }, { amountMinor: 30 }, { amountMinor: 20 }])).toEqual([{ amountMinor: 30 }, { amountMinor: 20 }]);
  });

  it('never promises more than there is, loses nobody, and after its loads everything can go on its day', () => {
    fc.assert(fc.property(balance, demands, (available, wanted) => {
      const plan = planFunding(available, wanted, today);
      const sumOf = (some: readonly Demand[]): number => some.reduce((total, { amountMinor }) => total + amountMinor, 0);
      expect([...plan.goes, ...plan.waits].toSorted()).toEqual(wanted.map(({ id }) => id).toSorted());
      expect(sumOf(wanted.filter(({ id }) => plan.goes.includes(id)))).toBeLessThanOrEqual(Math.max(0, available));
      for (const by of new Set(plan.loads.map((load) => load.by))) {
        const loaded = plan.loads.filter((load) => load.by <= by).reduce((total, { minor }) => total + minor, 0);
        // To the minor unit: with the loads so far the balance at the end of that day is zero.
        expect(available + loaded - sumOf(wanted.filter(({ wantedOn }) => (wantedOn !== undefined && wantedOn > today ? wantedOn : today) <= by))).toBe(0);
      }
      expect(plan.missingMinor).toBe(plan.loads.reduce((total, { minor }) => total + minor, 0));
      expect(plan.missingMinor).toBe(wanted.length ? Math.max(0, sumOf(wanted) - available) : 0);
    }));
  });
});
