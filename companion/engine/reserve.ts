import type { PayoutBooks, Reservation } from '../connectors/connector.ts';
import type { PaymentRequest } from '../domain/payout.ts';
import type { PayoutEvent, PayoutState } from '../domain/payout-states.ts';
import type { Move } from '../store/ledger.ts';
import type { AttemptRow, Lane, Payment } from '../store/ledger-rows.ts';
import { isSameMoney } from './changed-since.ts';
import type { Office } from './office.ts';
import { retotal, settleBatches } from './settle-batches.ts';

type Refusal = { readonly refused: string; readonly code: string };

/** What a refusal by the books means for the request. Anything not listed is a rule of the customer's own: a person looks. */
const refusals: Readonly<Record<string, { readonly event: PayoutEvent; readonly clearsApproval?: boolean; readonly quiet?: boolean }>> = {
  'FENCE-STATUS': { event: 'withdraw', quiet: true },
  VERSION: { event: 'withdraw', quiet: true },
  'FENCE-APPROVAL': { event: 'withdraw', quiet: true },
  'FENCE-PAUSED': { event: 'withdraw', quiet: true },
  'FENCE-DATE': { event: 'withdraw', quiet: true },
  'FENCE-WISH': { event: 'withdraw', quiet: true },
  'FENCE-STOPPED': { event: 'hold', quiet: true },
  UNABLE_TO_LOCK_ROW: { event: 'withdraw', quiet: true },
  'FENCE-ATTEMPT': { event: 'withdraw' },
  'FENCE-CLAIM': { event: 'withdraw' },
  'FENCE-REFERENCE': { event: 'withdraw' },
  'FENCE-STAMP': { event: 'correct', clearsApproval: true },
  'FENCE-PAYEE': { event: 'correct', clearsApproval: true },
};

/** Another approval than was planned is read, and goes. Refused in the same words the next time, the one that was read is refused: so it would be for ever. */
const isRefusedAgain = ({ code, refused }: Refusal, known: Payment | undefined): boolean => code === 'FENCE-APPROVAL' && known?.reason === refused;

async function recordRefusal(office: Office, row: AttemptRow, answer: Refusal, known: Payment | undefined): Promise<Move> {
  const meaning = refusals[answer.code] ?? { event: 'hold' as const };
  // The books may hold a reservation whose answer came to nobody, or another companion's: a look at everything finds it.
  if (!meaning.quiet && meaning.event === 'withdraw') await office.store.cursors.set('full sweep', '0');
  if (!meaning.quiet || isRefusedAgain(answer, known))
    await office.store.issues.raise({ kind: 'reservation refused', source: row.reference, severity: 'Warning', requestId: row.requestId, summary: `The books refused to reserve ${row.reference}`, detail: `${answer.code}: ${answer.refused} Nothing was sent.` });
  return { requestId: row.requestId, event: meaning.event, reason: answer.refused, ...(meaning.clearsApproval ? { patch: { clearsApproval: true } } : {}), ...(meaning.event === 'withdraw' ? { alreadyWritten: true } : {}) };
}

/** Whether the books hold it reserved as it was planned. The next look takes up every term that is compared here (take-up.ts): one it left alone would be given back for ever. */
function isAsPlanned(row: AttemptRow, payment: Payment, request: PaymentRequest): boolean {
  const { stamp } = request;
  const same: readonly (readonly [unknown, unknown])[] = [
    [request.status, 'Sending' satisfies PayoutState], [request.purpose, row.purpose], [request.recipient.id, payment.recipientId], [request.invoiceNumber ?? null, payment.invoiceNumber],
    [request.fundingAccountId ?? null, payment.fundingAccountId], [stamp?.approvedById, payment.approvedById], [stamp?.submittedById, payment.submittedById],
  ];
  return isSameMoney(row, request) && same.every(([there, here]) => there === here);
}

/** Midnight is on a quarter of an hour of UTC in every zone there is. */
const quarterMs = 15 * 60_000;

/**
 * Reserved rows the books hold otherwise than they were planned. Where a customer's Flow stamps the day only, or the moment of something else, another approval under that moment
 * passes every fence; what was reserved is frozen, so it is read back and compared. Only what no approval process speaks for, or may be stamped with the day, for every look costs a call.
 */
