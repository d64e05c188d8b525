import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Problem } from '../domain/problem.ts';
import { idOf, newAttempt, newPayment, start } from './test-office.ts';
import { timing } from './test-rows.ts';
import { openSendBench } from './test-sending.ts';

let bench: Awaited<ReturnType<typeof openSendBench>>;
beforeAll(async () => { bench = await openSendBench(); }, 60_000);
afterAll(() => bench.close());
beforeEach(() => bench.begin());

const ref = (nth: number): string => `${idOf(nth)}-01`;
const sent = () => bench.calls.map(({ references }) => references);

describe('a row of another process that appears in the lane while ours are being reserved', () => {
  it.each(['intent', 'reserved'] as const)('is not sent with them, and does not keep them back: %s', async (stage) => {
    await bench.planned(1);
    const { ledger } = bench.store;
    await ledger.takeUp([newPayment(2)]);
    bench.world.onReserve = async () => {
      bench.world.onReserve = async () => undefined;
      await ledger.plan([], [newAttempt(2, { stage, sequence: 0, plannedBy: 'another' })]);
    };
    await bench.pay();
    expect([sent(), await bench.stages(2)]).toEqual([[[ref(1)]], ['accepted', stage]]);
  });
});

describe('a permit', () => {
  it('ends with the right to send, where getting ready took most of its time', async () => {
    await bench.planned(1);
    bench.world.onPrepare = () => void (bench.clock.at += timing.leaseMs - 1_000);
    await bench.pay();
    expect(bench.calls.map(({ permit }) => permit.deadlineAt)).toEqual([start + timing.leaseMs]);
  });
});

describe('a store that fails in the moment before the call', () => {
  it.each([['does not answer', new Problem('unreachable', 'Store: no answer.')], ['meets a bug', new Error('a bug')]])('and %s has nothing sent, and that is an error', async (_what, failure) => {
    const { db } = bench.store;
    const { transaction } = db;
    await bench.planned(1);
    bench.world.onPrepare = () => void Object.assign(db, { transaction: async () => { Object.assign(db, { transaction }); throw failure; } });
    await expect(bench.pay()).rejects.toBe(failure);
    expect([sent(), await bench.stages(1)]).toEqual([[], ['reserved']]);
    expect(await bench.store.leases.acquire('send:payer/100', 'another', 1)).toBeDefined();
  });
});

describe('that the provider can not be reached', () => {
  it('is remembered of its lane until it answered', async () => {
    const remembered = () => bench.query("select name, value from cursor where name like '%not sent%'");
    await bench.planned(1);
    bench.world.answers = [{ notSent: 'The breaker is open.' }];
    await bench.pay();
    expect(await remembered()).toEqual([{ name: 'not sent:payer/100/USD', value: 'yes' }]);
    await bench.query('truncate attempt, payment, batch, timer');
    await bench.planned(1);
    await bench.pay();
    expect([sent(), await remembered()]).toEqual([[[ref(1)], [ref(1)]], [{ name: 'not sent:payer/100/USD', value: 'no' }]]);
  });
});
