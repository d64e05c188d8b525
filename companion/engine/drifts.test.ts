import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { AttemptRow, Lane } from '../store/ledger-rows.ts';
import { keepDrift, lessEarlierDrifts, wasNoLoad } from './drifts.ts';
import { lane, newBatch, openTestOffice } from './test-office.ts';
import { attemptRow } from './test-rows.ts';

let bench: Awaited<ReturnType<typeof openTestOffice>>;
beforeAll(async () => { bench = await openTestOffice(); }, 60_000);
afterAll(() => bench.close());
beforeEach(() => bench.clear());

/** What is remembered: [read at, minor units], by kind and lane. */
const kept = async (): Promise<unknown> =>
  Object.fromEntries((await bench.query<{ name: string; value: string }>('select name, value from cursor')).map(({ name, value }) => [name.replace('payer/100/USD', '').replace(/:$/, ''), JSON.parse(value) as unknown]));
/** A rise where `minor` is below zero, else a fall. */
const drift = (minor: number, readAt: number, of: Lane = lane): Promise<void> => keepDrift(bench.office, of, minor, readAt);
const less = (residue: number, ...rows: readonly AttemptRow[]): Promise<number> => lessEarlierDrifts(bench.office, lane, residue, rows);
/** Sent by nobody here, and paid. */
const strange = (amountMinor: number, more: Partial<AttemptRow> = {}): AttemptRow => attemptRow({ amountMinor, sentAt: null, transferredAt: 25, stage: 'settled', ...more });
/** Sent here at `sentAt`, out of sight for a while, and paid. */
const lost = (amountMinor: number, sentAt: number): AttemptRow => strange(amountMinor, { sentAt, wasLost: true });
const back = (amountMinor: number, transferredAt: number | null): AttemptRow => attemptRow({ amountMinor, transferredAt, returnedAt: 50, stage: 'settled' });
/** Batches whose seals are broken by so much, the first one made first. */
async function broken(...residues: readonly number[]): Promise<void> {
  await bench.store.ledger.plan(residues.map((_, at) => newBatch({ id: `B${at}`, createdAt: at + 1 })), []);
  await bench.store.ledger.patchBatches(residues.map((residueMinor, at) => [`B${at}`, { residueMinor }]));
  await bench.query('truncate outbox');
}
const residues = async (): Promise<readonly number[]> => (await bench.query<{ minor: number }>('select residue_minor as minor from batch order by id')).map(({ minor }) => minor);

describe('what moved the balance and no payout explains', () => {
  it('is remembered in its order, rises as loads and all else as falls, each lane for itself', async () => {
    await drift(-50, 10);
    await drift(70, 20);
    await drift(-60, 30);
    await drift(0, 40);
    await drift(80, 50, { ...lane, program: '200' });
    expect(await kept()).toEqual({ loads: [[10, 50], [30, 60]], falls: [[20, 70], [40, 0]], 'falls:payer/200/USD': [[50, 80]] });
  });

  it('is remembered fifty times', async () => {
    for (let at = 1; at <= 51; at++) await drift(at, at);
    expect(await kept()).toEqual({ falls: Array.from({ length: 50 }, (_, at) => [at + 2, at + 2]) });
  });
});

describe('a rise', () => {
  it('that was no load is forgotten, the latest of its size and no other', async () => {
    for (const [minor, at] of [[-50, 10], [-60, 20], [-50, 30], [-70, 40]] as const) await drift(minor, at);
    expect([await wasNoLoad(bench.office, lane, 50), await kept()]).toEqual([true, { loads: [[10, 50], [20, 60], [40, 70]] }]);
    expect([await wasNoLoad(bench.office, lane, 50), await kept()]).toEqual([true, { loads: [[20, 60], [40, 70]] }]);
  });

  it('of another size was one', async () => {
    expect([await wasNoLoad(bench.office, lane, 50), await kept()]).toEqual([false, {}]);
    await drift(-51, 10);
    await drift(-49, 20);
    await drift(50, 30);
    expect([await wasNoLoad(bench.office, lane, 50), await kept()]).toEqual([false, { loads: [[10, 51], [20, 49]], falls: [[30, 50]] }]);
  });
});

