import { describe, expect, it } from '@jest/globals';
import type { PayoutState } from '../domain/payout-states.ts';
import type { Sighting } from '../domain/payout.ts';
import type { AttemptRow } from '../store/ledger-rows.ts';
import { endedBefore, judge } from './judge.ts';
import { attemptRow, minute, paymentRow, timing } from './test-rows.ts';

const day = 1_440 * minute;
const at = 100 * day;
const reference = 'a0X000000000001AAA-01';
type Found = Extract<Sighting, { found: true }>;
const seen = (more: Partial<Found> = {}): Sighting => ({ found: true, askedAt: at, payoutId: '77', payeeId: 'p1', amount: { minor: 10_000, currency: 'USD' }, status: 'pending', raw: 'Pending', ...more });
/** The same without a payout id. */
const unnamed = (more: Partial<Found> = {}): Sighting => {
  const { payoutId: _, ...rest } = seen(more) as Found;
  return rest;
};
const read = (row: Partial<AttemptRow>, sighting: Sighting, state: PayoutState = 'In Progress') => judge(attemptRow({ sentAt: at - day, ...row }), paymentRow({ state, attempt: 1 }), sighting, timing);
const noted = { asked: 1, askedAt: at, stage: 'accepted', payoutId: '77', providerStatus: 'pending', providerRaw: 'Pending', targetMinor: null, targetCurrency: null, reasonCode: null, reasonText: null, reasonCause: null };
const bank = { code: '7', text: 'closed account', cause: 'returned' } as const;

describe('what a sighting leaves in the ledger and says', () => {
  it('of a payout on its way', () => {
    expect(read({}, seen())).toEqual({ patch: { ...noted, cancelledFirstAt: null }, event: 'see pending', reason: null, revives: false, line: 'Pending at the provider as payout 77.' });
    expect(read({}, unnamed())).toMatchObject({ line: 'Pending at the provider.', patch: { payoutId: null } });
    expect(read({ providerRaw: 'Pending' }, seen())).not.toHaveProperty('line');
  });

  it('of one that is converted, and of one with a reason', () => {
    expect(read({}, seen({ target: { minor: 9_000, currency: 'EUR' }, reason: bank }))?.patch).toMatchObject({ targetMinor: 9_000, targetCurrency: 'EUR', reasonCode: '7', reasonText: 'closed account', reasonCause: 'returned' });
  });

  it('of one that arrived', () => {
    const arrived = { patch: { ...noted, stage: 'settled', providerStatus: 'transferred', providerRaw: 'Done', transferredAt: at, cancelledFirstAt: null, revived: false }, event: 'see transferred', reason: null };
    expect(read({ cancelledFirstAt: 1 }, seen({ status: 'transferred', raw: 'Done' }))).toEqual({ ...arrived, revives: true, line: 'Transferred as payout 77.' });
    expect(read({}, unnamed({ status: 'transferred', raw: 'Done' }))).toMatchObject({ line: 'Transferred.' });
    expect(read({ providerRaw: 'Done' }, seen({ status: 'transferred', raw: 'Done' }))).not.toHaveProperty('line');
  });

  it('of one that a person had closed and that was paid after all', () => {
    expect(read({ stage: 'settled' }, seen({ status: 'transferred' }), 'Cancelled')).toMatchObject({ revives: true, issue: { kind: 'paid after all', severity: 'Critical', summary: `${reference} was paid after it had been closed`, detail: expect.stringMatching(/^A person had closed .* Check that the debt was not paid in another way meanwhile\.$/) } });
    expect(read({}, seen({ status: 'transferred' }))).not.toHaveProperty('issue');
  });

  it('of one that waits for the payee', () => {
    expect(read({ cancelledFirstAt: 1 }, seen({ status: 'payee must act', raw: 'Held' }))).toEqual({
      patch: { ...noted, providerStatus: 'payee must act', providerRaw: 'Held', cancelledFirstAt: null }, event: 'see payee must act', reason: 'The payee has to do something at the provider first.', revives: false, line: 'Waits for the payee.',
    });
    expect(read({ providerRaw: 'Held' }, seen({ status: 'payee must act', raw: 'Held' }))).not.toHaveProperty('line');
  });

  it('of a word nobody knows', () => {
    expect(read({}, seen({ status: 'unrecognised', raw: 'Odd' }))).toEqual({
      patch: { cancelledFirstAt: null, ...noted, providerStatus: 'unrecognised', providerRaw: 'Odd' }, event: 'see pending', reason: 'The provider says "Odd", which is not known here; counted as pending.', revives: false, line: 'Unknown status "Odd".',
      issue: { kind: 'unknown status', severity: 'Warning', summary: 'Unknown provider status "Odd"', detail: "Counted as pending, never as success. Add the word to the provider's status table when its meaning is known." },
    });
    expect(read({ providerRaw: 'Odd' }, seen({ status: 'unrecognised', raw: 'Odd' }))).not.toHaveProperty('line');
  });

  it('keeps the payout id of the first sight, and what was closed closed', () => {
    expect(read({ payoutId: '77', stage: 'settled' }, unnamed())?.patch).toMatchObject({ payoutId: '77', stage: 'settled' });
    expect(read({ stage: 'unknown' }, seen())?.patch.stage).toBe('accepted');
  });

  it.each(['pending', 'payee must act', 'unrecognised'] as const)('that is %s revives what was thought to be over', (status) => {
    expect(['settled', 'refused', 'unknown', 'accepted'].map((stage) => read({ stage: stage as AttemptRow['stage'] }, seen({ status }))?.revives)).toEqual([true, true, false, false]);
  });
});

