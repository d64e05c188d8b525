import type { Payouts, RequestedAction } from '../connectors/connector.ts';
import { nextState, type PayoutEvent } from '../domain/payout-states.ts';
import { Problem } from '../domain/problem.ts';
import type { Move } from '../store/ledger.ts';
import { isOpen, laneKey, type AttemptRow, type Granted, type Payment } from '../store/ledger-rows.ts';
import type { Office } from './office.ts';
import { retotal, settleBatches } from './settle-batches.ts';

/** A wish as the books are told which one was answered. */
export const wishOf = ({ action, byId }: { readonly action: string; readonly byId: string }): string => `${action} ${byId}`;

/**
 * Answered already and not yet cleared in the books; or shown by a look (`lookedAt`, epoch ms) that began before the last wish was answered or cleared, which
 * may show an older one.
 */
export const answeredBefore = (row: Pick<Payment, 'clearsAction' | 'actionClearedAt' | 'answeredAction' | 'answeredAt'>, wish: string, lookedAt: number): boolean =>
  (row.answeredAt ?? 0) >= lookedAt || (row.answeredAction === wish && (row.clearsAction || (row.actionClearedAt ?? 0) >= lookedAt));

const sentBefore: ReadonlySet<string> = new Set(['Sending', 'Outcome Unknown', 'In Progress', 'Action Required', 'Completed', 'Failed', 'Returned']);

const parked = (row: AttemptRow): boolean => row.stage === 'unknown' && row.refusedWithBatch && row.missed >= 2;

type Decision = { readonly event?: PayoutEvent; readonly reason: string; readonly patch?: Move['patch']; readonly settles?: Granted['settles']; readonly closes?: AttemptRow; readonly asks?: AttemptRow; readonly cancels?: AttemptRow };

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
      return { event: 'release', reason: told, settles: { ...answered, automaticAttempts: 0 } };
    case 'Retry':
      if (underWay) return { asks: last, reason: 'The provider is being asked again.' };
      return payment.state === 'Awaiting Funds' ? { event: 'release', reason: 'Funds are being checked again.' } : { reason: 'Nothing to retry: no attempt is open. Re-initiate makes a new one.' };
    case 'Re-initiate':
      if (underWay && payment.state !== 'On Hold') return { asks: last, reason: `Not re-initiated: ${last.reference} is still open. The provider is being asked.` };
      if (payment.state === 'On Hold' && payment.attempt === 0) return { reason: 'Not re-initiated: it was never sent. Release lets it go on.' };
      if (second) return { reason: 'Not re-initiated: it is above a limit, and neither its submitter nor its approver may be the second approval.' };
      return { event: 'reinitiate', reason: told, settles: { ...answered, automaticAttempts: 0, confirmedDuplicate: true }, ...(underWay ? { closes: last } : {}) };
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

/** The wish stays on the record; the next look comes after what waits for the books was written. */
const lookAgainWhenTold = ({ store: { timers }, tools, timing }: Office): Promise<void> => timers.atLatest('survey', '', tools.now() + timing.writeDelayMs + timing.surveyQuietMs);

/** Carries out one wish. Who wants to stop a payment stops first what was only planned of it. */
async function carryOutOne(office: Office, payer: Payouts, action: RequestedAction, known: Payment, own: readonly AttemptRow[]): Promise<void> {
  const stopped = action.byId && action.reason.trim() && (action.action === 'Hold' || action.action === 'Cancel') ? await stopPlanned(office, action.requestId) : 'nothing was planned';
  if (stopped === 'to be told first') return lookAgainWhenTold(office);
  const [payment = known] = stopped === 'withdrawn' ? await office.store.ledger.payments([action.requestId]) : [];
  await answer(office, payer, action, payment, stopped === 'withdrawn' ? own.slice(0, -1) : own);
}

/** A wish that needs somebody to have asked, in their name and with a reason; anything else is answered in words. */
function decisionOn(action: RequestedAction, payment: Payment, own: readonly AttemptRow[]): Decision {
  if (!action.reason.trim() || !action.byId) return { reason: `${action.action} needs ${action.byId ? 'a reason' : 'the name of who asks'}. Ask again.` };
  return decide(action, payment, own.at(-1), own.find((row) => row.transferredAt !== null && row.returnedAt === null));
}

