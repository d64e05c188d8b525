import type { Claim, PayoutBooks } from '../connectors/connector.ts';
import { payeeAccountOf, payeeIdOf, referenceOf, type PaymentRequest, type Recipient } from '../domain/payout.ts';
import { isWaiting, openStates, type PayoutState } from '../domain/payout-states.ts';
import type { AttemptPatch, NewAttempt, NewPayment } from '../store/ledger.ts';
import { isBusy, recoveredBatch, rememberedBatch, type AttemptRow } from '../store/ledger-rows.ts';
import { nextAskAt } from './judge.ts';
import type { Office } from './office.ts';
import { retotal, settleBatches } from './settle-batches.ts';

/**
 * How a reservation stands here whose outcome this ledger does not know. What the books believe to be just being sent is in doubt; what went back to people
 * after an attempt, and is submitted again, rejected or recalled by now, waits here for its next approval, as in the ledger that sent it back.
 */
export function standing(status: PayoutState): PayoutState {
  if (status === 'Sending') return 'Outcome Unknown';
  return ['Draft', 'Submitted', 'Rejected', 'Recalled'].includes(status) ? 'Needs Correction' : status;
}

interface Imported {
  readonly claim: Claim;
  readonly payment: NewPayment;
  readonly attempt: NewAttempt;
}

/** What was approved, where the stamp tells it: that is what left, whatever stands there now. */
function approved({ request }: Claim): Pick<Recipient, 'payeeKey'> & Pick<PaymentRequest, 'amount'> & { readonly program: string } {
  const { amount, payeeKey } = request.stamp ?? { amount: request.amount, payeeKey: request.recipient.payeeKey };
  return { amount, payeeKey, program: request.program ?? payeeAccountOf(payeeKey) };
}

/** A reservation in the books that this ledger does not know: imported as unknown, with the number of submissions unknown too. */
function imported(office: Office, claim: Claim, orgId: string, batchId: string): Imported {
  const now = office.tools.now();
  const { request } = claim;
  const stamp = request.stamp;
  const { amount, payeeKey, program } = approved(claim);
  const number = Number(claim.reference.slice(-2));
  const payment: NewPayment = {
    requestId: request.id, name: request.name, connection: office.payerId, program, currency: amount.currency, amountMinor: amount.minor,
    owedMinor: request.owed?.minor ?? null, owedCurrency: request.owed?.currency ?? null, recipientId: stamp?.recipientId ?? request.recipient.id, payeeKey, payeeId: payeeIdOf(payeeKey), purpose: stamp?.purpose ?? request.purpose, invoiceNumber: request.invoiceNumber ?? null,
    fundingAccountId: request.fundingAccountId ?? null, payoutDate: request.payoutDate ?? null, approvedAt: stamp ? Date.parse(stamp.approvedAt) : 0,
    approvedById: stamp?.approvedById ?? '', submittedById: stamp?.submittedById ?? '', evidence: request.evidence ?? null, attempt: number, foundAt: now,
  };
  const attempt: NewAttempt = {
    reference: claim.reference, requestId: request.id, number, connection: office.payerId, program, payeeId: payment.payeeId, amountMinor: amount.minor, currency: amount.currency,
    purpose: payment.purpose, orgId, batchId, stage: 'unknown', posted: 2, sequence: claim.sequence, plannedBy: office.holder, plannedAt: now, unknownSince: now, nextAskAt: now,
  };
  return { claim, payment, attempt };
}

/** By program and currency, each as one batch of its own. */
const byLane = (claims: readonly Claim[]): ReadonlyMap<string, readonly Claim[]> =>
  Map.groupBy(claims, (claim) => {
    const { program, amount } = approved(claim);
    return `${program}/${amount.currency}`;
  });

/** Two imports of one lane in one millisecond share a batch, which then counts what both brought. */
async function countBoth(office: Office, batchId: string, brought: number): Promise<void> {
  const { ledger } = office.store;
  const own = (await ledger.attemptsOfBatch([batchId])).filter(({ stage }) => stage !== 'withdrawn');
  if (own.length <= brought) return;
  const total = own.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  await ledger.patchBatches([[batchId, { requestedCount: own.length, requestedMinor: total, approvedMinor: total }]]);
  await settleBatches(office, [batchId]);
}

async function importBatch(office: Office, rows: readonly [Imported, ...Imported[]], stage: 'unknown' | 'settled'): Promise<void> {
  const { ledger } = office.store;
  const { batchId, program, currency } = rows[0].attempt;
  const total = rows.reduce((sum, row) => sum + row.attempt.amountMinor, 0);
  for (const [status, some] of Map.groupBy(rows, (row) => row.claim.request.status)) await ledger.takeUp(some.map((row) => row.payment), status);
  // What was only planned never left, and its number is free: the books know of none.
  const planned = await ledger.withdraw(rows.map((row) => row.attempt.requestId), ['intent']);
  await retotal(office, planned.map((row) => row.batchId));
  const older = await ledger.settleOlder(rows.map((row) => row.attempt.requestId));
  await ledger.plan([{ id: batchId, connection: office.payerId, program, currency, fundingAccountId: null, stage, requestedMinor: total, requestedCount: rows.length, approvedMinor: total, createdAt: office.tools.now() }], rows.map((row) => row.attempt));
  await countBoth(office, batchId, rows.length);
  await ledger.adopt(rows.map(({ attempt, claim }) => ({ requestId: attempt.requestId, attempt: attempt.number, batchId, state: standing(claim.request.status), reason: claim.reason })));
  // What was only planned here was never told: the books must hold the batch before they can take what becomes of its payouts.
  await settleBatches(office, older.map((row) => row.batchId));
}

