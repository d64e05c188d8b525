import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Problem } from '../domain/problem.ts';
import { openGateTable } from '../store/gate-table.ts';
import { askInTime } from './ask-in-time.ts';
import { gateSettings, openGate } from './gate.ts';
import { nextAskAt } from './judge.ts';
import { tableOf, world } from './test-gate-world.ts';
import { idOf, newAttempt, newBatch, newPayment, start } from './test-office.ts';
import { timing } from './test-rows.ts';
import { openSendBench } from './test-sending.ts';

let bench: Awaited<ReturnType<typeof openSendBench>>;
beforeAll(async () => { bench = await openSendBench(); });
afterAll(() => bench.close());
beforeEach(async () => {
  await bench.begin();
  await bench.query('truncate gate');
});
const day = 86_400_000;
const years = 4 * 365 * day;
const minute = 60_000;
const rate = { perSecond: 5, burst: 10 };
const silence = (): Promise<never> => Promise.reject(new Problem('unreachable', 'no answer'));
const answer = (): Promise<string> => Promise.resolve('yes');

describe('a clock that ran years ahead and was put right', () => {
  it('leaves no gate shut: calls go on at the usual pace', async () => {
    const gate = openGateTable(bench.store.db, 'payer');
    await gate.take(10, 0, rate, start + years);
    expect([(await gate.take(1, 0, rate, start)).granted, (await gate.take(5, 0, rate, start + 1_000)).granted]).toEqual([0, 5]);
  });

  it('does not shorten a pause, nor the slow start after it', async () => {
    const gate = openGateTable(bench.store.db, 'payer');
    await gate.take(1, 0, rate, start);
    await gate.pause(start + 10 * minute);
    expect((await gate.take(10, 0, rate, start + minute)).granted).toBe(0);
    expect((await gate.take(10, 0, rate, start + 10 * minute + 200)).granted).toBe(1);
  });

  it('leaves no breaker open that nobody may probe', async () => {
    const table = openGateTable(bench.store.db, 'payer');
    await table.take(1, 0, rate, start);
    await table.open(start + years);
    expect([await table.probe(start, start - 5_000, start - minute), await table.probe(start, start - 5_000, start - minute)]).toEqual([true, false]);
    expect(await table.breaker()).toMatchObject({ openedAt: start, probing: true });
  });

  it('lets the companion probe that learnt of an opening in the future', async () => {
    const { tools, pass } = world();
    const { table } = tableOf();
    const { now } = tools;
    const gate = openGate('Payer', table, tools, gateSettings({ perSecond: 100, burst: 100 }));
    Object.assign(tools, { now: () => now() + years });
    for (let failures = 0; failures < 5; failures++) await gate.pass('ask', silence).catch(() => undefined);
    await pass(10_000);
    await gate.pass('ask', silence).catch(() => undefined);
    expect(gate.breaker()).toBe('Open');
    Object.assign(tools, { now });
    expect(await gate.pass('ask', answer)).toBe('yes');
    expect(gate.breaker()).toBe('Closed');
  });

  it('leaves nobody the right to send for years who died meanwhile; a right that clocks a little apart explain stands', async () => {
    const { leases } = bench.store;
    const until = (expiresAt: number) => bench.query('update lease set expires_at = $1', expiresAt);
    await leases.acquire('send:payer/100', 'another', timing.leaseMs);
    await until(start + timing.leaseMs + 120 * minute);
    expect(await leases.acquire('send:payer/100', 'me', timing.leaseMs)).toBeUndefined();
    await until(start + years);
    await bench.planned(1);
    await bench.pay();
    expect(bench.calls).toHaveLength(1);
  });

  it('puts no question off: what is due later than any question is planned is put now', async () => {
    const { ledger, timers } = bench.store;
    const asks = [start + years, start + 30 * day, start - 1];
    await ledger.takeUp(asks.map((_, at) => newPayment(at + 1)), 'In Progress');
    await ledger.plan([newBatch()], asks.map((nextAskAt, at) => newAttempt(at + 1, { stage: 'accepted', posted: 1, nextAskAt })));
    expect((await ledger.dueToAsk(start, timing.leaseMs, 100)).map(({ requestId }) => requestId).toSorted()).toEqual([idOf(1), idOf(3)]);
    await ledger.patchAttemptsQuietly([[`${idOf(1)}-01`, { nextAskAt: start + years }]]);
    await timers.set('ask', '', start + years);
    await askInTime(bench.office);
    expect((await bench.timers())['ask']).toBe(start);
  });

  it('does not have a question put over and over whose schedule counts from what was noted under it', () => {
    const seen = { sentAt: start, asked: 1, plannedAt: start, returnedAt: null, cancelledFirstAt: null, transferredAt: null };
    expect(nextAskAt({ ...seen, stage: 'settled', transferredAt: start + years }, start, timing)).toBe(start + day);
    expect(nextAskAt({ ...seen, stage: 'accepted', cancelledFirstAt: start + years }, start, timing)).toBe(start + day);
    expect(nextAskAt({ ...seen, stage: 'settled', transferredAt: start - 14 * day }, start, timing)).toBe(start + 16 * day);
  });

  it('leaves no work waiting in a companion that goes on', async () => {
    const { timers } = bench.store;
    await timers.set('heartbeat', '', start + years);
    await timers.set('survey', '', start + 30 * day);
    expect((await timers.claim('timers', start, timing.leaseMs, 10)).map(({ kind }) => kind)).toEqual(['heartbeat']);
  });
});
