import type { Sighting } from '../domain/payout.ts';
import { moneyText } from '../domain/money.ts';
import { openStates, type PayoutState } from '../domain/payout-states.ts';
import { farthestMs, type Timing } from '../domain/timing.ts';
import type { AttemptPatch } from '../store/ledger.ts';
import type { AttemptRow, Payment } from '../store/ledger-rows.ts';
import { confirmedLine, judgeCancelled, oldWord, paidAgain } from './judge-cancelled.ts';
import type { Judgement } from './judgement.ts';

type Found = Extract<Sighting, { found: true }>;

const dayMs = 86_400_000;
const longestQuestionMs = 3_600_000;

/** A cancellation that was read once is read again some minutes later, and where that brought something else, after as long again as it has waited; undefined where none is to be confirmed. */
function secondReadingAt({ stage, cancelledFirstAt: first, returnedAt }: Pick<AttemptRow, 'stage' | 'cancelledFirstAt' | 'returnedAt'>, now: number, { confirmCancelledMs }: Timing): number | undefined {
  if (first === null || returnedAt !== null) return undefined;
  if (first + confirmCancelledMs > now) return first + confirmCancelledMs;
  return stage === 'settled' ? undefined : now + Math.min(now - first, dayMs);
}

type Asked = Pick<AttemptRow, 'stage' | 'sentAt' | 'asked' | 'cancelledFirstAt' | 'transferredAt' | 'returnedAt' | 'plannedAt'>;

/** The next question about an attempt, epoch ms, or null when none is due any more. Counted from what a clock that ran ahead noted it may lie years ahead: then it is put daily. */
export function nextAskAt(attempt: Asked, now: number, timing: Timing): number | null {
  const at = bySchedule(attempt, now, timing);
  return at !== null && at > now + farthestMs ? now + dayMs : at;
}

function bySchedule(attempt: Asked, now: number, timing: Timing): number | null {
  // Refused by name it is over; but the provider may have taken another copy of the call that brought it. Few questions, reckoned from the refusal, and no notice tells.
  if (attempt.stage === 'refused') return timing.refusedAsksMs.map((ms) => (attempt.sentAt ?? attempt.plannedAt) + ms).find((at) => at > now) ?? null;
  // What was called cancelled is looked at again like what was paid: a word that was not true shows by itself, also where no notice comes.
  const arrived = attempt.returnedAt ?? attempt.transferredAt ?? (attempt.stage === 'settled' ? attempt.cancelledFirstAt : null);
  const secondAt = secondReadingAt(attempt, now, timing);
  if (secondAt !== undefined) return secondAt;
  if (arrived !== null) {
    const next = timing.returnAsksMs.find((ms) => arrived + ms > now);
    return next === undefined ? null : arrived + next;
  }
  if (attempt.stage === 'unknown') return now + (timing.unknownAsksMs[Math.min(attempt.asked, timing.unknownAsksMs.length - 1)] ?? dayMs);
  // Closed by a person while its outcome was unknown: the provider may still pay it.
  const closedUnknown = attempt.stage === 'settled' && attempt.cancelledFirstAt === null;
  if (attempt.stage !== 'accepted' && attempt.stage !== 'sending' && !closedUnknown) return null;
  // Still not ended after a month: seldom, but never not at all.
  if (now - (attempt.sentAt ?? attempt.plannedAt) > timing.pollForMs) return now + 7 * dayMs;
  return now + (timing.pollsMs[Math.min(attempt.asked, timing.pollsMs.length - 1)] ?? dayMs);
}

/** Why a lane stands still: only settling this very collision lets it go on. */
export const collisionOf = (reference: string): string => `reference collision on ${reference}`;

/**
 * Told and stopped once: the provider goes on answering with the same stranger, and a person who has looked must not be overruled by the next answer. One who lets it go
 * on closes the attempt; where it goes on and is not closed, that was in a state of this store that was lost: it is held again, or recovery would wait for it for ever.
 */
