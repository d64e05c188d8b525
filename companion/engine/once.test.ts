import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Problem } from '../domain/problem.ts';
import { idOf, newBatch, start } from './test-office.ts';
import { minute, timing } from './test-rows.ts';
import { openSendBench } from './test-sending.ts';

let bench: Awaited<ReturnType<typeof openSendBench>>;
beforeAll(async () => { bench = await openSendBench(); }, 60_000);
afterAll(() => bench.close());
beforeEach(() => bench.begin());

const ref = (nth: number): string => `${idOf(nth)}-01`;
const lease = 'send:payer/100';
const firstRetry = { 'send payer/100/USD': start + timing.firstRetryMs };

describe('what was planned', () => {
  it('is reserved, sent once in batches no larger than the provider takes, and told', async () => {
    await bench.planned(3);
    const told = await bench.pay();
    expect(bench.calls.map(({ references }) => references)).toEqual([[ref(1), ref(2)], [ref(3)]]);
    expect(bench.calls[0]?.attempts[0]).toEqual({ reference: ref(1), requestId: idOf(1), number: 1, connection: 'payer', program: '100', payeeId: 'p', amount: { minor: 1_000, currency: 'USD' }, purpose: 'x', orgId: 'o', batchId: 'B1' });
    expect(told).toEqual([1, 2, 3].map((nth) => ({ id: idOf(nth), note: { reference: ref(nth), batch: 'B1', outcome: 'accepted' } })));
    expect(await bench.stages(3)).toEqual(['accepted', 'accepted', 'accepted']);
    expect(await bench.payment(idOf(1))).toMatchObject({ state: 'In Progress', attempt: 1 });
    expect(await bench.timers()).toMatchObject({ ask: start + 5 * minute });
    expect(bench.fundsAsked).toEqual([]);
  });

  it('is sent each batch on its own', async () => {
    await bench.planned(2);
    await bench.store.ledger.plan([newBatch({ id: 'B2' })], []);
    await bench.query("update attempt set batch_id = 'B2' where reference = $1", ref(2));
    await bench.pay();
    expect(bench.calls.map(({ references }) => references)).toEqual([[ref(1)], [ref(2)]]);
  });

  it('carries the body it was sent with, and how often it went out', async () => {
    await bench.planned(1);
    await bench.pay();
    const bodyHash = createHash('sha256').update(`body of ${ref(1)}`).digest('hex');
    expect(bench.calls[0]?.body).toBe(`body of ${ref(1)}`);
    expect(await bench.attempt(ref(1))).toMatchObject({ posted: 1, bodyHash, sentAt: start });
    expect(await bench.batch('B1')).toMatchObject({ bodyHash, sentAt: start });
  });

  it('is sent under a permit that ends with the deadline, the lease, the kill switch and the companion', async () => {
    await bench.planned(1);
    await bench.pay();
    const permit = bench.calls[0]!.permit;
    expect([permit.deadlineAt, permit.stillMine()]).toEqual([start + timing.sendDeadlineMs, true]);
    bench.turned.killed = true;
    expect(permit.stillMine()).toBe(false);
    Object.assign(bench.turned, { killed: false, stopping: true });
    expect(permit.stillMine()).toBe(false);
    bench.turned.stopping = false;
    bench.clock.at = start + timing.leaseMs - 1;
    expect(permit.stillMine()).toBe(true);
    bench.clock.at += 1;
    expect(permit.stillMine()).toBe(false);
  });

  it('is on its way in the ledger before the call is made', async () => {
    await bench.planned(1);
    const seen: unknown[] = [];
    bench.world.onSend = async () => seen.push(await bench.attempt(ref(1)), (await bench.batch('B1'))?.stage);
    await bench.pay();
    expect(seen).toMatchObject([{ stage: 'sending', posted: 1, sentAt: start, unknownSince: start, refusedWithBatch: false, missed: 0 }, 'sending']);
  });

  it('that met a bug of the sender may have gone out: it is asked about', async () => {
    await bench.planned(1);
    bench.world.answers = [new Error('a bug')];
    await bench.pay();
    expect(await bench.attempt(ref(1))).toMatchObject({ stage: 'unknown', posted: 1, timeline: [{ text: 'Outcome unknown: the sender failed: Error: a bug.' }] });
  });

  it('is told by what came of it', async () => {
    await bench.planned(1);
    bench.world.answers = [{ refused: [{ reference: ref(1), reason: { code: '9', text: 'words', cause: 'other' } }] }];
    expect(await bench.pay()).toMatchObject([{ note: { outcome: 'refused' } }]);
    expect(await bench.payment(idOf(1))).toMatchObject({ state: 'Failed' });
    expect(await bench.timers()).toMatchObject({ ask: start + 15 * 60_000 });
  });

  it('waits behind a batch nobody knows the outcome of', async () => {
    await bench.planned(3);
    bench.world.answers = [{ unknown: 'reset' }];
    expect(await bench.pay()).toMatchObject([{ note: { outcome: 'unknown' } }, { note: { outcome: 'unknown' } }]);
    expect(bench.calls).toHaveLength(1);
    expect(await bench.stages(3)).toEqual(['unknown', 'unknown', 'withdrawn']);
    expect(await bench.payment(idOf(3))).toMatchObject({ state: 'Approved for Payout', reason: expect.stringContaining(`the outcome of ${ref(1)} in the batch before is not known yet`) });
  });
});