async function plannedOtherwise(books: Pick<PayoutBooks, 'reserved'>, reserved: readonly AttemptRow[], payments: ReadonlyMap<string, Payment>): Promise<ReadonlySet<string>> {
  const doubtful = reserved.flatMap((row) => {
    const payment = payments.get(row.requestId);
    return payment && (payment.evidence === null || payment.approvedAt % quarterMs === 0) ? [{ row, payment }] : [];
  });
  if (!doubtful.length) return new Set();
  const requests = new Map((await books.reserved(doubtful.map(({ row }) => row.reference))).map(({ reference, request }) => [reference.toLowerCase(), request]));
  return new Set(doubtful.flatMap(({ row, payment }) => {
    const request = requests.get(row.reference.toLowerCase());
    return request && isAsPlanned(row, payment, request) ? [] : [row.reference];
  }));
}

/** What a reservation does to its request: it is used up, and given back at once where the books hold something else under it. */
function movesOf(row: AttemptRow, isOther: boolean): readonly Move[] {
  const reserve: Move = { requestId: row.requestId, event: 'reserve', reason: null, patch: { attempt: row.number, batchId: row.batchId }, alreadyWritten: true };
  const reason = 'Not sent yet: the books do not hold it as it was planned. It is read again, and goes out by itself as it stands there now.';
  return isOther ? [reserve, { requestId: row.requestId, event: 'withdraw', reason, patch: { batchId: null } }] : [reserve];
}

/**
 * Line 2 of the protocol: asks the books for every row of the wave at once (as few calls as they allow). The books' rules are the fence between companions and the
 * last check of the stamp; what they can't tell apart is compared before a row counts as reserved here. @throws Problem when the books can't be reached: reserving again is safe.
 * @returns whether the books let all that is reserved pass just now: what was asked for before, and is reserved there since, passes no rule again.
 */
export async function reserveWave(office: Office, books: PayoutBooks, lane: Lane, wave: readonly AttemptRow[]): Promise<boolean> {
  const { db, ledger, outbox, installation, timers } = office.store;
  const binding = await installation.read();
  const versions = await outbox.versions(wave.length);
  const payments = new Map((await ledger.payments(wave.map((row) => row.requestId))).map((payment) => [payment.requestId, payment]));
  const rows = wave.map((row, index): Reservation => ({
    attempt: { ...row, amount: { minor: row.amountMinor, currency: row.currency } },
    companionId: office.companionId, epoch: binding?.epoch ?? 0, sequence: row.sequence, version: versions[index] ?? 0, approvedAt: new Date(payments.get(row.requestId)?.approvedAt ?? 0).toISOString(),
  }));
  const again = wave.some(({ reference }) => office.askedToReserve.times(reference) > 0);
  office.askedToReserve.add(wave.map(({ reference }) => reference));
  const answers = await books.reserve(rows);
  const reserved = wave.filter((row) => answers.get(row.reference) === 'reserved');
  const other = await plannedOtherwise(books, reserved, payments);
  await db.transaction(async () => {
    const asPlanned = await ledger.advance(reserved.map((row) => row.reference).filter((reference) => !other.has(reference)), 'intent', 'reserved', office.holder);
    const mine = new Set([...asPlanned, ...(await ledger.advance([...other], 'intent', 'withdrawn', office.holder))]);
    const refused = wave.flatMap((row) => {
      const answer = answers.get(row.reference);
      return answer && answer !== 'reserved' ? [{ row, answer }] : [];
    });
    await ledger.advance(refused.map(({ row }) => row.reference), 'intent', 'withdrawn', office.holder);
    const moves = await Promise.all(refused.map(({ row, answer }) => recordRefusal(office, row, answer, payments.get(row.requestId))));
    const moved = await ledger.move([...reserved.filter((row) => mine.has(row.reference)).flatMap((row) => movesOf(row, other.has(row.reference))), ...moves]);
    // Ended or stopped meanwhile, here or by another instance: it must not be sent, and the books are told how it really stands, or they would say Sending for ever.
    const ended = new Set(moved.filter((move) => 'forbidden' in move).map((move) => move.requestId));
    await ledger.withdraw([...ended], ['reserved']);
    await ledger.announce('request', reserved.filter((row) => !mine.has(row.reference) || ended.has(row.requestId)).map((row) => row.requestId));
    await retotal(office, wave.map((row) => row.batchId));
    if (other.size) await timers.atLatest('survey', '', office.tools.now() + office.timing.sweepMs);
  });
  // Kept here, answer for answer: until then the next time is another one.
  office.askedToReserve.forget([...answers.keys()]);
  return !again;
}

