import { describe, expect, it } from '@jest/globals';
import type { Sighting } from '../domain/payout.ts';
import type { PayoutState } from '../domain/payout-states.ts';
import { isBusy } from '../store/ledger-rows.ts';
import { judge } from './judge.ts';
import { attemptRow, paymentRow, timing } from './test-rows.ts';

/** An attempt of which a store knows only what the books say, and the first answer about it. */
const first = (status: 'cancelled' | 'pending' | 'transferred', state: PayoutState, posted = 2) => {
  const row = attemptRow({ stage: 'unknown', posted, askedAt: null });
  const seen: Sighting = { found: true, askedAt: 10_000_000, payeeId: row.payeeId, amount: { minor: row.amountMinor, currency: row.currency }, status, raw: status };
  const judgement = judge(row, paymentRow({ state, attempt: row.number }), seen, timing);
  return { ...judgement, busy: isBusy({ ...row, ...judgement?.patch }) };
};

describe('an attempt whose request the books call ended', () => {
  it.each(['Needs Correction', 'Cancelled', 'Failed'] as const)('keeps the next number back while its cancellation was read once: %s', (state) => {
    for (const posted of [1, 2]) expect(first('cancelled', state, posted)).toMatchObject({ busy: true, patch: { stage: 'accepted' } });
  });

  it.each(['Cancelled', 'Failed'] as const)('is told to whoever gave it up, where it is paid or on its way: %s', (state) => {
    expect(first('transferred', state)).toMatchObject({ event: 'see transferred', issue: { kind: 'paid after all' } });
    expect(first('pending', state)).toMatchObject({ busy: true, revives: true, patch: { revived: true }, issue: { kind: 'closed attempt alive' } });
  });

  it.each(['Completed', 'Returned', 'Needs Correction', 'In Progress'] as const)('is no news where nobody gave it up: %s', (state) => {
    expect(first('transferred', state).issue).toBeUndefined();
    expect(first('pending', state).issue).toBeUndefined();
  });
});
