import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Claim } from '../connectors/connector.ts';
import type { PaymentRequest } from '../domain/payout.ts';
import type { PayoutState } from '../domain/payout-states.ts';
import { importOfAnother } from './import-of-another.ts';
import { idOf, newAttempt, newBatch, newPayment, openTestOffice, start } from './test-office.ts';

let bench: Awaited<ReturnType<typeof openTestOffice>>;
beforeAll(async () => {
  bench = await openTestOffice();
  await bench.bind();
}, 60_000);
afterAll(() => bench.close());
beforeEach(() => bench.clear());

const ref = `${idOf(1)}-01`;
const requestOf = (more: Partial<PaymentRequest> = {}): PaymentRequest =>
  ({ id: idOf(1), name: 'PR-1', status: 'Awaiting Funds', attempt: 1, amount: { minor: 1_000, currency: 'USD' }, purpose: 'x', recipient: { id: 'r', payeeKey: 'payer:sandbox:100:p' }, ...more }) as unknown as PaymentRequest;

/** Looks at one request that waits in the books, which hold it reserved under that sequence, or not at all. What was asked there. */
async function look(request: PaymentRequest, sequence = 7): Promise<readonly string[]> {
  const asked: string[] = [];
  const reserved = async (references: readonly string[]): Promise<readonly Claim[]> => {
    asked.push(...references);
    return sequence < 0 ? [] : references.map((reference) => ({ reference, epoch: 1, sequence, version: 1, changedAt: new Date(start).toISOString(), reason: null, request }));
  };
  await importOfAnother(bench.office, { reserved }, [request]);
  return asked;
}
async function known(state: PayoutState, stage?: 'settled' | 'withdrawn', attempt = 0): Promise<void> {
  await bench.store.ledger.takeUp([newPayment(1, { attempt })], state);
  if (stage) await bench.store.ledger.plan([newBatch()], [newAttempt(1, { stage })]);
}
const standing = async (): Promise<unknown> => {
  const payment = await bench.payment(idOf(1));
  return [payment?.state, payment?.attempt, (await bench.attempt(ref))?.stage];
};

describe('a request that waits in the books after an attempt', () => {
  it.each<[string, () => Promise<void>]>([
    ['this ledger does not know, nor the request', async () => undefined], ['it does not know, and which waits here for its first', () => known('Awaiting Funds')], ['it withdrew before it was reserved, and which somebody else reserved', () => known('Approved for Payout', 'withdrawn')],
  ])('%s is asked about, and a person is told', async (_, before) => {
    await before();
    expect(await look(requestOf())).toEqual([ref]);
    expect(await standing()).toEqual(['Awaiting Funds', 1, 'unknown']);
    expect(await bench.attempt(ref)).toMatchObject({ posted: 2, orgId: 'org', nextAskAt: start });
    expect(await bench.issues()).toMatchObject([{ kind: 'recovery', source: 'companion', severity: 'Critical', summary: 'Recovery: reservations in the books that this store does not know: 1' }]);
  });

  it('that was reserved from here after it was withdrawn has not left: its number is used up', async () => {
    await known('Approved for Payout', 'withdrawn');
    expect(await look(requestOf({ status: 'Approved for Payout' }), 1)).toEqual([ref]);
    expect([await standing(), await bench.issues()]).toEqual([['Approved for Payout', 1, 'withdrawn'], []]);
    expect(await look(requestOf({ status: 'Approved for Payout' }), 1)).toEqual([]);
  });

  it.each<[string, () => Promise<void>, Partial<PaymentRequest>]>([
    ['this ledger knows', () => known('Approved for Payout', 'settled', 1), {}], ['that is held here', () => known('On Hold'), {}], ['that is to be corrected here', () => known('Needs Correction'), {}], ['that never was', () => known('Approved for Payout'), { attempt: 0 }],
  ])('%s is left as it is', async (_, before, more) => {
    await before();
    const as = await standing();
    expect([await look(requestOf(more)), await standing(), await bench.issues()]).toEqual([[], as, []]);
  });

  it('whose reservation can not be read stays unplanned, and a person is told of it', async () => {
    expect(await look(requestOf(), -1)).toEqual([ref]);
    expect(await bench.issues()).toMatchObject([{ kind: 'unreadable request', source: idOf(1), requestId: idOf(1), detail: expect.stringContaining('attempt 1,') }]);
  });

  it('is left to a companion that is bound to an org', async () => {
    await bench.query('truncate installation');
    expect(await look(requestOf())).toEqual([]);
    await bench.bind();
  });
});
