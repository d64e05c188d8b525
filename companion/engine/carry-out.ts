import type { IssueAction, Payouts, RequestedAction } from '../connectors/connector.ts';
import type { PayoutEvent } from '../domain/payout-states.ts';
import { Problem } from '../domain/problem.ts';
import type { Move } from '../store/ledger.ts';
import { isOpen, laneKey, type AttemptRow, type Payment } from '../store/ledger-rows.ts';
import { collisionOf } from './judge.ts';
import type { Office } from './office.ts';
import { retotal, settleBatches } from './settle-batches.ts';

/** A wish as the books are told which one was answered. */
const wishOf = ({ action, byId }: { readonly action: string; readonly byId: string }): string => `${action} ${byId}`;

/**
 * Answered already and not yet cleared in the books; or shown by a look (`lookedAt`, epoch ms) that began before the last wish was answered or cleared, which
 * may show an older one.
 */
const answeredBefore = (row: Pick<Payment, 'clearsAction' | 'actionClearedAt' | 'answeredAction' | 'answeredAt'>, wish: string, lookedAt: number): boolean =>
  (row.answeredAt ?? 0) >= lookedAt || (row.answeredAction === wish && (row.clearsAction || (row.actionClearedAt ?? 0) >= lookedAt));

const parked = (row: AttemptRow): boolean => row.stage === 'unknown' && row.refusedWithBatch && row.missed >= 2;

type Decision = { readonly event?: PayoutEvent; readonly reason: string; readonly patch?: Move['patch']; readonly closes?: AttemptRow; readonly asks?: AttemptRow; readonly cancels?: AttemptRow };

/** What a person's wish means for a payment in its present state. A wish that can't be granted is answered in words on the record. */
function decide(action: RequestedAction, payment: Payment, last: AttemptRow | undefined, paid: AttemptRow | undefined): Decision {
  const underWay = last !== undefined && isOpen(last);
  const told = `${action.action} by ${action.byId}: ${action.reason}`;
  const second = payment.needsSecondApproval && (payment.submittedById === action.byId || payment.approvedById === action.byId);
  // A release answers the doubt it was held for and no other: who confirms that it is no duplicate has not approved an amount above the limit.
  const answered = { confirmedDuplicate: payment.confirmedDuplicate || payment.heldInDoubt, limitReleased: payment.limitReleased || payment.needsSecondApproval, heldInDoubt: false, needsSecondApproval: false };
  // Whatever became of a later attempt: the debt is settled, and nothing may be sent for it.
  if (paid && !underWay && action.action !== 'Hold' && payment.state !== 'Completed') return { event: 'see transferred', reason: `Nothing to ${action.action.toLowerCase()}: ${paid.reference} was paid.` };
  switch (action.action) {
    case 'Hold':
      return underWay ? { reason: `Can't be held: ${last.reference} is on its way. Use Cancel to ask the provider to stop it.` } : { event: 'hold', reason: told, ...(payment.state === 'On Hold' ? {} : { patch: { heldInDoubt: false, needsSecondApproval: false } }) };
    case 'Release':
      if (underWay) return { asks: last, reason: `Can't be released: the outcome of ${last.reference} is not known. Re-initiate decides for a new attempt.` };
      if (payment.approvedById === action.byId && payment.state === 'On Hold') return { reason: 'Not released: the approver may not release the same request. Ask a second person.' };
      if (second) return { reason: 'Not released: it is above a limit, and its submitter may not be the second approval. Ask another approver.' };
      return { event: 'release', reason: told, patch: { ...answered, automaticAttempts: 0 } };
    case 'Retry':
      if (underWay) return { asks: last, reason: 'The provider is being asked again.' };
      return payment.state === 'Awaiting Funds' ? { event: 'release', reason: 'Funds are being checked again.' } : { reason: 'Nothing to retry: no attempt is open. Re-initiate makes a new one.' };
    case 'Re-initiate':
      if (underWay && payment.state !== 'On Hold') return { asks: last, reason: `Not re-initiated: ${last.reference} is still open. The provider is being asked.` };
      if (payment.state === 'On Hold' && payment.attempt === 0) return { reason: 'Not re-initiated: it was never sent. Release lets it go on.' };
      if (second) return { reason: 'Not re-initiated: it is above a limit, and neither its submitter nor its approver may be the second approval.' };
      return { event: 'reinitiate', reason: told, patch: { ...answered, automaticAttempts: 0, confirmedDuplicate: true }, ...(underWay ? { closes: last } : {}) };
    case 'Cancel':
      if (underWay && parked(last)) return { event: 'cancel', reason: told, closes: last };
      if (underWay) return payment.state === 'On Hold' ? { event: 'cancel', reason: told, closes: last } : { cancels: last, reason: 'The provider was asked to cancel; its status decides.' };
      return { event: 'cancel', reason: told };
    default:
      return { reason: `"${action.action}" is not something the companion can do.` };
  }
}

