import { describe, expect, it } from '@jest/globals';
import type { PayoutState } from '../domain/payout-states.ts';
import type { Sighting } from '../domain/payout.ts';
import type { AttemptRow } from '../store/ledger-rows.ts';
import { collisionOf, judge } from './judge.ts';
import { attemptRow, minute, paymentRow, timing } from './test-rows.ts';

const at = 100 * 1_440 * minute;
const reference = 'a0X000000000001AAA-01';
type Found = Extract<Sighting, { found: true }>;
const ours: Found = { found: true, askedAt: at, payoutId: '77', payeeId: 'p1', amount: { minor: 10_000, currency: 'USD' }, status: 'pending', raw: 'Pending' };
const seen = (more: Partial<Found> = {}): Sighting => ({ ...ours, ...more });
const read = (row: Partial<AttemptRow>, sighting: Sighting, state: PayoutState = 'In Progress') => judge(attemptRow(row), paymentRow({ state, attempt: 1 }), sighting, timing);

describe("a stranger's payout", () => {
  const words = (what: string) => ({
    patch: { asked: 1, askedAt: at, stranger: true }, event: 'hold', stopsLane: `reference collision on ${reference}`, line: `The provider's record under ${reference} is not ours: ${what}.`,
    reason: `Reference collision: ${what}. A person must compare the provider's record with this request.`,
    issue: { kind: 'reference collision', severity: 'Critical', summary: `Reference collision on ${reference}`, detail: `The provider answered with a payout that does not match what was sent: ${what}. Nothing more is sent from this program and currency until a person has looked.` },
  });

  it.each<[Partial<AttemptRow>, Partial<Found>, string]>([
    [{}, { payeeId: 'p2' }, 'the payee is another'], [{}, { amount: { minor: 1, currency: 'USD' } }, 'the amount is 0.01 USD, sent were 100.00 USD'], [{}, { amount: { minor: 10_000, currency: 'EUR' } }, 'the amount is 100.00 EUR, sent were 100.00 USD'],
    [{ payoutId: '76' }, {}, 'the payout id is 77, first seen was 76'],
  ])('is told once, and stops the lane', (row, sighting, what) => {
    expect(read(row, seen(sighting))).toEqual(words(what));
    expect(read({ ...row, timeline: [{ at: '', text: words('something else').line }] }, seen(sighting))).toEqual(words(what));
    expect(read({ ...row, timeline: [{ at: '', text: words(what).line }] }, seen(sighting))).toEqual({ patch: words(what).patch });
  });

  it.each<PayoutState>(['Approved for Payout', 'Scheduled', 'Awaiting Funds', 'Sending', 'Outcome Unknown', 'In Progress', 'Action Required'])('is held again where it goes on as %s and the attempt was not closed', (state) => {
    const row = { stage: 'unknown' as const, timeline: [{ at: '', text: words('the payee is another').line }] };
    const { patch, event, reason } = words('the payee is another');
    expect(read(row, seen({ payeeId: 'p2' }), state)).toEqual({ patch, event, reason });
  });

  it.each<[AttemptRow['stage'], PayoutState]>([['unknown', 'On Hold'], ['settled', 'Approved for Payout'], ['accepted', 'In Progress']])('told before, changes nothing of %s, %s', (stage, state) => {
    expect(read({ stage, timeline: [{ at: '', text: words('the payee is another').line }] }, seen({ payeeId: 'p2' }), state)).toEqual({ patch: words('').patch });
  });

  it('is known by payee in any letters, and by a payout id only where both have one', () => {
    const { payoutId: _, ...unnamed } = ours;
    for (const [row, sighting] of [[{ payeeId: 'P1' }, seen()], [{ payoutId: '77' }, seen()], [{ payoutId: '76' }, unnamed]] as const) expect(read(row, sighting)?.event).toBe('see pending');
  });

  it('settles what had ended before it was asked about', () => {
    expect(read({ stage: 'unknown' }, seen({ payeeId: 'p2' }), 'Completed')?.patch).toEqual({ asked: 1, askedAt: at, stranger: true, stage: 'settled' });
    expect(read({ stage: 'unknown' }, seen({ payeeId: 'p2' }), 'Outcome Unknown')?.patch).toEqual({ asked: 1, askedAt: at, stranger: true });
  });

  it('is what a lane stands still for, by its reference', () => expect(collisionOf('R-01')).toBe('reference collision on R-01'));
});
