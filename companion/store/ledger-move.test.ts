import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Granted } from './ledger-rows.ts';
import type { Move } from './ledger.ts';
import { openLedgerWorld, writeDelayMs } from './test-ledger-world.ts';

let world: Awaited<ReturnType<typeof openLedgerWorld>>;
beforeAll(async () => void (world = await openLedgerWorld()));
beforeEach(async () => {
  await world.clear();
  world.clock.at = 1_000;
  await world.plant({ it: { attempt: null }, another: { attempt: null } });
});
afterAll(() => world.close());

const granted: Granted = { event: 'release', reason: 'Checked.', settles: {}, closes: null, wish: { action: 'Release', reason: 'Checked.', byId: 'somebody' } };
const move = (...moves: readonly Omit<Move, 'requestId'>[]) => world.ledger.move(moves.map((one) => ({ requestId: world.idOf('it'), ...one })));
/** Something that happened to it before, of which nobody is told. */
const before = async (...moves: readonly Omit<Move, 'requestId'>[]): Promise<void> => {
  await move(...moves.map((one) => ({ ...one, alreadyWritten: true })));
  world.clock.at = 2_000;
};
const stands = async (name = 'it') => {
  const [row] = await world.ledger.payments([world.idOf(name)]);
  return row && { state: row.state, reason: row.reason, batchId: row.batchId, updatedAt: row.updatedAt };
};
const told = async () => (await world.told()).map(({ kind, key }) => [kind, ...world.namesOf([key])]);

