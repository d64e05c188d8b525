import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Claim } from '../connectors/connector.ts';
import type { PayoutState } from '../domain/payout-states.ts';
import type { AttemptPatch } from '../store/ledger.ts';
import { giveUpTakenBack } from './give-up-taken-back.ts';
import { idOf, newAttempt, newBatch, newPayment, openTestOffice, start } from './test-office.ts';

let bench: Awaited<ReturnType<typeof openTestOffice>>;
beforeAll(async () => { bench = await openTestOffice(); }, 60_000);
afterAll(() => bench.close());
beforeEach(() => bench.clear());
const ref = `${idOf(1)}-01`;

/** How a request stands here whose hold the books refused, while they have it as `status` under the reference of its last attempt. */
async function stands(status: string, patch: AttemptPatch = {}, state: PayoutState = 'On Hold'): Promise<readonly unknown[]> {
  const { ledger } = bench.store;
  await ledger.takeUp([newPayment(1)], state);
  await ledger.plan([newBatch()], [newAttempt(1, { stage: 'settled', posted: 1 })]);
  await ledger.patchAttempts([[ref, patch]]);
  await ledger.adopt([{ requestId: idOf(1), attempt: 1, state, reason: 'before' }]);
  const claim = { reference: ref, request: { id: idOf(1), status } } as unknown as Claim;
  await giveUpTakenBack(bench.office, { reserved: async (references) => (references.includes(ref) ? [claim] : []) }, [idOf(1)]);
  const payment = await bench.payment(idOf(1));
  return [payment?.state, payment?.reason, payment?.clearsApproval];
}

describe('a request that was sent before, and is held here while its approval was taken back', () => {
  it.each(['Submitted', 'Rejected', 'Recalled'])('waits for its next approval: %s', async (status) => {
    expect(await stands(status)).toEqual(['Needs Correction', 'Not held: its approval was taken back. Submit it for approval again.', true]);
    expect(await bench.store.outbox.dueOf('request', idOf(1))).toBe(start + bench.office.timing.writeDelayMs);
  });

  it.each<[string, AttemptPatch, PayoutState]>([
    ['it may be on its way', { stage: 'unknown' }, 'On Hold'], ['it is alive although it was called over', { revived: true }, 'On Hold'], ['it was paid', { transferredAt: start }, 'On Hold'],
    ['its attempt was taken back, and the books may have given its number away', { stage: 'withdrawn' }, 'On Hold'], ['it is not held any more', {}, 'Approved for Payout'],
  ])('stays where %s', async (_what, patch, state) => expect(await stands('Recalled', patch, state)).toEqual([state, 'before', false]));

  it.each(['Completed', 'Cancelled', 'On Hold', 'Sending', 'Approved for Payout'])('stays where the books refused it as %s', async (status) => expect(await stands(status)).toEqual(['On Hold', 'before', false]));
});
