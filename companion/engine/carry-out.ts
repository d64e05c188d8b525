import type { Payouts, RequestedAction } from '../connectors/connector.ts';
import { nextState, openStates, waitingStates } from '../domain/payout-states.ts';
import { Problem } from '../domain/problem.ts';
import { notedSince } from '../domain/timing.ts';
import type { Move } from '../store/ledger.ts';
import { isOpen, laneKey, type AttemptRow, type Granted, type Payment } from '../store/ledger-rows.ts';
import type { OutboxRow } from '../store/outbox.ts';
import { asksToStop } from './asks-to-stop.ts';
import { decide, waitsToGoAgain } from './decide.ts';
import type { Office } from './office.ts';
import { retotal, settleBatches, takeBack } from './settle-batches.ts';

/** A wish as the books are told which one was answered. */
export const wishOf = ({ action, byId }: { readonly action: string; readonly byId: string }): string => `${action} ${byId}`;

/**
 * Answered already and not yet cleared in the books; or shown by a look (`lookedAt`, epoch ms) that began before the last wish was answered or cleared, which
 * may show an older one.
 */
export const answeredBefore = (row: Pick<Payment, 'clearsAction' | 'actionClearedAt' | 'answeredAction' | 'answeredAt'>, wish: string, lookedAt: number, now: number): boolean =>
  notedSince(row.answeredAt, lookedAt, now) || (row.answeredAction === wish && (row.clearsAction || notedSince(row.actionClearedAt, lookedAt, now)));

/** Of these a store that does not know them can't say what became of them. */
const knownBefore: ReadonlySet<string> = new Set(['Needs Correction', 'On Hold', 'Sending', 'Outcome Unknown', 'In Progress', 'Action Required', 'Completed', 'Failed', 'Returned']);

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
async function stopPlanned(office: Office, requestId: string): Promise<'stopped' | 'to be told first'> {
  const { db, ledger } = office.store;
  return db.transaction(async () => {
    const [row] = await ledger.withdraw([requestId], ['intent', 'reserved']);
    if (!row) return 'stopped';
    const [moved] = await ledger.move([{ requestId, event: 'withdraw', reason: 'Not sent: somebody wants to stop it.', patch: { batchId: null } }]);
    await retotal(office, [row.batchId]);
    return moved && 'from' in moved && moved.from === 'Sending' ? 'to be told first' : 'stopped';
  });
}

/**
 * What the provider refused with its batch would go out again by itself: whoever wants to stop it stops that first, by the lock the sender looks under. What
 * the books call Outcome Unknown can't be cancelled there before they were told that it is On Hold.
 */
async function keepBack(office: Office, requestId: string): Promise<void> {
  const { db, ledger } = office.store;
  await db.transaction(async () => {
    await ledger.payments([requestId], 'for update');
    const last = (await ledger.attemptsOf([requestId])).at(-1);
    if (last && waitsToGoAgain(last)) await ledger.move([{ requestId, event: 'hold', reason: 'Not sent again: somebody wants to stop it.' }]);
  });
}

/**
 * The wish stays on the record; the next look comes after what waits for the books was written. What they took from another ledger only is never written from
 * here: then the sweep looks again, in its own time.
 */
async function lookAgainWhenTold({ store: { timers, outbox }, tools, timing }: Office, requestId: string): Promise<void> {
  const due = await outbox.dueOf('request', requestId);
  if (due !== undefined) await timers.atLatest('survey', '', Math.max(due, tools.now() + timing.writeDelayMs) + timing.surveyQuietMs);
}

/** Carries out one wish. Who wants to stop a payment stops first what was only planned of it. */
async function carryOutOne(office: Office, payer: Payouts, action: RequestedAction, known: Payment, own: readonly AttemptRow[]): Promise<void> {
  const { ledger } = office.store;
  if (!action.byId || !action.reason.trim() || !asksToStop(action.action)) return answer(office, payer, action, known, own);
  if ((await stopPlanned(office, action.requestId)) === 'to be told first') return lookAgainWhenTold(office, action.requestId);
  await keepBack(office, action.requestId);
  const [payment = known] = await ledger.payments([action.requestId]);
  await answer(office, payer, action, payment, await ledger.attemptsOf([action.requestId]));
}

/** Whoever asked did not see that it is held, nor why: that word answers no doubt and no limit. The books show no hold over it, so it must not wait for them either. */
const heldSince = ({ action }: RequestedAction, { reason }: Payment): string => `${reason ?? 'It is held.'} (${action} was asked for before that: look at it, then ask again.)`;

