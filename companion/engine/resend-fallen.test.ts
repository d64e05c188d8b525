import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readFunds } from './funds.ts';
import { nextResend } from './resend.ts';
import { idOf, lane, newAttempt, newBatch, newPayment, start } from './test-office.ts';
import { openSendBench } from './test-sending.ts';

let bench: Awaited<ReturnType<typeof openSendBench>>;
beforeAll(async () => { bench = await openSendBench(); }, 60_000);
afterAll(() => bench.close());
const before = 100_000;
beforeEach(async () => {
  await bench.begin();
  bench.world.batchLimit = 10;
  await bench.store.lanes.reading(lane, before, start - 1, before);
});

const ref = (nth: number): string => `${idOf(nth)}-01`;
const access = { reasonCause: 'access' } as const;
const next = async (): Promise<readonly string[] | undefined> => (await nextResend(bench.office, bench.books, bench.payer, lane))?.map(({ reference }) => reference);
const told = async (nth: number) => bench.payment(idOf(nth)).then((payment) => [payment?.state, payment?.reason]);
/** Rows of 10.00 of one batch that was refused as such, which has left. */
async function refused(count: number, row: Parameters<typeof bench.refused>[0][number] = access): Promise<void> {
  await bench.refused(Array.from({ length: count }, () => row));
  await bench.query("update batch set sent_at = $1, stage = 'unknown'", start - 1);
}

describe('what was refused and not found since, when the balance', () => {
  it.each([[1_000, '10.00 USD'], [2_000, '20.00 USD']])('fell by as much or more, %d, is held', async (fell, text) => {
    await refused(2);
    bench.world.availableMinor = before - fell;
    expect(await next()).toBeUndefined();
    for (const nth of [1, 2]) expect(await told(nth)).toEqual(['On Hold', `Not sent again: the balance fell by ${text} since, and no payout explains it. Compare with the provider's statement: it may have been paid. Then Re-initiate.`]);
  });

  it.each([['for lack of funds', { reasonCause: 'funds' }], ['without a cause', {}]] as const)('fell, is held whatever it was refused for: %s', async (_what, row) => {
    await refused(1, row);
    bench.world.availableMinor = before - 1_000;
    expect([await next(), (await told(1))[0]]).toEqual([undefined, 'On Hold']);
  });

  it.each([[999, 'by less'], [0, 'not at all'], [-5_000, 'the other way']])('fell by %d (%s), goes', async (fell) => {
    await refused(2);
    bench.world.availableMinor = before - fell;
    expect(await next()).toEqual([ref(1), ref(2)]);
  });

  it('fell by what another batch took since, goes; and by more, is held', async () => {
    await refused(1);
    const { ledger } = bench.store;
    await ledger.takeUp([newPayment(5)], 'In Progress');
    await ledger.plan([newBatch({ id: 'B2' })], [newAttempt(5, { batchId: 'B2', stage: 'accepted' })]);
    await bench.query("update batch set sent_at = $1, stage = 'settled' where id = 'B2'", start - 1);
    bench.world.availableMinor = before - 1_000;
    expect(await next()).toEqual([ref(1)]);
    bench.world.availableMinor = before - 2_000;
    expect([await next(), (await told(1))[0]]).toEqual([undefined, 'On Hold']);
  });

  it.each([['access', false], ['funds', true]] as const)('fell once and was loaded since, is held, unless it waits for just that load: refused for %s', async (reasonCause, goes) => {
    await refused(1, { reasonCause });
    bench.world.availableMinor = before - 1_000;
    await readFunds(bench.office, bench.payer, lane);
    bench.world.availableMinor = before + 50_000;
    expect([await next(), (await told(1))[0] === 'On Hold']).toEqual([goes ? [ref(1)] : undefined, !goes]);
  });

  it('fell by what some of it would have taken, holds those and lets larger ones go', async () => {
    await refused(2);
    await bench.query('update attempt set amount_minor = 3000 where reference = $1', ref(2));
    bench.world.availableMinor = before - 1_500;
    expect([await next(), (await told(1))[0]]).toEqual([[ref(2)], 'On Hold']);
  });
});
