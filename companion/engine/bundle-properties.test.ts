import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { laneKey } from '../store/ledger-rows.ts';
import { bundle } from './bundle.ts';
import { bundleOffice, examinedOf, type BundleOffice, type Planned } from './test-bundle-office.ts';

fc.configureGlobal({ seed: 20261121, numRuns: 400 });

const lanes = [['100', 'USD'], ['200', 'EUR'], ['300', 'JPY'], ['400', 'KWD']] as const;
const aDay = fc.constantFrom('2026-11-01', '2026-11-15', '2026-12-01', '2027-01-01');
const someWork = fc.array(fc.record({
  lane: fc.constantFrom(...lanes), amountMinor: fc.integer({ min: 1, max: 50_000 }), payoutDate: fc.option(aDay), dueDate: fc.option(aDay, { nil: undefined }), foundAt: fc.integer({ min: 0, max: 5 }),
  state: fc.constantFrom('Approved for Payout' as const, 'Awaiting Funds' as const), attempt: fc.integer({ min: 0, max: 3 }), payable: fc.integer({ max: 9, min: 0 }).map((nth) => nth > 0), sendable: fc.integer({ max: 9, min: 0 }).map((nth) => nth > 0), busy: fc.integer({ max: 9, min: 0 }).map((nth) => nth === 0),
}), { maxLength: 50 }).map((all) => all.map(({ lane: [program, currency], ...rest }, nth): Planned => ({ ...rest, program, currency, requestId: `a0X${String(nth).padStart(12, '0')}AAA` })));
const someBalances = fc.tuple(...lanes.map(() => fc.integer({ min: -1_000, max: 600_000 }))).map((all) => new Map(lanes.map(([program], at) => [program as string, all[at] ?? 0])));
const aLimit = fc.integer({ min: 1, max: 12 });

async function bundled(work: readonly Planned[], balances: ReadonlyMap<string, number>, limit: number, given = work): Promise<BundleOffice> {
  const desk = bundleOffice(work, balances, limit);
  await bundle(desk.office, desk.payer, examinedOf(given));
  return desk;
}
const sumOf = (rows: readonly { readonly amountMinor: number }[]): number => rows.reduce((total, { amountMinor }) => total + amountMinor, 0);
const inLane = (program: string) => (row: { readonly program: string }): boolean => row.program === program;

