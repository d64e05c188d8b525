import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Problem } from '../domain/problem.ts';
import type { Sighting } from '../domain/payout.ts';
import { askForgotten } from './ask-forgotten.ts';
import type { Examined } from './examine-all.ts';
import { idOf, lane, newAttempt, newBatch, newPayment, openTestOffice, start } from './test-office.ts';

let bench: Awaited<ReturnType<typeof openTestOffice>>;
beforeAll(async () => { bench = await openTestOffice(); await bench.bind(); }, 60_000);
afterAll(() => bench.close());

let asked: string[];
let answer: Sighting | Problem;
/** Another program than that from which the request is paid now, and what it says. */
let other: { readonly program: string; readonly says: Sighting | Problem } | undefined;
const programs = () => [lane, ...(other ? [{ ...lane, program: other.program }] : [])];
const payerOf = () => ({
  programs: programs(),
  ask: async (rows: readonly { readonly reference: string; readonly program: string }[]) => {
    asked.push(...rows.map(({ reference }) => reference));
    return new Map(rows.map(({ reference, program }) => [reference, program === other?.program ? other.says : answer]));
  },
});
const found = (status: Extract<Sighting, { found: true }>['status']): Sighting => ({ found: true, askedAt: start, payeeId: 'of then', amount: { minor: 777, currency: 'EUR' }, status, raw: status });
const missing: Sighting = { found: false, askedAt: start };
const timers = { ask: start };

/** A request whose books have come to this number, of which only those are known here. */
async function request(attempt: number, known: readonly number[], is: 'payable' | 'wrong' = 'payable'): Promise<Examined> {
  const { ledger } = bench.store;
  await ledger.takeUp([newPayment(1, { attempt })]);
  await ledger.plan([newBatch()], known.map((number) => newAttempt(1, { number, reference: `${idOf(1)}-0${number}`, stage: 'settled', posted: 1 })));
  const payment = await bench.payment(idOf(1));
  return { request: { id: idOf(1), attempt }, payment, verdict: { is } } as unknown as Examined;
}
beforeEach(async () => {
  await bench.clear();
  asked = [];
  answer = missing;
  other = undefined;
});

describe('attempts of before the store was lost', () => {
  it.each([[0, []], [1, []], [2, [1, 2]], [3, [1, 2]]])('are asked about only where there may be any: at number %d, known are %j', async (attempt, known) => {
    const item = await request(attempt, known);
    expect([await askForgotten(bench.office, payerOf(), [item]), asked]).toEqual([[item], []]);
  });

  it('are not asked about for what is not planned now', async () => {
    const item = await request(3, [3], 'wrong');
    expect([await askForgotten(bench.office, payerOf(), [item]), asked]).toEqual([[item], []]);
  });

  it.each<[string, Sighting]>([['does not know', missing], ['has cancelled', found('cancelled')]])('keep nothing back that the provider %s', async (_what, said) => {
    answer = said;
    const item = await request(3, [3]);
    expect([await askForgotten(bench.office, payerOf(), [item]), asked, await bench.timers()]).toEqual([[item], [`${idOf(1)}-01`, `${idOf(1)}-02`], {}]);
  });

  it.each(['pending', 'payee must act', 'transferred', 'unrecognised'] as const)('keep the next one back where one is %s, and are known from then on as what the provider shows', async (status) => {
    answer = found(status);
    const item = await request(2, [2]);
    expect(await askForgotten(bench.office, payerOf(), [item])).toEqual([]);
    expect(await bench.attempt(`${idOf(1)}-01`)).toMatchObject({ number: 1, stage: 'settled', posted: 2, payeeId: 'of then', amountMinor: 777, currency: 'EUR', nextAskAt: start, transferredAt: null });
    expect(await bench.timers()).toEqual({ ...timers, survey: start + bench.office.timing.sweepMs });
    expect(await bench.store.cursors.get('full sweep')).toBe('0');
    asked = [];
    expect([await askForgotten(bench.office, payerOf(), [item]), asked]).toEqual([[item], []]);
  });

  it('keep it back, with the reason, where the provider can not be asked; one of several is enough', async () => {
    answer = new Problem('unreachable', 'No answer.');
    const item = await request(3, [1, 3]);
    expect(await askForgotten(bench.office, payerOf(), [item])).toEqual([]);
    expect((await bench.payment(idOf(1)))?.reason).toBe(`Not sent yet: this store does not know what became of ${idOf(1)}-02, and the provider could not be asked. It goes out by itself.`);
    expect(await bench.timers()).toEqual({ survey: start + bench.office.timing.sweepMs });
  });

  it('are asked about in every program, and known from then on as of that in which one is alive', async () => {
    other = { program: 'another', says: found('pending') };
    const item = await request(2, [2]);
    expect(await askForgotten(bench.office, payerOf(), [item])).toEqual([]);
    expect(await bench.attempt(`${idOf(1)}-01`)).toMatchObject({ stage: 'settled', program: 'another' });
  });

  it.each([['missing there', missing], ['cancelled there', found('cancelled')]])('keep it back where one program does not answer, %s', async (_what, says) => {
    other = { program: 'another', says };
    answer = new Problem('unreachable', 'No answer.');
    const item = await request(2, [2]);
    expect([await askForgotten(bench.office, payerOf(), [item]), await bench.attempt(`${idOf(1)}-01`)]).toEqual([[], undefined]);
    answer = missing;
    expect(await askForgotten(bench.office, payerOf(), [item])).toEqual([item]);
  });
});
