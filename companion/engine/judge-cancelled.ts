import type { Cause, Sighting } from '../domain/payout.ts';
import type { Timing } from '../domain/timing.ts';
import type { AttemptPatch } from '../store/ledger.ts';
import type { AttemptRow } from '../store/ledger-rows.ts';
import type { Judgement } from './judgement.ts';

type Found = Extract<Sighting, { found: true }>;

/** How the trail begins to tell of a cancellation that was read twice. */
export const confirmedLine = 'Cancelled, confirmed';

const causeOf = (seen: Found): Cause | undefined => seen.reason?.cause;
const reasonText = (seen: Found): string => (seen.reason ? `${seen.reason.text} (${seen.reason.code})` : seen.raw);

/** What was cancelled may be a copy of what was paid: a person decides. What was seen to arrive stays arrived, whatever its copy says: only the alert speaks. */
function secondCopy(attempt: AttemptRow, patch: AttemptPatch): Judgement {
  const { asked = attempt.asked, askedAt = attempt.askedAt } = patch;
  const issue: NonNullable<Judgement['issue']> = { kind: 'second copy', severity: 'Critical', summary: `${attempt.reference} cancelled, maybe only its second copy`, detail: 'A reference submitted more than once never becomes a failure by itself: what was cancelled may be the second copy while the first was paid. Check with the provider, then Re-initiate or Cancel.' };
  if (attempt.transferredAt !== null)
    return { patch: { asked, askedAt }, event: 'see transferred', issue: { ...issue, summary: `${attempt.reference} was paid, and now counts as cancelled`, detail: 'Either the bank returned it, or a second copy of it was cancelled: the reference went out more than once, so nobody here can tell. Check with the provider whether the money came back.' } };
  // Somebody has looked at it and closed it: that it was not paid is what they thought. What was alive after that is over, and they have to hear of it.
  if (attempt.stage === 'settled' && !attempt.revived) return { patch: { asked, askedAt } };
  return {
    patch: { ...patch, revived: false }, event: 'hold', line: `Cancelled, but ${attempt.reference} may have been submitted more than once.`,
    reason: `Cancelled by the provider, but ${attempt.reference} may have been submitted more than once: the other copy may have been paid. A person must decide.`,
    issue,
  };
}

const returned = (attempt: AttemptRow, seen: Found, patch: AttemptPatch, at: number): Judgement => ({
  patch: { ...patch, returnedAt: at, stage: 'settled' }, event: 'see returned', line: `Came back from the bank: ${reasonText(seen)}.`,
  reason: `Returned by the bank: ${reasonText(seen)}. Re-paying is a person's decision.`,
  issue: { kind: 'bank return', severity: 'Warning', summary: `${attempt.reference} came back from the bank`, detail: `${reasonText(seen)}. Correct the bank details with the payee, then Re-initiate.` },
});

/** An older word after the money was seen to arrive (a stale replica) is no news; but what was called cancelled once counts as paid again. */
export const oldWord = (attempt: AttemptRow, at: number): Judgement => ({
  patch: { asked: attempt.asked + 1, askedAt: at, ...(attempt.cancelledFirstAt === null ? {} : { cancelledFirstAt: null }) }, event: 'see transferred',
});

/** Called returned twice, and paid or on its way a day later: told once, and nothing goes out before a person has looked. A replica that lags says so sooner, and is no news. */
export function paidAgain(attempt: AttemptRow, { status, askedAt }: Found, timing: Timing): Judgement {
  const patch = { asked: attempt.asked + 1, askedAt };
  if (askedAt - (attempt.returnedAt ?? 0) < (timing.returnAsksMs[0] ?? 0) || attempt.paidAgain) return { patch };
  const [says, word] = status === 'transferred' ? ['counts as paid again', 'it was paid'] : ['is on its way again', 'it is being paid'];
  return {
    patch: { ...patch, paidAgain: true }, event: 'hold', line: `${says.replace(/^./, (first) => first.toUpperCase())} after it had come back.`, reason: `${attempt.reference} ${says} after the bank had returned it. A person must ask the provider which is true.`,
    issue: { kind: 'paid after all', severity: 'Critical', summary: `${attempt.reference} ${says} after it had come back`, detail: `The provider said twice that the bank had returned it, and now says that ${word}. Do not pay it again before the provider has said which is true; a later attempt may have paid it twice.` },
  };
}

/**
 * What a cancellation means (MONEY.md 3): nothing before it was read twice, some minutes apart, be the money still on its way or seen to arrive before; then an end, or a
 * return by the bank. `patch` is what the sighting says anyway, `at` when it was asked, epoch ms.
 */
export function judgeCancelled(attempt: AttemptRow, seen: Found, patch: AttemptPatch, at: number, timing: Timing): Judgement {
  // "Already exists" as the reason means that what was cancelled is a copy, whoever submitted it.
  if (attempt.posted !== 1 || causeOf(seen) === 'duplicate') return secondCopy(attempt, patch);
  const { cancelledFirstAt: first, transferredAt, returnedAt } = attempt;
  if (returnedAt !== null) return { patch: { asked: attempt.asked + 1, askedAt: at } };
  if (first === null || at - first < timing.confirmCancelledMs) {
    const line = first === null ? { line: `Cancelled${transferredAt === null ? '' : ' after it was paid'}, to be confirmed: ${reasonText(seen)}.` } : {};
    if (transferredAt !== null) return { patch: { asked: attempt.asked + 1, askedAt: at, cancelledFirstAt: first ?? at }, event: 'see transferred', ...line };
    return { patch: { ...patch, cancelledFirstAt: first ?? at }, event: 'see pending', reason: 'The provider says cancelled; a second reading confirms it.', ...line };
  }
  if (transferredAt !== null) return returned(attempt, seen, patch, at);
  const confirmed: AttemptPatch = { ...patch, stage: 'settled', wasLost: true, revived: false };
  const line = `${confirmedLine}: ${reasonText(seen)}.`;
  if (causeOf(seen) === 'funds') return { patch: confirmed, event: 'see unfunded', line, reason: 'Cancelled for lack of funds; sent again when there are enough.' };
  if (causeOf(seen) === 'payee' || causeOf(seen) === 'data')
    return { patch: confirmed, event: 'correct', line, clearsApproval: true, reason: `Cancelled by the provider: ${reasonText(seen)}. Correct the recipient, then approve again.` };
  return { patch: confirmed, event: 'see cancelled', line, reason: `Cancelled by the provider: ${reasonText(seen)}.` };
}
