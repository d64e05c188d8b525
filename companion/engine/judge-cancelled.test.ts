import { describe, expect, it } from '@jest/globals';
import type { Sighting } from '../domain/payout.ts';
import { judgeCancelled, paidAgain } from './judge-cancelled.ts';
import { attemptRow, minute, timing } from './test-rows.ts';

const at = 100 * 1_440 * minute;
const line = (text: string) => ({ at: '', text });
const seen = (status: 'cancelled' | 'transferred'): Extract<Sighting, { found: true }> => ({ found: true, askedAt: at, payeeId: 'p1', amount: { minor: 10_000, currency: 'USD' }, status, raw: 'word' });

describe('a cancellation of what may have gone out twice', () => {
  it('holds nothing up again when a person has closed it', () => {
    const closed = attemptRow({ posted: 2, stage: 'settled', asked: 3, askedAt: 5 });
    expect(judgeCancelled(closed, seen('cancelled'), { asked: 4, askedAt: at, stage: 'settled', providerStatus: 'cancelled' }, at, timing)).toEqual({ patch: { asked: 4, askedAt: at } });
    expect(judgeCancelled({ ...closed, stage: 'unknown' }, seen('cancelled'), { stage: 'accepted' }, at, timing)).toMatchObject({ event: 'hold' });
  });
});

describe('what had come back and counts as paid again', () => {
  const paidOnce = { stage: 'settled', transferredAt: 1, returnedAt: 2 } as const;

  it('is told whatever else is on its trail, and told once', () => {
    const before = line('Came back from the bank: closed account (7).');
    const told = paidAgain(attemptRow({ ...paidOnce, timeline: [before] }), seen('transferred'), timing);
    expect(told.patch).toMatchObject({ paidAgain: true });
    expect(told).toMatchObject({ event: 'hold', issue: { kind: 'paid after all' } });
    expect(paidAgain(attemptRow({ ...paidOnce, ...told.patch, timeline: [before] }), seen('transferred'), timing)).not.toHaveProperty('event');
  });
});
