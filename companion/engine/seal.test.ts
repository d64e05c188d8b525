import { describe, expect, it } from '@jest/globals';
import type { NewIssue } from '../store/issues.ts';
import type { AttemptRow, BatchRow, Lane } from '../store/ledger-rows.ts';
import type { Office } from './office.ts';
import { reconcile } from './seal.ts';

const lane: Lane = { connection: 'payer', program: '1', currency: 'EUR' };
const row = (amountMinor: number, more: Partial<AttemptRow> = {}): AttemptRow => ({ batchId: 'B1', amountMinor, stage: 'accepted', transferredAt: null, returnedAt: null, askedAt: null, sentAt: 1, providerStatus: null, timeline: [], ...more }) as AttemptRow;
const paid = (amountMinor: number, heardAt: number): AttemptRow => row(amountMinor, { stage: 'settled', transferredAt: heardAt, askedAt: heardAt });
const back = (amountMinor: number, heardAt: number): AttemptRow => row(amountMinor, { stage: 'settled', transferredAt: 5, askedAt: heardAt, returnedAt: heardAt });

/** A lane that began at 1,000 with one batch, as far as `reconcile` looks at it. */
function bench(id = 'B1') {
  const cursors = new Map<string, string>();
  let baselineMinor = 1_000;
  let batch = { id, stage: 'open', sentAt: 1, movementMinor: null, residueMinor: 0 } as unknown as BatchRow;
  let rows: readonly AttemptRow[] = [];
  const told: Pick<NewIssue, 'kind' | 'source' | 'severity' | 'summary' | 'detail'>[] = [];
  const issues: string[] = [];
  const office = {
    store: {
      cursors: { get: async (name: string) => cursors.get(name), set: async (name: string, value: string) => void cursors.set(name, value) },
      lanes: { read: async () => ({ baselineMinor }), reading: async (_lane: Lane, _available: number, _at: number, baseline: number) => void (baselineMinor = baseline) },
      ledger: {
        batchesMoving: async () => [batch], attemptsOfBatch: async () => rows, batchesOver: async (_: unknown, minor: number) => (batch.residueMinor * Math.sign(minor) <= -Math.abs(minor) ? [batch] : []),
        patchBatches: async (patches: readonly (readonly [string, Partial<BatchRow>])[]) => patches.forEach(([, patch]) => (batch = { ...batch, ...patch })),
      },
      issues: { raise: async (issue: NewIssue) => void (told.push(issue), issues.push(issue.kind)) },
    },
  } as unknown as Office;
  return {
    issues, told, cursors,
    begin: (more: Partial<BatchRow>) => void (batch = { ...batch, ...more }),
    batch: () => batch,
    async read(availableMinor: number, at: number, now: readonly AttemptRow[]) {
      rows = now;
      await reconcile(office, lane, availableMinor, at);
      return { movement: batch.movementMinor, residue: batch.residueMinor };
    },
  };
}