async function answer(office: Office, payer: Payouts, action: RequestedAction, payment: Payment, own: readonly AttemptRow[]): Promise<void> {
  const { ledger, timers, db } = office.store;
  const now = office.tools.now();
  const decision = decide(action, payment, own);
  // Whoever asks for something else has thought again: what was granted before and not told yet is not done.
  const answers = { clearsAction: true, answeredAction: wishOf(action), answeredAt: now, letsGoOn: false, granted: null, ...(asksToStop(action.action) ? { stopWish: wishOf(action) } : {}) };
  const { event } = decision;
  if ((event === 'release' || event === 'reinitiate') && payment.state !== 'Approved for Payout' && nextState(payment.state, event) === 'Approved for Payout') {
    // The books let it go on from the state they were told, and only while the wish stands there: until they were told, it waits.
    if (action.status !== payment.state) return payment.state === 'On Hold' ? ledger.note(action.requestId, heldSince(action, payment), answers) : lookAgainWhenTold(office, action.requestId);
    const { requestId, action: name, reason, byId } = action;
    return ledger.note(requestId, undefined, { ...answers, granted: { event, reason: decision.reason, settles: decision.settles ?? {}, closes: decision.closes?.reference ?? null, wish: { action: name, reason, byId } } });
  }
  // Nothing goes from open to Cancelled in the books: they are told first how it stands since.
  if (event === 'cancel' && payment.state !== action.status && openStates.some((state) => state === action.status)) return lookAgainWhenTold(office, action.requestId);
  // Another wish may stand there before this one could be answered. While its call is under way it is not known yet whether it can be stopped here, without the provider.
  if (decision.cancels && decision.cancels.stage !== 'sending') await ledger.heed(action.requestId, wishOf(action));
  const cancelled = decision.cancels ? await askToCancel(payer, decision.cancels) : undefined;
  // The wish stays on the record for the next survey; meanwhile it must not keep the others from being carried out.
  if (cancelled instanceof Problem && (cancelled.kind === 'busy' || cancelled.kind === 'unreachable')) return office.tools.log.warn(`Actions: ${action.requestId} could not be cancelled yet. ${cancelled.message}`);
  if (decision.cancels && cancelled !== 'asked') {
    // Its call is under way, and may come to nothing, after which it goes again by itself: the wish stays until that is known.
    if (decision.cancels.stage === 'sending') return timers.atLatest('survey', '', now + office.timing.writeDelayMs + office.timing.surveyQuietMs);
    // As far as the books know nothing is under way: they are told, or another companion has it, and must find the wish.
    if (waitingStates.some((state) => state === action.status)) return lookAgainWhenTold(office, action.requestId);
  }
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

/** Moves the payment as somebody asked, closes the attempt they gave up, and writes both into the trail. Who lets it be paid after all takes back that it was to be stopped. False when the state table forbids it. */
async function carriedOut(office: Office, wish: { readonly requestId: string } & Granted['wish'], move: Omit<Move, 'requestId'>, closes: AttemptRow | undefined): Promise<boolean> {
  const { ledger } = office.store;
  const now = office.tools.now();
  const paysAfterAll = wish.action === 'Release' || wish.action === 'Re-initiate';
  const [moved] = await ledger.move([{ requestId: wish.requestId, ...move, patch: { ...move.patch, ...(paysAfterAll && (move.event === 'release' || move.event === 'reinitiate') ? { stopWish: null, letsGoOn: true } : {}) } }]);
  if (moved === undefined || 'forbidden' in moved) return false;
  await ledger.audit({ requestId: wish.requestId, action: wish.action, reason: wish.reason, byId: wish.byId });
  if (!closes) return true;
  // Only planned, its number was never given in the books, and they reserve none out of turn: it is free again.
  if (closes.stage === 'intent') return takeBack(office, [closes]).then(() => true);
  await ledger.patchAttempts([[closes.reference, { stage: 'settled', nextAskAt: now + (office.timing.unknownAsksMs.at(-1) ?? 0), timeline: [...closes.timeline, { at: new Date(now).toISOString(), text: `${wish.action}: ${wish.reason}` }] }]]);
  await settleBatches(office, [closes.batchId]);
  return true;
}

/**
 * Wishes whose answer the books took, and with it the step they allow: now they take effect. Joins the caller's transaction. What was granted since
 * `told` was read goes with the next writing: told by its version, for a clock may have been put back meanwhile.
 */
export async function carryOutGranted(office: Office, told: readonly OutboxRow[]): Promise<void> {
  const { ledger, outbox } = office.store;
  const locked = await ledger.payments(told.map(({ key }) => key), 'for update');
  const unchanged = new Set((await outbox.unchanged(told)).map(({ key }) => key));
  const payments = locked.filter(({ requestId, granted }) => granted && unchanged.has(requestId));
  if (!payments.length) return;
  const attempts = await ledger.attemptsOf(payments.map((payment) => payment.requestId));
  for (const payment of payments) {
    const { granted } = payment;
    if (!granted) continue;
    const closes = attempts.find((row) => row.reference === granted.closes && isOpen(row));
    await carriedOut(office, { requestId: payment.requestId, ...granted.wish }, { event: granted.event, reason: granted.reason, patch: { ...granted.settles, ...(granted.event === 'reinitiate' ? { foundAt: office.tools.now() } : {}), granted: null }, alreadyWritten: true }, closes);
    await goOn(office, payment);
  }
}

/** Only a store that was lost does not know a request that was sent or held. A request nobody has taken up yet (a draft, say) is the package's own matter. */
async function tellUnknown({ store: { issues } }: Office, { requestId, action, status }: RequestedAction): Promise<void> {
  if (!knownBefore.has(status)) return;
  await issues.raise({ kind: 'unknown request', source: requestId, severity: 'Warning', requestId, summary: `${action} can't be carried out: this store does not know the request`, detail: `The request is ${status} in the books, and the store that knew it was lost. Nothing was done. Clear the requested action; if the debt is still open, ${status === 'Needs Correction' ? 'correct it and submit it again' : 'raise a new request for it'}.` });
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
    if (!payment || answeredBefore(payment, wishOf(action), lookedAt, office.tools.now())) continue;
    await carryOutOne(office, payer, action, payment, attempts.filter((row) => row.requestId === action.requestId));
  }
}
