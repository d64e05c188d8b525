import { describe, expect, it } from '@jest/globals';
import type { PayoutState } from '../domain/payout-states.ts';
import type { Sighting } from '../domain/payout.ts';
import { farthestMs } from '../domain/timing.ts';
import type { AttemptRow } from '../store/ledger-rows.ts';
import { judge, nextAskAt } from './judge.ts';
import { attemptRow, minute, paymentRow, timing } from './test-rows.ts';

const day = 1_440 * minute;
const at = 100 * day;
const nothing: Sighting = { found: false, askedAt: at };
const seen = (more: Partial<Extract<Sighting, { found: true }>> = {}): Sighting => ({ found: true, askedAt: at, payoutId: '77', payeeId: 'p1', amount: { minor: 10_000, currency: 'USD' }, status: 'cancelled', raw: 'Cancelled', ...more });
const read = (row: Partial<AttemptRow>, sighting: Sighting, state: PayoutState = 'In Progress') => judge(attemptRow({ sentAt: at - day, ...row }), paymentRow({ state, attempt: 1 }), sighting, timing);
const [firstReturnAsk = 0] = timing.returnAsksMs;

describe('the next question', () => {
  it('about what came back follows its return, whatever cancellation was read before', () => {
    expect(nextAskAt(attemptRow({ stage: 'settled', cancelledFirstAt: at - 1, transferredAt: at - 2, returnedAt: at }), at, timing)).toBe(at + firstReturnAsk);
  });

  it('lies a day ahead where a clock that ran ahead put it farther than any lies, and stays where it lies as far as one may', () => {
    const asked = (ahead: number) => nextAskAt(attemptRow({ stage: 'settled', transferredAt: at + ahead - firstReturnAsk }), at, timing);
    expect([asked(farthestMs), asked(farthestMs + 1)]).toEqual([at + farthestMs, at + day]);
  });
});

describe('a reference the provider does not know', () => {
  it.each(['sending', 'accepted'] as const)('is missed once more while it is %s', (stage) => expect(read({ stage }, nothing, 'In Progress')).toMatchObject({ event: 'miss', patch: { missed: 1 } }));

  it('waits for money, not for an answer, where it was refused for lack of funds', () => {
    const long = { stage: 'unknown', refusedWithBatch: true, missed: 9, unknownSince: at - 3 * timing.giveUpAfterMs } as const;
    expect([read(long, nothing, 'Awaiting Funds')?.event, read(long, nothing, 'Outcome Unknown')?.event]).toEqual(['miss', 'give up']);
  });
});

describe('a stranger that was told before', () => {
  it('ends what the books called ended, and holds nothing', () => {
    const stranger = seen({ payeeId: 'p2', status: 'pending' });
    const told = [{ at: '2026-11-21T10:00:00Z', text: read({}, stranger)?.line ?? 'nothing was told' }];
    const patch = { asked: 1, askedAt: at, stranger: true };
    expect(read({ stage: 'unknown', timeline: told }, stranger, 'Completed')).toEqual({ patch: { ...patch, stage: 'settled' } });
    expect(read({ stage: 'unknown', timeline: told }, stranger, 'Outcome Unknown')).toMatchObject({ patch, event: 'hold' });
  });
});

describe('a cancellation', () => {
  const told = { timeline: [{ at: '2026-11-21T10:00:00Z', text: 'Cancelled, confirmed: closed.' }] };

  it('that was confirmed before says nothing new, and one that was not does', () => {
    expect(read({ stage: 'settled', ...told }, seen(), 'Approved for Payout')).toEqual({ patch: { asked: 1, askedAt: at } });
    expect(read({ stage: 'settled' }, seen(), 'Approved for Payout')).toMatchObject({ patch: { cancelledFirstAt: at }, event: 'see pending' });
    expect(read({ stage: 'accepted', ...told }, seen(), 'Approved for Payout')).toMatchObject({ patch: { cancelledFirstAt: at }, event: 'see pending' });
  });

  it('of what was refused is the same said twice, unless what was cancelled may be a copy', () => {
    const refused = { stage: 'refused' } as const;
    expect(read(refused, seen())).toEqual({ patch: { asked: 1, askedAt: at, missed: 1 } });
    // In the same breath as the question before it counts no more than "not found" would.
    expect(read({ ...refused, missed: 1, askedAt: at - 1_000 }, seen())).toEqual({ patch: { asked: 1, askedAt: at, missed: 1 } });
    expect(read({ ...refused, posted: 2 }, seen())).toHaveProperty('event');
    expect(read(refused, seen({ reason: { code: '9', text: 'sent before', cause: 'duplicate' } }))).toHaveProperty('event');
  });
});
