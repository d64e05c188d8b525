import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Problem } from '../domain/problem.ts';
import { idOf, newBatch, start } from './test-office.ts';
import { timing } from './test-rows.ts';
import { openSendBench } from './test-sending.ts';

let bench: Awaited<ReturnType<typeof openSendBench>>;
beforeAll(async () => { bench = await openSendBench(); }, 60_000);
afterAll(() => bench.close());
beforeEach(() => bench.begin());

const ref = (nth: number): string => `${idOf(nth)}-01`;
const sendTimer = 'send payer/100/USD';

const funds = { reasonCause: 'funds', bodyHash: 'own' } as const;

const refused: typeof bench.refused = (...all) => bench.refused(...all);
const sent = async () => {
  await bench.pay();
  return bench.calls.map(({ references }) => references.map((reference) => Number(reference.slice(3, 15))));
};

describe('rows of a batch that was refused', () => {
  it.each([[1, [[1]]], [3, [[1, 2], [3]]], [4, [[1, 2], [3], [4]]]])('go again in halves, so that the culprit is found: %d', async (count, calls) => {
    bench.world.batchLimit = 10;
    await refused(Array.from({ length: count }, () => ({})));
    expect(await sent()).toEqual(calls);
    expect(await bench.attempt(ref(1))).toMatchObject({ stage: 'accepted', posted: 2, refusedWithBatch: false, missed: 0 });
  });

  it.each([[10, [[1, 2, 3, 4]]], [3, [[1, 2, 3], [4]]]])('go together where we were not let in, at most %d at once', async (limit, calls) => {
    bench.world.batchLimit = limit;
    await refused(Array.from({ length: 4 }, () => ({ reasonCause: 'access' as const })));
    expect(await sent()).toEqual(calls);
  });

  it('go with those they were sent with', async () => {
    bench.world.batchLimit = 10;
    await refused([{}, { bodyHash: 'another' }, {}, { bodyHash: 'another' }, {}]);
    await bench.store.ledger.plan([newBatch({ id: 'B2' })], []);
    await bench.query("update attempt set batch_id = 'B2' where reference = $1", ref(5));
    expect(await sent()).toEqual([[1], [2], [3], [4], [5]]);
  });

  it('leave behind what a person holds, and what has left since', async () => {
    bench.world.batchLimit = 10;
    await refused([{}, {}, {}, {}, { stage: 'accepted', refusedWithBatch: false }]);
    await bench.store.ledger.adopt([{ requestId: idOf(1), attempt: 1, state: 'On Hold', reason: null }]);
    expect(await sent()).toEqual([[2, 3], [4]]);
  });

  it('wait until it is plain that they were not taken, whatever the refusal said', async () => {
    await refused([{ missed: timing.giveUpAfterMissed - 1 }, { unknownSince: start - timing.giveUpAfterMs + 1 }, { unknownSince: null }, { reasonCode: null, reasonCause: null, missed: 2 }, { ...funds, missed: 2 }]);
    expect(await sent()).toEqual([]);
    expect(await bench.payment(idOf(5))).toMatchObject({ state: 'Awaiting Funds' });
    await bench.store.ledger.patchAttemptsQuietly([[ref(1), { missed: timing.giveUpAfterMissed }]]);
    expect(await sent()).toEqual([[1]]);
  });

  it.each([[1, 2], [2, 3], [4, 5], [5, 6], [50, 6]])('that was not let in %d times waits for %d "not found", however short', async (posted, missed) => {
    await refused([{ reasonCause: 'access', unknownSince: start, posted, missed: missed - 1 }]);
    expect(await sent()).toEqual([]);
    await bench.store.ledger.patchAttemptsQuietly([[ref(1), { missed }]]);
    expect(await sent()).toEqual([[1]]);
  });

  it('stay where the switch in the books was put on while they were chosen', async () => {
    await bench.store.cursors.set('pause seen', `off ${start}`);
    bench.world.paused = true;
    await refused([{}]);
    expect([await sent(), await bench.stages(1)]).toEqual([[], ['unknown']]);
  });

  it('are left alone where a person stops one at the last moment', async () => {
    await refused([{}]);
    bench.world.onPrepare = () => void bench.query("update payment set state = 'On Hold'");
    expect(await sent()).toEqual([]);
    expect([await bench.stages(1), await bench.timers()]).toMatchObject([['unknown'], { [sendTimer]: start + timing.firstRetryMs }]);
  });
});

