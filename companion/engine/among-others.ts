import { hasPaid, isBusy, type AttemptRow, type Payment } from '../store/ledger-rows.ts';
import type { Judgement } from './judgement.ts';

/** What an answer means for one attempt of a request. */
export interface Verdict {
  readonly attempt: AttemptRow;
  readonly payment: Payment;
  readonly judgement: Judgement;
}

/** The one of these attempts that had paid the debt, other than `than`. */
export const paidBesides = (own: readonly AttemptRow[], than: string): AttemptRow | undefined => own.find((row) => hasPaid(row) && row.reference !== than);

/** News about an attempt that is no longer the request's last one can't move the request; if money arrives on it, or is on its way, a person must look. */
function aboutAnEarlierAttempt({ attempt, payment, judgement }: Verdict, own: readonly AttemptRow[], paid: AttemptRow | undefined): Judgement {
  const { event, reason = null, clearsApproval: _, ...heard } = judgement;
  const { patch, revives = false } = heard;
  // It was this one that had paid the debt, and no other: the debt is open again.
  if (event === 'see returned' && payment.state === 'Completed' && (!paid || paid.reference === attempt.reference)) return { ...heard, event, reason };
  if (revives && event !== 'see transferred') return { ...heard, event: 'hold', reason: `${attempt.reference} is being paid although it was closed, and a later attempt exists. A person must check with the provider at once.` };
  if (!revives) return heard;
  // Whatever came after it ended or never left: the debt is paid, once.
  if (!own.some((row) => row.number > attempt.number && isBusy(row))) return { ...heard, event: 'see transferred', reason };
  return {
    patch, revives, event: 'hold', reason: `${attempt.reference} was paid after all, and a later attempt exists. A person must check with the provider at once.`,
    line: `${attempt.reference} was paid after all.`,
    issue: { kind: 'paid earlier attempt', severity: 'Critical', summary: `${attempt.reference} was paid although it was called over`, detail: 'A later attempt of the same request exists. Cancel it with the provider if it has not been paid, and report the contradiction to the provider.' },
  };
}

/** The attempt came to nothing, or came back, but another one had paid the debt: it is paid, not failed, and must not go out again. */
function settledByAnother({ attempt, judgement }: Verdict, paid: AttemptRow | undefined, other: AttemptRow | undefined): Judgement {
  const { clearsApproval: _, issue, ...rest } = judgement;
  if (judgement.event === 'see returned' && other)
    return { ...rest, event: 'see transferred', reason: `Paid by ${other.reference}; ${attempt.reference} came back from the bank.`, ...(issue ? { issue: { ...issue, detail: `${other.reference} has paid the debt: nothing is owed, and nothing is to be sent again.` } } : {}) };
  const ended = judgement.event === 'see cancelled' || judgement.event === 'see unfunded' || judgement.event === 'correct';
  if (!ended || !paid || paid.reference === attempt.reference) return judgement;
  return { ...rest, event: 'see transferred', reason: `Paid by ${paid.reference}; ${attempt.reference} was cancelled.`, ...(issue ? { issue } : {}) };
}

/** Whether somebody has asked to stop it, and nobody has let it be paid after all since: to ask how it stands, as Retry does, takes nothing back. */
export const isStopped = (payment: Payment): boolean => payment.stopWish !== null;

/** Cancelled for lack of funds after somebody had asked to stop it: what they wanted has come about, and it does not go again by itself. */
function unlessStopped({ payment, judgement }: Verdict): Judgement {
  if (judgement.event !== 'see unfunded' || !isStopped(payment)) return judgement;
  return { ...judgement, event: 'see cancelled', reason: 'Cancelled by the provider for lack of funds. It is not sent again by itself, for somebody had asked to stop it; Re-initiate sends it.' };
}

/** What ended unpaid has nothing left to hold and no approval to lose: of that an alert alone speaks, where there is one. */
function unlessOver({ state }: Payment, judgement: Judgement): Judgement {
  const { event, reason: _, clearsApproval: __, ...heard } = judgement;
  return (state === 'Cancelled' && event === 'hold') || ((state === 'Cancelled' || state === 'Failed') && event === 'correct') ? heard : judgement;
}

/** What an answer about one attempt means for its request: with the others it has (`own`, in their order; none where it is the only one), and with what a person wanted last. */
export function amongOthers(verdict: Verdict, own: readonly AttemptRow[]): Judgement {
  const { attempt, payment } = verdict;
  // The books called it paid before the provider was asked about its last attempt: that one may be what paid it.
  const mayBePaid = ({ stage, number }: AttemptRow): boolean => stage === 'unknown' && payment.state === 'Completed' && payment.attempt === number;
  const paid = own.findLast((row) => mayBePaid(row) || hasPaid(row));
  const judgement = settledByAnother({ ...verdict, judgement: unlessStopped(verdict) }, paid, paidBesides(own, attempt.reference));
  return unlessOver(payment, attempt.number < payment.attempt ? aboutAnEarlierAttempt({ ...verdict, judgement }, own, paid) : judgement);
}
