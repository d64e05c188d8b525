import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { AttemptRow } from './ledger-rows.ts';
import { openLedgerWorld, type Given } from './test-ledger-world.ts';

let world: Awaited<ReturnType<typeof openLedgerWorld>>;
beforeAll(async () => void (world = await openLedgerWorld()));
beforeEach(async () => {
  await world.clear();
  world.clock.at = 1_000;
});
afterAll(() => world.close());

const stages = ['intent', 'reserved', 'sending', 'accepted', 'unknown', 'refused', 'settled', 'withdrawn'] as const;
const oneOfEach: Readonly<Record<string, Given>> = Object.fromEntries(stages.map((stage) => [stage, { attempt: { stage, batchId: `batch of ${stage}` } }]));
const references = (...names: readonly string[]) => names.map(world.referenceOf);
const ids = (...names: readonly string[]) => names.map(world.idOf);
/** What is asked of each row, by name. */
async function each<T>(read: (row: AttemptRow) => T): Promise<Readonly<Record<string, T>>> {
  const rows = (await world.ledger.attemptsIn(stages)).toSorted((one, other) => (one.reference < other.reference ? -1 : 1));
  return Object.fromEntries(rows.map((row) => [world.namesOf([row])[0], read(row)]));
}
const stageOfEach = () => each((row) => row.stage);
const asPlanted = Object.fromEntries(stages.map((stage) => [stage, stage]));

describe('a row that goes on to its next stage', () => {
  it('does so where it stands in the one before and is this process’s own', async () => {
    await world.plant({ ...oneOfEach, 'not asked for': {}, 'of another': { attempt: { plannedBy: 'another' } } });
    expect(world.namesOf(await world.ledger.advance(references(...stages, 'of another'), 'intent', 'reserved', 'me'))).toEqual(['intent']);
    expect(await stageOfEach()).toEqual({ ...asPlanted, intent: 'reserved', 'not asked for': 'intent', 'of another': 'intent' });
    expect(await world.ledger.advance([], 'intent', 'reserved', 'me')).toEqual([]);
  });

  it('does so from an unknown outcome only while it is refused with its batch, whoever planned it, and is this process’s from then on', async () => {
    const unknown = { stage: 'unknown' } as const;
    await world.plant({ mine: { attempt: unknown }, parked: { attempt: unknown, then: { refusedWithBatch: true } }, 'parked by another': { attempt: { ...unknown, plannedBy: 'another' }, then: { refusedWithBatch: true } } });
    expect(world.namesOf((await world.ledger.advance(references('mine', 'parked', 'parked by another'), 'unknown', 'sending', 'me')).toSorted())).toEqual(['parked', 'parked by another']);
    expect(await each((row) => [row.stage, row.plannedBy])).toEqual({ mine: ['unknown', 'me'], parked: ['sending', 'me'], 'parked by another': ['sending', 'me'] });
  });
});

describe('rows nobody sees any more', () => {
  it('are those that had not been heard of: their outcome is unknown', async () => {
    await world.plant({ ...oneOfEach, 'not asked for': {} });
    const lost = await world.ledger.loseSight(references(...stages));
    expect(lost).toEqual(new Set(references('intent', 'reserved', 'sending')));
    expect(await stageOfEach()).toEqual({ ...asPlanted, intent: 'unknown', reserved: 'unknown', sending: 'unknown', 'not asked for': 'intent' });
  });
});

describe('earlier attempts of a request that is imported', () => {
  it('are settled where they were open, asked about at once, and name their batches', async () => {
    await world.plant({ ...oneOfEach, 'not asked for': {} });
    const open = ['intent', 'reserved', 'sending', 'accepted', 'unknown'];
    expect((await world.ledger.settleOlder(ids(...stages))).map((row) => row.batchId).toSorted()).toEqual(open.map((stage) => `batch of ${stage}`).toSorted());
    expect(await stageOfEach()).toEqual({ ...asPlanted, ...Object.fromEntries(open.map((stage) => [stage, 'settled'])), 'not asked for': 'intent' });
    expect(await each((row) => row.nextAskAt)).toEqual({ ...Object.fromEntries(stages.map((stage) => [stage, null])), ...Object.fromEntries(open.map((stage) => [stage, 1_000])), 'not asked for': null });
  });
});

describe('what is withdrawn', () => {
  it('is what has not left, whoever planned it, of the stages named', async () => {
    await world.plant({ ...oneOfEach, 'of another': { attempt: { stage: 'reserved', plannedBy: 'another' } }, 'not asked for': { attempt: { stage: 'reserved' } } });
    const withdrawn = await world.ledger.withdraw(ids(...stages, 'of another'), ['reserved']);
    expect(withdrawn.map((row) => [...world.namesOf([row]), row.stage, row.batchId]).toSorted()).toEqual([['of another', 'withdrawn', 'b'], ['reserved', 'withdrawn', 'batch of reserved']]);
    expect(await stageOfEach()).toEqual({ ...asPlanted, reserved: 'withdrawn', 'of another': 'withdrawn', 'not asked for': 'reserved' });
    expect(world.namesOf(await world.ledger.withdraw(ids(...stages), ['intent', 'reserved']))).toEqual(['intent']);
  });
});

describe('what an older copy of this ledger remembers', () => {
  it('may have gone out once more: it counts as sent twice at least', async () => {
    const sent = (posted: number): Given => ({ attempt: { posted } });
    await world.plant({ never: sent(0), once: sent(1), often: sent(3), 'not asked for': sent(1) });
    await world.ledger.distrust(references('never', 'once', 'often'));
    expect(await each((row) => row.posted)).toEqual({ never: 2, once: 2, often: 3, 'not asked for': 1 });
  });

  it('of what was refused with its batch is not believed: it is asked about like any other', async () => {
    const parked = { refusedWithBatch: true } as const;
    await world.plant({
      parked: { attempt: { stage: 'unknown', unknownSince: 1, nextAskAt: 9 }, then: parked }, often: { attempt: { stage: 'unknown', posted: 3 }, then: parked },
      unknown: { attempt: { stage: 'unknown', unknownSince: 1, nextAskAt: 9 } }, settled: { attempt: { stage: 'settled' }, then: parked },
    });
    await world.ledger.distrustParked(5_000);
    expect(await each((row) => [row.refusedWithBatch, row.posted, row.unknownSince, row.nextAskAt])).toEqual({
      parked: [false, 2, 5_000, 5_000], often: [false, 3, 5_000, 5_000], unknown: [false, 0, 1, 9], settled: [true, 0, null, null],
    });
  });

  it('that was missed by a process before this one is asked about anew before it goes again', async () => {
    const parked = { refusedWithBatch: true, missed: 4 } as const;
    const ofAnother = { plannedBy: 'another', stage: 'unknown', nextAskAt: 9 } as const;
    await world.plant({
      parked: { attempt: ofAnother, then: parked }, 'parked by me': { attempt: { ...ofAnother, plannedBy: 'me' }, then: parked }, unknown: { attempt: ofAnother, then: { missed: 4 } },
      settled: { attempt: { ...ofAnother, stage: 'settled' }, then: parked },
    });
    await world.ledger.askParkedAnew('me', 5_000);
    expect(await each((row) => [row.missed, row.nextAskAt])).toEqual({ parked: [0, 5_000], 'parked by me': [4, 9], unknown: [4, 9], settled: [4, 9] });
  });
});
