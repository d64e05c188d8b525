import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { AttemptPatch, BatchPatch } from '../store/ledger.ts';
import { keepDrift } from './drifts.ts';
import { reconcile } from './seal.ts';
import { idOf, lane, newAttempt, newBatch, newPayment, openTestOffice, start } from './test-office.ts';

let bench: Awaited<ReturnType<typeof openTestOffice>>;
beforeAll(async () => { bench = await openTestOffice(); }, 60_000);
afterAll(() => bench.close());
beforeEach(async () => {
  await bench.clear();
  made = 0;
});

const day = 86_400_000;
let made = 0;
/** A batch that was sent, and its rows by amount; the ids are A, B, C, in the order they were made. */
async function sent(batch: BatchPatch, ...rows: readonly (readonly [amountMinor: number, more: AttemptPatch])[]): Promise<void> {
  const { ledger } = bench.store;
  const id = 'ABC'[made++]!;
  const references = rows.map((_, at) => `${idOf(made * 10 + at)}-01`);
  await ledger.takeUp(rows.map((_, at) => newPayment(made * 10 + at)));
  await ledger.plan([newBatch({ id, createdAt: made })], rows.map(([amountMinor], at) => newAttempt(made * 10 + at, { reference: references[at]!, amountMinor, batchId: id })));
  await ledger.patchBatches([[id, { sentAt: 1, stage: 'open', ...batch }]]);
  await ledger.patchAttemptsQuietly(rows.map(([, more], at) => [references[at]!, { sentAt: 1, posted: 1, askedAt: 1, ...more }]));
}
const paid: AttemptPatch = { stage: 'settled', transferredAt: 5, askedAt: 5 };
const unpaid: AttemptPatch = { stage: 'settled', providerStatus: 'cancelled' };
const settled: BatchPatch = { stage: 'settled', settledAt: 1 };
const broken = (residueMinor: number): BatchPatch => ({ ...settled, movementMinor: 0, residueMinor });
/** The balance was 10.00 when it was read at the start. */
const begin = (at = start): Promise<void> => bench.store.lanes.reading(lane, 1_000, at, 1_000);
const read = (availableMinor: number, readAt = start + 10): Promise<void> => reconcile(bench.office, lane, availableMinor, readAt);
/** What each batch took, and what its seal is broken by. */
const batches = async (): Promise<unknown> => Object.fromEntries((await bench.query<{ id: string; moved: number | null; residue: number }>('select id, movement_minor as moved, residue_minor as residue from batch')).map(({ id, moved, residue }) => [id, [moved, residue]]));
const known = () => bench.store.lanes.read(lane);
const told = async () => (await bench.issues()).map(({ kind, summary }) => [kind, summary]);
const brokenDetail = async () => (await bench.issues()).find(({ kind }) => kind === 'seal broken')?.detail;

describe('the first reading of a balance', () => {
  it('is where the explanation begins: it needs none, and the same again leaves no trace', async () => {
    await read(700);
    expect([await known(), await told()]).toEqual([{ ...lane, stoppedBecause: null, availableMinor: 700, availableAt: start + 10, baselineMinor: 700, fellMinor: 0 }, []]);
    expect([await read(700, start + 20), await bench.query('select name from cursor')]).toEqual([undefined, []]);
  });
});