describe('the third side of the seal', () => {
  it('is not broken by a reading between the acceptance and the debit', async () => {
    const { read, issues } = bench();
    expect(await read(1_000, 10, [row(300)])).toEqual({ movement: null, residue: 0 });
    expect(await read(700, 20, [row(300)])).toEqual({ movement: 300, residue: 0 });
    expect(issues).toEqual([]);
  });

  it('is not broken by a reading taken before the transfer was heard of', async () => {
    const { read } = bench();
    expect(await read(1_000, 10, [paid(300, 11)])).toEqual({ movement: null, residue: 0 });
    expect(await read(700, 20, [paid(300, 11)])).toEqual({ movement: 300, residue: 0 });
  });

  it('recognises a return that showed in the balance before anybody spoke of it', async () => {
    const { read, issues } = bench();
    await read(700, 10, [paid(300, 5)]);
    expect(await read(1_000, 20, [paid(300, 5)])).toEqual({ movement: 300, residue: 0 });
    expect(await read(1_000, 30, [back(300, 25)])).toEqual({ movement: 0, residue: 0 });
    expect(issues).toEqual([]);
  });

  it('is broken when the provider speaks of a return and the money is not back', async () => {
    const { read, issues } = bench();
    await read(700, 10, [paid(300, 5)]);
    expect(await read(700, 30, [back(300, 25)])).toEqual({ movement: 0, residue: 300 });
    expect(issues).toEqual(['seal broken']);
  });

  it.each([[699, 1], [701, -1]])('is broken by one minor unit: a balance of %i', async (availableMinor, residue) => {
    const { read, issues } = bench();
    expect(await read(availableMinor, 10, [paid(300, 5)])).toEqual({ movement: 300, residue });
    expect(issues).toEqual(['seal broken']);
  });

  it('tells of a fall while nothing moved, and breaks no seal for it', async () => {
    const { read, issues } = bench();
    await read(700, 10, [paid(300, 5)]);
    expect(await read(650, 20, [paid(300, 5)])).toEqual({ movement: 300, residue: 0 });
    expect(issues).toEqual(['balance fell']);
  });

  it('mends a seal that a return broke by showing in the balance together with a payout', async () => {
    const { read } = bench();
    await read(700, 10, [paid(300, 5)]);
    // 200 were paid and 300 came back before anybody spoke of it.
    expect(await read(800, 20, [paid(300, 5), paid(200, 15)])).toEqual({ movement: 500, residue: -300 });
    expect(await read(800, 30, [back(300, 25), paid(200, 15)])).toEqual({ movement: 200, residue: 0 });
  });

  it('takes a rise while nothing moved for a load', async () => {
    const { read, issues } = bench();
    await read(700, 10, [paid(300, 5)]);
    await read(5_700, 20, [paid(300, 5)]);
    expect(await read(5_500, 30, [paid(300, 5), paid(200, 25)])).toEqual({ movement: 500, residue: 0 });
    expect(issues).toEqual([]);
  });

  it.each([
    ['was told as a fall', [700]],
    ['was hidden in a load', [5_700]],
  ])('recognises what another store paid before its reservation was imported here, and what %s', async (_, readings) => {
    const { read } = bench('recovered-a');
    for (const reading of readings) await read(reading, 10, []);
    expect(await read(readings[0] ?? 0, 30, [{ ...paid(300, 25), batchId: 'recovered-a', sentAt: null }])).toEqual({ movement: 300, residue: 0 });
    // Once only.
    expect(await read(readings[0] ?? 0, 50, [{ ...paid(300, 25), batchId: 'recovered-a', sentAt: null }, { ...paid(50, 45), batchId: 'recovered-a', sentAt: null }])).toEqual(readings[0] === 700 ? { movement: 350, residue: -50 } : { movement: 350, residue: 0 });
  });

  it('does not explain with an earlier fall what this store sent itself', async () => {
    const { read } = bench();
    await read(700, 10, []);
    expect(await read(700, 30, [paid(300, 25)])).toEqual({ movement: 300, residue: -300 });
  });

});

describe('the third side of the seal, for what was lost to sight', () => {
  const trail = (text: string) => ({ timeline: [{ at: '2026-03-02T08:00:00.000Z', text }] });

  it.each(['Cancelled, confirmed: the payee is inactive (10009).', 'Outcome unknown: no answer.', 'No usable answer for 120 minutes: a person must look.'])('finds what was lost to sight (%s) in a fall that came after it was sent', async (text) => {
    const { read } = bench();
    await read(700, 10, []);
    expect(await read(700, 30, [row(300, { stage: 'settled', transferredAt: 25, sentAt: 5, ...trail(text) })])).toEqual({ movement: 300, residue: 0 });
  });

  it('does not find it in a fall from before it was sent', async () => {
    const { read } = bench();
    await read(700, 10, []);
    expect(await read(700, 30, [row(300, { stage: 'settled', transferredAt: 25, sentAt: 15, ...trail('Outcome unknown: no answer.') })])).toEqual({ movement: 300, residue: -300 });
  });

  it('is mended when the provider pays what it had called cancelled, and kept the money meanwhile', async () => {
    const { read, issues } = bench();
    const others = paid(100, 5);
    expect(await read(600, 10, [others, row(300, { stage: 'settled', providerStatus: 'cancelled', ...trail('Cancelled, confirmed: x (1).') })])).toEqual({ movement: 100, residue: 300 });
    expect(await read(600, 30, [others, row(300, { stage: 'settled', transferredAt: 25, ...trail('Cancelled, confirmed: x (1).') })])).toEqual({ movement: 400, residue: 0 });
    expect(issues).toEqual(['seal broken']);
  });

  const unpaid = (amountMinor: number): AttemptRow => row(amountMinor, { stage: 'settled', providerStatus: 'cancelled' });
  it.each([[300, [300]], [300, [100, 200]], [200, [100, 200]]])('is broken when the balance fell by %d, and just that ended unpaid', async (fell, amounts) => {
    const { read, issues, begin } = bench();
    begin({ stage: 'settled' });
    expect(await read(1_000 - fell, 10, amounts.map(unpaid))).toEqual({ movement: 0, residue: fell });
    expect(issues).toEqual(['seal broken']);
  });

  it.each([250, -300])('is not broken by what ended unpaid when the balance fell by something else (%d)', async (fell) => {
    const { read, issues, begin } = bench();
    begin({ stage: 'settled' });
    expect(await read(1_000 - fell, 10, [unpaid(100), unpaid(200)])).toEqual({ movement: 0, residue: 0 });
    expect(issues).toEqual(fell > 0 ? ['balance fell'] : []);
  });

  it('says nothing while a payout that was called cancelled is said to be on its way', async () => {
    const { read } = bench();
    expect(await read(600, 10, [paid(100, 5), row(300, { stage: 'settled', providerStatus: 'pending', ...trail('Cancelled, confirmed: x (1).') })])).toEqual({ movement: null, residue: 0 });
  });

});

