import { describe, expect, it } from '@jest/globals';
import type { PayoutState } from '../domain/payout-states.ts';
import type { Sighting } from '../domain/payout.ts';
import type { AttemptRow } from '../store/ledger-rows.ts';
import { judge, nextAskAt } from './judge.ts';
import { attemptRow, minute, paymentRow, timing } from './test-rows.ts';

const day = 1_440 * minute;
const at = 100 * day;
const reference = 'a0X000000000001AAA-01';
const nothing: Sighting = { found: false, askedAt: at };
const read = (row: Partial<AttemptRow>, sighting: Sighting, state: PayoutState) => judge(attemptRow({ sentAt: at - day, ...row }), paymentRow({ state, attempt: 1 }), sighting, timing);

describe('a reference the provider does not know', () => {
  const lost = { stage: 'unknown', unknownSince: at - 121 * minute, missed: 4 } as const;
  const missed = { asked: 1, askedAt: at, missed: 5 };

  it('goes to a person in words that name how often and how long it was asked', () => {
    expect(read(lost, nothing, 'Outcome Unknown')).toEqual({
      patch: missed, event: 'give up', reason: `The provider still does not know ${reference} after 5 questions. A person must check with the provider before it is paid again.`,
      line: 'Asked 5 times, still not known to the provider: a person must look.',
      issue: { kind: 'outcome unknown', severity: 'Critical', summary: `Outcome of ${reference} unknown`, detail: `The provider does not know ${reference} after 5 questions over 121 minutes. "Not found" is not "never sent": check with the provider, then Retry (ask again), Re-initiate (new attempt) or Cancel.` },
    });
  });

  it('has waited since it became unknown, else since it was sent, else since it was planned; to the moment', () => {
    const waited = (more: Partial<AttemptRow>) => read({ ...lost, ...more }, nothing, 'Outcome Unknown')?.event;
    expect([waited({ unknownSince: at - 120 * minute }), waited({ unknownSince: at - 120 * minute + 1 })]).toEqual(['give up', 'miss']);
    expect([waited({ unknownSince: null, sentAt: at - 120 * minute, plannedAt: at }), waited({ unknownSince: null, sentAt: at, plannedAt: 0 })]).toEqual(['give up', 'miss']);
    expect([waited({ unknownSince: null, sentAt: null, plannedAt: at - 120 * minute }), waited({ unknownSince: null, sentAt: null, plannedAt: at })]).toEqual(['give up', 'miss']);
  });

  it('counts questions a breath apart as one', () => {
    const count = (ago: number) => read({ ...lost, missed: 1, askedAt: at - ago }, nothing, 'Outcome Unknown')?.patch.missed;
    expect([count(54_000), count(53_999), count(minute)]).toEqual([2, 1, 2]);
  });

  it('is only watched once a person closed it', () => expect(read({ ...lost, stage: 'settled' }, nothing, 'Cancelled')).toEqual({ patch: missed }));
  it('has nothing to give up where it had ended before', () => {
    expect(read(lost, nothing, 'Completed')).toEqual({ patch: { ...missed, stage: 'settled' }, event: 'miss' });
    expect(read({ ...lost, missed: 3 }, nothing, 'Completed')).toEqual({ patch: { ...missed, missed: 4 }, event: 'miss' });
  });

  it('is not given up while it waits for funds, may go again, or a person looks', () => {
    const funds = { ...lost, refusedWithBatch: true, reasonCode: '1' };
    expect([read(funds, nothing, 'Awaiting Funds')?.event, read({ ...funds, unknownSince: at - 240 * minute }, nothing, 'Outcome Unknown')?.event, read({ ...funds, refusedWithBatch: false }, nothing, 'Awaiting Funds')?.event]).toEqual(['miss', 'give up', 'give up']);
    const again = { ...lost, refusedWithBatch: true };
    expect([read({ ...again, unknownSince: at - 240 * minute + 1 }, nothing, 'Outcome Unknown')?.event, read({ ...again, unknownSince: at - 240 * minute }, nothing, 'Outcome Unknown')?.event]).toEqual(['miss', 'give up']);
    expect(read({ ...again, reasonCause: 'access', unknownSince: at - 24_000 * minute }, nothing, 'Outcome Unknown')?.event).toBe('miss');
    expect(read(lost, nothing, 'On Hold')).toEqual({ patch: missed, event: 'miss' });
  });
});