describe('a store that forgets its last commit while the provider answers', () => {
  const forgets = (stage: string) => async (): Promise<unknown> => {
    bench.world.onSend = async () => undefined;
    await bench.query(`update attempt set stage = '${stage}', refused_with_batch = ${stage === 'unknown'}, posted = 0, body_hash = null, sent_at = null, unknown_since = null where stage = 'sending'`);
    return bench.query("update batch set stage = 'intent', body_hash = null, sent_at = null");
  };
  afterEach(() => bench.store.installation.setMode('normal'));
  it.each([['reserved', 'unknown'], ['intent', 'unknown'], ['unknown', 'accepted']])('does not have what went out sent again, and nothing else leaves (from %s to %s)', async (stage, now) => {
    await bench.planned(3);
    bench.world.onSend = forgets(stage);
    await bench.pay();
    await bench.pay();
    expect(bench.calls).toHaveLength(1);
    expect(await bench.stages(2)).toEqual([now, now]);
    expect(await bench.attempt(ref(1))).toMatchObject({ posted: 2, refusedWithBatch: false, wasLost: true });
    expect(await bench.store.installation.read()).toMatchObject({ mode: 'recovery' });
    expect(await bench.issues()).toMatchObject([{ kind: 'recovery', severity: 'Critical', summary: 'Recovery: the store forgot that it was sending payouts: 2' }]);
  });
});