describe('what a person must hear of a payout that is merely pending', () => {
  it.each([['A person closed this attempt while its outcome was unknown', null], ['The provider had said twice that it cancelled this payout', 5]] as const)('is that it is alive, once: %s', (before, cancelledFirstAt) => {
    const detail = `${before} (the request is Cancelled now); the provider says it is being paid. Nothing else is sent for the debt meanwhile. Ask the provider which is true, and to cancel it if it should not be paid.`;
    const issue = { kind: 'closed attempt alive', severity: 'Critical', summary: `${reference} is on its way although it was closed`, detail };
    const reason = `${reference} was called over, and is on its way at the provider: nothing else is sent for this debt meanwhile.`;
    expect(read({ stage: 'settled', cancelledFirstAt }, seen(), 'Cancelled')).toMatchObject({ issue, reason, patch: { revived: true, missed: 0, cancelledFirstAt: null } });
    expect(read({ stage: 'settled', cancelledFirstAt }, seen({ status: 'payee must act' }), 'Cancelled')).toMatchObject({ issue, patch: { revived: true } });
    expect(read({ stage: 'settled', cancelledFirstAt }, seen({ status: 'unrecognised' }), 'Cancelled')).toMatchObject({ patch: { revived: true } });
    for (const status of ['pending', 'payee must act'] as const) expect(read({ stage: 'settled', revived: true }, seen({ status }))).not.toHaveProperty('issue');
    expect(read({ stage: 'accepted' }, seen())).toMatchObject({ reason: null, patch: expect.not.objectContaining({ revived: true }) });
    expect(read({ stage: 'accepted' }, seen())).not.toHaveProperty('issue');
  });

  it('is so too of one that was refused, which counts as lost from then on; cancelled, it is what it was, unless that may be a copy', () => {
    const refused = (sighting: Sighting, more: Partial<AttemptRow> = {}) => read({ stage: 'refused', ...more }, sighting, 'Needs Correction');
    const detail = expect.stringMatching(/^The provider had refused this payout \(the request is Needs Correction now\)/);
    expect(refused(seen())).toMatchObject({ issue: { kind: 'closed attempt alive', detail }, revives: true, patch: { stage: 'settled', revived: true, wasLost: true, missed: 0 } });
    expect(refused(seen({ status: 'transferred' }))).toMatchObject({ issue: { kind: 'paid after all' }, revives: true, patch: { stage: 'settled', transferredAt: at, wasLost: true } });
    expect(read({ stage: 'settled' }, seen())?.patch).not.toHaveProperty('wasLost');
    const cancelled = seen({ status: 'cancelled', raw: 'Cancelled', reason: bank });
    expect(refused(cancelled)).toEqual({ patch: { asked: 1, askedAt: at, missed: 1 } });
    expect(refused(cancelled, { posted: 2 })).toMatchObject({ event: 'hold', issue: { kind: 'second copy' } });
    expect(refused(seen({ status: 'cancelled', reason: { ...bank, cause: 'duplicate' } }))).toMatchObject({ event: 'hold', issue: { kind: 'second copy' } });
  });

  it('ends with the word that it arrived, with a cancellation read twice, or when the provider knows it no more', () => {
    const alive = { stage: 'settled', revived: true } as const;
    expect(read(alive, seen({ status: 'transferred' }))?.patch.revived).toBe(false);
    expect(read(alive, seen({ status: 'cancelled', raw: 'Cancelled' }))?.patch).not.toHaveProperty('revived');
    expect(read({ ...alive, cancelledFirstAt: at - 25 * minute }, seen({ status: 'cancelled', raw: 'Cancelled' }))?.patch.revived).toBe(false);
    const missing = (missed: number) => judge(attemptRow({ ...alive, missed, askedAt: 1 }), paymentRow(), { found: false, askedAt: at }, timing);
    expect(missing(3)?.patch).not.toHaveProperty('revived');
    expect(missing(4)).toMatchObject({ patch: { revived: false }, line: 'The provider knows it no more.' });
  });

  it('is that it has been pending for a month', () => {
    const issue = { kind: 'pending for long', severity: 'Warning', summary: `${reference} has been pending for more than 30 days`, detail: 'It is still asked about once a week. Ask the provider what it waits for.' };
    expect(read({ sentAt: at - 30 * day - 1 }, seen())?.issue).toEqual(issue);
    expect(read({ sentAt: at - 30 * day }, seen())).not.toHaveProperty('issue');
    expect(read({ sentAt: null, plannedAt: at - 31 * day }, seen())?.issue).toEqual(issue);
  });
});