function collision(attempt: AttemptRow, payment: Payment, what: string, at: number): Judgement {
  const line = `The provider's record under ${attempt.reference} is not ours: ${what}.`;
  const patch: AttemptPatch = { asked: attempt.asked + 1, askedAt: at, stranger: true, ...(endedBefore(attempt, payment) ? { stage: 'settled' } : {}) };
  const held = { patch, event: 'hold', reason: `Reference collision: ${what}. A person must compare the provider's record with this request.` } as const;
  const goesOn = attempt.stage === 'unknown' && patch.stage !== 'settled' && payment.state !== 'On Hold';
  if (attempt.timeline.some(({ text }) => text === line)) return goesOn ? held : { patch };
  return {
    ...held, stopsLane: collisionOf(attempt.reference), line,
    issue: { kind: 'reference collision', severity: 'Critical', summary: `Reference collision on ${attempt.reference}`, detail: `The provider answered with a payout that does not match what was sent: ${what}. Nothing more is sent from this program and currency until a person has looked.` } };
}

function notOurs(attempt: AttemptRow, seen: Found): string | undefined {
  if (seen.payeeId.toLowerCase() !== attempt.payeeId.toLowerCase()) return 'the payee is another';
  if (seen.amount.minor !== attempt.amountMinor || seen.amount.currency !== attempt.currency)
    return `the amount is ${moneyText(seen.amount)}, sent were ${moneyText({ minor: attempt.amountMinor, currency: attempt.currency })}`;
  if (attempt.payoutId && seen.payoutId && seen.payoutId !== attempt.payoutId) return `the payout id is ${seen.payoutId}, first seen was ${attempt.payoutId}`;
  return undefined;
}

/** An unknown attempt whose request the books called ended before it was asked about (imported after a loss): no answer of nobody may keep recovery going. */
export const endedBefore = (attempt: AttemptRow, payment: Payment): boolean =>
  attempt.stage === 'unknown' && !['Sending', 'Outcome Unknown', 'In Progress', 'Action Required', 'Awaiting Funds', 'On Hold', 'Approved for Payout', 'Scheduled'].includes(payment.state);

/** Only spaced questions count: two in a breath are one. */
const missesWith = ({ missed, askedAt }: AttemptRow, at: number, { unknownAsksMs: [firstMs = 0] }: Timing): number => missed + (askedAt === null || at - askedAt >= firstMs * 0.9 ? 1 : 0);

/** Alive after it was called over, and gone again: what counts as on its way for it would wait for ever. */
function knownNoMore({ reference, number }: AttemptRow, { state, attempt }: Payment, missed: AttemptPatch): Judgement {
  const gone = { patch: { ...missed, revived: false }, line: 'The provider knows it no more.' };
  if (number !== attempt || (state !== 'In Progress' && state !== 'Action Required')) return gone;
  return {
    ...gone, event: 'give up', reason: `${reference} was on its way after it had been closed, and the provider does not know it any more. A person must check with the provider before it is paid again.`,
    issue: { kind: 'outcome unknown', severity: 'Critical', summary: `Outcome of ${reference} unknown`, detail: `${reference} was on its way after it had been closed, and now the provider does not know it. Check with the provider, then Re-initiate (new attempt) or Cancel.` },
  };
}

/** How the trail tells that a person has to look, for the provider does not know it. */
export const stillUnknown = 'still not known to the provider: a person must look.';