describe('a reading of the balance', () => {
  it('is explained by all batches that moved, each by its own rows', async () => {
    await begin();
    await sent({ movementMinor: 50 }, [50, paid], [100, paid]);
    await sent({}, [200, { stage: 'accepted' }], [20, { stage: 'unknown' }]);
    await sent(settled, [30, paid]);
    await read(670);
    expect([await batches(), await known(), await told()]).toEqual([{ A: [150, 0], B: [200, 0], C: [30, 0] }, { ...lane, stoppedBecause: null, availableMinor: 670, availableAt: start + 10, baselineMinor: 670, fellMinor: 0 }, []]);
  });

  it.each(['sending', 'unknown'] as const)('explains nothing while one batch is %s, and is kept beside what was explained', async (stage) => {
    await begin();
    await sent(settled, [100, paid]);
    await sent({ stage }, [200, {}]);
    await read(890);
    expect([await batches(), await known()]).toEqual([{ A: [null, 0], B: [null, 0] }, { ...lane, stoppedBecause: null, availableMinor: 890, availableAt: start + 10, baselineMinor: 1_000, fellMinor: 10 }]);
  });

  it.each<[string, AttemptPatch]>([
    ['is on its way', { stage: 'accepted' }], ['was closed, and is on its way', { stage: 'settled', providerStatus: 'pending' }], ['was heard of after it', { ...paid, askedAt: start + 11 }], ['came back after it', { ...paid, returnedAt: start + 11 }],
  ])('that leaves something unexplained is kept beside what was explained while one %s', async (_what, more) => {
    await begin();
    await sent({}, [100, paid], [200, more]);
    await read(850);
    expect([await batches(), (await known())?.baselineMinor, await told()]).toEqual([{ A: [null, 0] }, 1_000, []]);
  });

  it.each<[string, AttemptPatch, number]>([
    ['was heard of just then', { ...paid, askedAt: start + 10 }, 350], ['came back just then', { ...paid, returnedAt: start + 10 }, 150], ['was never asked about', { ...unpaid, askedAt: null }, 150], ['is not known to the provider', { stage: 'settled' }, 150], ['was cancelled', unpaid, 150], ['is in doubt, and a person looks at it', { stage: 'unknown', providerStatus: 'pending' }, 150], ['was refused, and asked about after it', { stage: 'refused', askedAt: start + 11 }, 150], ['arrived, whatever its stage', { stage: 'accepted', transferredAt: 5 }, 350], ['arrived, and is called pending', { ...paid, providerStatus: 'pending' }, 350],
  ])('breaks the seal where one %s', async (_what, more, moved) => {
    await begin();
    await sent({}, [150, paid], [200, more]);
    await read(1_000 - moved - 7);
    expect([await batches(), (await known())?.baselineMinor]).toEqual([{ A: [moved, 7] }, 1_000 - moved - 7]);
  });

  it('breaks the last of those that moved, and names them all', async () => {
    await begin();
    await sent({}, [100, paid]);
    await sent({}, [200, paid]);
    await read(690);
    expect([await batches(), await told()]).toEqual([{ A: [100, 0], B: [200, 10] }, [['seal broken', 'The balance of payer/100/USD moved by 0.10 USD more than its payouts explain']]]);
    expect(await brokenDetail()).toBe("Balance before 10.00 USD, now 6.90 USD, payouts since 3.00 USD. A load or a fee taken while payouts were on their way looks like this too: compare with the provider's statement. Batches: A, B.");
  });

  it.each([[2 * day - 1, 'seal broken'], [2 * day + 2, 'balance fell']])('looks at what moved since two days before the last one: %d ms after it was paid', async (afterMs, kind) => {
    await begin(start + afterMs);
    await sent(settled, [100, { ...paid, transferredAt: start, askedAt: start }]);
    await bench.store.ledger.patchBatches([['A', { settledAt: 1, movementMinor: 40 }]]);
    await read(1_000 - 61, start + afterMs + 10);
    expect((await told()).map(([what]) => what)).toEqual([kind]);
  });

  it('looks at everything where the last one no longer holds', async () => {
    await begin(start + 9 * day);
    await bench.store.lanes.forgetReading(lane);
    await sent({ ...settled, movementMinor: 40 }, [100, paid]);
    await read(940);
    expect([await batches(), await told()]).toEqual([{ A: [100, 0] }, []]);
  });

  it('takes for compared what ended without moving anything, beside what moved, and is not broken by that', async () => {
    await begin();
    await sent(settled, [100, unpaid]);
    await sent({}, [200, paid]);
    await sent({}, [300, { stage: 'refused' }]);
    await read(700);
    expect(await batches()).toEqual({ A: [0, 0], B: [200, 100], C: [null, 0] });
  });
});