describe('a cancellation that was confirmed before', () => {
  it('says nothing new, but where an answer is waited for', () => {
    const before = { stage: 'settled', cancelledFirstAt: at - day, timeline: [{ at: '', text: 'Cancelled, confirmed: by the partner (1).' }] } as const;
    const cancelled: Sighting = { found: true, askedAt: at, payoutId: '77', payeeId: 'p1', amount: { minor: 10_000, currency: 'USD' }, status: 'cancelled', raw: 'Cancelled', reason: { code: '9', text: 'inactive', cause: 'payee' } };
    expect(read(before, cancelled, 'Approved for Payout')).toEqual({ patch: { asked: 1, askedAt: at } });
    expect(read(before, cancelled, 'Recalled')).toEqual({ patch: { asked: 1, askedAt: at } });
    expect(read(before, cancelled, 'On Hold')).toEqual({ patch: { asked: 1, askedAt: at } });
    expect(read(before, cancelled, 'Outcome Unknown')).toMatchObject({ event: 'correct', clearsApproval: true });
    expect(read({ ...before, timeline: [...before.timeline, { at: '', text: 'Pending at the provider.' }] }, cancelled, 'Approved for Payout')).toMatchObject({ event: 'correct' });
  });
});

describe('the next question', () => {
  const next = (more: Partial<AttemptRow>, now = at) => nextAskAt(attemptRow({ sentAt: at, ...more }), now, timing);
  it('is not put for what is only planned, was withdrawn, or was cancelled long ago', () => {
    expect([next({ stage: 'intent' }), next({ stage: 'reserved' }), next({ stage: 'withdrawn' }), next({ stage: 'settled', cancelledFirstAt: 5 })]).toEqual([null, null, null, null]);
  });
  it('is put twice for what was refused by name, a quarter of an hour and two hours after that, however often a notice asked', () => {
    const refused = { stage: 'refused', asked: 9 } as const;
    expect([next(refused), next(refused, at + 15 * minute), next(refused, at + 120 * minute)]).toEqual([at + 15 * minute, at + 120 * minute, null]);
    expect(next({ ...refused, sentAt: null, plannedAt: at })).toBe(at + 15 * minute);
  });
  it('is put again days after a cancellation was confirmed: it may have been paid after all, and no notice may tell', () => {
    const confirmed = { stage: 'settled', cancelledFirstAt: at - 25 * minute } as const;
    expect([next(confirmed), next(confirmed, at + day), next(confirmed, at + 40 * day)]).toEqual([at - 25 * minute + day, at - 25 * minute + 3 * day, null]);
  });
  it('comes soon after a first cancellation; where that brought another word, after as long again as it has waited, a day at most', () => {
    const first = { cancelledFirstAt: at, asked: 90 } as const;
    expect([next(first), next(first, at + 5 * minute), next(first, at + 25 * minute), next(first, at + 60 * minute), next(first, at + 3 * day)]).toEqual([at + 25 * minute, at + 25 * minute, at + 50 * minute, at + 120 * minute, at + 4 * day]);
  });
  it('is put for what is being sent, accepted, or was closed by a person', () => {
    expect([next({ stage: 'sending' }), next({}), next({ stage: 'settled' })]).toEqual([at + 5 * minute, at + 5 * minute, at + 5 * minute]);
  });
  it('comes later each time, and then once a day, or every half hour while unknown', () => {
    expect([next({ asked: 1 }), next({ asked: 4 }), next({ asked: 90 })]).toEqual([at + 30 * minute, at + day, at + day]);
    expect([next({ stage: 'unknown', asked: 1 }), next({ stage: 'unknown', asked: 5 }), next({ stage: 'unknown', asked: 90 })]).toEqual([at + 2 * minute, at + 30 * minute, at + 30 * minute]);
  });
  it('comes once a week after a month, counted from sending, else from planning', () => {
    expect([next({ sentAt: at - 30 * day }), next({ sentAt: at - 30 * day - 1 }), next({ sentAt: null, plannedAt: at - 31 * day }), next({ sentAt: null, plannedAt: at })]).toEqual([at + 5 * minute, at + 7 * day, at + 7 * day, at + 5 * minute]);
  });
  it('repeats the last distance, whatever it is', () => {
    expect(nextAskAt(attemptRow({ sentAt: at, asked: 90 }), at, { ...timing, pollsMs: [1, 2] })).toBe(at + 2);
    expect(nextAskAt(attemptRow({ stage: 'unknown', asked: 90 }), at, { ...timing, unknownAsksMs: [1, 2] })).toBe(at + 2);
  });
  it('after a transfer comes strictly later than now', () => expect(next({ stage: 'settled', transferredAt: at }, at + day)).toBe(at + 3 * day));
});