/** A refusal is an answer too: one payout the provider does not know must not stop the survey, and with it everybody else's money. */
async function askToCancel(payer: Payouts, attempt: AttemptRow): Promise<'asked' | 'too late' | Problem> {
  try {
    return await payer.cancel(attempt);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

/**
 * Takes back what was only planned or reserved, for whoever wants to stop it: nothing of it has left. What the books call Sending has to be told there that
 * it is not before it can be cancelled, so that wish is carried out by the next look.
 */
async function stopPlanned(office: Office, requestId: string): Promise<'nothing was planned' | 'withdrawn' | 'to be told first'> {
  const { db, ledger } = office.store;
  return db.transaction(async () => {
    const [row] = await ledger.withdraw([requestId], ['intent', 'reserved']);
    if (!row) return 'nothing was planned';
    const [moved] = await ledger.move([{ requestId, event: 'withdraw', reason: 'Not sent: somebody wants to stop it.', patch: { batchId: null } }]);
    await retotal(office, [row.batchId]);
    return moved && 'from' in moved && moved.from === 'Sending' ? 'to be told first' : 'withdrawn';
  });
}

/** Carries out one wish. Who wants to stop a payment stops first what was only planned of it. */
async function carryOutOne(office: Office, payer: Payouts, action: RequestedAction, known: Payment, own: readonly AttemptRow[]): Promise<void> {
  const stopped = action.byId && action.reason.trim() && (action.action === 'Hold' || action.action === 'Cancel') ? await stopPlanned(office, action.requestId) : 'nothing was planned';
  if (stopped === 'to be told first') return office.store.timers.atLatest('survey', '', office.tools.now() + office.timing.writeDelayMs + office.timing.surveyQuietMs);
  const [payment = known] = stopped === 'withdrawn' ? await office.store.ledger.payments([action.requestId]) : [];
  await grant(office, payer, action, payment, stopped === 'withdrawn' ? own.slice(0, -1) : own);
}

async function grant(office: Office, payer: Payouts, action: RequestedAction, payment: Payment, own: readonly AttemptRow[]): Promise<void> {
  const { db, ledger, timers } = office.store;
  const now = office.tools.now();
  const decision: Decision = action.reason.trim() && action.byId ? decide(action, payment, own.at(-1), own.find((row) => row.transferredAt !== null && row.returnedAt === null)) : { reason: `${action.action} needs ${action.byId ? 'a reason' : 'the name of who asks'}. Ask again.` };
  const cancelled = decision.cancels ? await askToCancel(payer, decision.cancels) : undefined;
  // The wish stays on the record for the next survey; meanwhile it must not keep the others from being carried out.
  if (cancelled instanceof Problem && (cancelled.kind === 'busy' || cancelled.kind === 'unreachable')) return office.tools.log.warn(`Actions: ${action.requestId} could not be cancelled yet. ${cancelled.message}`);
  const answers = { clearsAction: true, answeredAction: wishOf(action), answeredAt: now };
  await db.transaction(async () => {
    const [moved] = decision.event ? await ledger.move([{ requestId: action.requestId, event: decision.event, reason: decision.reason, patch: { ...decision.patch, ...answers } }]) : [];
    const done = moved !== undefined && !('forbidden' in moved);
    if (done) await ledger.audit({ requestId: action.requestId, action: action.action, reason: action.reason, byId: action.byId });
    if (done && decision.closes) await ledger.patchAttempts([[decision.closes.reference, { stage: 'settled', nextAskAt: now + (office.timing.unknownAsksMs.at(-1) ?? 0), timeline: [...decision.closes.timeline, { at: new Date(now).toISOString(), text: `${action.action}: ${action.reason}` }] }]]);
    if (done && decision.closes) await settleBatches(office, [decision.closes.batchId]);
    const asks = decision.asks ?? decision.cancels;
    if (asks) {
      await ledger.patchAttemptsQuietly([[asks.reference, { nextAskAt: now }]]);
      await timers.atLatest('ask', '', now);
    }
    const reason = cancelled instanceof Problem ? `The provider did not take the wish to cancel; its status decides. ${cancelled.message}` : cancelled === 'too late' ? 'The provider could no longer cancel it; its status decides.' : decision.reason;
    if (!done) await ledger.note(action.requestId, moved ? `${action.action} is not possible while ${payment.state}.` : reason, answers);
    await timers.atLatest('send', laneKey(payment), now);
    await timers.atLatest('survey', '', now + office.timing.surveyQuietMs);
  });
}

/**
 * Carries out what people asked for on the records, each once: a wish stays visible until the books confirm that it was cleared. Another one entered
 * meanwhile is carried out in its turn.
 */
export async function carryOut(office: Office, payer: Payouts, actions: readonly RequestedAction[], lookedAt: number): Promise<void> {
  const { ledger } = office.store;
  const ids = actions.map((action) => action.requestId);
  const payments = new Map((await ledger.payments(ids)).map((row) => [row.requestId, row]));
  const attempts = await ledger.attemptsOf(ids);
  for (const action of actions) {
    const payment = payments.get(action.requestId);
    // Not ours yet (a draft, say): the package's own flow deals with it.
    if (!payment || answeredBefore(payment, wishOf(action), lookedAt)) continue;
    await carryOutOne(office, payer, action, payment, attempts.filter((row) => row.requestId === action.requestId));
  }
}

/** `payoneer/payout.status` → connection and event: one issue stands for all dead letters of an hour, so a wish on it is about all of them. */
function letterOf(source: string): [connection: string, event: string] {
  const at = source.indexOf('/');
  return [source.slice(0, at), source.slice(at + 1)];
}

/**
 * Carries out what people asked for on issues. Retry puts a dead letter back among the new ones; either action says that a person has looked, so a
 * lane stopped by a reference collision goes on.
 */
export async function settleIssues(office: Office, actions: readonly IssueAction[], lookedAt: number): Promise<void> {
  const { db, issues, inbox, ledger, lanes } = office.store;
  const found = new Map((await issues.byKeys(actions.map((action) => action.key))).map((issue) => [issue.key, issue]));
  for (const { key, action, reason, byId } of actions) {
    const issue = found.get(key);
    const wish = wishOf({ action, byId });
    if (!issue || answeredBefore(issue, wish, lookedAt)) continue;
    if (!reason.trim() || !byId) {
      await issues.answer(key, `${action} needs ${byId ? 'a reason. Write one and ask again.' : 'the name of who asks. Ask again.'}`, wish);
      continue;
    }
    await db.transaction(async () => {
      const retry = action === 'Retry';
      if (issue.letterId !== null) await (retry ? inbox.reviveAll : inbox.discardAll)(...letterOf(issue.source), issues.hourOf(issue));
      if (issue.kind === 'reference collision') {
        const [attempt] = await ledger.attempts([issue.source]);
        if (attempt) await lanes.goOn(attempt, collisionOf(attempt.reference));
      }
      await ledger.audit({ requestId: issue.requestId ?? key, action: `${action} issue ${key}`, reason, byId });
      await issues.settle(key, retry ? 'Resolved' : 'Discarded', wish);
    });
  }
}