describe('the right to send', () => {
  it('is one process\'s at a time, and given back', async () => {
    await bench.store.leases.acquire(lease, 'another', timing.leaseMs);
    await bench.planned(1);
    const failure = await bench.pay().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Problem);
    expect(failure).toMatchObject({ kind: 'busy', retryAfterMs: timing.leaseMs / 3, message: 'Sender: another instance is sending from payer/100/USD. This one waits for its turn.' });
    bench.clock.at += timing.leaseMs;
    await bench.pay();
    expect(bench.calls).toHaveLength(1);
    expect(await bench.store.leases.acquire(lease, 'another', 1)).toBeDefined();
  });

  it('is lost where it ran out before the call: nothing is sent, and somebody comes back to it', async () => {
    await bench.planned(1);
    bench.world.onReserve = async () => bench.query("update lease set holder = 'another'");
    expect(await bench.pay()).toEqual([]);
    expect([bench.calls, await bench.stages(1), await bench.timers()]).toMatchObject([[], ['reserved'], firstRetry]);
  });

  it('is nobody\'s while the kill switch is on: what is reserved is given back', async () => {
    await bench.planned(1, { stage: 'reserved' }, 'Sending');
    bench.turned.killed = true;
    expect(await bench.pay()).toEqual([]);
    expect(await bench.payment(idOf(1))).toMatchObject({ state: 'Approved for Payout', reason: 'Not sent yet: the kill switch is on. It goes out by itself.' });
    expect([bench.calls, await bench.stages(1)]).toEqual([[], ['withdrawn']]);
    expect(await bench.store.leases.acquire(lease, 'another', 1)).toBeDefined();
  });

  it.each([
    ['killed', 'the kill switch is on'],
    ['stopping', 'the companion is being stopped'],
  ] as const)('ends where the companion is %s at the last moment before the call: what was not sent is given back with that reason', async (how, why) => {
    await bench.planned(3);
    bench.world.answers = [{ accepted: true }, { notSent: 'the permit to send had ended' }];
    bench.world.onSend = async () => { if (bench.calls.length === 2) bench.turned[how] = true; };
    await bench.pay();
    expect(await bench.stages(3)).toEqual(['accepted', 'accepted', 'withdrawn']);
    expect(await bench.payment(idOf(3))).toMatchObject({ state: 'Approved for Payout', reason: `Not sent yet: ${why}. It goes out by itself.` });
    bench.turned[how] = false;
    // The provider was not even called: that it can't be reached is not believed.
    const asked = bench.fundsAsked.length;
    await bench.pay();
    expect(bench.fundsAsked).toHaveLength(asked);
  });

  it('does not cover what another process left behind: that is asked about', async () => {
    await bench.planned(1, { stage: 'reserved', plannedBy: 'another' }, 'Sending');
    await bench.pay();
    expect([bench.calls, await bench.stages(1)]).toEqual([[], ['unknown']]);
  });
});

describe('the last look before the call', () => {
  it.each(['On Hold', 'Cancelled', 'Outcome Unknown'] as const)('withdraws what is %s by now, tells the books, and sends none of its batch', async (state) => {
    await bench.planned(2, { stage: 'reserved' }, 'Sending');
    await bench.store.ledger.adopt([{ requestId: idOf(1), attempt: 1, state, reason: null }]);
    expect(await bench.pay()).toEqual([]);
    expect([bench.calls, await bench.stages(2)]).toEqual([[], ['withdrawn', 'reserved']]);
    expect(await bench.batch('B1')).toMatchObject({ requestedCount: 1, requestedMinor: 1_000 });
    expect(await bench.outbox()).toContain(`request ${idOf(1)}`);
    expect(await bench.timers()).toMatchObject(firstRetry);
    await bench.pay();
    expect(bench.calls.map(({ references }) => references)).toEqual([[ref(2)]]);
  });

  it('withdraws what is not the last attempt of its request any more', async () => {
    await bench.planned(1, { stage: 'reserved' }, 'Sending');
    await bench.store.ledger.adopt([{ requestId: idOf(1), attempt: 2, state: 'Sending', reason: null }]);
    await bench.pay();
    expect([bench.calls, await bench.stages(1)]).toEqual([[], ['withdrawn']]);
  });

  it('sends nothing where another process took a row of the batch in the same moment', async () => {
    await bench.planned(2, { stage: 'reserved' }, 'Sending');
    bench.world.onPrepare = () => void bench.query("update attempt set planned_by = 'another' where reference = $1", ref(2));
    expect(await bench.pay()).toEqual([]);
    expect([bench.calls, await bench.stages(2)]).toEqual([[], ['reserved', 'reserved']]);
    expect(await bench.attempt(ref(1))).toMatchObject({ posted: 0, bodyHash: null });
    expect(await bench.timers()).toMatchObject(firstRetry);
  });
});
