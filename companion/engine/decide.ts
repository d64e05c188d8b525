import type { RequestedAction } from '../connectors/connector.ts';
import type { PayoutEvent } from '../domain/payout-states.ts';
import type { Move } from '../store/ledger.ts';
import { hasPaid, isOpen, isUnderWay, type AttemptRow, type Granted, type Payment } from '../store/ledger-rows.ts';
import { isStopped } from './among-others.ts';
import { stillUnknown } from './judge.ts';

/** What is done about a wish: a move of the payment, an attempt closed, asked about or cancelled at the provider; or words alone. */
export type Decision = { readonly event?: PayoutEvent; readonly reason: string; readonly patch?: Move['patch']; readonly settles?: Granted['settles']; readonly closes?: AttemptRow; readonly asks?: AttemptRow; readonly cancels?: AttemptRow };

/** Refused with its batch and not sent again yet: nothing of it is on its way as far as anybody here knows. */
export const waitsToGoAgain = (row: AttemptRow): boolean => row.stage === 'unknown' && row.refusedWithBatch;

/** The provider said that it took it, and never showed it for as long as anybody asks: a person was told to look, and decides, like about what nobody knows of. */
const neverShown = ({ stage, providerStatus, timeline }: AttemptRow): boolean => stage === 'accepted' && providerStatus === null && timeline.some(({ text }) => text.endsWith(stillUnknown));

/** The provider took it and has not cancelled it: it will be paid unless the provider is asked to stop it. */
const atProvider = (row: AttemptRow, { state }: Payment): boolean =>
  (row.stage === 'accepted' || row.revived) && row.providerStatus !== 'cancelled' && !row.stranger && !(state === 'On Hold' && neverShown(row));

/** Held as a possible duplicate, and nobody has answered that yet: whoever lets it go on now does. */
const isInDoubt = ({ state, heldInDoubt }: Payment): boolean => state === 'On Hold' && heldInDoubt;

function cancel(payment: Payment, last: AttemptRow | undefined, paid: AttemptRow | undefined, told: string): Decision {
  if (!last || !isUnderWay(last)) return { event: 'cancel', reason: told };
  if (atProvider(last, payment) || (payment.state !== 'On Hold' && !(waitsToGoAgain(last) && last.missed >= 2))) return { cancels: last, reason: 'The provider was asked to cancel; its status decides.' };
  // Given up is that attempt alone: another one had paid the debt.
  return paid ? { event: 'see transferred', reason: `Paid by ${paid.reference}; ${last.reference} was given up. ${told}`, closes: last } : { event: 'cancel', reason: told, closes: last };
}

function reinitiate(payment: Payment, last: AttemptRow | undefined, paid: AttemptRow | undefined, { byId, told, second, isHeld, settles }: { readonly byId: string; readonly told: string; readonly second: boolean; readonly isHeld: boolean; readonly settles: NonNullable<Decision['settles']> }): Decision {
  const open = last && isUnderWay(last) ? last : undefined;
  if (open && (payment.state !== 'On Hold' || atProvider(open, payment))) return { asks: open, reason: `Not re-initiated: ${open.reference} is still open. The provider is being asked.` };
  if (open && paid) return { asks: open, reason: `Not re-initiated: ${paid.reference} was paid. Cancel gives ${open.reference} up.` };
  if (payment.state === 'On Hold' && payment.attempt === 0) return { reason: 'Not re-initiated: it was never sent. Release lets it go on.' };
  if (second) return { reason: 'Not re-initiated: it is above a limit, and who submitted, created or approved it, or last changed its payee, may not be the second approval.' };
  if (!open && isHeld && payment.approvedById === byId) return { reason: 'Not re-initiated: the approver may not release the same request. Ask a second person.' };
  // Another request for the debt may have been paid since: it is doubted as if it came new, unless that is what it was held for.
  return { event: 'reinitiate', reason: told, settles: { ...settles, automaticAttempts: 0, confirmedDuplicate: isInDoubt(payment) }, ...(open ? { closes: open } : {}) };
}

/** What can be wished only of what is approved. */
const continues: ReadonlySet<string> = new Set(['Hold', 'Release', 'Retry', 'Re-initiate']);