/**
 * Nothing may leave this lane now. What was reserved for it is given back: whoever looks at the books sees that it is not being sent, and any instance may
 * take it up again under the next number. Only this process's own rows, by the stage the sender checks: none of them has left, and none can any more.
 * What waits, reserved or only planned, says why.
 */
export async function giveBack(office: Office, lane: Lane, why: string): Promise<void> {
  const { db, ledger } = office.store;
  await db.transaction(async () => {
    const reason = `Not sent yet: ${why}. It goes out by itself.`;
    const own = await ledger.unsent(lane, office.holder, reason);
    await ledger.move(own.filter(({ stage }) => stage === 'intent').map(({ requestId }) => ({ requestId, event: 'withdraw', reason })));
    await giveBackRows(office, own.filter(({ stage }) => stage === 'reserved'), reason, office.timing.sweepMs);
  });
}

/** Of rows this process reserved, those that have not left are free again, and the next look comes after so long. */
export async function giveBackRows(office: Office, rows: readonly AttemptRow[], reason: string, lookInMs: number): Promise<void> {
  const { db, ledger, timers } = office.store;
  await db.transaction(async () => {
    const freed = new Set(await ledger.advance(rows.map(({ reference }) => reference), 'reserved', 'withdrawn', office.holder));
    const given = rows.filter(({ reference }) => freed.has(reference));
    if (!given.length) return;
    await ledger.move(given.map(({ requestId }): Move => ({ requestId, event: 'withdraw', reason, patch: { batchId: null } })));
    await retotal(office, given.map(({ batchId }) => batchId));
    await timers.atLatest('survey', '', office.tools.now() + lookInMs);
  });
}

/**
 * Rows another process left behind (it died, or lost its lease), and our own whose outcome the store would not take. What the books never reserved was never sent and is withdrawn; everything else
 * becomes unknown and is asked about, never sent: this ledger may be an older copy that does not know what it did.
 */
export async function doubtDangling(office: Office, books: PayoutBooks, lane: Lane): Promise<void> {
  const { ledger, installation, outbox } = office.store;
  // Whoever stands here holds the right to send, so nothing is on its way: a row of our own still sending is one whose outcome could not be written.
  const left = await ledger.dangling(lane, office.holder);
  if (!left.length) return;
  const binding = await installation.read();
  const claims = await books.claims({ epoch: binding?.epoch ?? 0, sequence: left.reduce((least, row) => Math.min(least, row.sequence), Infinity) - 1, version: await outbox.latest() });
  const reserved = new Set(claims.map((claim) => claim.reference.toLowerCase()));
  const never = left.filter((row) => row.stage === 'intent' && !reserved.has(row.reference.toLowerCase()));
  await doubt(office, left.filter((row) => !never.includes(row)), never);
}

const died = 'The companion stopped before it knew the outcome';

/** Marks rows whose fate nobody here knows as unknown, to be asked at once (`why`, a sentence without its end); and rows never reserved as withdrawn. */
export async function doubt(office: Office, doubtful: readonly AttemptRow[], never: readonly AttemptRow[], why = died): Promise<void> {
  const { db, ledger, timers, cursors } = office.store;
  const now = office.tools.now();
  await db.transaction(async () => {
    const withdrawn = await ledger.withdraw(never.map((row) => row.requestId), ['intent']);
    const lost = await ledger.loseSight(doubtful.map((row) => row.reference));
    const unknown = doubtful.filter((row) => lost.has(row.reference));
    await ledger.patchAttempts(unknown.map((row) => [row.reference, { unknownSince: row.unknownSince ?? now, nextAskAt: now, wasLost: true, timeline: [...row.timeline, { at: new Date(now).toISOString(), text: `${why}: asking the provider.` }] }]));
    // Also where the state forbids the move, as of what is held: the number is used up.
    await ledger.useUp(unknown);
    await ledger.move(unknown.flatMap((row): Move[] => [
      { requestId: row.requestId, event: 'reserve', patch: { attempt: row.number, batchId: row.batchId } },
      { requestId: row.requestId, event: 'lose sight', reason: `${why}; the provider is being asked.` },
    ]));
    await settleBatches(office, [...unknown, ...withdrawn].map((row) => row.batchId));
    if (unknown.length) await timers.atLatest('ask', '', now);
    if (!withdrawn.length) return;
    await retotal(office, withdrawn.map((row) => row.batchId));
    // Nothing changed in the books for these, so only a full look finds them again.
    await cursors.set('full sweep', '0');
    await timers.atLatest('survey', '', now + office.timing.surveyQuietMs);
  });
}