async function answer(office: Office, payer: Payouts, action: RequestedAction, payment: Payment, own: readonly AttemptRow[]): Promise<void> {
  const { ledger, timers, db } = office.store;
  const now = office.tools.now();
  const decision = decisionOn(action, payment, own);
  const answers = { clearsAction: true, answeredAction: wishOf(action), answeredAt: now };
  const { event } = decision;
  if ((event === 'release' || event === 'reinitiate') && payment.state !== 'Approved for Payout' && nextState(payment.state, event) === 'Approved for Payout') {
    // The books let it go on from the state they were told, and only while the wish stands there: until they were told, it waits.
    if (action.status !== payment.state) return lookAgainWhenTold(office);
    const { requestId, status: _status, ...wish } = action;
    return ledger.note(requestId, undefined, { ...answers, granted: { event, reason: decision.reason, settles: decision.settles ?? {}, closes: decision.closes?.reference ?? null, wish } });
  }
  const cancelled = decision.cancels ? await askToCancel(payer, decision.cancels) : undefined;
  // The wish stays on the record for the next survey; meanwhile it must not keep the others from being carried out.
  if (cancelled instanceof Problem && (cancelled.kind === 'busy' || cancelled.kind === 'unreachable')) return office.tools.log.warn(`Actions: ${action.requestId} could not be cancelled yet. ${cancelled.message}`);
  await db.transaction(async () => {
    const done = event !== undefined && (await carriedOut(office, action, { event, reason: decision.reason, patch: { ...decision.patch, ...decision.settles, ...answers } }, decision.closes));
    const asks = decision.asks ?? decision.cancels;
    if (asks) {
      await ledger.patchAttemptsQuietly([[asks.reference, { nextAskAt: now }]]);
      await timers.atLatest('ask', '', now);
    }
    const reason = cancelled instanceof Problem ? `The provider did not take the wish to cancel; its status decides. ${cancelled.message}` : cancelled === 'too late' ? 'The provider could no longer cancel it; its status decides.' : decision.reason;
    if (!done) await ledger.note(action.requestId, event ? `${action.action} is not possible while ${payment.state}.` : reason, answers);
    await goOn(office, payment);
  });
}

async function goOn({ store: { timers }, tools, timing }: Office, payment: Payment): Promise<void> {
  await timers.atLatest('send', laneKey(payment), tools.now());
  await timers.atLatest('survey', '', tools.now() + timing.surveyQuietMs);
}

/** Moves the payment as somebody asked, closes the attempt they gave up, and writes both into the trail. False when the state table forbids it. */
async function carriedOut(office: Office, wish: { readonly requestId: string } & Granted['wish'], move: Omit<Move, 'requestId'>, closes: AttemptRow | undefined): Promise<boolean> {
  const { ledger } = office.store;
  const now = office.tools.now();
  const [moved] = await ledger.move([{ requestId: wish.requestId, ...move }]);
  if (moved === undefined || 'forbidden' in moved) return false;
  await ledger.audit({ requestId: wish.requestId, action: wish.action, reason: wish.reason, byId: wish.byId });
  if (!closes) return true;
  await ledger.patchAttempts([[closes.reference, { stage: 'settled', nextAskAt: now + (office.timing.unknownAsksMs.at(-1) ?? 0), timeline: [...closes.timeline, { at: new Date(now).toISOString(), text: `${wish.action}: ${wish.reason}` }] }]]);
  await settleBatches(office, [closes.batchId]);
  return true;
}

/**
 * Wishes whose answer the books took, and with it the step they allow: now they take effect. Joins the caller's transaction. `takenAt` (epoch ms) is when the
 * writing began: what was granted since goes with the next.
 */
export async function carryOutGranted(office: Office, requestIds: readonly string[], takenAt: number): Promise<void> {
  const { ledger } = office.store;
  const payments = (await ledger.payments(requestIds, 'for update')).filter((payment) => payment.granted && (payment.answeredAt ?? 0) <= takenAt);
  if (!payments.length) return;
  const attempts = await ledger.attemptsOf(payments.map((payment) => payment.requestId));
  for (const payment of payments) {
    const { granted } = payment;
    if (!granted) continue;
    const closes = attempts.find((row) => row.reference === granted.closes && isOpen(row));
    await carriedOut(office, { requestId: payment.requestId, ...granted.wish }, { event: granted.event, reason: granted.reason, patch: { ...granted.settles, granted: null }, alreadyWritten: true }, closes);
    await goOn(office, payment);
  }
}

/** Only a store that was lost does not know a request that was sent. A request nobody has taken up yet (a draft, say) is the package's own matter. */
async function tellUnknown({ store: { issues } }: Office, { requestId, action, status }: RequestedAction): Promise<void> {
  if (!sentBefore.has(status)) return;
  await issues.raise({ kind: 'unknown request', source: requestId, severity: 'Warning', requestId, summary: `${action} can't be carried out: this store does not know the request`, detail: `The request is ${status} in the books, and the store it was paid from was lost. Nothing was done. Clear the requested action; if the debt is still open, raise a new request for it.` });
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
    if (!payment) await tellUnknown(office, action);
    if (!payment || answeredBefore(payment, wishOf(action), lookedAt)) continue;
    await carryOutOne(office, payer, action, payment, attempts.filter((row) => row.requestId === action.requestId));
  }
}
