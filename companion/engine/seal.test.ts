import { describe, expect, it } from '@jest/globals';
import { back, paid, row, sealBench as bench } from './test-seal-bench.ts';

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

  it('writes down once what a batch took that has ended', async () => {
    const { read, begin } = bench();
    begin({ stage: 'settled' });
    expect(await read(700, 10, [paid(300, 5)])).toEqual({ movement: 300, residue: 0 });
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