function judgeMissing(attempt: AttemptRow, payment: Payment, at: number, timing: Timing): Judgement {
  const missed = missesWith(attempt, at, timing);
  const patch: AttemptPatch = { asked: attempt.asked + 1, askedAt: at, missed };
  const since = attempt.unknownSince ?? attempt.sentAt ?? attempt.plannedAt;
  const waited = at - since;
  // Closed, it is only watched; planned, reserved, withdrawn or refused, it never arrived: that the provider does not know it fits whatever became of the request.
  if (!['sending', 'unknown', 'accepted'].includes(attempt.stage)) return attempt.revived && missed >= timing.giveUpAfterMissed ? knownNoMore(attempt, payment, patch) : { patch };
  const tooLong = waited >= timing.giveUpAfterMs && missed >= timing.giveUpAfterMissed;
  // Refused for lack of funds and not found since: it waits for money, not for an answer.
  const waitsForFunds = attempt.refusedWithBatch && payment.state === 'Awaiting Funds';
  // Refused with its batch: asked until it is plain that the provider did not take it, then it goes out again; unless its lane stays shut. Who was not let in goes on trying.
  const goesAgain = attempt.refusedWithBatch && (attempt.reasonCause === 'access' || waited < 2 * timing.giveUpAfterMs);
  // Where the books say it ended before (a refusal by name leaves no trace at the provider), there is nothing to give up.
  if (tooLong && endedBefore(attempt, payment)) return { patch: { ...patch, stage: 'settled' }, event: 'miss' };
  if (!tooLong || waitsForFunds || goesAgain || payment.state === 'On Hold') return { patch, event: 'miss' };
  return {
    patch,
    event: 'give up',
    reason: `The provider still does not know ${attempt.reference} after ${missed} questions. A person must check with the provider before it is paid again.`,
    line: `Asked ${missed} times, ${stillUnknown}`,
    issue: { kind: 'outcome unknown', severity: 'Critical', summary: `Outcome of ${attempt.reference} unknown`, detail: `The provider does not know ${attempt.reference} after ${missed} questions over ${Math.round(waited / 60_000)} minutes. "Not found" is not "never sent": check with the provider, then Retry (ask again), Re-initiate (new attempt) or Cancel.` },
  };
}

function aliveAfterAll({ reference, stage, cancelledFirstAt }: AttemptRow, { state }: Payment): NonNullable<Judgement['issue']> {
  const called = cancelledFirstAt === null ? 'A person closed this attempt while its outcome was unknown' : 'The provider had said twice that it cancelled this payout';
  const before = stage === 'refused' ? 'The provider had refused this payout' : called;
  return { kind: 'closed attempt alive', severity: 'Critical', summary: `${reference} is on its way although it was closed`, detail: `${before} (the request is ${state} now); the provider says it is being paid. Nothing else is sent for the debt meanwhile. Ask the provider which is true, and to cancel it if it should not be paid.` };
}

/** What a person must hear of a payout that has been pending for a month. */
function longPending(attempt: AttemptRow, at: number, timing: Timing): Pick<Judgement, 'issue'> {
  if (at - (attempt.sentAt ?? attempt.plannedAt) > timing.pollForMs)
    return { issue: { kind: 'pending for long', severity: 'Warning', summary: `${attempt.reference} has been pending for more than ${Math.round(timing.pollForMs / dayMs)} days`, detail: 'It is still asked about once a week. Ask the provider what it waits for.' } };
  return {};
}

/**
 * A cancellation that was confirmed before says nothing new, whatever has become of its request since: approved anew, it must not lose its approval by it, and held
 * without one it must not wait for funds. Only where an answer is waited for it still counts.
 */
const toldBefore = ({ stage, timeline }: AttemptRow, { state }: Payment): boolean => stage === 'settled' && !(openStates as readonly PayoutState[]).includes(state) && (timeline.at(-1)?.text.startsWith(confirmedLine) ?? false);

const paidAfterAll = (attempt: AttemptRow): NonNullable<Judgement['issue']> => ({
  kind: 'paid after all', severity: 'Critical', summary: `${attempt.reference} was paid after it had been closed`,
  detail: 'A person had closed this attempt while its outcome was unknown, or the provider had refused it or cancelled it twice, and the provider paid it after all. Check that the debt was not paid in another way meanwhile.',
});

/**
 * Reads a sighting against the attempt it is about (MONEY.md 3): an old answer is ignored, a stranger's payout stops the lane, only explicit
 * words are outcomes, and a cancellation counts only when it was seen twice.
 */
