import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Claim } from '../connectors/connector.ts';
import { importClaims } from './import-claims.ts';
import { idOf, newAttempt, newBatch, newPayment, openTestOffice, start } from './test-office.ts';

let bench: Awaited<ReturnType<typeof openTestOffice>>;
beforeAll(async () => { bench = await openTestOffice(); }, 60_000);
afterAll(() => bench.close());
beforeEach(() => bench.clear());

const claim = (nth: number, number: string, more: Partial<Claim> = {}): Claim => ({
  reference: `${idOf(nth)}-${number}`, epoch: 1, sequence: 7, version: 1, changedAt: new Date(start).toISOString(), reason: null,
  request: { id: idOf(nth), name: `PR-${nth}`, status: 'Awaiting Funds', amount: { minor: 1_000, currency: 'USD' }, purpose: 'x', recipient: { id: 'r', payeeKey: 'payer:sandbox:100:p' }, connection: 'payer' } as unknown as Claim['request'],
  ...more,
});

describe('a reservation in the books that the store does not know', () => {
  it('speaks for its request instead of what was only planned here, and the books hear of that batch before they hear of its payout', async () => {
    const { ledger } = bench.store;
    await ledger.takeUp([newPayment(1)]);
    await ledger.plan([newBatch({ id: 'B2' })], [newAttempt(1, { reference: `${idOf(1)}-02`, number: 2, stage: 'intent', batchId: 'B2' })]);
    await importClaims(bench.office, [claim(1, '01')], 'o');
    expect([(await bench.attempt(`${idOf(1)}-01`))?.stage, (await bench.attempt(`${idOf(1)}-02`))?.stage]).toEqual(['unknown', 'settled']);
    expect(await bench.payment(idOf(1))).toMatchObject({ attempt: 1, state: 'Awaiting Funds' });
    expect(await bench.batch('B2')).toMatchObject({ stage: 'settled', settledAt: start });
    expect(await bench.outbox()).toContain('batch B2');
  });

  it('is asked about at once, alone where nothing was planned here', async () => {
    await importClaims(bench.office, [claim(1, '01'), claim(2, '03')], 'o');
    expect([await bench.attempt(`${idOf(1)}-01`), await bench.attempt(`${idOf(2)}-03`)]).toEqual([expect.objectContaining({ posted: 2, nextAskAt: start }), expect.objectContaining({ posted: 2, nextAskAt: start })]);
    expect(await bench.timers()).toMatchObject({ ask: start });
  });
});
