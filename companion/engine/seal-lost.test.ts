import { describe, expect, it } from '@jest/globals';
import type { AttemptRow } from '../store/ledger-rows.ts';
import { paid, row, sealBench as bench } from './test-seal-bench.ts';

describe('the third side of the seal, for what was lost to sight', () => {
  it('finds it in a fall that came after it was sent', async () => {
    const { read } = bench();
    await read(700, 10, []);
    expect(await read(700, 30, [row(300, { stage: 'settled', transferredAt: 25, sentAt: 5, wasLost: true })])).toEqual({ movement: 300, residue: 0 });
  });

  it('does not find it in a fall from before it was sent', async () => {
    const { read } = bench();
    await read(700, 10, []);
    expect(await read(700, 30, [row(300, { stage: 'settled', transferredAt: 25, sentAt: 15, wasLost: true })])).toEqual({ movement: 300, residue: -300 });
  });

  it('is mended when the provider pays what it had called cancelled, and kept the money meanwhile', async () => {
    const { read, issues } = bench();
    const others = paid(100, 5);
    expect(await read(600, 10, [others, row(300, { stage: 'settled', providerStatus: 'cancelled', wasLost: true })])).toEqual({ movement: 100, residue: 300 });
    expect(await read(600, 30, [others, row(300, { stage: 'settled', transferredAt: 25, wasLost: true })])).toEqual({ movement: 400, residue: 0 });
    expect(issues).toEqual(['seal broken']);
  });

  it('finds each of two where it had drifted, when news of both comes between two readings', async () => {
    const { read, begin, batch, issues } = bench();
    const called = row(300, { stage: 'settled', providerStatus: 'cancelled', wasLost: true });
    begin({ stage: 'settled' });
    await read(700, 10, [called]);
    await read(500, 20, [called]);
    expect([batch().residueMinor, issues]).toEqual([300, ['seal broken', 'balance fell']]);
    const both = [row(300, { stage: 'settled', transferredAt: 25, sentAt: 5, wasLost: true }), row(200, { stage: 'settled', transferredAt: 26, sentAt: 5, wasLost: true })];
    expect(await read(500, 30, both)).toEqual({ movement: 500, residue: 0 });
  });

  it('is mended when one was put back while another was kept: their difference had been taken for a load', async () => {
    const { read, begin, broken, batch, cursors } = bench();
    begin({ stage: 'settled' });
    const [back, kept] = [row(300, { stage: 'settled', providerStatus: 'cancelled', wasLost: true }), row(250, { stage: 'settled', providerStatus: 'cancelled', wasLost: true })];
    await read(700, 10, [back]);
    await read(750, 20, [back, kept]);
    expect([batch().residueMinor, [...cursors.values()]]).toEqual([300, ['[[20,50]]']]);
    broken();
    expect(await read(750, 30, [back, row(250, { stage: 'settled', transferredAt: 25, sentAt: 5, wasLost: true })])).toEqual({ movement: 250, residue: 0 });
    expect([...cursors.values()]).toEqual(['[]']);
  });

  it.each([[490, -190], [510, -210]])('leaves what none of them explains (%d)', async (available, residue) => {
    const { read, begin } = bench();
    const called = row(300, { stage: 'settled', providerStatus: 'cancelled', wasLost: true });
    begin({ stage: 'settled' });
    await read(700, 10, [called]);
    await read(500, 20, [called]);
    const both = [row(300, { stage: 'settled', transferredAt: 25, sentAt: 5, wasLost: true }), row(200, { stage: 'settled', transferredAt: 26, sentAt: 5, wasLost: true })];
    expect(await read(available, 30, both)).toEqual({ movement: 500, residue });
  });

  const unpaid = (amountMinor: number): AttemptRow => row(amountMinor, { stage: 'settled', providerStatus: 'cancelled' });
  it.each([[300, [300]], [300, [100, 200]], [200, [100, 200]]])('is broken when the balance fell by %d, and just that ended unpaid', async (fell, amounts) => {
    const { read, issues, begin } = bench();
    begin({ stage: 'settled' });
    expect(await read(1_000 - fell, 10, amounts.map(unpaid))).toEqual({ movement: 0, residue: fell });
    expect(issues).toEqual(['seal broken']);
  });

  it.each([[300, 0], [299, 300]])('is mended when it comes back, to the minor unit (%d)', async (back, residue) => {
    const { read, begin } = bench();
    begin({ stage: 'settled' });
    await read(700, 10, [unpaid(300)]);
    expect(await read(700 + back, 20, [unpaid(300)])).toEqual({ movement: 0, residue });
  });

  it.each([[100, 200], [200, 100], [150, 300]])('is mended in part when one of those that broke it comes back (%d)', async (back, residue) => {
    const { read, begin } = bench();
    begin({ stage: 'settled' });
    await read(700, 10, [unpaid(100), unpaid(200)]);
    expect(await read(700 + back, 20, [unpaid(100), unpaid(200)])).toEqual({ movement: 0, residue });
  });

  it.each([[[-300], 0, [0]], [[-100, -200], 0, [0, 0]], [[-299], 300, [-299]], [[-300, 5], 300, [-300, 5]]])('is mended when others of the lane have just as much too little (%j), and not before', async (others, residue, left) => {
    const { read, broken, others: now, issues } = bench();
    broken(...others);
    expect([await read(600, 10, [paid(100, 5)]), now()]).toEqual([{ movement: 100, residue }, left]);
    expect(issues).toEqual(residue ? ['seal broken'] : []);
  });

  it.each([250, -300])('is not broken by what ended unpaid when the balance fell by something else (%d)', async (fell) => {
    const { read, issues, begin } = bench();
    begin({ stage: 'settled' });
    expect(await read(1_000 - fell, 10, [unpaid(100), unpaid(200)])).toEqual({ movement: 0, residue: 0 });
    expect(issues).toEqual(fell > 0 ? ['balance fell'] : []);
  });

  it('says nothing while a payout that was called cancelled is said to be on its way', async () => {
    const { read } = bench();
    expect(await read(600, 10, [paid(100, 5), row(300, { stage: 'settled', providerStatus: 'pending', wasLost: true })])).toEqual({ movement: null, residue: 0 });
  });

});
