import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Claim, PayoutBooks } from '../connectors/connector.ts';
import { hear } from './hear.ts';
import { recordOutcome } from './outcome.ts';
import { finishRecovery, recover } from './recover.ts';
import { hour } from './test-hearing.ts';
import { idOf, lane, newAttempt, newBatch, newPayment, start } from './test-office.ts';
import { openSendBench } from './test-sending.ts';

let bench: Awaited<ReturnType<typeof openSendBench>>;
beforeAll(async () => { bench = await openSendBench(); }, 60_000);
afterAll(() => bench.close());
beforeEach(async () => {
  await bench.begin();
  await bench.store.installation.setMode('normal');
});
const parked = `${idOf(1)}-01`;
const late = `${idOf(2)}-01`;

/** A reservation that was given back here, and which the books hold all the same. */
async function landedLate(): Promise<PayoutBooks> {
  const { ledger } = bench.store;
  await ledger.takeUp([newPayment(2)]);
  await ledger.plan([newBatch({ id: 'B2' })], [newAttempt(2, { stage: 'withdrawn', batchId: 'B2' })]);
  const claim = { reference: late, epoch: 1, sequence: 0, version: 1, changedAt: new Date(start).toISOString(), reason: null, request: { id: idOf(2), name: 'PR', status: 'Sending', amount: { minor: 1_000, currency: 'USD' }, purpose: 'x', recipient: { id: 'r', payeeKey: 'payer:sandbox:100:p' } } } as unknown as Claim;
  return { claims: async () => [claim] } as unknown as PayoutBooks;
}
const forgetsCommits = async (): Promise<void> => {
  const { ledger, db } = bench.store;
  await ledger.takeUp([newPayment(2)], 'Sending');
  await ledger.plan([newBatch({ id: 'B2' })], [newAttempt(2, { stage: 'reserved', batchId: 'B2', posted: 0 })]);
  const rows = (await ledger.attemptsOf([idOf(2)])).map((row) => ({ ...row, stage: 'sending' as const, posted: 1 }));
  await db.transaction(() => recordOutcome(bench.office, lane, rows, { accepted: true }));
};

describe('recovery, while a row that was refused with its batch waits to go again', () => {
  it.each<[string, () => Promise<unknown>]>([
    ['a reservation landed late', async () => recover(bench.office, await landedLate())],
    ['the store forgot commits', forgetsCommits],
  ])('lasts until that row was asked about, or is with a person, and no longer: %s', async (_what, begin) => {
    await bench.refused([{ reasonCause: 'funds' }], 'Awaiting Funds');
    await begin();
    const { ledger } = bench.store;
    await ledger.patchAttempts([[late, { stage: 'settled', transferredAt: start }]]);
    await ledger.move([{ requestId: idOf(2), event: 'see transferred' }]);
    expect(await finishRecovery(bench.office)).toBe('recovery');
    // Nothing sends it again by itself any more; it is asked about at once, like any other.
    expect(await bench.attempt(parked)).toMatchObject({ stage: 'unknown', refusedWithBatch: false, posted: 2, nextAskAt: bench.clock.at });
    expect(await bench.timers()).toMatchObject({ ask: start });
    for (let nth = 0; nth < 12; nth++) {
      bench.clock.at += hour / 2;
      await hear(bench.office, await ledger.attempts([parked]), new Map([[parked, { found: false, askedAt: bench.clock.at }]]));
    }
    expect((await bench.payment(idOf(1)))?.state).toBe('On Hold');
    expect(await finishRecovery(bench.office)).toBe('normal');
  });
});

describe('recovery, while a row of this process is reserved and has not left', () => {
  it.each(['intent', 'reserved'] as const)('asks about it where another companion calls it under way: it could not leave any more, and nobody would ask (%s)', async (stage) => {
    const { ledger } = bench.store;
    const latest = await bench.store.outbox.latest();
    const claims = (await (await landedLate()).claims({ epoch: 0, sequence: 0, version: 0 })).map((claim) => ({ ...claim, version: latest + 1, request: { ...claim.request, status: 'Outcome Unknown' as const } }));
    await bench.query("update attempt set stage = $1, planned_by = $2", stage, bench.office.holder);
    await ledger.adopt([{ requestId: idOf(2), attempt: stage === 'intent' ? 0 : 1, state: stage === 'intent' ? 'Approved for Payout' : 'Sending', reason: null }]);
    await recover(bench.office, { claims: async () => claims } as unknown as PayoutBooks);
    expect(await bench.attempt(late)).toMatchObject({ stage: 'unknown', wasLost: true, nextAskAt: bench.clock.at });
    expect(await bench.payment(idOf(2))).toMatchObject({ state: 'Outcome Unknown', attempt: 1 });
  });
});

describe('recovery', () => {
  it('lets nothing be asked anew where nothing waits to go again', async () => {
    await bench.store.installation.setMode('recovery');
    expect([await finishRecovery(bench.office), await bench.timers()]).toEqual(['normal', {}]);
  });
});