/** Imports reservations whose outcome this ledger does not know: each is asked about, and recovery lasts until all are settled. */
export async function importClaims(office: Office, claims: readonly Claim[], orgId: string): Promise<void> {
  const { db, ledger, timers, lanes } = office.store;
  const now = office.tools.now();
  await db.transaction(async () => {
    for (const [lane, group] of byLane(claims)) {
      const [first, ...others] = group.map((claim) => imported(office, claim, orgId, recoveredBatch(lane, now)));
      if (!first) continue;
      await importBatch(office, [first, ...others], 'unknown');
      // An older copy read the balance before these left it; a store that begins anew reads it afterwards, and can't say what they moved.
      const known = await lanes.read(first.attempt);
      if (known?.baselineMinor != null) await ledger.patchBatches([[first.attempt.batchId, { sentAt: now }]]);
    }
    await timers.atLatest('ask', '', now);
  });
}

/**
 * Requests that wait here and do not wait in the books: what the books call under way all the same may have left. Another companion took it up, or the answer to the reservation came to nobody.
 * Asked for by the reference withdrawn here and by the next one; imported like a reservation nobody here knows, it is asked about, and goes to a person where the provider does not know it.
 */
export async function importTaken(office: Office, books: Pick<PayoutBooks, 'reserved'>, requestIds: readonly string[]): Promise<void> {
  const { ledger, installation } = office.store;
  const waiting = (await ledger.payments(requestIds)).filter(({ state }) => isWaiting(state));
  const last = new Map((await ledger.attemptsOf(waiting.map(({ requestId }) => requestId))).map((row) => [row.requestId, row]));
  const asked = waiting.flatMap(({ requestId, attempt }) => {
    const row = last.get(requestId);
    if (row && isBusy(row)) return [];
    return [...new Set([...(row?.stage === 'withdrawn' ? [row.reference] : []), referenceOf(requestId, attempt + 1)])];
  });
  if (!asked.length) return;
  const taken = (await books.reserved(asked)).filter(({ request }) => openStates.some((state) => state === request.status));
  const bound = await installation.read();
  if (taken.length && bound) await importClaims(office, taken, bound.orgId);
}

/** When it was paid, came back or was called off, as its status tells. What was cancelled counts as closed by a person while its outcome was unknown: it may have been paid, or still be. */
function endsOf(status: PayoutState, at: number): Pick<AttemptRow, 'transferredAt' | 'returnedAt' | 'cancelledFirstAt'> {
  if (status === 'Cancelled') return { transferredAt: null, returnedAt: null, cancelledFirstAt: null };
  if (status === 'Failed') return { transferredAt: null, returnedAt: null, cancelledFirstAt: at };
  return { transferredAt: at, returnedAt: status === 'Returned' ? at : null, cancelledFirstAt: null };
}

/** Ended as the books say, and asked about only as long as a bank may send back what was paid; what was cancelled for as long as the provider may still pay it. */
function endedEarlier(office: Office, claim: Claim, orgId: string, batchId: string): Imported & { readonly patch: AttemptPatch } {
  // The clock of the books may run ahead of ours: nothing is found in the future.
  const at = Math.min(Date.parse(claim.changedAt), office.tools.now());
  const { payment, attempt } = imported(office, claim, orgId, batchId);
  const settled: NewAttempt = { ...attempt, stage: 'settled', plannedAt: at, unknownSince: null, nextAskAt: null };
  const times = endsOf(claim.request.status, at);
  const next = nextAskAt({ ...settled, ...times, sentAt: null, asked: 0 }, office.tools.now(), office.timing);
  return { claim, payment: { ...payment, foundAt: at }, attempt: settled, patch: { ...times, nextAskAt: next } };
}

/**
 * Remembers what a lost ledger had brought to an end lately, as the books tell it: a second request for the same debt is doubted, the daily limits count what
 * was paid, a bank's return is noticed, and what failed can be asked for again. Nothing of it is open. When it ended is not in the books exactly, so the
 * record's last change stands for it, which is never earlier. Pages that come at the same moment are told apart by their number.
 */
export async function importEnded(office: Office, ended: readonly Claim[], orgId: string, page = 0): Promise<void> {
  const { db, ledger, timers } = office.store;
  const now = office.tools.now();
  await db.transaction(async () => {
    for (const [lane, group] of byLane(ended)) {
      const [first, ...others] = group.map((claim) => endedEarlier(office, claim, orgId, rememberedBatch(lane, now, page)));
      if (!first) continue;
      await importBatch(office, [first, ...others], 'settled');
      await ledger.patchAttemptsQuietly([first, ...others].map(({ attempt, patch }) => [attempt.reference, patch]));
    }
    await timers.atLatest('ask', '', now);
  });
}
