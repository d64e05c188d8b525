import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Payouts, RequestedAction } from '../connectors/connector.ts';
import { carryOut, carryOutGranted } from './carry-out.ts';
import { idOf, newAttempt, newBatch, newPayment, openTestOffice, start } from './test-office.ts';

let bench: Awaited<ReturnType<typeof openTestOffice>>;
beforeAll(async () => { bench = await openTestOffice(); }, 60_000);
afterAll(() => bench.close());
beforeEach(() => bench.clear());

const cancel: RequestedAction = { requestId: idOf(1), action: 'Cancel', reason: 'looked', byId: 'person', status: 'In Progress', approved: true, interested: [] };

describe('a wish about what the books were told otherwise', () => {
  beforeEach(async () => {
    await bench.store.ledger.takeUp([newPayment(1)], 'Scheduled');
    await bench.query('delete from outbox');
    await bench.query('delete from timer');
  });

  it('waits for the sweep when nothing is left to tell, for another ledger told them', async () => {
    await carryOut(bench.office, {} as Payouts, [cancel], start);
    expect(await bench.timers()).toEqual({});
    expect(await bench.payment(idOf(1))).toMatchObject({ state: 'Scheduled', clearsAction: false });
  });

  it('is looked at again when they were told, not before', async () => {
    const { store, office } = bench;
    await store.outbox.add('request', [idOf(1)], start + 60_000);
    await carryOut(office, {} as Payouts, [cancel], start);
    expect((await bench.timers())['survey']).toBe(start + 60_000 + office.timing.surveyQuietMs);
  });
});

describe('a wish after one that was answered by a clock that ran ahead', () => {
  const aDay = 86_400_000;
  beforeEach(async () => {
    await bench.store.ledger.takeUp([newPayment(1)], 'Approved for Payout');
    await bench.query('delete from outbox');
  });
  const answered = (action: string, answeredAt: number) => bench.store.ledger.note(idOf(1), 'Answered.', { clearsAction: true, answeredAction: action, answeredAt, granted: null });
  const wished = async (lookedAt: number): Promise<string | undefined> => {
    await carryOut(bench.office, {} as Payouts, [{ ...cancel, status: 'Approved for Payout' }], lookedAt);
    return (await bench.payment(idOf(1)))?.state;
  };
  const cleared = async (): Promise<void> => {
    await bench.query('delete from outbox');
    await bench.store.ledger.clearFlags([idOf(1)]);
  };

  it.each([['ten minutes', aDay / 144], ['a day', aDay], ['years', 1_461 * aDay]])('is heard: %s ahead', async (_, ms) => {
    await answered('Release person', start + ms);
    await cleared();
    expect(await wished(start)).toBe('Cancelled');
  });

  it('is heard where the books cleared the same wish by that clock', async () => {
    await answered('Cancel person', start + aDay);
    bench.clock.at = start + aDay;
    await cleared();
    bench.clock.at = start;
    expect(await wished(start)).toBe('Cancelled');
  });

  it('is the same one, shown by a look that began before it was answered: also by another instance whose clock is a little ahead, and by the clock that ran ahead itself', async () => {
    await answered('Cancel person', start + 180_000);
    await cleared();
    expect(await wished(start)).toBe('Approved for Payout');
    await answered('Cancel person', start + aDay);
    await cleared();
    expect(await wished(start + aDay - 1)).toBe('Approved for Payout');
  });

  it('is not heard again while the books were not told of its answer', async () => {
    await answered('Cancel person', start + aDay);
    expect(await wished(start)).toBe('Approved for Payout');
  });
});