describe('what happens to a payment', () => {
  it('changes it as the state table says, with its reason, and is told to the books a while later', async () => {
    expect(await move({ event: 'run short', reason: 'Not enough.', patch: { batchId: 'b-1' } })).toEqual([{ requestId: world.idOf('it'), from: 'Approved for Payout', to: 'Awaiting Funds' }]);
    expect(await stands()).toEqual({ state: 'Awaiting Funds', reason: 'Not enough.', batchId: 'b-1', updatedAt: 1_000 });
    expect(await stands('another')).toEqual({ state: 'Approved for Payout', reason: null, batchId: null, updatedAt: 1 });
    expect(await world.told()).toEqual([{ kind: 'request', key: world.idOf('it'), at: 1_000 + writeDelayMs }]);
  });

  it('changes nothing where the table forbids it, and says what was forbidden; its neighbours go on', async () => {
    const moved = await world.ledger.move([
      { requestId: world.idOf('it'), event: 'refuse', reason: 'Refused.', patch: { batchId: 'b-1' } },
      { requestId: 'a02 of nobody', event: 'hold' },
      { requestId: world.idOf('another'), event: 'hold' },
    ]);
    expect(moved).toEqual([
      { requestId: world.idOf('it'), from: 'Approved for Payout', forbidden: 'refuse' },
      { requestId: 'a02 of nobody', from: undefined, forbidden: 'hold' },
      { requestId: world.idOf('another'), from: 'Approved for Payout', to: 'On Hold' },
    ]);
    expect(await stands()).toEqual({ state: 'Approved for Payout', reason: null, batchId: null, updatedAt: 1 });
    expect(await told()).toEqual([['request', 'another']]);
  });

  it('is nothing where it says nothing new: neither kept nor told', async () => {
    await before({ event: 'hold', reason: 'Look.' });
    expect(await move({ event: 'hold' }, { event: 'hold', reason: 'Look.' })).toEqual(Array(2).fill({ requestId: world.idOf('it'), from: 'On Hold', to: 'On Hold' }));
    expect([await stands(), await told()]).toEqual([{ state: 'On Hold', reason: 'Look.', batchId: null, updatedAt: 1_000 }, []]);
    expect(await world.ledger.move([])).toEqual([]);
  });

  it.each<[string, Omit<Move, 'requestId'>, object]>([
    ['another reason', { event: 'hold', reason: 'Look twice.' }, { reason: 'Look twice.' }],
    ['no reason any more', { event: 'hold', reason: null }, { reason: null }],
    ['another detail', { event: 'hold', patch: { batchId: 'b-2' } }, { batchId: 'b-2' }],
    ['another state, its reason kept', { event: 'cancel' }, { state: 'Cancelled' }],
  ])('is kept and told where it brings %s', async (_what, what, changed) => {
    await before({ event: 'hold', reason: 'Look.', patch: { batchId: 'b-1' } });
    await move(what);
    expect(await stands()).toEqual({ state: 'On Hold', reason: 'Look.', batchId: 'b-1', updatedAt: 2_000, ...changed });
    expect(await told()).toEqual([['request', 'it']]);
  });

  it('ends the doubts it was held in where it leaves that hold, and keeps them while it stays', async () => {
    const doubts = async () => (await world.ledger.payments([world.idOf('it')])).map(({ heldInDoubt, needsSecondApproval }) => [heldInDoubt, needsSecondApproval]);
    await move({ event: 'hold', patch: { heldInDoubt: true, needsSecondApproval: true } }, { event: 'hold', reason: 'Look twice.' });
    expect(await doubts()).toEqual([[true, true]]);
    await move({ event: 'see transferred' });
    expect(await doubts()).toEqual([[false, false]]);
  });

  it('is kept and not told where the books know it already', async () => {
    await move({ event: 'reserve', alreadyWritten: true });
    expect([await stands(), await told()]).toEqual([{ state: 'Sending', reason: null, batchId: null, updatedAt: 1_000 }, []]);
  });

  it('has as many words as the record holds', async () => {
    await move({ event: 'hold', reason: 'w'.repeat(256) });
    expect((await stands())?.reason).toBe('w'.repeat(255));
  });

  it('twice in a row is one change: the second goes on where the first ended, and keeps what it does not name', async () => {
    expect(await move({ event: 'run short', reason: 'Not enough.', patch: { batchId: 'b-1' } }, { event: 'reserve', patch: { attempt: 2 } }, { event: 'fall due' })).toEqual([
      { requestId: world.idOf('it'), from: 'Approved for Payout', to: 'Awaiting Funds' },
      { requestId: world.idOf('it'), from: 'Awaiting Funds', to: 'Sending' },
      { requestId: world.idOf('it'), from: 'Sending', forbidden: 'fall due' },
    ]);
    expect(await stands()).toEqual({ state: 'Sending', reason: 'Not enough.', batchId: 'b-1', updatedAt: 1_000 });
    expect((await world.ledger.payments([world.idOf('it')]))[0]?.attempt).toBe(2);
  });

  it('is all or nothing: what may not be changed at all takes the rest with it', async () => {
    const wrong = { requestId: world.idOf('it'), event: 'hold' as const, patch: { name: 'another name' } as never };
    await expect(world.ledger.move([{ requestId: world.idOf('another'), event: 'hold' }, wrong])).rejects.toThrow('Store: column name of payment may not be changed.');
    expect([await stands('another'), await told()]).toEqual([{ state: 'Approved for Payout', reason: null, batchId: null, updatedAt: 1 }, []]);
  });
});

describe('what a wish was granted for', () => {
  const standing = async () => (await world.ledger.payments([world.idOf('it')]))[0]?.granted;
  beforeEach(() => before({ event: 'hold', patch: { granted } }));

  it('is over when the payment moves', async () => {
    await move({ event: 'cancel' });
    expect([await standing(), await told()]).toEqual([null, [['request', 'it']]]);
  });

  it('is over when the payment is held once more, which is told though nothing else changed', async () => {
    await move({ event: 'hold' });
    expect([await standing(), await told(), (await stands())?.updatedAt]).toEqual([null, [['request', 'it']], 2_000]);
  });

  it('stands while nothing moves', async () => {
    await move({ event: 'miss' });
    expect([await standing(), await told()]).toEqual([granted, []]);
  });

  it('is followed by what is granted anew', async () => {
    const anew: Granted = { ...granted, event: 'reinitiate' };
    await move({ event: 'hold', patch: { granted: anew } });
    expect(await standing()).toEqual(anew);
  });
});