describe('an answer out of order', () => {
  it('is ignored up to an hour, and beyond that the clock is not believed', () => {
    expect(read({ askedAt: at + 60 * minute - 1 }, seen())).toBeUndefined();
    expect(read({ askedAt: at + 60 * minute }, seen())).toBeDefined();
  });

  it('after the money arrived is no news', () => expect(read({ transferredAt: 1, stage: 'settled', asked: 4 }, seen({ status: 'unrecognised' }))).toEqual({ patch: { asked: 5, askedAt: at }, event: 'see transferred' }));
});

describe('an attempt had ended before it was asked about', () => {
  it.each(['Completed', 'Failed', 'Returned', 'Cancelled', 'Needs Correction', 'Draft'] as const)('when it is unknown and its request is %s', (state) => {
    expect([endedBefore(attemptRow({ stage: 'unknown' }), paymentRow({ state })), endedBefore(attemptRow(), paymentRow({ state }))]).toEqual([true, false]);
  });
  it.each(['Sending', 'Outcome Unknown', 'In Progress', 'Action Required', 'Awaiting Funds', 'On Hold', 'Approved for Payout', 'Scheduled'] as const)('not while its request is %s', (state) => {
    expect(endedBefore(attemptRow({ stage: 'unknown' }), paymentRow({ state }))).toBe(false);
  });
});

