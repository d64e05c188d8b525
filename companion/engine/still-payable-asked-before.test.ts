import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { hear } from './hear.ts';
import { stillPayable } from './still-payable.ts';
import type { Found } from './take-up.ts';
import { idOf, start } from './test-office.ts';
import { minute } from './test-rows.ts';
import { openSendBench } from './test-sending.ts';

let bench: Awaited<ReturnType<typeof openSendBench>>;
beforeAll(async () => { bench = await openSendBench(); }, 60_000);
afterAll(() => bench.close());
beforeEach(() => bench.begin());
const ref = `${idOf(1)}-01`;

it('what was refused by name does not leave under its next reference on an answer that was under way since before that call', async () => {
  const { ledger, db } = bench.store;
  const planned = async () => db.transaction(async () => stillPayable(bench.office, [{ request: { id: idOf(1) }, payment: (await bench.payment(idOf(1)))! } as Found]));
  // Waits under its reference for hours; the regular question about it is put now, with many others.
  await bench.refused([{ nextAskAt: start, askedAt: start - 30 * minute }]);
  const asked = await ledger.dueToAsk(bench.clock.at, 180_000, 100);
  const answers = new Map(asked.map(({ reference }) => [reference, { found: false as const, askedAt: bench.clock.at }]));
  bench.clock.at += minute / 2;
  // Meanwhile it goes out again, and is refused by name; the provider takes another copy of that call.
  bench.world.answers.push({ refused: 'all', reason: { code: '10009', text: 'payee is inactive', cause: 'payee' } });
  await bench.pay();
  expect(await bench.attempt(ref)).toMatchObject({ stage: 'refused', asked: 0, posted: 2 });
  bench.clock.at += 1_000;
  await hear(bench.office, asked, answers);
  // Corrected and approved again at once.
  await ledger.move([{ requestId: idOf(1), event: 'approve', patch: { clearsApproval: false, approvedAt: bench.clock.at } }]);
  expect(await planned()).toEqual([]);
  // Asked since, and not known: twice, the second time when its copy would have shown.
  const askedAnew = async (): Promise<unknown> => hear(bench.office, await ledger.attempts([ref]), new Map([[ref, { found: false, askedAt: bench.clock.at }]]));
  bench.clock.at += minute;
  await askedAnew();
  expect(await planned()).toEqual([]);
  bench.clock.at = (await bench.attempt(ref))!.nextAskAt!;
  expect(bench.clock.at).toBe(start + minute / 2 + 15 * minute);
  await askedAnew();
  expect(await planned()).toHaveLength(1);
});

const refusal = { refused: 'all', reason: { code: '10009', text: 'payee is inactive', cause: 'payee' } } as const;
const planned = async () => bench.store.db.transaction(async () => stillPayable(bench.office, [{ request: { id: idOf(1) }, payment: (await bench.payment(idOf(1)))! } as Found]));
const approvedAnew = () => bench.store.ledger.move([{ requestId: idOf(1), event: 'approve', patch: { clearsApproval: false, approvedAt: bench.clock.at } }]);

it('a question put and answered while the call is under way says nothing of the refusal that comes after it', async () => {
  const { ledger } = bench.store;
  await bench.refused([{ nextAskAt: start + minute / 2, askedAt: start - 30 * minute }]);
  bench.world.answers.push(refusal);
  bench.world.onSend = async () => {
    bench.clock.at += minute / 2;
    const asked = await ledger.dueToAsk(bench.clock.at, 180_000, 100);
    expect(asked).toHaveLength(1);
    await hear(bench.office, asked, new Map([[ref, { found: false as const, askedAt: bench.clock.at }]]));
    bench.clock.at += minute / 4;
  };
  await bench.pay();
  expect(await bench.attempt(ref)).toMatchObject({ stage: 'refused', posted: 2 });
  bench.clock.at += 1_000;
  await approvedAnew();
  expect(await planned()).toEqual([]);
  // Nor does it count as one of the two that are put about it.
  bench.clock.at += 15 * minute;
  await hear(bench.office, await ledger.attempts([ref]), new Map([[ref, { found: false, askedAt: bench.clock.at }]]));
  expect(await planned()).toEqual([]);
});

it('a question noted by a clock that ran ahead says nothing of a refusal since', async () => {
  // Asked ten minutes ahead; put right since.
  await bench.refused([{ nextAskAt: start + 60 * minute, askedAt: start + 10 * minute }]);
  bench.world.answers.push(refusal);
  await bench.pay();
  expect(await bench.attempt(ref)).toMatchObject({ stage: 'refused', posted: 2 });
  bench.clock.at += 1_000;
  await approvedAnew();
  expect(await planned()).toEqual([]);
});
