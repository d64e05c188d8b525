import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { Sighting } from '../domain/payout.ts';
import type { Timing } from '../domain/timing.ts';
import type { AttemptRow, Payment } from '../store/ledger-rows.ts';
import { judge, nextAskAt } from './judge.ts';

const timing = (JSON.parse(readFileSync('config/timing.json', 'utf8')) as { production: Timing }).production;
const minute = 60_000;
const at = 100 * minute;
const attempt: AttemptRow = {
  reference: 'a0X000000000001AAA-01', requestId: 'a0X000000000001AAA', number: 1, connection: 'p', program: '100', payeeId: 'p1', amountMinor: 10_000, currency: 'USD', purpose: 'x', orgId: 'o', batchId: 'b',
  stage: 'accepted', posted: 1, bodyHash: null, sequence: 1, plannedBy: 'h', payoutId: null, providerStatus: null, providerRaw: null, reasonCode: null, reasonText: null, reasonCause: null, targetMinor: null, targetCurrency: null,
  feeMinor: null, feeCurrency: null, feeBasis: null, refusedWithBatch: false, plannedAt: 0, sentAt: 0, hintedAt: null, askedAt: null, asked: 0, missed: 0, cancelledFirstAt: null, transferredAt: null, returnedAt: null, nextAskAt: null, unknownSince: null, wasLost: false, stranger: false, paidAgain: false, revived: false, timeline: [],
};
const payment = { requestId: attempt.requestId, state: 'In Progress', attempt: 1 } as Payment;
const seen = (more: Partial<Extract<Sighting, { found: true }>> = {}): Sighting => ({ found: true, askedAt: at, payoutId: '77', payeeId: 'p1', amount: { minor: 10_000, currency: 'USD' }, status: 'pending', raw: 'Pending', ...more });
const read = (row: Partial<AttemptRow>, sighting: Sighting, state: Payment['state'] = 'In Progress') => judge({ ...attempt, ...row }, { ...payment, state }, sighting, timing);

