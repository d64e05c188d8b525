import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openLedgerStore } from './test-ledger-store.ts';

let opened: Awaited<ReturnType<typeof openLedgerStore>>;
beforeAll(async () => void (opened = await openLedgerStore()));
beforeEach(() => opened.database.query('with snapshots as (delete from snapshot) delete from lane'));
afterAll(() => opened.close());

const lane = { connection: 'payer', program: '1', currency: 'USD' };
const beside = [{ ...lane, connection: 'other' }, { ...lane, program: '2' }, { ...lane, currency: 'EUR' }];
const unread = { fellMinor: 0, stoppedBecause: null, availableMinor: null, availableAt: null, baselineMinor: null };

describe('a lane', () => {
  it('is unknown until something is known of it', async () => {
    const { lanes } = opened.store;
    await lanes.goOn(lane, 'one');
    await lanes.forgetReading(lane);
    expect([await lanes.read(lane), await lanes.all()]).toEqual([undefined, []]);
  });

  it('is read by all three of its names, and all are in their order', async () => {
    const { lanes } = opened.store;
    for (const [at, each] of [lane, ...beside].entries()) await lanes.reading(each, at, at, at);
    const rows = [lane, ...beside].map((each, at) => ({ ...each, ...unread, availableMinor: at, availableAt: at, baselineMinor: at }));
    expect(await Promise.all([lane, ...beside].map((each) => lanes.read(each)))).toEqual(rows);
    expect(await lanes.all()).toEqual([rows[1], rows[3], rows[0], rows[2]]);
  });

  it('is stopped for every reason there is, and goes on when a person has looked at each', async () => {
    const { lanes } = opened.store;
    await lanes.reading(lane, 5, 6, 7);
    const read = { ...lane, availableMinor: 5, availableAt: 6, baselineMinor: 7, fellMinor: 0 };
    for (const reason of ['one', 'two', 'one', 'three']) await lanes.stop(lane, reason);
    for (const each of beside) await lanes.stop(each, 'one');
    expect(await lanes.read(lane)).toEqual({ ...read, stoppedBecause: 'one; two; one; three' });
    await lanes.goOn(lane, 'one');
    expect(await lanes.read(lane)).toEqual({ ...read, stoppedBecause: 'two; three' });
    await lanes.goOn(lane, 'tw');
    await lanes.goOn(lane, 'three');
    expect(await lanes.read(lane)).toEqual({ ...read, stoppedBecause: 'two' });
    await lanes.goOn(lane, 'two');
    expect(await lanes.read(lane)).toEqual({ ...read, stoppedBecause: null });
    await lanes.goOn(lane, 'two');
    expect((await Promise.all([lane, ...beside].map((each) => lanes.read(each)))).map((row) => row?.stoppedBecause)).toEqual([null, 'one', 'one', 'one']);
  });

  it('that was never read is stopped too, and stays stopped when it is read', async () => {
    const { lanes } = opened.store;
    await lanes.stop(lane, 'one');
    expect(await lanes.read(lane)).toEqual({ ...lane, ...unread, stoppedBecause: 'one' });
    await lanes.reading(lane, 5, 6, 7);
    expect(await lanes.read(lane)).toEqual({ ...lane, stoppedBecause: 'one', availableMinor: 5, availableAt: 6, baselineMinor: 7, fellMinor: 0 });
  });

  it('keeps the largest fall of a baseline that stays, and none once it moves', async () => {
    const { lanes } = opened.store;
    const fell = async (minor?: number) => {
      await lanes.reading(lane, 5, 6, 7, minor);
      return (await lanes.read(lane))?.fellMinor;
    };
    expect([await fell(-3), await fell(4), await fell(2), await fell(-9), await fell(5), await fell(), await fell(1)]).toEqual([0, 4, 4, 4, 5, 0, 1]);
    expect((await lanes.all()).filter(({ fellMinor }) => fellMinor !== 0)).toHaveLength(1);
  });

  it('keeps what was read last, and forgets when, so that the next look asks again', async () => {
    const { lanes } = opened.store;
    for (const each of [lane, ...beside]) await lanes.reading(each, 1, 2, 3);
    await lanes.reading(lane, 5, 6, 7);
    await lanes.forgetReading(lane);
    expect(await lanes.read(lane)).toEqual({ ...lane, ...unread, availableMinor: 5, baselineMinor: 7 });
    expect(await Promise.all(beside.map((each) => lanes.read(each)))).toEqual(beside.map((each) => ({ ...each, ...unread, availableMinor: 1, availableAt: 2, baselineMinor: 3 })));
  });
});

describe('a snapshot of a balance', () => {
  it('is kept once under its key', async () => {
    const { lanes } = opened.store;
    await lanes.keepSnapshot('s1', lane, 100, 10);
    await lanes.keepSnapshot('s1', { ...lane, program: '2' }, 200, 20);
    expect([await lanes.snapshot('s1'), await lanes.snapshot('s2')]).toEqual([{ ...lane, availableMinor: 100, at: 10 }, undefined]);
  });

  it('is the last of its lane, whenever it came in', async () => {
    const { lanes } = opened.store;
    for (const [at, minor] of [[20, 200], [30, 300], [10, 100]] as const) await lanes.keepSnapshot(`s${at}`, lane, minor, at);
    for (const [at, each] of beside.entries()) await lanes.keepSnapshot(`t${at}`, each, at, 40 + at);
    expect(await Promise.all([lane, ...beside, { ...lane, program: '3' }].map((each) => lanes.lastSnapshot(each)))).toEqual([
      { availableMinor: 300, at: 30 }, { availableMinor: 0, at: 40 }, { availableMinor: 1, at: 41 }, { availableMinor: 2, at: 42 }, undefined,
    ]);
  });
});
