import type { PayoutEvent } from '../domain/payout-states.ts';
import type { Reason, Sent } from '../domain/payout.ts';
import type { AttemptPatch, Move } from '../store/ledger.ts';
import type { AttemptRow, Lane } from '../store/ledger-rows.ts';
import { isStopped, paidBesides } from './among-others.ts';
import { doubtForgotten, saysUnsent } from './doubt-forgotten.ts';
import { nextAskAt } from './judge.ts';
import type { Office } from './office.ts';
import { settleBatches, takeBack } from './settle-batches.ts';

/** What one row's part of an answer means. */
interface RowOutcome {
  readonly patch: AttemptPatch;
  readonly event: PayoutEvent;
  readonly reason: string | null;
  readonly line: string;
  readonly clearsApproval?: boolean;
}

const accepted = (): RowOutcome => ({ patch: { stage: 'accepted', unknownSince: null, refusedWithBatch: false, missed: 0, asked: 0 }, event: 'accept', reason: null, line: 'Accepted by the provider for processing.' });
const unknown = (why: string, more: AttemptPatch = {}): RowOutcome => ({
  patch: { stage: 'unknown', refusedWithBatch: false, missed: 0, asked: 0, wasLost: true, ...more },
  event: 'lose sight', reason: `Outcome unknown (${why.replace(/\.$/, '')}); the provider is being asked.`, line: `Outcome unknown: ${why.replace(/\.$/, '')}.`,
});
const withBatch = (reason: Reason): AttemptPatch => ({ refusedWithBatch: true, reasonCode: reason.code, reasonText: reason.text, reasonCause: reason.cause });
const reasonPatch = (reason: Reason): AttemptPatch => ({ reasonCode: reason.code, reasonText: reason.text, reasonCause: reason.cause, unknownSince: null, refusedWithBatch: false });

/**
 * A row the provider refused by name, in its own words. "Already exists" is the success of an earlier send, so the reference went out more than
 * once: ask. Lack of funds keeps the reference: after two "not found" it waits, and goes out again under the same reference when funded.
 */
function refused(reason: Reason): RowOutcome {
  const said = `${reason.text} (${reason.code})`;
  const line = `Refused by the provider: ${said}.`;
  if (reason.cause === 'duplicate') return unknown(`the provider already knows the reference: ${said}`, { posted: 2 });
  if (reason.cause === 'funds') return unknown(`refused for lack of funds: ${said}`, withBatch(reason));
  // Asked about before, it was not about this refusal.
  const patch = { ...reasonPatch(reason), stage: 'refused' as const, asked: 0, missed: 0 };
  if (reason.cause === 'payee' || reason.cause === 'data') return { patch, event: 'correct', clearsApproval: true, reason: `Refused by the provider: ${said}. Correct it, then approve again.`, line };
  return { patch, event: 'refuse', reason: `Refused by the provider: ${said}.`, line };
}

/** As before the attempt to send: the reservation stands, and the lane tries again. */
const backAsItWas = (row: AttemptRow): AttemptPatch => ({ stage: row.stage, posted: row.posted, bodyHash: row.bodyHash, sentAt: row.sentAt, unknownSince: row.unknownSince, refusedWithBatch: row.refusedWithBatch, missed: row.missed });

async function recordNotSent(office: Office, lane: Lane, rows: readonly AttemptRow[], why: string): Promise<void> {
  const { ledger, issues } = office.store;
  await ledger.patchAttemptsQuietly(rows.map((row) => [row.reference, backAsItWas(row)]));
  await settleBatches(office, rows.map((row) => row.batchId));
  await issues.raise({ kind: 'not sent', source: lane.connection, severity: 'Warning', summary: 'A submission could not be sent', detail: `${why} Nothing left; it is tried again by itself.` });
}

function meaningFor(row: AttemptRow, rows: readonly AttemptRow[], sent: Exclude<Sent, { readonly notSent: string }>): RowOutcome {
  if ('accepted' in sent) return accepted();
  if ('unknown' in sent) return unknown(sent.unknown);
  if (sent.refused !== 'all') {
    const named = sent.refused.find((refusal) => refusal.reference.toLowerCase() === row.reference.toLowerCase());
    return named ? refused(named.reason) : unknown('its batch was refused because of another row', { refusedWithBatch: true, reasonCode: null, reasonText: null, reasonCause: null });
  }
  // Alone in the batch, the row is what the error speaks of, and one that knows a reference of the batch may have any of them; otherwise nobody is named and the rows are
  // asked about, then sent again by halves.
  return sent.reason.cause === 'duplicate' || (rows.length === 1 && sent.reason.cause !== 'access') ? refused(sent.reason) : unknown(`its batch was refused: ${sent.reason.text} (${sent.reason.code})`, withBatch(sent.reason));
}

/**
 * Rows this answer may still speak for. While the call was under way another companion may have taken over, asked, and heard more than we did:
 * what it settled stays settled. That the provider accepted is worth knowing as long as the outcome is open.
 */
function stillOurs({ holder }: Office, rows: readonly AttemptRow[], current: readonly AttemptRow[], sent: Sent): readonly AttemptRow[] {
  const ours = new Set(current.filter((now) => (now.stage === 'sending' && now.plannedBy === holder) || ('accepted' in sent && now.stage === 'unknown')).map((now) => now.reference));
  return rows.filter((row) => ours.has(row.reference));
}

/**
 * The provider took rows a person had closed meanwhile, in the belief that they were lost: it will pay them. A later attempt that has not left is taken
 * back, and a person must look at once.
 */
