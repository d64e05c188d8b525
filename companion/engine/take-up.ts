import type { Survey } from '../connectors/connector.ts';
import { isWaiting } from '../domain/payout-states.ts';
import { payeeAccountOf, payeeIdOf, type PaymentRequest } from '../domain/payout.ts';
import type { Move, Moved, NewPayment } from '../store/ledger.ts';
import { hasPaid, isBusy, type AttemptRow, type Payment } from '../store/ledger-rows.ts';
import { asksToStop } from './asks-to-stop.ts';
import { isOfAnother } from './import-of-another.ts';
import type { Office } from './office.ts';
import { retotal } from './settle-batches.ts';

/** A request that waits to be paid, as the books and the ledger know it. */
export interface Found {
  readonly request: PaymentRequest;
  readonly payment: Payment;
}

/** A request as the ledger keeps it, with the terms of its stamp; nothing where no approval stands. */
export function paymentOf(office: Office, request: PaymentRequest, now: number, stamp = request.stamp): NewPayment | undefined {
  return stamp && {
    requestId: request.id, name: request.name, connection: office.payerId, program: request.program ?? payeeAccountOf(stamp.payeeKey),
    currency: stamp.amount.currency, amountMinor: stamp.amount.minor, owedMinor: request.owed?.minor ?? null, owedCurrency: request.owed?.currency ?? null, recipientId: stamp.recipientId, payeeKey: stamp.payeeKey, payeeId: payeeIdOf(stamp.payeeKey),
    purpose: stamp.purpose, invoiceNumber: request.invoiceNumber ?? null, fundingAccountId: request.fundingAccountId ?? null, payoutDate: request.payoutDate ?? null,
    approvedAt: Date.parse(stamp.approvedAt), approvedById: stamp.approvedById, submittedById: stamp.submittedById, evidence: request.evidence ?? null,
    attempt: request.attempt, foundAt: now,
  };
}

/**
 * Takes requests into the ledger: new ones, and those approved again (a later stamp) after a correction. What is already in hand, and what was
 * only not yet told to the books, is left alone. Runs to completion in one transaction, so a crash repeats it.
 */
export async function takeUp(office: Office, survey: Pick<Survey, 'requests' | 'unreadable'> & Partial<Pick<Survey, 'held' | 'actions'>>): Promise<readonly Found[]> {
  const { db, ledger, issues } = office.store;
  for (const { requestId, why } of survey.unreadable)
    await issues.raise({ kind: 'unreadable request', source: requestId, severity: 'Warning', requestId, summary: 'A Payment Request could not be read', detail: why });
  return db.transaction(async () => {
    const now = office.tools.now();
    const unstamped = survey.requests.filter((request) => !request.stamp);
    for (const request of unstamped)
      await issues.raise({ kind: 'no approval stamp', source: request.id, severity: 'Warning', requestId: request.id, summary: `${request.name} is approved without a stamp`, detail: 'It was not approved by the approval process this package ships, or its field updates were changed. Nothing is sent. Let whoever holds Quittance Approve By Automation set it to Recalled, and submit it for approval again; Cancel gives it up.' });
    const readable = survey.requests.filter((request) => request.stamp);
    const before = new Map((await ledger.payments(readable.map((request) => request.id))).map((row) => [row.requestId, row]));
    // What waits for its day or for funds goes on with that where the store that knew it was lost.
    for (const [status, some] of Map.groupBy(readable.filter(({ id }) => !before.has(id)), (request) => request.status))
      await ledger.takeUp(some.flatMap((request) => paymentOf(office, request, now) ?? []), status);
    await takeUpHeld(office, survey.held ?? [], now);
    await takeUpUnstamped(office, unstamped, survey.actions ?? [], now);
    const anew = readable.flatMap((request) => approvedAgain(office, request, before.get(request.id), now));
    await tellForbidden(office, await ledger.move(anew));
    const putOff = readable.flatMap((request) => putOffTo(request, before.get(request.id)));
    await ledger.move(putOff);
    await retotal(office, (await ledger.withdraw([...anew, ...putOff].map((move) => move.requestId), ['intent'])).map((row) => row.batchId));
    const attempts = await ledger.attemptsOf(readable.map((request) => request.id));
    const after = new Map((await ledger.payments(readable.map((request) => request.id))).map((row) => [row.requestId, row]));
    const waits = new Set([...after.values()].filter(({ state }) => isWaiting(state)).map(({ requestId }) => requestId));
    await ledger.move(attempts.flatMap((row) => (waits.has(row.requestId) ? besides(row) : [])));
    const open = new Set(attempts.filter(isBusy).map((row) => row.requestId));
    const own = Map.groupBy(attempts, (row) => row.requestId);
    await tellOtherwise(office, readable, after);
    return readable.flatMap((request) => {
      const payment = after.get(request.id);
      const mayGo = payment && waits.has(request.id) && !open.has(request.id) && !isOfAnother(request, own.get(request.id) ?? [], before.get(request.id)?.attempt ?? 0);
      return mayGo ? [{ request, payment }] : [];
    });
  });
}

