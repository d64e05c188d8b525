import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { lane, openLedgerWorld, otherLanes, type Given } from './test-ledger-world.ts';

let world: Awaited<ReturnType<typeof openLedgerWorld>>;
beforeAll(async () => void (world = await openLedgerWorld()));
beforeEach(() => world.clear());
afterAll(() => world.close());

const stages = ['intent', 'reserved', 'sending', 'accepted', 'unknown', 'refused', 'settled', 'withdrawn'] as const;
const oneOfEach: Readonly<Record<string, Given>> = Object.fromEntries(stages.map((stage) => [stage, { attempt: { stage } }]));
const by = (plannedBy: string, stage: (typeof stages)[number]): Given => ({ attempt: { plannedBy, stage } });
/** The same of `stage` in every other lane. */
const elsewhere = (stage: (typeof stages)[number]) => Object.fromEntries(Object.entries(otherLanes).map(([name, given]) => [name, { attempt: { ...given.attempt, stage } }]));

describe('the rows of a lane', () => {
  it('are those in the stages asked for, in the order they were planned, as many as are wanted', async () => {
    await world.plant({ ...otherLanes, third: { attempt: { sequence: 92 } }, first: { attempt: { sequence: 90, stage: 'reserved' } }, second: { attempt: { sequence: 92 } }, sent: { attempt: { stage: 'sending' } } });
    expect(world.namesOf(await world.ledger.inLane(lane, ['intent', 'reserved']))).toEqual(['first', 'third', 'second']);
    expect(world.namesOf(await world.ledger.inLane(lane, ['intent', 'reserved'], 2))).toEqual(['first', 'third']);
    expect(await world.ledger.inLane(lane, [])).toEqual([]);
  });

  it('that hang in the air are what another planned and did not send, and whatever is being sent', async () => {
    await world.plant({
      ...elsewhere('sending'), 'sent by me': { attempt: { plannedBy: 'me', stage: 'sending', sequence: 99 } }, 'sent by another': by('another', 'sending'), 'planned by another': by('another', 'intent'),
      'reserved by another': by('another', 'reserved'), 'planned by me': by('me', 'intent'), 'reserved by me': by('me', 'reserved'), 'unknown of another': by('another', 'unknown'), 'accepted of another': by('another', 'accepted'),
    });
    expect(world.namesOf(await world.ledger.dangling(lane, 'me'))).toEqual(['sent by another', 'planned by another', 'reserved by another', 'sent by me']);
  });

  it('that are not sent yet are what this process reserved, and what it planned whose request says another reason or none', async () => {
    const reason = 'w'.repeat(256);
    await world.plant({
      ...elsewhere('reserved'), reserved: { attempt: { stage: 'reserved', sequence: 99 } }, planned: {}, 'planned and told': {}, 'planned, told otherwise': {}, 'reserved and told': { attempt: { stage: 'reserved' } },
      'planned by another': by('another', 'intent'), 'reserved by another': by('another', 'reserved'), sent: by('me', 'sending'),
    });
    for (const name of ['planned and told', 'reserved and told']) await world.ledger.note(world.idOf(name), reason, {});
    await world.ledger.note(world.idOf('planned, told otherwise'), 'Something else.', {});
    expect(world.namesOf(await world.ledger.unsent(lane, 'me', reason))).toEqual(['planned', 'planned, told otherwise', 'reserved and told', 'reserved']);
  });
});

describe('what keeps the others of a lane back', () => {
  const first = async () => (await world.ledger.undecidedIn(lane)) ?? 'nothing';

  it('is the first that is being sent, or of which nobody knows what became of it', async () => {
    await world.plant({ ...elsewhere('sending'), later: { attempt: { stage: 'unknown', sequence: 98 } }, first: { attempt: { stage: 'sending', sequence: 97 } }, 'as early': { attempt: { stage: 'unknown', sequence: 97 } } });
    expect(await first()).toBe(world.referenceOf('first'));
    await world.ledger.patchAttemptsQuietly([[world.referenceOf('first'), { stage: 'accepted' }]]);
    expect(await first()).toBe(world.referenceOf('as early'));
  });

  it('is not what was refused with its batch, what a person looks at, or anything else', async () => {
    const { sending: _sending, unknown: _unknown, ...others } = oneOfEach;
    await world.plant({ ...others, refused: { attempt: { stage: 'unknown' }, then: { refusedWithBatch: true } }, held: { attempt: { stage: 'unknown' }, state: 'On Hold' } });
    expect(await first()).toBe('nothing');
  });

  it('is what is being sent also where a person looks at it', async () => {
    await world.plant({ held: { attempt: { stage: 'sending' }, state: 'On Hold' } });
    expect(await first()).toBe(world.referenceOf('held'));
  });
});

describe('lanes', () => {
  it('wait that have something planned or reserved, or refused with its batch, each once and in order', async () => {
    await world.plant({
      'planned last': { attempt: { connection: 'z' } }, 'planned second': { attempt: { currency: 'EUR' } }, 'planned in the same': { attempt: { stage: 'reserved' } }, planned: {},
      parked: { attempt: { program: 'another', stage: 'unknown' }, then: { refusedWithBatch: true } }, 'only unknown': { attempt: { connection: 'a', stage: 'unknown' } },
      ...Object.fromEntries(Object.entries(oneOfEach).slice(2).map(([name, { attempt }]) => [name, { attempt: { ...attempt, connection: name } }])),
    });
    expect(await world.ledger.lanesWaiting()).toEqual([{ ...lane, currency: 'EUR' }, lane, { ...lane, program: 'another' }, { ...lane, connection: 'z' }]);
  });
});

describe('what was refused with its batch', () => {
  const parked = { refusedWithBatch: true, missed: 2 };
  const wanted: Given = { payment: { attempt: 1 }, state: 'Outcome Unknown', attempt: { stage: 'unknown' }, then: parked };

  it('and was missed often enough goes again while its payment waits for it', async () => {
    await world.plant({ unknown: wanted, 'waiting for funds': { ...wanted, state: 'Awaiting Funds' }, sending: { ...wanted, state: 'Sending' }, 'missed more': { ...wanted, then: { ...parked, missed: 3 } } });
    await world.ledger.patchAttemptsQuietly([[world.referenceOf('unknown'), { missed: 2 }]]);
    expect(world.namesOf(await world.ledger.refusedAndMissed(lane, 2))).toEqual(['unknown', 'waiting for funds', 'sending', 'missed more']);
  });

  it.each<[string, Given]>([
    ['was missed less often', { ...wanted, then: { ...parked, missed: 1 } }],
    ['was not refused', { ...wanted, then: { missed: 2 } }],
    ['is settled', { ...wanted, attempt: { stage: 'settled' } }],
    ['is another number than its payment counts', { ...wanted, payment: { attempt: 2 } }],
    ['is of a payment a person looks at', { ...wanted, state: 'On Hold' }],
    ['is of a cancelled payment', { ...wanted, state: 'Cancelled' }],
    ['is of another connection', { ...wanted, attempt: { stage: 'unknown', connection: 'another' } }],
    ['is of another program', { ...wanted, attempt: { stage: 'unknown', program: 'another' } }],
    ['is in another currency', { ...wanted, attempt: { stage: 'unknown', currency: 'EUR' } }],
  ])('does not go again that %s', async (_what, given) => {
    await world.plant({ it: given });
    expect(await world.ledger.refusedAndMissed(lane, 2)).toEqual([]);
  });
});