async function tookClosed(office: Office, batch: readonly AttemptRow[], ours: readonly AttemptRow[]): Promise<void> {
  const { ledger, issues, timers } = office.store;
  const others = batch.filter((row) => !ours.includes(row)).map((row) => row.reference);
  const closed = (await ledger.attempts(others)).filter((row) => row.stage === 'settled' && row.providerStatus === null);
  if (!closed.length) return;
  const now = office.tools.now();
  await ledger.patchAttempts(closed.map((row) => [row.reference, { nextAskAt: now, timeline: [...row.timeline, { at: new Date(now).toISOString(), text: 'Accepted by the provider after it had been closed.' }] }]));
  await takeBack(office, closed);
  await ledger.move(closed.map((row): Move => ({ requestId: row.requestId, event: 'hold', reason: `${row.reference} was accepted by the provider after it had been closed. A person must check with the provider at once.` })));
  for (const row of closed)
    await issues.raise({ kind: 'closed attempt alive', source: row.reference, severity: 'Critical', requestId: row.requestId, summary: `${row.reference} was accepted although it was closed`, detail: 'A person closed this attempt while the answer to it was under way, and the provider took it. Ask the provider to cancel it, or do not pay the debt in another way.' });
  await timers.atLatest('ask', '', now);
}

/** What a refusal by name means where another attempt had paid the debt, heard of while this call was under way: there is nothing to correct. */
async function unlessPaid({ store: { ledger } }: Office, outcomes: readonly { readonly row: AttemptRow; readonly meaning: RowOutcome }[]): Promise<readonly { readonly row: AttemptRow; readonly meaning: RowOutcome }[]> {
  const refused = outcomes.filter(({ row, meaning }) => meaning.patch.stage === 'refused' && row.number > 1);
  const own = Map.groupBy(await ledger.attemptsOf(refused.map(({ row }) => row.requestId)), ({ requestId }) => requestId);
  return outcomes.map(({ row, meaning }) => {
    const paid = meaning.patch.stage === 'refused' ? paidBesides(own.get(row.requestId) ?? [], row.reference) : undefined;
    return { row, meaning: paid ? { ...meaning, event: 'see transferred', reason: `Paid by ${paid.reference}; ${row.reference} was refused.`, clearsApproval: false } : meaning };
  });
}

/** Line 5 of the protocol, inside the caller's transaction: outcome of every row, of the batch, and what is to be asked next. */
export async function recordOutcome(office: Office, lane: Lane, batch: readonly AttemptRow[], sent: Sent): Promise<void> {
  // Payments first, in the order everybody locks them: an answer to a question about one of these is written under the same locks.
  await office.store.ledger.payments([...new Set(batch.map((row) => row.requestId))], 'for update');
  const current = await office.store.ledger.attempts(batch.map((row) => row.reference), 'for update');
  const rows = stillOurs(office, batch, current, sent);
  if ('notSent' in sent) return recordNotSent(office, lane, rows, sent.notSent);
  // Whatever the answer says, they went out. Those of which not even the plan is left the comparison with the books finds at the next start: the books hold them reserved.
  await doubtForgotten(office, current.filter((row) => row.plannedBy === office.holder && saysUnsent(row)), batch.length - current.length);
  if ('accepted' in sent) await tookClosed(office, batch, rows);
  const { ledger, lanes } = office.store;
  const now = office.tools.now();
  const sentAt = now;
  const payments = new Map((await ledger.payments(rows.map((row) => row.requestId))).map((payment) => [payment.requestId, payment]));
  // Somebody had asked to stop it while it was being sent: it is asked about and goes to a person, and does not go again by itself.
  const unlessWanted = (row: AttemptRow, meaning: RowOutcome): RowOutcome => {
    const payment = payments.get(row.requestId);
    return meaning.patch.refusedWithBatch && payment && isStopped(payment) ? { ...meaning, patch: { ...meaning.patch, refusedWithBatch: false } } : meaning;
  };
  const outcomes = await unlessPaid(office, rows.map((row) => ({ row, meaning: unlessWanted(row, meaningFor(row, batch, sent)) })));
  await ledger.patchAttempts(outcomes.map(({ row, meaning }) => {
    const after = { ...row, ...meaning.patch, sentAt };
    return [row.reference, {
      ...meaning.patch,
      // What was asked before is not about this refusal, nor is an answer to it that is still under way.
      ...(meaning.patch.stage === 'refused' ? { askedAt: now } : {}),
      // Patience begins anew with each submission: it may be this one that was taken. Who was not let in waits since the first time.
      ...(after.stage === 'unknown' ? { unknownSince: after.refusedWithBatch && after.reasonCause === 'access' ? (row.unknownSince ?? now) : now } : {}),
      nextAskAt: nextAskAt(after, now, office.timing),
      timeline: [...row.timeline, { at: new Date(now).toISOString(), text: meaning.line }],
    }];
  }));
  await ledger.move(outcomes.map(({ row, meaning }): Move => ({ requestId: row.requestId, event: meaning.event, reason: meaning.reason, ...(meaning.clearsApproval ? { patch: { clearsApproval: true } } : {}) })));
  await settleBatches(office, batch.map((row) => row.batchId));
  const why = 'refused' in sent && sent.refused === 'all' ? sent.reason : undefined;
  if (why?.cause === 'funds') await lanes.forgetReading(lane);
  if (why) await office.store.issues.raise({ kind: 'batch refused', source: batch[0]?.batchId ?? '', severity: 'Warning', summary: `The provider refused a batch of ${batch.length}`, detail: `${why.text} (${why.code}). ${batch.length > 1 ? 'Its rows are asked about one by one, then sent again in halves.' : ''}` });
}