/** What an earlier attempt says of a request that waits to be paid: nothing is sent beside one that is on its way after all, nor after one that has paid. */
function besides(row: AttemptRow): readonly Move[] {
  const { requestId, reference, revived } = row;
  if (revived) return [{ requestId, event: 'hold', reason: `Not sent: ${reference}, which was called over, is on its way at the provider. Cancel asks the provider to stop it.` }];
  return hasPaid(row) ? [{ requestId, event: 'see transferred', reason: `Nothing is sent: ${reference} has paid the debt.` }] : [];
}

/** A payout date that was moved while the payment was planned and had not left: it is planned anew, for its new day. */
function putOffTo(request: PaymentRequest, known: Payment | undefined): readonly Move[] {
  const payoutDate = request.payoutDate ?? null;
  return known && isWaiting(known.state) && known.payoutDate !== payoutDate ? [{ requestId: request.id, event: 'release', patch: { payoutDate }, alreadyWritten: true }] : [];
}

/** An approval the ledger has no use for must not be passed over in silence: the books would show it as approved for ever. */
async function tellForbidden({ store: { issues } }: Office, moved: readonly Moved[]): Promise<void> {
  for (const { requestId, from, ...rest } of moved)
    if ('forbidden' in rest)
      await issues.raise({ kind: 'forbidden move', source: requestId, severity: 'Critical', requestId, summary: `An approval can't follow "${from}"`, detail: `The books show the request as approved anew, and here it is ${from}. Nothing is sent. A person must compare the request with its Payment Transactions and the provider's records; if the debt is still open, raise a new request.` });
}

/**
 * A store that was put back may know as approved what the books call Scheduled since, and they reserve nothing from there; or hold what somebody has released
 * since, and nobody could release it again. They are told how it stands here: without that both would wait for ever.
 */
async function tellOtherwise({ store: { outbox }, tools, timing }: Office, requests: readonly PaymentRequest[], known: ReadonlyMap<string, Payment>): Promise<void> {
  const otherwise = requests.filter(({ id, status }) => {
    const state = known.get(id)?.state;
    return state === 'On Hold' || (state === 'Approved for Payout' && status === 'Scheduled');
  });
  await outbox.remind('request', otherwise.map(({ id }) => id), tools.now() + timing.writeDelayMs);
}

/**
 * What was held, or went back to be corrected, and was never sent is not imported after the loss of a store: once somebody wants something of it, it is; and an older copy that
 * waits for a correction learns that it was approved and held since. A release examines it anew.
 */
async function takeUpHeld(office: Office, held: readonly PaymentRequest[], now: number): Promise<void> {
  const { ledger } = office.store;
  const back = held.filter(({ status }) => status === 'Needs Correction');
  await ledger.takeUp(held.filter((request) => !back.includes(request)).flatMap((request) => paymentOf(office, request, now) ?? []), 'On Hold');
  await ledger.takeUp(back.flatMap((request) => paymentOf(office, request, now, request.stamp ?? byNobody(request)) ?? []), 'Needs Correction');
  const waiting = new Map((await ledger.payments(held.map(({ id }) => id))).filter(({ state }) => state === 'Needs Correction').map((payment) => [payment.requestId, payment]));
  const approved = held.flatMap((request) => back.includes(request) ? [] : approvedAgain(office, request, waiting.get(request.id), now)).filter(({ event }) => event === 'approve');
  await ledger.move(approved.flatMap((move): Move[] => [move, { requestId: move.requestId, event: 'hold', reason: 'It was approved and held after this copy of the store was made.', alreadyWritten: true }]));
}