describe('a cancellation', () => {
  const cancelled = (reason?: Found['reason']): Sighting => seen({ status: 'cancelled', raw: 'Cancelled', ...(reason ? { reason } : {}) });
  const patch = { ...noted, providerStatus: 'cancelled', providerRaw: 'Cancelled' };
  const twice = { cancelledFirstAt: at - 25 * minute };

  it('is noted first and told once', () => {
    expect(read({}, cancelled())).toEqual({ patch: { ...patch, cancelledFirstAt: at }, event: 'see pending', reason: 'The provider says cancelled; a second reading confirms it.', line: 'Cancelled, to be confirmed: Cancelled.' });
    const again = read({ cancelledFirstAt: at - minute }, cancelled());
    expect(again).toEqual({ patch: { ...patch, cancelledFirstAt: at - minute }, event: 'see pending', reason: 'The provider says cancelled; a second reading confirms it.' });
  });

  it.each([
    ['funds', { event: 'see unfunded', reason: 'Cancelled for lack of funds; sent again when there are enough.' }],
    ['payee', { event: 'correct', clearsApproval: true, reason: 'Cancelled by the provider: words (9). Correct the recipient, then approve again.' }],
    ['data', { event: 'correct', clearsApproval: true, reason: 'Cancelled by the provider: words (9). Correct the recipient, then approve again.' }],
    ['access', { event: 'see cancelled', reason: 'Cancelled by the provider: words (9).' }],
  ] as const)('that is confirmed means by its cause, %s', (cause, wanted) => {
    const reason = { code: '9', text: 'words', cause };
    expect(read(twice, cancelled(reason))).toEqual({ patch: { ...patch, reasonCode: '9', reasonText: 'words', reasonCause: cause, stage: 'settled', wasLost: true, revived: false }, line: 'Cancelled, confirmed: words (9).', ...wanted });
  });

  it('without a reason is told with the word of the provider', () => expect(read(twice, cancelled())).toMatchObject({ event: 'see cancelled', reason: 'Cancelled by the provider: Cancelled.' }));

  it('of what came back already is no news, and that it was paid is told a day later', () => {
    const back = { ...twice, transferredAt: 1, returnedAt: at - timing.confirmCancelledMs, stage: 'settled' } as const;
    const noNews = { patch: { asked: patch.asked, askedAt: at } };
    expect(read(back, cancelled(bank))).toEqual(noNews);
    expect(read(back, seen({ status: 'transferred' }))).toEqual(noNews);
    const longAgo = { ...back, returnedAt: at - (timing.returnAsksMs[0] ?? 0) };
    expect(read(longAgo, seen({ status: 'transferred' }))).toEqual({
      patch: { ...noNews.patch, paidAgain: true }, event: 'hold', line: 'Counts as paid again after it had come back.', reason: `${reference} counts as paid again after the bank had returned it. A person must ask the provider which is true.`,
      issue: { kind: 'paid after all', severity: 'Critical', summary: `${reference} counts as paid again after it had come back`, detail: expect.stringMatching(/^The provider said twice .*, and now says that it was paid\. .* may have paid it twice\.$/) },
    });
    for (const status of ['pending', 'payee must act', 'unrecognised'] as const) expect(read(longAgo, seen({ status }))).toMatchObject({ patch: { paidAgain: true }, event: 'hold', line: 'Is on its way again after it had come back.', issue: { summary: `${reference} is on its way again after it had come back`, detail: expect.stringContaining('now says that it is being paid.') } });
    expect(read(back, seen())).toEqual(noNews);
    expect(read({ ...longAgo, paidAgain: true }, seen({ status: 'transferred' }))).toEqual(noNews);
  });
  it('of what had arrived is forgotten when it counts as paid again', () => {
    expect(read({ ...twice, transferredAt: 1, stage: 'settled' }, seen({ status: 'transferred' }))).toEqual({ patch: { asked: patch.asked, askedAt: at, cancelledFirstAt: null }, event: 'see transferred' });
  });
  it('of what had arrived is a bank return', () => {
    expect(read({ transferredAt: 1, stage: 'settled' }, cancelled(bank))).toEqual({ patch: { asked: patch.asked, askedAt: at, cancelledFirstAt: at }, event: 'see transferred', line: 'Cancelled after it was paid, to be confirmed: closed account (7).' });
    expect(read({ ...twice, transferredAt: 1, stage: 'settled' }, cancelled(bank))).toEqual({
      patch: { ...patch, reasonCode: '7', reasonText: 'closed account', reasonCause: 'returned', returnedAt: at, stage: 'settled' }, event: 'see returned', line: 'Came back from the bank: closed account (7).',
      reason: "Returned by the bank: closed account (7). Re-paying is a person's decision.",
      issue: { kind: 'bank return', severity: 'Warning', summary: `${reference} came back from the bank`, detail: 'closed account (7). Correct the bank details with the payee, then Re-initiate.' },
    });
  });

  it.each<[string, Partial<AttemptRow>, Found['reason'] | undefined]>([['went out twice', { posted: 2 }, undefined], ['is a duplicate', {}, { code: '5', text: 'exists', cause: 'duplicate' }]])('of what %s goes to a person', (_what, row, reason) => {
    expect(read({ ...twice, ...row }, cancelled(reason))).toMatchObject({
      event: 'hold', patch: { stage: 'accepted' }, line: `Cancelled, but ${reference} may have been submitted more than once.`,
      reason: `Cancelled by the provider, but ${reference} may have been submitted more than once: the other copy may have been paid. A person must decide.`,
      issue: { kind: 'second copy', severity: 'Critical', summary: `${reference} cancelled, maybe only its second copy`, detail: expect.stringMatching(/^A reference submitted more than once never .* Check with the provider, then Re-initiate or Cancel\.$/) },
    });
  });

  it('of what went out twice and arrived only speaks', () => {
    expect(read({ posted: 2, transferredAt: 1, stage: 'settled' }, cancelled())).toEqual({
      patch: { asked: 1, askedAt: at }, event: 'see transferred',
      issue: { kind: 'second copy', severity: 'Critical', summary: `${reference} was paid, and now counts as cancelled`, detail: expect.stringMatching(/^Either the bank returned it, .* Check with the provider whether the money came back\.$/) },
    });
  });
});