describe('what the third side of the seal says', () => {
  it('tells a fall in words, with the lane and the amount', async () => {
    const { read, told } = bench();
    await read(950, 20, []);
    expect(told).toEqual([{ kind: 'balance fell', source: 'payer/1/EUR', severity: 'Warning', summary: 'The balance of payer/1/EUR fell by 0.50 EUR, and no payout explains it', detail: expect.stringMatching(/^A withdrawal, a fee .* Compare with the provider's statement: a payout this store does not know of would too\.$/) }]);
  });

  it('names what broke it: the balance before and now, the payouts since, and their batches', async () => {
    const { read, told } = bench();
    await read(690, 10, [paid(300, 5)]);
    expect(told).toEqual([{
      kind: 'seal broken', source: 'payer/1/EUR', severity: 'Critical', summary: 'The balance of payer/1/EUR moved by 0.10 EUR more than its payouts explain',
      detail: "Balance before 10.00 EUR, now 6.90 EUR, payouts since 3.00 EUR. A load or a fee taken while payouts were on their way looks like this too: compare with the provider's statement. Batches: B1.",
    }]);
  });

  it.each(['sending', 'unknown'] as const)('says nothing while a batch is %s', async (stage) => {
    const { read, issues, begin } = bench();
    begin({ stage });
    expect(await read(123, 10, [paid(300, 5)])).toEqual({ movement: null, residue: 0 });
    begin({ stage: 'open' });
    expect(await read(700, 20, [paid(300, 5)])).toEqual({ movement: 300, residue: 0 });
    expect(issues).toEqual([]);
  });

  it('takes a batch that ended without moving anything for compared', async () => {
    const { read, begin } = bench();
    begin({ stage: 'settled' });
    expect(await read(1_000, 10, [row(300, { stage: 'refused' })])).toEqual({ movement: 0, residue: 0 });
  });

  it('leaves one that is open and moved nothing as it is', async () => expect(await bench().read(1_000, 10, [row(300, { stage: 'refused' })])).toEqual({ movement: null, residue: 0 }));

  it('waits with what is unexplained while news may still explain it, and not longer', async () => {
    const later = { stage: 'settled', transferredAt: 5, returnedAt: 20, askedAt: 20 } as const;
    expect(await bench().read(1_100, 10, [row(300, later)])).toEqual({ movement: null, residue: 0 });
    const { read, issues } = bench();
    await read(900, 20, [row(300, later)]);
    expect(issues).toEqual(['balance fell']);
  });

  it('remembers fifty drifts of a lane', async () => {
    const { read, cursors } = bench();
    for (let nth = 1; nth <= 60; nth++) await read(1_000 - nth, nth, []);
    const kept = JSON.parse(cursors.get('falls:payer/1/EUR') ?? '[]') as readonly (readonly [number, number])[];
    expect([kept.length, kept[0], kept.at(-1)]).toEqual([50, [11, 1], [60, 1]]);
  });
});
