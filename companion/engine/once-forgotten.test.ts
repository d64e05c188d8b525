import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { PayoutState } from '../domain/payout-states.ts';
import type { AttemptPatch } from '../store/ledger.ts';
import { idOf, newAttempt, newBatch, start } from './test-office.ts';
import { timing } from './test-rows.ts';
import { openSendBench } from './test-sending.ts';

let bench: Awaited<ReturnType<typeof openSendBench>>;
beforeAll(async () => { bench = await openSendBench(); }, 60_000);
afterAll(() => bench.close());
beforeEach(async () => {
  await bench.begin();
  await bench.store.installation.setMode('normal');
});

const ref = `${idOf(1)}-01`;
const references = () => bench.calls.map((call) => call.references);
const told = async () => [(await bench.store.installation.read())?.mode, (await bench.issues()).filter(({ kind }) => kind === 'recovery').map(({ severity, summary }) => [severity, summary])];
const recovery = ['recovery', [['Critical', 'Recovery: the store forgot that it was sending payouts: 1']]];
/** The store comes back as it was before. */
async function comesBack(row: AttemptPatch, state: PayoutState, attempt: number): Promise<void> {
  const { ledger } = bench.store;
  await ledger.patchAttemptsQuietly([[ref, row]]);
  await ledger.adopt([{ requestId: idOf(1), attempt, state, reason: null }]);
  await bench.query("update batch set stage = 'intent'");
}
const before: AttemptPatch = { posted: 0, sentAt: null, bodyHash: null, unknownSince: null, nextAskAt: null };

describe('a row whose submission was answered before the store came back without its last commits', () => {
  it.each<[string, PayoutState, number]>([['reserved', 'Sending', 1], ['intent', 'Approved for Payout', 0]])('is asked about and does not leave again: it stands as %s', async (stage, state, attempt) => {
    await bench.planned(1);
    await bench.pay();
    expect(await bench.stages(1)).toEqual(['accepted']);
    await comesBack({ ...before, stage: stage as 'intent' }, state, attempt);
    await bench.pay();
    expect(references()).toEqual([[ref]]);
    expect(await bench.attempt(ref)).toMatchObject({ stage: 'unknown', posted: 2, nextAskAt: start, wasLost: true });
    expect([await bench.payment(idOf(1)), await told(), await bench.timers()]).toMatchObject([{ state: 'Outcome Unknown', attempt: 1 }, recovery, { ask: start }]);
  });

  it('is not given back as one that waits while nothing may leave', async () => {
    await bench.planned(1);
    await bench.pay();
    await comesBack({ ...before, stage: 'reserved' }, 'Sending', 1);
    bench.turned.killed = true;
    await bench.pay();
    expect([await bench.stages(1), await told()]).toEqual([['unknown'], recovery]);
  });

  it('that was taken back then keeps its request from leaving under the next number', async () => {
    const { ledger } = bench.store;
    await bench.planned(1);
    await bench.pay();
    await comesBack({ ...before, stage: 'withdrawn' }, 'Approved for Payout', 1);
    await ledger.plan([newBatch({ id: 'B2' })], [newAttempt(1, { reference: `${idOf(1)}-02`, number: 2, batchId: 'B2' })]);
    await bench.pay();
    expect([references(), (await bench.attempt(ref))?.stage, (await bench.attempt(`${idOf(1)}-02`))?.stage]).toEqual([[[ref]], 'settled', 'withdrawn']);
    expect([await bench.payment(idOf(1)), await told()]).toMatchObject([{ state: 'On Hold' }, recovery]);
  });

  it('and that had waited to go again is asked about with new patience', async () => {
    await bench.refused([{ reasonCause: 'funds' }], 'Awaiting Funds');
    bench.world.answers = [{ refused: 'all', reason: { code: '9', text: 'words', cause: 'funds' } }];
    await bench.pay();
    const parked = { missed: timing.giveUpAfterMissed, unknownSince: start - timing.giveUpAfterMs };
    await bench.store.ledger.patchAttemptsQuietly([[ref, parked]]);
    await bench.pay();
    expect(await bench.attempt(ref)).toMatchObject({ stage: 'accepted', posted: 3 });
    // As it was between the two.
    await comesBack({ ...parked, stage: 'unknown', posted: 1, refusedWithBatch: true }, 'Awaiting Funds', 1);
    await bench.pay();
    expect(references()).toEqual([[ref], [ref]]);
    expect(await bench.attempt(ref)).toMatchObject({ stage: 'unknown', posted: 2, refusedWithBatch: false, missed: 0, unknownSince: start, nextAskAt: start });
    expect([await bench.payment(idOf(1)), await told()]).toMatchObject([{ state: 'Outcome Unknown', reason: `${ref} had been sent again, and the store had forgotten it; the provider is being asked.` }, recovery]);
  });

  it('leaves when the call it was planned for was never made', async () => {
    await bench.planned(1);
    bench.world.answers = [{ notSent: 'The breaker is open.' }];
    await bench.pay();
    await comesBack({ ...before, stage: 'reserved' }, 'Sending', 1);
    await bench.store.timers.set('send', 'payer/100/USD', start);
    await bench.pay();
    expect([references(), await bench.stages(1), await told()]).toEqual([[[ref], [ref]], ['accepted'], ['normal', []]]);
  });
});
