import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Granted } from './ledger-rows.ts';
import type { PaymentPatch } from './ledger.ts';
import { openLedgerWorld, writeDelayMs } from './test-ledger-world.ts';

let world: Awaited<ReturnType<typeof openLedgerWorld>>;
beforeAll(async () => void (world = await openLedgerWorld()));
beforeEach(async () => {
  await world.clear();
  world.clock.at = 1_000;
  await world.plant({ asked: { state: 'On Hold', attempt: null }, another: { state: 'On Hold', attempt: null } });
});
afterAll(() => world.close());

const granted: Granted = { event: 'release', reason: 'Checked.', settles: { heldInDoubt: false }, closes: null, wish: { action: 'Release', reason: 'Checked.', byId: 'somebody' } };
/** Something about the payment that is asked for, without a word to the books. */
const set = async (patch: Omit<PaymentPatch, 'state' | 'reason' | 'updatedAt'>, name = 'asked') =>
  void (await world.ledger.move([{ requestId: world.idOf(name), event: 'hold', patch, alreadyWritten: true }]));
const answersOf = async (name = 'asked') => {
  const [row] = await world.ledger.payments([world.idOf(name)]);
  return row && { clearsAction: row.clearsAction, clearsApproval: row.clearsApproval, granted: row.granted, actionClearedAt: row.actionClearedAt };
};

describe('the answer to a wish', () => {
  it('is kept with its words, as many as the record holds, moves nothing and is told to the books', async () => {
    world.clock.at = 2_000;
    await world.ledger.note(world.idOf('asked'), 'w'.repeat(256), { clearsAction: true, answeredAction: 'Release 005', answeredAt: 2_000, granted });
    const [row] = await world.ledger.payments([world.idOf('asked')]);
    expect([row?.state, row?.reason, row?.clearsAction, row?.answeredAction, row?.answeredAt, row?.granted, row?.updatedAt]).toEqual(['On Hold', 'w'.repeat(255), true, 'Release 005', 2_000, granted, 2_000]);
    expect(await world.told()).toEqual([{ kind: 'request', key: world.idOf('asked'), at: 2_000 + writeDelayMs }]);
  });

  it('without words leaves those that stand', async () => {
    await world.ledger.note(world.idOf('asked'), 'They stand.', {});
    await world.ledger.note(world.idOf('asked'), undefined, { clearsAction: true });
    const [row] = await world.ledger.payments([world.idOf('asked')]);
    expect([row?.reason, row?.clearsAction]).toEqual(['They stand.', true]);
  });

  it('whose wish is gone clears nothing in the books and lets nothing go on', async () => {
    await set({ clearsAction: true, granted });
    await set({ clearsAction: true, granted }, 'another');
    await world.ledger.forgetAnswers([world.idOf('asked')]);
    expect(await answersOf()).toEqual({ clearsAction: false, clearsApproval: false, granted: null, actionClearedAt: null });
    expect(await answersOf('another')).toEqual({ clearsAction: true, clearsApproval: false, granted, actionClearedAt: null });
  });
});

describe('what the books were told to clear', () => {
  it('is cleared, and what was granted is over; when an action was is kept', async () => {
    await set({ clearsAction: true, granted });
    await set({ clearsAction: true }, 'another');
    world.clock.at = 3_000;
    await world.ledger.clearFlags([world.idOf('asked')]);
    expect(await answersOf()).toEqual({ clearsAction: false, clearsApproval: false, granted: null, actionClearedAt: 3_000 });
    expect(await answersOf('another')).toEqual({ clearsAction: true, clearsApproval: false, granted: null, actionClearedAt: null });
  });

  it('is an approval where the payment needs correction, and stays one to be cleared where it does not', async () => {
    await set({ clearsAction: true });
    await world.ledger.clearFlags([world.idOf('asked')]);
    await set({ clearsApproval: true });
    world.clock.at = 3_000;
    await world.ledger.clearFlags([world.idOf('asked')]);
    expect(await answersOf()).toEqual({ clearsAction: false, clearsApproval: true, granted: null, actionClearedAt: 1_000 });
    await world.ledger.move([{ requestId: world.idOf('asked'), event: 'correct', alreadyWritten: true }]);
    await world.ledger.clearFlags([world.idOf('asked')]);
    expect(await answersOf()).toEqual({ clearsAction: false, clearsApproval: false, granted: null, actionClearedAt: 1_000 });
  });

  it('is nothing where nothing was to be cleared: what was granted stands', async () => {
    await set({ granted });
    await world.ledger.clearFlags([world.idOf('asked')]);
    expect(await answersOf()).toEqual({ clearsAction: false, clearsApproval: false, granted, actionClearedAt: null });
  });

  it('waits while something newer of the request waits to be told', async () => {
    await set({ clearsAction: true, granted });
    await world.outbox.add('request', [world.idOf('asked')], 5_000);
    await world.ledger.clearFlags([world.idOf('asked')]);
    expect(await answersOf()).toEqual({ clearsAction: true, clearsApproval: false, granted, actionClearedAt: null });
  });

  it('does not wait for what another kind of record, or another request, has to tell', async () => {
    await set({ clearsAction: true });
    await world.outbox.add('transaction', [world.idOf('asked')], 5_000);
    await world.outbox.add('request', [world.idOf('another')], 5_000);
    await world.ledger.clearFlags([world.idOf('asked')]);
    expect(await answersOf()).toEqual({ clearsAction: false, clearsApproval: false, granted: null, actionClearedAt: 1_000 });
  });
});
