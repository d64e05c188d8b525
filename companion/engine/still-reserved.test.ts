import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Claim } from '../connectors/connector.ts';
import { Problem } from '../domain/problem.ts';
import type { PaymentRequest } from '../domain/payout.ts';
import { stillReserved } from './still-reserved.ts';
import { idOf, start } from './test-office.ts';
import { timing } from './test-rows.ts';
import { openSendBench } from './test-sending.ts';

let bench: Awaited<ReturnType<typeof openSendBench>>;
beforeAll(async () => { bench = await openSendBench(); }, 60_000);
afterAll(() => bench.close());
beforeEach(async () => {
  await bench.begin();
  await bench.store.installation.setMode('normal');
});

const ref = (nth: number): string => `${idOf(nth)}-01`;
/** Two rows that were reserved some time ago, of which the books say this of the first. */
async function looked(claim: Partial<Claim> | undefined, request: Partial<PaymentRequest> = {}): Promise<boolean> {
  await bench.planned(2, { stage: 'reserved' }, 'Sending');
  const { ledger } = bench.store;
  const reserved = async (references: readonly string[]): Promise<readonly Claim[]> => (await bench.books.reserved(references)).flatMap((one) => one.reference !== ref(1) ? [one] : claim ? [{ ...one, ...claim, request: { ...one.request, ...request } }] : []);
  return stillReserved(bench.office, { ...bench.books, reserved }, bench.payer, await ledger.attempts([ref(1), ref(2)]));
}

describe('what was reserved before the last submission', () => {
  it.each([{}, { reference: ref(1).toUpperCase() }, { wish: 'Retry' }])('goes where the books hold it as this store does, %j', async (claim) => {
    expect([await looked(claim), await bench.stages(2)]).toEqual([true, ['reserved', 'reserved']]);
  });

  it.each(['Hold', 'Cancel'])('is given back where somebody asks for %s, and looked at again soon', async (wish) => {
    expect([await looked({ wish }), await bench.stages(2)]).toEqual([false, ['withdrawn', 'reserved']]);
    expect(await bench.payment(idOf(1))).toMatchObject({ state: 'Approved for Payout', attempt: 1, batchId: null, reason: `Not sent: somebody asks for ${wish}.` });
    expect([await bench.batch('B1'), await bench.timers()]).toMatchObject([{ requestedCount: 1 }, { survey: start + timing.writeDelayMs + timing.surveyQuietMs }]);
  });

  it.each<[Partial<PaymentRequest>, string]>([
    [{ recipient: { payeeKey: 'payoneer:sandbox:100200300:new' } as PaymentRequest['recipient'] }, 'the amount or the payee was changed'], [{ payoutDate: '2099-01-01' }, 'its payout date was moved to 2099-01-01'],
  ])('is given back where the books hold %j', async (request, why) => {
    expect([await looked({}, request), await bench.stages(2)]).toEqual([false, ['withdrawn', 'reserved']]);
    expect(await bench.payment(idOf(1))).toMatchObject({ state: 'Approved for Payout', reason: `Not sent: ${why}.` });
  });

  it.each<[string, () => Promise<unknown>]>([
    ['the books took with an answer that was lost', () => Promise.reject(new Problem('unreachable', 'Salesforce: no answer.'))],
    ['the store did not take when the books had', () => bench.query("alter table attempt add constraint away check (stage <> 'reserved')")],
  ])('and what %s, is looked at before it leaves', async (_what, onReserve) => {
    Object.assign(bench.world, { onReserve });
    await bench.planned(2);
    await expect(bench.pay()).rejects.toThrow();
    await bench.query('alter table attempt drop constraint if exists away');
    Object.assign(bench.world, { onReserve: async () => undefined, wish: 'Hold' });
    await bench.pay();
    expect([bench.calls, await bench.stages(2)]).toEqual([[], ['withdrawn', 'withdrawn']]);
    Object.assign(bench.world, { wish: undefined });
    await bench.query("update attempt set stage = 'intent'");
    await bench.query("update payment set state = 'Approved for Payout'");
    await bench.pay();
    expect(bench.calls).toHaveLength(1);
  });

  it.each<[string, Partial<Claim> | undefined, Partial<PaymentRequest>]>([
    ['hold another number by now', undefined, {}], ['were asked by another store', { sequence: 99 }, {}], ['were told otherwise of it', {}, { status: 'On Hold' }], ['know that somebody stopped it', {}, { isStopped: true }],
  ])('is asked about and not sent where the books %s', async (_what, claim, request) => {
    expect([await looked(claim, request), await bench.stages(2)]).toEqual([false, ['unknown', 'reserved']]);
    expect(await bench.attempt(ref(1))).toMatchObject({ posted: 0, wasLost: true, nextAskAt: start });
    expect(await bench.payment(idOf(1))).toMatchObject({ state: 'Outcome Unknown', reason: 'The books hold it otherwise than this store; the provider is being asked.' });
  });

  it('is looked at once for a batch, and not at all where it was reserved a moment ago', async () => {
    const asked: (readonly string[])[] = [];
    const books = bench.books as { reserved: typeof bench.books.reserved };
    const { reserved } = books;
    books.reserved = (references) => (asked.push(references), reserved(references));
    await bench.planned(5);
    await bench.pay();
    books.reserved = reserved;
    expect(asked).toEqual([[ref(3), ref(4)], [ref(5)]]);
    expect(bench.calls).toHaveLength(3);
  });
});