describe('bundling, whatever waits to be paid', () => {
  it('takes no request twice, none that may not be sent, and loses none that may', async () => {
    await fc.assert(fc.asyncProperty(someWork, someBalances, aLimit, async (work, balances, limit) => {
      const { attempts, moves } = await bundled(work, balances, limit);
      const ids = attempts.map(({ requestId }) => requestId);
      expect(new Set(ids).size).toBe(ids.length);
      expect(new Set(attempts.map(({ reference }) => reference)).size).toBe(ids.length);
      for (const { requestId, payable, sendable, busy } of work) {
        if (!payable || !sendable || busy) expect(ids).not.toContain(requestId);
        else expect(ids.includes(requestId) || moves.some((move) => move.requestId === requestId && move.event === 'run short')).toBe(true);
        if (payable && !sendable) expect(moves).toContainEqual(expect.objectContaining({ requestId, event: 'correct' }));
      }
    }));
  });

  it('plans exactly what was approved, each under its next number', async () => {
    await fc.assert(fc.asyncProperty(someWork, someBalances, aLimit, async (work, balances, limit) => {
      for (const row of (await bundled(work, balances, limit)).attempts) {
        const asked = work.find(({ requestId }) => requestId === row.requestId);
        expect(row).toMatchObject({ amountMinor: asked?.amountMinor, currency: asked?.currency, program: asked?.program, number: (asked?.attempt ?? 0) + 1, reference: `${row.requestId}-0${row.number}`, stage: 'intent', posted: 0 });
      }
    }));
  });

  it('never plans more than a program holds, and says so where something waits', async () => {
    await fc.assert(fc.asyncProperty(someWork, someBalances, aLimit, async (work, balances, limit) => {
      const { attempts, moves, alerts } = await bundled(work, balances, limit);
      for (const [program, currency] of lanes) {
        expect(sumOf(attempts.filter(inLane(program)))).toBeLessThanOrEqual(Math.max(0, balances.get(program) ?? 0));
        const waits = work.filter((row) => row.program === program && moves.some((move) => move.requestId === row.requestId && move.event === 'run short'));
        expect(alerts.filter((alert) => alert.endsWith(` ${laneKey({ connection: 'payer', program, currency })}`)).length > 0).toBe(waits.length > 0);
      }
    }));
  });

  it('keeps each batch within the limit, in one program and one currency, and its sum equal to its rows', async () => {
    await fc.assert(fc.asyncProperty(someWork, someBalances, aLimit, async (work, balances, limit) => {
      const { attempts, batches } = await bundled(work, balances, limit);
      expect(new Set(batches.map(({ id }) => id)).size).toBe(batches.length);
      expect(new Set(attempts.map(({ batchId }) => batchId))).toEqual(new Set(batches.map(({ id }) => id)));
      for (const batch of batches) {
        const rows = attempts.filter(({ batchId }) => batchId === batch.id);
        expect(rows.length).toBeLessThanOrEqual(limit);
        expect(rows.map(({ program, currency }) => [program, currency])).toEqual(rows.map(() => [batch.program, batch.currency]));
        expect([batch.requestedMinor, batch.requestedCount]).toEqual([sumOf(rows), rows.length]);
      }
    }));
  });

  it('goes by payout date, then due date, and lets nothing overtake but what is small enough for what is left', async () => {
    await fc.assert(fc.asyncProperty(someWork, someBalances, aLimit, async (work, balances, limit) => {
      const { attempts } = await bundled(work, balances, limit);
      const rank = ({ payoutDate, dueDate, foundAt, requestId }: Planned): string => [payoutDate ?? '0', dueDate ?? '9', foundAt, requestId].join('|');
      for (const [program] of lanes) {
        const wanted = work.filter((row) => row.program === program && row.payable && row.sendable).toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1));
        const goes = attempts.filter(inLane(program)).toSorted((a, b) => a.sequence - b.sequence).map(({ requestId }) => requestId);
        expect(goes).toEqual(wanted.map(({ requestId }) => requestId).filter((id) => goes.includes(id)));
        let left = balances.get(program) ?? 0;
        for (const { requestId, amountMinor, busy } of wanted) {
          expect([requestId, goes.includes(requestId)]).toEqual([requestId, amountMinor <= left && !busy]);
          if (amountMinor <= left) left -= amountMinor;
        }
      }
    }));
  });

  it('makes the same batches of the same work, in whatever order it was found', async () => {
    await fc.assert(fc.asyncProperty(someWork.chain((work) => fc.tuple(fc.constant(work), fc.shuffledSubarray([...work], { minLength: work.length }))), someBalances, aLimit, async ([work, shuffled], balances, limit) => {
      const told = async (given: readonly Planned[]): Promise<readonly string[]> => (await bundled(work, balances, limit, given)).attempts.toSorted((a, b) => a.reference.localeCompare(b.reference)).map(({ reference, program }) => `${program} ${reference}`);
      const once = await told(work);
      expect(await told(work)).toEqual(once);
      expect(await told(shuffled)).toEqual(once);
    }), { numRuns: 150 });
  });

  it('plans nothing more when it is done again at once', async () => {
    await fc.assert(fc.asyncProperty(someWork, someBalances, aLimit, async (work, balances, limit) => {
      const desk = await bundled(work, balances, limit);
      const before = desk.attempts.length;
      await bundle(desk.office, desk.payer, examinedOf(work.filter(({ requestId }) => desk.attempts.some((row) => row.requestId === requestId))));
      expect(desk.attempts).toHaveLength(before);
    }), { numRuns: 150 });
  });
});
