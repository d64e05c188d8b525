import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { Payouts, RequestedAction } from '../connectors/connector.ts';
import { carryOut } from './carry-out.ts';
import { hear } from './hear.ts';
import { idOf } from './test-office.ts';
import { minute } from './test-rows.ts';
import { openSendBench } from './test-sending.ts';

let bench: Awaited<ReturnType<typeof openSendBench>>;
beforeAll(async () => { bench = await openSendBench(); }, 60_000);
afterAll(() => bench.close());
beforeEach(() => bench.begin());
const refs = [`${idOf(1)}-01`, `${idOf(2)}-01`];

it.each(['Cancel', 'Hold'])('what a person wanted to %s while it was being sent does not go out again by itself when its batch is refused, also where the provider had taken the wish', async (name) => {
  const { ledger } = bench.store;
  const payer = { ...bench.payer, cancel: async () => 'asked' as const } as unknown as Payouts;
  const wish = { requestId: idOf(1), status: 'Sending', action: name, reason: 'Paid by cheque', byId: '005', approved: true, interested: [] } as unknown as RequestedAction;
  await bench.planned(2);
  bench.world.answers.push({ refused: 'all', reason: { code: '500x', text: 'Something in it is wrong', cause: 'other' } });
  bench.world.onSend = async () => {
    if (bench.calls.length > 1) return;
    bench.clock.at += 1_000;
    await carryOut(bench.office, payer, [wish], bench.clock.at);
    bench.clock.at += 1_000;
  };
  await bench.pay();
  expect([(await bench.payment(idOf(1)))?.reason, (await bench.payment(idOf(1)))?.clearsAction, (await bench.payment(idOf(1)))?.state]).toEqual([expect.anything(), true, 'Outcome Unknown']);
  // The books take the answer, and the wish is off the record.
  await bench.query("delete from outbox where kind = 'request'");
  await ledger.clearFlags([idOf(1)]);
  for (let nth = 0; nth < 8; nth++) {
    bench.clock.at += 20 * minute;
    await hear(bench.office, await ledger.attempts(refs), new Map(refs.map((ref) => [ref, { found: false as const, askedAt: bench.clock.at }])));
  }
  await bench.pay();
  await bench.pay();
  expect(bench.calls.slice(1).flatMap(({ references }) => references)).not.toContain(refs[0]);
});