describe('rows refused for lack of funds', () => {
  it.each(['Outcome Unknown', 'Awaiting Funds', 'Sending'] as const)('go out again as far as the balance suffices: %s', async (state) => {
    await refused([funds, funds, funds], state);
    expect(await sent()).toEqual([[1, 2], [3]]);
    expect(await bench.timers()).not.toHaveProperty('funds payer/100/USD');
  });

  it('wait, with the words of the provider, while it does not', async () => {
    bench.world.availableMinor = 1_500;
    await refused([funds, funds, { ...funds, reasonText: null }]);
    expect(await sent()).toEqual([[1]]);
    expect(await bench.payment(idOf(2))).toMatchObject({ state: 'Awaiting Funds', reason: 'Waits for funds: words.' });
    expect(await bench.payment(idOf(3))).toMatchObject({ state: 'Awaiting Funds', reason: 'Waits for funds: the balance does not suffice.' });
    expect(await bench.timers()).toMatchObject({ 'funds payer/100/USD': start + timing.fundsShortMs });
  });

  it.each([[2, [[1], [2]]], [3, [[2]]]])('are held after the third refusal although the balance shows enough, and keep back no others: %d', async (posted, calls) => {
    await refused([{ ...funds, posted }, funds]);
    bench.world.batchLimit = 1;
    expect(await sent()).toEqual(calls);
    if (posted < 3) return;
    expect(await bench.payment(idOf(1))).toMatchObject({ state: 'On Hold', reason: 'Refused 3 times for lack of funds (words), although the balance shows enough. Ask the provider what it wants, then Re-initiate.' });
    expect(await bench.timers()).not.toHaveProperty('funds payer/100/USD');
  });

  it('do not keep back others', async () => {
    bench.world.availableMinor = 0;
    bench.world.batchLimit = 10;
    await refused([{ reasonCause: 'funds' }, {}, { reasonCause: 'access' }]);
    expect(await sent()).toEqual([[2, 3]]);
  });
});

describe('rows that wait to go again, of which the books say otherwise by now', () => {
  const request = { amount: { minor: 1_001, currency: 'USD' } };
  it.each<[string, Parameters<typeof bench.world.changed.set>[1], string]>([
    ['is not there any more', undefined, 'Not sent again: the books do not hold its reservation any more. Re-initiate has it looked at anew.'],
    ['has another amount', request, 'Not sent again: the amount or the payee was changed. Re-initiate has it looked at anew.'],
    ['has another currency', { amount: { minor: 1_000, currency: 'EUR' } }, 'Not sent again: the amount or the payee was changed. Re-initiate has it looked at anew.'],
    ['lost its approval', { stamp: undefined }, 'Not sent again: the request carries no stamp of its approval. Submit it for approval again. Re-initiate has it looked at anew.'],
    ['was put off', { payoutDate: '2026-11-22' }, 'Not sent again: its payout date was moved to 2026-11-22. Re-initiate has it looked at anew.'],
  ])('are held where one %s, and the others go', async (_what, change, reason) => {
    bench.world.changed.set(`${idOf(2)}-01`, change);
    await refused([funds, funds, funds]);
    expect(await sent()).toEqual([[1], [3]]);
    expect(await bench.payment(idOf(2))).toMatchObject({ state: 'On Hold', reason });
  });

  it('are asked for no others when none of the first is left', async () => {
    for (const nth of [1, 2]) bench.world.changed.set(`${idOf(nth)}-01`, undefined);
    await refused([{}, {}, { reasonCause: 'access' }]);
    expect(await sent()).toEqual([[3]]);
  });
});

describe('a provider that can not be reached', () => {
  beforeEach(async () => {
    await bench.planned(2);
    bench.world.batchLimit = 1;
    bench.world.answers = [{ notSent: 'The breaker is open.' }];
    expect(await bench.pay()).toEqual([]);
  });
  const again = async (): Promise<number> => {
    await bench.query('truncate attempt, payment, batch, timer');
    bench.calls.length = 0;
    await bench.planned(1);
    await bench.pay();
    return bench.calls.length;
  };

  it('gets nothing more for a while: what was reserved is given back', async () => {
    expect(await bench.stages(2)).toEqual(['withdrawn', 'withdrawn']);
    expect(await bench.payment(idOf(1))).toMatchObject({ state: 'Approved for Payout', reason: 'Not sent yet: the provider can\'t be reached. It goes out by itself.' });
    expect([bench.calls.length, await bench.timers()]).toMatchObject([1, { [sendTimer]: start + timing.fundsShortMs }]);
  });

  it('is asked for its balance before anything is reserved, and nothing is while it does not answer', async () => {
    bench.world.noFunds = new Problem('unreachable', 'No answer.');
    expect(await again()).toBe(0);
    expect([await bench.stages(1), bench.fundsAsked, await bench.timers()]).toMatchObject([['intent'], ['100'], { [sendTimer]: start + timing.fundsShortMs }]);
    bench.world.noFunds = undefined;
    await bench.pay();
    await bench.pay();
    expect([await bench.stages(1), bench.fundsAsked]).toEqual([['accepted'], ['100', '100']]);
  });

  it('whose balance is not read for a reason of our own is an error', async () => {
    bench.world.noFunds = new Error('a bug');
    await expect(again()).rejects.toThrow('a bug');
    expect(await bench.store.leases.acquire('send:payer/100', 'another', 1)).toBeDefined();
  });
});