export function judge(attempt: AttemptRow, payment: Payment, sighting: Sighting, timing: Timing): Judgement | undefined {
  const at = sighting.askedAt;
  // One that seems asked long after this one was asked by a clock that ran ahead: no question is under way that long.
  if (attempt.askedAt !== null && at <= attempt.askedAt && attempt.askedAt - at < longestQuestionMs) return undefined;
  if (!sighting.found) return judgeMissing(attempt, payment, at, timing);
  const stranger = notOurs(attempt, sighting);
  if (stranger) return collision(attempt, payment, stranger, at);
  const isRefused = attempt.stage === 'refused';
  // Closed by a person, confirmed cancelled or refused: that it is on its way all the same comes before any later attempt. So is what the books call given up where a store that had forgotten it asks.
  const isEnded = attempt.stage === 'settled' || isRefused;
  const closed = isEnded || (attempt.stage === 'unknown' && (payment.state === 'Cancelled' || payment.state === 'Failed'));
  const patch: AttemptPatch = {
    asked: attempt.asked + 1, askedAt: at, stage: isEnded ? 'settled' : 'accepted', ...(isRefused ? { wasLost: true } : {}),
    payoutId: attempt.payoutId ?? sighting.payoutId ?? null, providerStatus: sighting.status, providerRaw: sighting.raw,
    targetMinor: sighting.target?.minor ?? null, targetCurrency: sighting.target?.currency ?? null,
    reasonCode: sighting.reason?.code ?? null, reasonText: sighting.reason?.text ?? null, reasonCause: sighting.reason?.cause ?? null,
  };
  if (attempt.transferredAt !== null && sighting.status !== 'cancelled') return attempt.returnedAt === null ? oldWord(attempt, at) : paidAgain(attempt, sighting, timing);
  const news = sighting.raw !== attempt.providerRaw;
  const toldAlive = closed && !attempt.revived ? { issue: aliveAfterAll(attempt, payment) } : {};
  const alive: AttemptPatch = { ...patch, cancelledFirstAt: null, ...(closed ? { stage: 'settled', revived: true, missed: 0 } : {}) };
  switch (sighting.status) {
    case 'transferred':
      return { ...(closed ? { issue: paidAfterAll(attempt) } : {}), revives: true, patch: { ...patch, stage: 'settled', transferredAt: at, cancelledFirstAt: null, revived: false }, event: 'see transferred', reason: null, ...(news ? { line: `Transferred${patch.payoutId ? ` as payout ${patch.payoutId}` : ''}.` } : {}) };
    case 'payee must act':
      return { ...toldAlive, revives: closed, patch: alive, event: 'see payee must act', reason: 'The payee has to do something at the provider first.', ...(news ? { line: 'Waits for the payee.' } : {}) };
    case 'cancelled':
      if (toldBefore(attempt, payment)) return { patch: { asked: attempt.asked + 1, askedAt: at } };
      // Refused, and kept as cancelled: the same said twice, unless what was cancelled may be a copy. For the next number it counts like "not found".
      if (isRefused && attempt.posted === 1 && sighting.reason?.cause !== 'duplicate') return { patch: { asked: attempt.asked + 1, askedAt: at, missed: missesWith(attempt, at, timing) } };
      return judgeCancelled(attempt, sighting, patch, at, timing);
    case 'unrecognised':
      return { revives: closed, patch: alive, event: 'see pending', reason: `The provider says "${sighting.raw}", which is not known here; counted as pending.`, issue: { kind: 'unknown status', severity: 'Warning', summary: `Unknown provider status "${sighting.raw}"`, detail: `Counted as pending, never as success. Add the word to the provider's status table when its meaning is known.` }, ...(news ? { line: `Unknown status "${sighting.raw}".` } : {}) };
    case 'pending':
      return { ...(closed ? toldAlive : longPending(attempt, at, timing)), revives: closed, patch: alive, event: 'see pending', reason: closed ? `${attempt.reference} was called over, and is on its way at the provider: nothing else is sent for this debt meanwhile.` : null, ...(news ? { line: `${sighting.raw} at the provider${patch.payoutId ? ` as payout ${patch.payoutId}` : ''}.` } : {}) };
  }
}