/** What a person's wish means for a payment in its present state. A wish that can't be granted is answered in words on the record. */
function decideOn(action: RequestedAction, payment: Payment, last: AttemptRow | undefined, paid: AttemptRow | undefined): Decision {
  const underWay = last !== undefined && isUnderWay(last);
  const told = `${action.action} by ${action.byId}: ${action.reason}`;
  const second = payment.needsSecondApproval && [payment.submittedById, payment.approvedById, ...action.interested].includes(action.byId);
  // A release answers the doubt it was held for and no other: who confirms that it is no duplicate has not approved an amount above the limit.
  const settles = { confirmedDuplicate: payment.confirmedDuplicate || isInDoubt(payment), limitReleased: payment.limitReleased || (payment.state === 'On Hold' && payment.needsSecondApproval), heldInDoubt: false, needsSecondApproval: false };
  // Whatever became of a later attempt: the debt is settled, and nothing may be sent for it.
  if (paid && !underWay && action.action !== 'Hold' && payment.state !== 'Completed') return { event: 'see transferred', reason: `Nothing to ${action.action.toLowerCase()}: ${paid.reference} was paid.` };
  // Here, or only in the books, where an older copy of a store or a second companion does not know of it.
  const isHeld = payment.state === 'On Hold' || action.status === 'On Hold';
  // Held while it waited for its correction: nothing approved stands there that could be paid. An older copy of a store knows of neither; the books do.
  const isOver = !underWay || (action.action === 'Re-initiate' && last.providerStatus === 'cancelled');
  if (isHeld && isOver && (!action.approved || payment.clearsApproval) && (action.action === 'Release' || action.action === 'Re-initiate'))
    return { event: 'correct', reason: `No approval stands: correct it and submit it again. ${told}`, patch: { clearsApproval: true }, ...(underWay ? { closes: last } : {}) };
  // Held, it could be released and paid on the approval that was taken back: its stamp may still stand there.
  if ((action.status === 'Rejected' || action.status === 'Recalled') && !underWay && !paid && continues.has(action.action))
    return { event: 'correct', reason: `No approval stands, it is ${action.status}: correct it and submit it again. ${told}`, patch: { clearsApproval: true } };
  switch (action.action) {
    case 'Hold':
      if (underWay && !waitsToGoAgain(last)) return { reason: `Can't be held: ${last.reference} is on its way. Use Cancel to ask the provider to stop it.` };
      return { event: 'hold', reason: told, ...(payment.state === 'On Hold' ? {} : { patch: { heldInDoubt: false, needsSecondApproval: false } }) };
    case 'Release':
      if (underWay) return { asks: last, reason: `Can't be released: the outcome of ${last.reference} is not known. Re-initiate decides for a new attempt.` };
      if (payment.approvedById === action.byId && isHeld) return { reason: 'Not released: the approver may not release the same request. Ask a second person.' };
      if (second) return { reason: 'Not released: it is above a limit, and who submitted or created it, or last changed its payee, may not be the second approval. Ask another approver.' };
      return { event: 'release', reason: told, settles: { ...settles, automaticAttempts: 0 } };
    case 'Retry':
      if (underWay) return { asks: last, reason: `The provider is being asked again.${isStopped(payment) ? ' That somebody asked to stop it still counts: it does not go again by itself.' : ''}` };
      return payment.state === 'Awaiting Funds' ? { event: 'release', reason: 'Funds are being checked again.' } : { reason: 'Nothing to retry: no attempt is open. Re-initiate makes a new one.' };
    case 'Re-initiate':
      return reinitiate(payment, last, paid, { byId: action.byId, told, second, isHeld, settles });
    case 'Cancel':
      return cancel(payment, last, paid, told);
    default:
      return { reason: `"${action.action}" is not something the companion can do.` };
  }
}

/** A wish that needs somebody to have asked, in their name and with a reason; anything else is answered in words. `own` are the request's attempts, the last one last; those withdrawn never left. */
export function decide(action: RequestedAction, payment: Payment, own: readonly AttemptRow[]): Decision {
  if (!action.reason.trim() || !action.byId) return { reason: `${action.action} needs ${action.byId ? 'a reason' : 'the name of who asks'}. Ask again.` };
  const last = own.findLast(({ stage }) => stage !== 'withdrawn');
  // An earlier one that is alive although it was called over is what is under way, unless a later one is; beside a later one that a person may give up, it is what has to be stopped.
  const alive = own.find(({ revived }) => revived);
  const stopsAlive = alive && last && (action.action === 'Cancel' || action.action === 'Re-initiate') && payment.state === 'On Hold' && atProvider(alive, payment) && !atProvider(last, payment);
  const current = last && isOpen(last) && !stopsAlive ? last : (alive ?? last);
  return decideOn(action, payment, current, own.find(hasPaid));
}
