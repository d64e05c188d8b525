import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { attemptRow, batchRow, paymentRow, requestId } from './test-ledger-store.ts';
import { openLedgerWorld, type Given } from './test-ledger-world.ts';

let world: Awaited<ReturnType<typeof openLedgerWorld>>;
beforeAll(async () => void (world = await openLedgerWorld()));
beforeEach(async () => {
  await world.clear();
  world.clock.at = now;
});
afterAll(() => world.close());

const now = 1_795_000_000_000;
/** No question is put farther ahead by a clock that is right. */
const farthest = now + 31 * 86_400_000;
const askedAt = (nextAskAt: number | null): Given => ({ attempt: { nextAskAt } });

describe('a row to be asked about', () => {
  it('is given out when its time has come, or can’t have been meant, and its next question moves ahead', async () => {
    await world.plant({ due: askedAt(now), 'a moment early': askedAt(now + 1), never: askedAt(null), 'as far as may be': askedAt(farthest), 'farther than may be': askedAt(farthest + 1), overdue: askedAt(1) });
    const due = await world.ledger.dueToAsk(now, 60_000, 10);
    expect(due.map((row) => [...world.namesOf([row]), row.nextAskAt])).toEqual([['due', now + 60_000], ['farther than may be', now + 60_000], ['overdue', now + 60_000]]);
    expect((await world.ledger.attemptsIn(['intent'])).map((row) => row.nextAskAt)).toEqual([now + 60_000, now + 1, null, farthest, now + 60_000, now + 60_000]);
    expect(due).toEqual(await world.ledger.attempts(due.map((row) => row.reference)).then((rows) => rows.toSorted((one, other) => (one.reference < other.reference ? -1 : 1))));
    expect(await world.ledger.dueToAsk(now + 59_999, 60_000, 10)).toMatchObject([{ nextAskAt: now + 119_999 }]);
  });

  it('is given out with no more than are wanted, the longest due first', async () => {
    await world.plant({ third: askedAt(3), first: askedAt(1), second: askedAt(2), 'as second': askedAt(2) });
    expect(world.namesOf(await world.ledger.dueToAsk(now, 60_000, 2))).toEqual(['first', 'second']);
    expect(world.namesOf(await world.ledger.dueToAsk(now, 60_000, 2))).toEqual(['third', 'as second']);
    expect(await world.ledger.dueToAsk(now, 60_000, 2)).toEqual([]);
  });

  it('tells when the next question is to be put: at once where it was put too far ahead', async () => {
    expect(await world.ledger.nextAsk()).toBeUndefined();
    await world.plant({ never: askedAt(null), late: askedAt(farthest) });
    expect(await world.ledger.nextAsk()).toBe(farthest);
    await world.plant({ later: askedAt(farthest + 1) });
    expect(await world.ledger.nextAsk()).toBe(now);
    await world.plant({ early: askedAt(now - 5) });
    expect(await world.ledger.nextAsk()).toBe(now - 5);
  });
});

describe('what is open', () => {
  it('is counted: reserved, being sent, accepted or unknown', async () => {
    expect(await world.ledger.openCount()).toBe(0);
    const stages = ['intent', 'reserved', 'sending', 'accepted', 'unknown', 'refused', 'settled', 'withdrawn'] as const;
    await world.plant(Object.fromEntries(stages.map((stage) => [stage, { attempt: { stage } }])));
    expect(await world.ledger.openCount()).toBe(4);
  });

  it('is unknown since the oldest of those that are; since now where nobody noted it', async () => {
    expect(await world.ledger.oldestUnknown()).toBeUndefined();
    await world.plant({ known: { attempt: { stage: 'accepted', unknownSince: 1 } } });
    expect(await world.ledger.oldestUnknown()).toBeUndefined();
    await world.plant({ unnoted: { attempt: { stage: 'unknown' } } });
    expect(await world.ledger.oldestUnknown()).toBe(now);
    await world.plant({ late: { attempt: { stage: 'unknown', unknownSince: 7 } }, early: { attempt: { stage: 'unknown', unknownSince: 6 } } });
    expect(await world.ledger.oldestUnknown()).toBe(6);
  });
});

