import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { lane, openLedgerWorld, otherLanes, type Given } from './test-ledger-world.ts';

let world: Awaited<ReturnType<typeof openLedgerWorld>>;
beforeAll(async () => void (world = await openLedgerWorld()));
beforeEach(() => world.clear());
afterAll(() => world.close());

const midnight = 1_795_000_000_000;
const dayMs = 86_400_000;
const today = { plannedAt: midnight };
const yesterday = { plannedAt: midnight - 1 };

describe('what counts against the limits of the day', () => {
  it.each<[string, Given]>([
    ['was planned a moment ago and not reserved yet', { payment: { foundAt: midnight + 1 }, attempt: today }],
    ['was planned on an earlier day and goes today', { attempt: yesterday }],
    ['was reserved on an earlier day and goes today', { attempt: { ...yesterday, stage: 'reserved' } }],
    ['is on its way', { attempt: { ...today, stage: 'sending' } }],
    ['has an unknown outcome', { attempt: { ...today, stage: 'unknown' } }],
    ['was refused with its batch on an earlier day and goes again today', { attempt: { ...yesterday, stage: 'unknown' }, then: { refusedWithBatch: true } }],
    ['was found on an earlier day and is sent today', { payment: { foundAt: midnight - 3 * dayMs }, attempt: { ...yesterday, stage: 'accepted' }, then: { sentAt: midnight } }],
    ['has arrived', { attempt: { ...today, stage: 'settled' }, then: { transferredAt: midnight + 9 } }],
    ['arrived after it had been seen cancelled', { attempt: { ...today, stage: 'settled' }, then: { transferredAt: midnight + 9, cancelledFirstAt: midnight + 7 } }],
    ['was closed by a person while its outcome was unknown, and may still be paid', { attempt: { ...today, stage: 'settled' } }],
    ['was seen cancelled once and is on its way all the same', { attempt: { ...today, stage: 'accepted' }, then: { cancelledFirstAt: midnight + 7 } }],
  ])('is what %s', async (_what, given) => {
    await world.plant({ it: given });
    expect(await world.ledger.committedSince(midnight)).toEqual([{ connection: 'payer', payeeId: 'p', currency: 'USD', minor: 1_000, requestId: null }]);
  });

  it.each<[string, Given]>([
    ['was withdrawn before it left', { attempt: { ...today, stage: 'withdrawn' } }],
    ['the provider refused', { attempt: { ...today, stage: 'refused' }, then: { sentAt: midnight } }],
    ['was cancelled, confirmed', { attempt: { ...today, stage: 'settled' }, then: { cancelledFirstAt: midnight + 7 } }],
    ['was planned and sent on the day before', { attempt: { ...yesterday, stage: 'accepted' }, then: { sentAt: midnight - 1 } }],
    ['was sent on the day before, whose outcome is unknown', { attempt: { ...yesterday, stage: 'unknown' }, then: { sentAt: midnight - 1 } }],
  ])('is not what %s', async (_what, given) => {
    await world.plant({ it: given });
    expect(await world.ledger.committedSince(midnight)).toEqual([]);
  });

  it('is added up by payee, whatever the program, and by currency', async () => {
    const to = (payeeId: string, amountMinor: number, currency = 'USD', more = {}): Given => ({ payment: { payeeId, payeeKey: `payoneer:sandbox:${amountMinor}:${payeeId}`, program: String(amountMinor), ...more }, attempt: { amountMinor, currency } });
    await world.plant({ one: to('several', 100), two: to('several', 101), three: to('several', 102, 'EUR'), four: to('single', 103), five: to('several', 104, 'USD', { connection: 'another' }) });
    const counted = await world.ledger.committedSince(midnight);
    expect(counted.map(({ connection, payeeId, currency, minor }) => [connection, payeeId, currency, minor]).toSorted()).toEqual([['another', 'several', 'USD', 104], ['payer', 'several', 'EUR', 102], ['payer', 'several', 'USD', 201], ['payer', 'single', 'USD', 103]]);
  });
});

describe('what counts against the limits of the day of a request that is being looked at', () => {
  it('is told apart where it was planned since, by its number', async () => {
    await world.plant({ one: { attempt: today }, two: { attempt: { ...today, amountMinor: 20 } }, three: { attempt: { ...today, amountMinor: 3 } } });
    const found = [{ requestId: world.idOf('one'), attempt: 0 }, { requestId: world.idOf('two'), attempt: 1 }];
    const counted = await world.ledger.committedSince(midnight, found);
    expect(counted.map(({ requestId, minor }) => [requestId, minor]).toSorted()).toEqual([[world.idOf('one'), 1_000], [null, 23]].toSorted());
  });
});

describe('what a reading of the balance does not show', () => {
  const readAt = 5_000;
  const counted = () => world.ledger.committedMinor(lane, readAt);

  it.each<[string, Given]>([
    ['is planned', {}],
    ['is reserved', { attempt: { stage: 'reserved' } }],
    ['is being sent', { attempt: { stage: 'sending' } }],
    ['has an unknown outcome', { attempt: { stage: 'unknown' }, then: { sentAt: readAt - 1 } }],
    ['was accepted and never seen', { attempt: { stage: 'accepted' }, then: { sentAt: readAt - 1 } }],
    ['was refused with its batch, and taken all the same', { attempt: { stage: 'accepted' }, then: { sentAt: readAt, providerStatus: 'Pending', refusedWithBatch: true } }],
    ['was sent when it was read, and seen', { attempt: { stage: 'accepted' }, then: { sentAt: readAt, providerStatus: 'Pending' } }],
  ])('is what %s', async (_what, given) => {
    await world.plant({ it: given });
    expect(await counted()).toBe(1_000);
  });

  it.each<[string, Given]>([
    ['was seen after it had been sent before', { attempt: { stage: 'accepted' }, then: { sentAt: readAt - 1, providerStatus: 'Pending' } }],
    ['was seen, sent nobody knows when', { attempt: { stage: 'accepted' }, then: { providerStatus: 'Pending' } }],
    ['was refused with its batch', { attempt: { stage: 'unknown' }, then: { refusedWithBatch: true } }],
    ['was refused', { attempt: { stage: 'refused' } }],
    ['was withdrawn', { attempt: { stage: 'withdrawn' } }],
    ['is settled', { attempt: { stage: 'settled' }, then: { sentAt: readAt } }],
  ])('is not what %s', async (_what, given) => {
    await world.plant({ it: given });
    expect(await counted()).toBe(0);
  });

  it('is added up in its lane', async () => {
    await world.plant({ ...otherLanes, one: { attempt: { amountMinor: 20 } }, two: { attempt: { amountMinor: 3 } } });
    expect(await counted()).toBe(23);
    await world.clear();
    expect(await counted()).toBe(0);
  });
});