describe('an attempt somebody gives up for a new one', () => {
  const givenUp = async (stage: 'intent' | 'reserved' | 'unknown') => {
    const { ledger } = bench.store;
    await ledger.takeUp([newPayment(1)], 'On Hold');
    await ledger.plan([newBatch()], [newAttempt(1, { stage })]);
    await ledger.adopt([{ requestId: idOf(1), attempt: stage === 'intent' ? 0 : 1, state: 'On Hold', reason: null }]);
    await ledger.note(idOf(1), undefined, { granted: { event: 'reinitiate', reason: 'r', settles: {}, closes: `${idOf(1)}-01`, wish: { action: 'Re-initiate', reason: 'looked', byId: 'person' } } });
    await bench.store.outbox.add('request', [idOf(1)], start);
    await carryOutGranted(bench.office, await bench.store.outbox.take(start + 60_000, 10));
    return [(await bench.attempt(`${idOf(1)}-01`))?.stage, (await bench.payment(idOf(1)))?.state];
  };

  it.each(['reserved', 'unknown'] as const)('is closed, and watched: %s', async (stage) => expect(await givenUp(stage)).toEqual(['settled', 'Approved for Payout']));
  it('and that was only planned is taken back: its number is the next one in the books', async () => expect(await givenUp('intent')).toEqual(['withdrawn', 'Approved for Payout']));
});

describe('a wish to cancel what is being sent, or may have been', () => {
  const asked = async (taken: 'asked' | 'too late') => {
    const { ledger } = bench.store;
    await ledger.takeUp([newPayment(1)], 'Sending');
    await ledger.plan([newBatch()], [newAttempt(1, { stage: 'sending', posted: 1 })]);
    await ledger.adopt([{ requestId: idOf(1), attempt: 1, state: 'Sending', reason: null }]);
    await carryOut(bench.office, { cancel: async () => taken } as unknown as Payouts, [{ ...cancel, status: 'Sending' }], start);
    return bench.payment(idOf(1));
  };

  it('stays where the provider does not have it yet: what its batch comes to is waited for, or it would go again by itself', async () => {
    expect(await asked('too late')).toMatchObject({ state: 'Sending', clearsAction: false, answeredAction: null });
    expect((await bench.timers())['survey']).toBe(start + bench.office.timing.writeDelayMs + bench.office.timing.surveyQuietMs);
    // Refused without a name, it waits to go again: now it can be stopped.
    await bench.store.ledger.patchAttempts([[`${idOf(1)}-01`, { stage: 'unknown', refusedWithBatch: true }]]);
    await bench.store.ledger.move([{ requestId: idOf(1), event: 'lose sight' }]);
    await carryOut(bench.office, {} as Payouts, [{ ...cancel, status: 'Sending' }], start + 1);
    expect(await bench.payment(idOf(1))).toMatchObject({ state: 'On Hold', clearsAction: false });
    await carryOut(bench.office, {} as Payouts, [{ ...cancel, status: 'On Hold' }], start + 2);
    expect([await bench.payment(idOf(1)), (await bench.attempt(`${idOf(1)}-01`))?.stage]).toMatchObject([{ state: 'Cancelled', clearsAction: true }, 'settled']);
  });

  it.each([['Approved for Payout', false], ['Awaiting Funds', false], ['Outcome Unknown', true]] as const)('of which the provider knows nothing, while the books say %s: it stays where nothing is under way there, for whoever has it', async (status, answered) => {
    const { ledger } = bench.store;
    await ledger.takeUp([newPayment(1)], status);
    await ledger.plan([newBatch()], [newAttempt(1, { stage: 'unknown', posted: 2 })]);
    await ledger.adopt([{ requestId: idOf(1), attempt: 1, state: status, reason: null }]);
    await carryOut(bench.office, { cancel: async () => 'too late' } as unknown as Payouts, [{ ...cancel, status }], start);
    expect((await bench.payment(idOf(1)))?.clearsAction).toBe(answered);
  });

  it('is answered where the provider has it and was asked', async () => {
    expect(await asked('asked')).toMatchObject({ state: 'Sending', clearsAction: true, reason: 'The provider was asked to cancel; its status decides.' });
  });
});