/** Where no approval stands: what is on the record, approved by nobody. */
const byNobody = ({ amount, purpose, recipient }: PaymentRequest): NonNullable<PaymentRequest['stamp']> => ({ amount, purpose, recipientId: recipient.id, payeeKey: recipient.payeeKey, approvedAt: new Date(0).toISOString(), approvedById: '', submittedById: '' });

/** Nothing is ever sent of what was approved without a stamp; but whoever wants to stop it has to meet a payment, as it stands, or nobody would answer. */
async function takeUpUnstamped(office: Office, unstamped: readonly PaymentRequest[], actions: Survey['actions'], now: number): Promise<void> {
  const stopped = new Set(actions.filter(({ action }) => asksToStop(action)).map(({ requestId }) => requestId));
  for (const request of unstamped.filter(({ id, attempt }) => stopped.has(id) && attempt === 0))
    await office.store.ledger.takeUp([paymentOf(office, request, now, byNobody(request))].filter((row) => row !== undefined), request.status);
}

/** Whether what was taken up is what was approved: the stamp on the record, and what the books let nobody change while it is approved. */
export const asStamped = (payment: Payment, stamp: NewPayment): boolean =>
  (['approvedAt', 'approvedById', 'submittedById', 'amountMinor', 'currency', 'payeeKey', 'recipientId', 'purpose', 'invoiceNumber', 'fundingAccountId'] as const).every((field) => payment[field] === stamp[field]);

/** An approval process approves once: another stamp under the same instance was written by somebody else, whatever rules were switched off. */
const isUsedUp = (known: Payment, fresh: NewPayment): boolean => known.evidence !== null && known.evidence.instanceId === fresh.evidence?.instanceId;

/** Back to be corrected where nothing can be on its way; where something may be, it stays with whoever decides about that. */
function refuseStamp({ requestId, state }: Payment): readonly Move[] {
  const reason = 'Not sent: the stamp was written again after its approval, or what it stands for was changed, without another one. Submit it for approval again.';
  if (state === 'On Hold') return [{ requestId, event: 'hold', reason }];
  return isWaiting(state) || state === 'Needs Correction' ? [{ requestId, event: 'correct', reason, patch: { clearsApproval: true } }] : [];
}

/**
 * A stamp that is later than the one we knew, or another of the same moment, is a new approval by a named person; what was approved replaces what we knew. So
 * is any stamp after the books took the correction that cleared the old one, be it the same to the letter: a customer's Flow may stamp the day only. It is
 * found anew: another request for the same debt may have been raised and paid meanwhile, and is the older one now.
 */
function approvedAgain(office: Office, request: PaymentRequest, known: Payment | undefined, now: number): readonly Move[] {
  const fresh = paymentOf(office, request, now);
  if (!known || !fresh) return [];
  const cleared = known.state === 'Needs Correction' && !known.clearsApproval;
  if (!cleared && (fresh.approvedAt < known.approvedAt || asStamped(known, fresh))) return [];
  if (isUsedUp(known, fresh)) return refuseStamp(known);
  const { requestId: _, name: __, attempt: ___, ...approval } = fresh;
  // A Hold that still stood there when it was approved again is not taken back by that: nobody was told yet that it was answered.
  const stands = known.clearsAction && (known.answeredAction ?? '').startsWith('Hold ');
  const patch = { ...approval, clearsApproval: false, stopWish: stands ? known.stopWish : null, confirmedDuplicate: false, heldInDoubt: false, limitReleased: false, needsSecondApproval: false };
  return [{ requestId: request.id, event: 'approve', reason: null, patch, alreadyWritten: true }, ...(stands ? [{ requestId: request.id, event: 'hold', reason: 'Somebody had asked for Hold before it was approved again. Release lets it go on.' } as const] : [])];
}