describe('what the provider told of payouts', () => {
  const paid = (sentAt: number | null, transferredAt: number | null, more: Given = {}): Given => ({ ...more, then: { sentAt, transferredAt, ...more.then } });

  it('is how long the last of a program took, the latest first', async () => {
    await world.plant({
      first: paid(10, 15), third: paid(30, 37), second: paid(20, 26), 'not paid': paid(40, null), 'not sent': paid(null, 50),
      'of another program': paid(60, 61, { attempt: { program: 'another' } }), 'of another connection': paid(60, 61, { attempt: { connection: 'another' } }),
    });
    expect(await world.ledger.transferTimes('payer', '100200300', 10)).toEqual([7, 6, 5]);
    expect(await world.ledger.transferTimes('payer', '100200300', 2)).toEqual([7, 6]);
    expect(await world.ledger.transferTimes('payer', 'nobody’s', 2)).toEqual([]);
  });

  it('may lack what they cost: since the oldest of those paid since', async () => {
    expect(await world.ledger.oldestWithoutFee(100)).toBeUndefined();
    await world.plant({ actual: paid(8, 100, { then: { feeBasis: 'Actual' } }), 'paid before': paid(9, 99), 'not paid': paid(7, null) });
    expect(await world.ledger.oldestWithoutFee(100)).toBeUndefined();
    await world.plant({ late: paid(50, 100), estimated: paid(49, 100, { then: { feeBasis: 'Estimated' } }) });
    expect(await world.ledger.oldestWithoutFee(100)).toBe(49);
  });
});

describe('a request that waits here and not in the books', () => {
  const lookedAt = 1_000;
  const withdrawn: Given = { attempt: { stage: 'withdrawn' }, payment: { foundAt: lookedAt - 1 } };
  const elsewhere = async () => world.namesOf(await world.ledger.waitingElsewhere([], lookedAt));

  it('is one of which nothing is under way, the last to change first', async () => {
    await world.plant({ approved: withdrawn, scheduled: { ...withdrawn, state: 'Scheduled', payment: { foundAt: 5 } }, 'short of funds': { ...withdrawn, state: 'Awaiting Funds', payment: { foundAt: 6 } } });
    expect(await elsewhere()).toEqual(['approved', 'short of funds', 'scheduled']);
    expect(world.namesOf(await world.ledger.waitingElsewhere([world.idOf('short of funds')], lookedAt))).toEqual(['approved', 'scheduled']);
  });

  it.each<[string, Given]>([
    ['was never planned', { ...withdrawn, attempt: null }], ['was refused once', { ...withdrawn, attempt: { stage: 'refused' } }], ['ended unpaid once', { ...withdrawn, attempt: { stage: 'settled' } }],
  ])('may be one that %s', async (_what, given) => {
    await world.plant({ it: given });
    expect(await elsewhere()).toEqual(['it']);
  });

  it.each<[string, Given]>([
    ...(['intent', 'reserved', 'sending', 'accepted', 'unknown'] as const).map((stage): [string, Given] => [`is under way (${stage})`, { ...withdrawn, attempt: { stage } }]),
    ['is held', { ...withdrawn, state: 'On Hold' }],
    ['changed when the books were looked at', { ...withdrawn, payment: { foundAt: lookedAt } }],
  ])('is not one that %s', async (_what, given) => {
    await world.plant({ it: given });
    expect(await elsewhere()).toEqual([]);
  });

  it('is not one the books are still to be told of; another record that waits does not matter', async () => {
    await world.plant({ untold: withdrawn, told: withdrawn });
    await world.outbox.add('request', [world.idOf('untold')], 5);
    await world.outbox.add('transaction', [world.idOf('told')], 5);
    expect(await elsewhere()).toEqual(['told']);
  });

  it('is one of at most 200 at a time, of which half are the last to change, and the others others each time', async () => {
    const numbers = Array.from({ length: 301 }, (_, index) => index + 1);
    await world.ledger.takeUp(numbers.map((nth) => paymentRow(nth, { foundAt: nth })));
    await world.ledger.plan([batchRow], numbers.map((nth) => attemptRow(nth, { stage: 'withdrawn' })));
    const newest = numbers.slice(-100).toReversed().map(requestId);
    const looks = await Promise.all(Array.from({ length: 20 }, (_, nth) => world.ledger.waitingElsewhere([], lookedAt + nth)));
    expect(looks.map((found) => found.slice(0, 100))).toEqual(looks.map(() => newest));
    expect(looks.filter((found) => found.length <= 100 || found.length > 200)).toEqual([]);
    expect(looks.some((found) => found.includes(requestId(1)))).toBe(true);
    expect(looks.some((found) => !found.includes(requestId(1)))).toBe(true);
  });
});