describe('judging a sighting', () => {
  it('ignores an answer whose question was asked before the last applied one', () => {
    expect(read({ askedAt: at }, seen({ status: 'transferred' }))).toBeUndefined();
    expect(read({ askedAt: at - 1 }, seen({ status: 'transferred' }))).toBeDefined();
  });

  it.each<[string, Partial<Extract<Sighting, { found: true }>>]>([
    ['payee', { payeeId: 'p2' }], ['amount', { amount: { minor: 10_001, currency: 'USD' } }], ['currency', { amount: { minor: 10_000, currency: 'EUR' } }],
  ])('stops the lane when the %s is not what was sent', (_what, more) => {
    expect(read({}, seen({ status: 'transferred', ...more }))).toMatchObject({ event: 'hold', stopsLane: expect.any(String), issue: { severity: 'Critical' } });
  });

  it('takes a later answer with another payout id for a stranger', () => {
    expect(read({ payoutId: '76' }, seen({ status: 'transferred' }))).toMatchObject({ event: 'hold', stopsLane: expect.any(String) });
  });

  it('counts a transfer, and keeps the payout id of the first sight', () => {
    expect(read({}, seen({ status: 'transferred', raw: 'Transferred' }))).toMatchObject({ event: 'see transferred', patch: { stage: 'settled', transferredAt: at, payoutId: '77' } });
  });

  it('takes a status nobody knows for pending, and says so', () => {
    expect(read({}, seen({ status: 'unrecognised', raw: 'Processing' }))).toMatchObject({ event: 'see pending', issue: { kind: 'unknown status' } });
  });

  it('does not go back to pending after the money was there', () => {
    expect(read({ transferredAt: 1, stage: 'settled' }, seen())).toEqual({ patch: { asked: 1, askedAt: at }, event: 'see transferred' });
  });

  describe('of a cancellation', () => {
    const cancelled = seen({ status: 'cancelled', raw: 'Cancelled', reason: { code: '3', text: 'no funds', cause: 'funds' } });
    it('waits for a second reading at least 25 minutes later', () => {
      expect(read({}, cancelled)).toMatchObject({ event: 'see pending', patch: { cancelledFirstAt: at } });
      expect(read({ cancelledFirstAt: at - 24 * minute }, cancelled)).toMatchObject({ event: 'see pending' });
      expect(read({ cancelledFirstAt: at - 25 * minute }, cancelled)).toMatchObject({ event: 'see unfunded', patch: { stage: 'settled' } });
    });
    it('sends back what the payee has to mend, and fails the rest', () => {
      const twice = { cancelledFirstAt: at - 30 * minute };
      expect(read(twice, seen({ status: 'cancelled', reason: { code: '10009', text: 'inactive', cause: 'payee' } }))).toMatchObject({ event: 'correct', clearsApproval: true });
      expect(read(twice, seen({ status: 'cancelled', reason: { code: '1', text: 'on request', cause: 'other' } }))).toMatchObject({ event: 'see cancelled' });
    });
    it('never believes it by itself when the reference went out more than once', () => {
      expect(read({ posted: 2, cancelledFirstAt: at - 30 * minute }, cancelled)).toMatchObject({ event: 'hold', issue: { kind: 'second copy' } });
      expect(read({ posted: 2, transferredAt: 1, stage: 'settled' }, cancelled)).toMatchObject({ event: 'see transferred', patch: { asked: expect.any(Number) }, issue: { kind: 'second copy', severity: 'Critical', summary: expect.stringContaining('now counts as cancelled') } });
    });
    it('is a bank return after the money was there, when it was read twice', () => {
      expect(read({ transferredAt: 1, stage: 'settled' }, cancelled)).toMatchObject({ event: 'see transferred', patch: { cancelledFirstAt: at } });
      expect(read({ transferredAt: 1, stage: 'settled', cancelledFirstAt: at - 26 * minute }, cancelled)).toMatchObject({ event: 'see returned', patch: { returnedAt: at } });
    });
  });

  describe('of nothing', () => {
    const nothing: Sighting = { found: false, askedAt: at };
    it.each(['intent', 'reserved', 'withdrawn', 'refused'] as const)('says nothing about a row that is %s, whatever its request waits for: a hint may name it before it left', (stage) => {
      for (const state of ['Approved for Payout', 'Scheduled', 'Needs Correction', 'Sending'] as const) expect(read({ stage }, { found: false, askedAt: at }, state)?.event).toBeUndefined();
    });
    it('is not "never sent": the question is put again', () => {
      expect(read({ stage: 'unknown', unknownSince: at - 10 * minute, missed: 3 }, nothing, 'Outcome Unknown')).toMatchObject({ event: 'miss', patch: { missed: 4 } });
    });
    it('goes to a person after two hours and five questions, never before both', () => {
      expect(read({ stage: 'unknown', unknownSince: at - 121 * minute, missed: 3 }, nothing, 'Outcome Unknown')).toMatchObject({ event: 'miss' });
      expect(read({ stage: 'unknown', unknownSince: at - 119 * minute, missed: 9 }, nothing, 'Outcome Unknown')).toMatchObject({ event: 'miss' });
      expect(read({ stage: 'unknown', unknownSince: at - 121 * minute, missed: 4 }, nothing, 'Outcome Unknown')).toMatchObject({ event: 'give up', issue: { severity: 'Critical' } });
    });
  });
});

describe('the next question', () => {
  it('comes at growing distances while an outcome is unknown or on its way', () => {
    expect(nextAskAt({ ...attempt, stage: 'unknown', asked: 0 }, at, timing)).toBe(at + minute);
    expect(nextAskAt({ ...attempt, stage: 'unknown', asked: 50 }, at, timing)).toBe(at + 30 * minute);
    expect(nextAskAt({ ...attempt, sentAt: at, asked: 0 }, at, timing)).toBe(at + 5 * minute);
  });
  it('goes on after a return, for the provider may take that back too', () => {
    const day = 1440 * minute;
    expect(nextAskAt({ ...attempt, stage: 'settled', transferredAt: at - day, returnedAt: at }, at, timing)).toBe(at + day);
    expect(nextAskAt({ ...attempt, stage: 'settled', transferredAt: at - day, returnedAt: at }, at + 31 * day, timing)).toBeNull();
  });
  it('goes on for bank returns at 1, 3, 7, 14 and 30 days after the transfer', () => {
    const day = 1440 * minute;
    expect(nextAskAt({ ...attempt, stage: 'settled', transferredAt: at }, at, timing)).toBe(at + day);
    expect(nextAskAt({ ...attempt, stage: 'settled', transferredAt: at }, at + 2 * day, timing)).toBe(at + 3 * day);
    expect(nextAskAt({ ...attempt, stage: 'settled', transferredAt: at }, at + 31 * day, timing)).toBeNull();
  });
});
