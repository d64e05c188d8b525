import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  attemptColumns, batchColumns, isBusy, isOpen, isRecovered, isRemembered, isUnderWay, laneKey, paymentColumns, recoveredBatch, rememberedBatch, type AttemptRow,
} from './ledger-rows.ts';
import { openLedgerWorld } from './test-ledger-world.ts';

let world: Awaited<ReturnType<typeof openLedgerWorld>>;
beforeAll(async () => {
  world = await openLedgerWorld();
  await world.plant({ it: {} });
});
afterAll(() => world.close());

const stages = ['intent', 'reserved', 'sending', 'accepted', 'unknown', 'refused', 'settled', 'withdrawn'] as const;
const row = (more: Partial<AttemptRow>): AttemptRow => ({ stage: 'settled', transferredAt: null, returnedAt: null, revived: false, ...more }) as AttemptRow;

describe('an attempt', () => {
  it('is open while it is planned or its outcome is not known', () => {
    expect(stages.filter((stage) => isOpen(row({ stage })))).toEqual(['intent', 'reserved', 'sending', 'accepted', 'unknown']);
    expect(isOpen(row({ revived: true, transferredAt: 5 }))).toBe(false);
  });

  it('is under way while it is open, and where it was called over and lives', () => {
    expect(stages.filter((stage) => isUnderWay(row({ stage })))).toEqual(['intent', 'reserved', 'sending', 'accepted', 'unknown']);
    expect([isUnderWay(row({ revived: true })), isUnderWay(row({ transferredAt: 5 }))]).toEqual([true, false]);
  });

  it('keeps others from being planned while it is under way, and where it was paid and did not come back', () => {
    expect(stages.filter((stage) => isBusy(row({ stage })))).toEqual(['intent', 'reserved', 'sending', 'accepted', 'unknown']);
    expect([row({ revived: true }), row({ transferredAt: 0 }), row({ transferredAt: 5, returnedAt: 0 }), row({ returnedAt: 5 })].map(isBusy)).toEqual([true, true, false, false]);
    expect(isBusy(row({ stage: 'accepted', transferredAt: 5, returnedAt: 6 }))).toBe(true);
  });
});

describe('a batch that stands for others', () => {
  it('is named by its lane and its time, and by its page from the second on', () => {
    expect([rememberedBatch('lane', 5, 0), rememberedBatch('lane', 5, 1), recoveredBatch('lane', 5)]).toEqual(['remembered-lane-5', 'remembered-lane-5-1', 'recovered-lane-5']);
  });

  it('is known by how its name begins', () => {
    const ids = ['remembered-lane-5', 'recovered-lane-5', 'b-remembered-lane-5', 'b-recovered-lane-5', 'remembered', 'recovered', ''];
    expect([ids.filter(isRemembered), ids.filter(isRecovered)]).toEqual([['remembered-lane-5'], ['recovered-lane-5']]);
  });
});

describe('a lane', () => {
  it('goes by its connection, program and currency', () => {
    expect(laneKey({ connection: 'payer', program: '100', currency: 'USD' })).toBe('payer/100/USD');
  });
});

describe('the columns that are read', () => {
  it('go by the spelling of the store, and come back in that of the code', () => {
    expect(attemptColumns.split(', ').slice(0, 3)).toEqual(['reference as "reference"', 'request_id as "requestId"', 'number as "number"']);
  });

  it.each([
    // Only ever compared where it lies.
    ['payment', paymentColumns, ['found_order']],
    ['attempt', attemptColumns, []],
    ['batch', batchColumns, []],
  ])('of a %s are all its table has, in the spelling of the code', async (table, columns, unread) => {
    const [read] = await world.database.query(`select ${columns} from ${table}`);
    const inTable = await world.database.query<{ name: string }>('select column_name as name from information_schema.columns where table_name = $1', [table]);
    const wanted = inTable.map(({ name }) => name).filter((name) => !(unread as readonly string[]).includes(name));
    expect(Object.keys(read ?? {}).toSorted()).toEqual(wanted.map((name) => name.replace(/_(\w)/g, (_all, letter: string) => letter.toUpperCase())).toSorted());
  });
});