describe('a fall by just what ended unpaid', () => {
  it('breaks the first such batch, no other', async () => {
    await begin();
    await sent(settled, [70, unpaid]);
    await sent(settled, [100, unpaid], [200, unpaid]);
    await sent(settled, [300, unpaid]);
    await read(700);
    expect([await batches(), (await told()).map(([kind]) => kind)]).toEqual([{ A: [0, 0], B: [0, 300], C: [0, 0] }, ['seal broken']]);
    expect(await brokenDetail()).toMatch(/payouts since 0\.00 USD\..* Batches: B\.$/);
  });

  it.each<[string, AttemptPatch]>([['was refused', { ...unpaid, stage: 'refused' }], ['was never known to the provider', { stage: 'settled' }], ['came back', { ...unpaid, transferredAt: 5, returnedAt: 6 }]])('is a fall like any other where it %s', async (_what, more) => {
    await begin();
    await sent(settled, [300, more]);
    await read(700);
    expect([await batches(), await told()]).toEqual([{ A: [0, 0] }, [['balance fell', 'The balance of payer/100/USD fell by 3.00 USD, and no payout explains it']]]);
  });

  it('breaks none that was compared before, and mends none that something else had broken', async () => {
    await begin();
    for (const residue of [-300, 300]) await sent(broken(residue));
    await sent({ ...settled, settledAt: start, movementMinor: 0 }, [300, unpaid]);
    await read(700);
    expect([await batches(), (await told()).map(([kind]) => kind)]).toEqual([{ A: [0, -300], B: [0, 300], C: [0, 0] }, ['balance fell']]);
  });
});

describe('a rise by what had broken a seal', () => {
  it.each([[300, [[0, 200], [0, 0]]], [200, [[0, 0], [0, 300]]]])('mends the one that is broken by just that: %d', async (minor, [a, b]) => {
    await begin();
    await sent(broken(200), [200, unpaid]);
    await sent(broken(300), [200, unpaid], [100, unpaid]);
    await read(1_000 + minor);
    expect([await batches(), await bench.query('select name from cursor')]).toEqual([{ A: a, B: b }, []]);
  });

  it('mends in part the one of whose rows just that ended unpaid', async () => {
    await begin();
    await sent(broken(300), [100, unpaid], [200, unpaid]);
    await sent(broken(400), [400, unpaid]);
    await read(1_100);
    expect([await batches(), await bench.query('select name from cursor')]).toEqual([{ A: [0, 200], B: [0, 400] }, []]);
  });

  it('is a load where it is none of these', async () => {
    await begin();
    await sent(broken(400), [400, unpaid]);
    await read(1_100);
    expect([await batches(), await bench.query('select name, value from cursor'), await told()]).toEqual([{ A: [0, 400] }, [{ name: 'loads:payer/100/USD', value: `[[${start + 10},100]]` }], []]);
  });
});

describe('seals of a lane that break by amounts that even out', () => {
  it('are whole, and nothing is told', async () => {
    await begin();
    await sent(broken(-10));
    await sent({}, [200, paid]);
    await read(790);
    expect([await batches(), await told()]).toEqual([{ A: [0, 0], B: [200, 0] }, []]);
  });

  it.each([[5, 15, 0], [6, 15, 10]])('are whole together with a rise by what they lack, which was no load: %d beside a load of %d', async (before, load, left) => {
    await begin();
    await keepDrift(bench.office, lane, -load, 1);
    await sent(broken(before));
    await sent({}, [200, paid]);
    await read(790);
    expect(await batches()).toEqual({ A: [0, left ? before : 0], B: [200, left] });
  });

  it('stay broken by what they have too much, and where nothing new is unexplained', async () => {
    await begin();
    await keepDrift(bench.office, lane, -5, 1);
    await sent(broken(5));
    await sent({}, [200, paid]);
    await read(800);
    expect(await batches()).toEqual({ A: [0, 5], B: [200, 0] });
    await sent({}, [100, paid]);
    await read(715);
    expect(await batches()).toEqual({ A: [0, 5], B: [200, 0], C: [100, -15] });
  });
});