describe('a fall that news of a payout explains late', () => {
  it('is one of at least that size, the first of them, and less by it from then on', async () => {
    for (const [minor, at] of [[299, 10], [300, 20], [400, 30]] as const) await drift(minor, at);
    expect([await less(-300, strange(300)), await kept()]).toEqual([0, { falls: [[10, 299], [20, 0], [30, 400]] }]);
    expect([await less(-300, strange(300)), await kept()]).toEqual([0, { falls: [[10, 299], [20, 0], [30, 100]] }]);
    expect([await less(-300, strange(300)), await kept()]).toEqual([-300, { falls: [[10, 299], [20, 0], [30, 100]] }]);
  });

  it.each([[14, -300], [15, -300], [16, 0]])('came after it was sent from here: read at %d', async (readAt, left) => {
    await drift(300, readAt);
    expect(await less(-300, lost(300, 15))).toBe(left);
  });

  it('came after the first of several was sent', async () => {
    await drift(500, 10);
    expect(await less(-500, lost(300, 15), lost(200, 5))).toBe(0);
  });

  it.each<[string, AttemptRow]>([
    ['sent from here and never out of sight', strange(300, { sentAt: 5 })], ['that came back', strange(300, { returnedAt: 50 })], ['that was not paid', strange(300, { transferredAt: null })], ['out of sight, that was not paid', { ...lost(300, 5), transferredAt: null }],
  ])('is not explained by one %s', async (_what, row) => {
    await drift(300, 10);
    expect([await less(-300, row), await kept()]).toEqual([-300, { falls: [[10, 300]] }]);
  });

  it('is not looked for where less was paid than is lacking', async () => {
    await drift(300, 10);
    expect([await less(-300, strange(150), strange(149)), await kept()]).toEqual([-300, { falls: [[10, 300]] }]);
    expect([await less(-300), await kept()]).toEqual([-300, { falls: [[10, 300]] }]);
  });

  it('may be several falls, one for each payout', async () => {
    await drift(300, 10);
    await drift(200, 20);
    expect([await less(-500, strange(300), strange(200)), await kept()]).toEqual([0, { falls: [[10, 0], [20, 0]] }]);
  });

  it('explains no more than what is lacking', async () => {
    await drift(300, 10);
    await drift(250, 20);
    expect([await less(-500, strange(300), strange(250)), await kept()]).toEqual([-200, { falls: [[10, 0], [20, 250]] }]);
  });

  it('is none where nothing is remembered, and nothing is remembered for it', async () => {
    expect([await less(-300, strange(300)), await kept()]).toEqual([-300, {}]);
  });

  it('was hidden in a load where there is none, which was larger by it: the latest', async () => {
    await drift(-1_000, 10);
    await drift(-2_000, 20);
    await drift(299, 30);
    expect([await less(-300, strange(300)), await kept()]).toEqual([0, { loads: [[10, 1_000], [20, 2_300]], falls: [[30, 299]] }]);
  });

  it('is looked for before a load is', async () => {
    await drift(-1_000, 10);
    await drift(300, 20);
    expect([await less(-300, strange(300)), await kept()]).toEqual([0, { loads: [[10, 1_000]], falls: [[20, 0]] }]);
  });
});

describe('a rise that news of a return explains late', () => {
  it.each([[14, 300], [15, 300], [16, 0]])('came after the payout had arrived: read at %d', async (readAt, left) => {
    await drift(-300, readAt);
    expect([await less(300, back(300, 15)), await kept()]).toEqual([left, { loads: [[readAt, left]] }]);
  });

  it('came after the first of several had arrived', async () => {
    await drift(-500, 20);
    expect([await less(500, back(300, 10), back(200, 30)), await kept()]).toEqual([0, { loads: [[20, 0]] }]);
  });

  it('is none where nobody knows when the payout arrived, and no fall is one', async () => {
    await drift(-300, 20);
    await drift(300, 20);
    expect([await less(300, back(300, null)), await kept()]).toEqual([300, { loads: [[20, 300]], falls: [[20, 300]] }]);
  });

  it('is none for a payout that did not come back, or came back in part', async () => {
    await drift(-300, 30);
    expect(await less(300, lost(300, 5))).toBe(300);
    expect(await less(300, back(299, 5))).toBe(300);
  });

  it('may be several rises, one for each return', async () => {
    await drift(-300, 20);
    await drift(-200, 30);
    expect([await less(500, back(300, 10), back(200, 10)), await kept()]).toEqual([0, { loads: [[20, 0], [30, 0]] }]);
  });
});

describe('a seal that late news broke before', () => {
  it.each([[-300, strange(300), [100, 400], [100, 100]], [300, back(300, 10), [-100, -400], [-100, -100]]])('is mended by it, before any rise or fall is looked for: %d', async (residue, row, before, after) => {
    await drift(300, 20);
    await drift(-300, 20);
    await broken(...before);
    expect([await less(residue, row), await residues(), await kept()]).toEqual([0, after, { loads: [[20, 300]], falls: [[20, 300]] }]);
  });

  it('is the latest that is broken by so much', async () => {
    await broken(300, 300, 299);
    expect([await less(-300, strange(300)), await residues()]).toEqual([0, [300, 0, 299]]);
  });

  it('may be mended together with a fall', async () => {
    await broken(300);
    await drift(200, 20);
    expect([await less(-500, strange(300), strange(200)), await residues(), await kept()]).toEqual([0, [0], { falls: [[20, 0]] }]);
  });

  it('is left as it is while nothing is unexplained', async () => {
    await drift(300, 20);
    await broken(0, 300);
    expect([await less(0, strange(300)), await residues(), await bench.outbox()]).toEqual([0, [0, 300], []]);
  });
});
