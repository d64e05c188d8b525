import { createHash } from 'node:crypto';
import type { PayoutBooks, Payouts, SendPermit } from '../connectors/connector.ts';
import { Problem } from '../domain/problem.ts';
import type { Attempt, Sent } from '../domain/payout.ts';
import { laneKey, type AttemptRow, type Lane } from '../store/ledger-rows.ts';
import type { Noted } from './noted.ts';
import type { Office } from './office.ts';
import { whatCanGo } from './funds.ts';
import { recordOutcome } from './outcome.ts';
import { doubtDangling, giveBack, reserveWave } from './reserve.ts';
import { retotal } from './settle-batches.ts';

/**
 * The only door through which money leaves. Order, each line committed before the next (MONEY.md 2): intent (bundle.ts) → reservation in the
 * books → sending in the ledger → the call, once → outcome in the ledger. What is left to do is read from the ledger each time, so it is safe
 * to start from nothing; a row that another process left behind is asked about, never sent.
 * @throws Problem `busy` when another instance is sending from the same program.
 */
export async function payOnce(office: Office, books: PayoutBooks, payer: Payouts, lane: Lane): Promise<readonly Noted[]> {
  const { store, timing, holder } = office;
  const lease = `send:${lane.connection}/${lane.program}`;
  const right = await store.leases.acquire(lease, holder, timing.leaseMs);
  if (!right)
    throw new Problem('busy', `Sender: another instance is sending from ${laneKey(lane)}. This one waits for its turn.`, { retryAfterMs: timing.leaseMs / 3 });
  try {
    await doubtDangling(office, books, lane);
    const told: Noted[] = [];
    for (;;) {
      const why = await mayNotSend(office, books, lane);
      if (why) {
        await giveBack(office, lane, why);
        return told;
      }
      const batch = (await nextResend(office, payer, lane)) ?? (await nextReserved(office, books, payer, lane));
      if (!batch) return told;
      const startedAt = office.tools.now();
      // What is reserved and not sent must not wait for a chance: without a timer of its own nobody would come back to it.
      const comeBack = (): Promise<void> => store.timers.atLatest('send', laneKey(lane), office.tools.now() + timing.firstRetryMs);
      if (!(await store.leases.renew(lease, holder, timing.leaseMs))) return await comeBack().then(() => told);
      const sent = await sendBatch(office, payer, lane, batch, startedAt + timing.leaseMs);
      if (!sent) return await comeBack().then(() => told);
      if ('notSent' in sent) {
        await store.timers.set('send', laneKey(lane), office.tools.now() + timing.fundsShortMs);
        return told;
      }
      const outcome = 'accepted' in sent ? 'accepted' : 'unknown' in sent ? 'unknown' : 'refused';
      told.push(...batch.map((row) => ({ id: row.requestId, note: { reference: row.reference, batch: row.batchId, outcome } })));
    }
  } finally {
    await store.leases.release(lease, holder, right.fence);
  }
}

/** Why nothing may leave this lane now, or undefined. Checked before every single batch. */
async function mayNotSend(office: Office, books: PayoutBooks, lane: Lane): Promise<string | undefined> {
  const { store } = office;
  if (office.killed()) return 'the kill switch is on';
  if ((await store.installation.read())?.mode !== 'normal') return 'the companion is in recovery, and everything reserved must be settled first';
  const unreported = await cannotReport(office);
  if (unreported) return unreported;
  if (await pausedInBooks(office, books)) return 'the kill switch in the books is on';
  const stopped = (await store.lanes.read(lane))?.stoppedBecause;
  if (stopped) return `payouts of program ${lane.program} in ${lane.currency} are stopped (${stopped}) until a person has settled the issue`;
  const asked = (await store.ledger.inLane(lane, ['sending', 'unknown'])).filter((row) => row.stage === 'sending' || !row.refusedWithBatch);
  const held = new Set((await store.ledger.payments(asked.map((row) => row.requestId))).filter((payment) => payment.state === 'On Hold').map((payment) => payment.requestId));
  const blocking = asked.find((row) => row.stage === 'sending' || !held.has(row.requestId));
  return blocking && `the outcome of ${blocking.reference} in the batch before is not known yet`;
}

/** The switch in the books, as seen lately; looked at again when that was too long ago. */
async function pausedInBooks(office: Office, books: PayoutBooks): Promise<boolean> {
  const { cursors } = office.store;
  const now = office.tools.now();
  const [word, at] = ((await cursors.get(pauseSeen)) ?? 'unseen 0').split(' ');
  if (word !== 'unseen' && now - Number(at) < office.timing.pauseFreshMs) return word === 'on';
  const paused = await books.paused();
  await cursors.set(pauseSeen, `${paused ? 'on' : 'off'} ${now}`);
  return paused;
}
/** The cursor that remembers the switch: `on 1795227911990`. */
export const pauseSeen = 'pause seen';

/** Nothing is sent that could not be reported: the rest of the day's calls must cover writing back everything in flight (MONEY.md 6). */
async function cannotReport(office: Office): Promise<string | undefined> {
  const quota = office.quota();
  if (!quota) return undefined;
  const open = await office.store.ledger.openCount();
  const needed = 50 + Math.ceil(open / 50);
  if (quota.limit - quota.used > needed) return undefined;
  await office.store.issues.raise({
    kind: 'calls used up', source: office.booksId, severity: 'Critical', summary: `Only ${quota.limit - quota.used} calls to the books are left today`,
    detail: `${needed} are kept for writing back ${open} payout(s) in flight. Nothing more is sent until the allowance recovers; raise it or find out who uses it.`,
  });
  return 'the calls left today would not cover reporting what is in flight';
}

/** A refused batch's row counts as not sent after this many spaced "not found". */
const settledMisses = 2;

/** Rows refused with their batch, asked for and not found: sent again under the SAME reference, in halves, so that the culprit is found. */
async function nextResend(office: Office, payer: Payouts, lane: Lane): Promise<readonly AttemptRow[] | undefined> {
  const { ledger, timers } = office.store;
  const rows = await ledger.resendable(lane, settledMisses);
  const short = rows.filter((row) => row.reasonCause === 'funds');
  const affordable = await whatCanGo(office, payer, lane, short);
  if (affordable.length) return affordable.slice(0, payer.batchLimit);
  await ledger.move(short.map((row) => ({ requestId: row.requestId, event: 'run short', reason: `Waits for funds: ${row.reasonText ?? 'the balance does not suffice'}.` })));
  if (short.length) await timers.atLatest('funds', laneKey(lane), office.tools.now() + office.timing.fundsShortMs);
  const first = rows.find((row) => row.reasonCause !== 'funds');
  if (!first) return undefined;
  const all = (await ledger.attemptsOfBatch([first.batchId])).filter((row) => row.refusedWithBatch && row.bodyHash === first.bodyHash);
  // Not let in says nothing about the rows: they go together again.
  const half = first.reasonCause === 'access' ? all.length : Math.max(1, Math.ceil(all.length / 2));
  // Only what may go again: a row of the same batch that a person holds stays where it is.
  return rows.filter((row) => row.batchId === first.batchId && row.bodyHash === first.bodyHash && row.reasonCause !== 'funds').slice(0, Math.min(half, payer.batchLimit));
}

/** The next batch of rows the books let us reserve; rows they refuse are withdrawn and not sent. */
async function nextReserved(office: Office, books: PayoutBooks, payer: Payouts, lane: Lane): Promise<readonly AttemptRow[] | undefined> {
  const { ledger } = office.store;
  for (;;) {
    const reserved = (await ledger.inLane(lane, ['reserved'])).filter((row) => row.plannedBy === office.holder);
    const [first] = reserved;
    if (first) return reserved.filter((row) => row.batchId === first.batchId).slice(0, payer.batchLimit);
    const wave = (await ledger.inLane(lane, ['intent'], 1_000)).filter((row) => row.plannedBy === office.holder);
    if (!wave.length) return undefined;
    await reserveWave(office, books, lane, wave);
  }
}

const attemptOf = (row: AttemptRow): Attempt => ({
  reference: row.reference, requestId: row.requestId, number: row.number, connection: row.connection, program: row.program, payeeId: row.payeeId,
  amount: { minor: row.amountMinor, currency: row.currency }, purpose: row.purpose, orgId: row.orgId, batchId: row.batchId,
});

/** Minted here and nowhere else: one permit, for one call, as long as the lease lasts. */
const permitUntil = (office: Office, leaseEndsAt: number): SendPermit =>
  ({ deadlineAt: Math.min(leaseEndsAt, office.tools.now() + office.timing.sendDeadlineMs), stillMine: () => !office.killed() && office.tools.now() < leaseEndsAt }) as SendPermit;

/** One submission of exactly these rows. Undefined when somebody else took one of them meanwhile: then nothing is sent. */
async function sendBatch(office: Office, payer: Payouts, lane: Lane, rows: readonly AttemptRow[], leaseEndsAt: number): Promise<Sent | undefined> {
  const { db, ledger } = office.store;
  const attempts = rows.map(attemptOf);
  const body = payer.prepare(attempts);
  const bodyHash = createHash('sha256').update(body).digest('hex');
  const marked = await markSending(office, rows, bodyHash);
  if (!marked) return undefined;
  const sent = await payer.send(attempts, body, permitUntil(office, leaseEndsAt)).catch((error: unknown): Sent => ({ unknown: `the sender failed: ${String(error)}` }));
  await db.transaction(() => recordOutcome(office, lane, rows, sent));
  await ledger.nextAsk().then((at) => (at === undefined ? undefined : office.store.timers.atLatest('ask', '', at)));
  return sent;
}

/**
 * The last look before money leaves, under lock: rows that are no longer their request's last attempt, or whose request no longer waits for exactly that. A
 * person or the provider's answer ended them meanwhile; none of them has left, and they are withdrawn.
 */
async function withdrawEnded(office: Office, rows: readonly AttemptRow[]): Promise<readonly AttemptRow[]> {
  const { ledger } = office.store;
  const payments = new Map((await ledger.payments(rows.map((row) => row.requestId), 'for update')).map((payment) => [payment.requestId, payment]));
  const ended = rows.filter((row) => {
    const payment = payments.get(row.requestId);
    return payment?.attempt !== row.number || !(row.stage === 'reserved' ? ['Sending'] : ['Sending', 'Outcome Unknown', 'Awaiting Funds']).includes(payment.state);
  });
  const withdrawn = await ledger.withdraw(ended.map((row) => row.requestId), ['reserved']);
  await retotal(office, withdrawn.map((row) => row.batchId));
  await ledger.announce('request', withdrawn.map((row) => row.requestId));
  return ended;
}

/** Line 3 of the protocol: committed before the call, or nothing is called. */
async function markSending(office: Office, rows: readonly AttemptRow[], bodyHash: string): Promise<boolean> {
  const { db, ledger } = office.store;
  const at = office.tools.now();
  const references = rows.map((row) => row.reference);
  const [first] = rows;
  try {
    return await db.transaction(async () => {
      if ((await withdrawEnded(office, rows)).length) return false;
      const moved = await ledger.advance(references, first?.stage ?? 'reserved', 'sending', office.holder);
      if (moved.length !== rows.length) throw new Problem('busy', 'Sender: another instance took a row of this batch. Nothing was sent.');
      await ledger.patchAttemptsQuietly(rows.map((row) => [row.reference, { posted: row.posted + 1, bodyHash, sentAt: at, unknownSince: at, refusedWithBatch: false, missed: 0 }]));
      await ledger.patchBatches([...new Set(rows.map((row) => row.batchId))].map((id) => [id, { stage: 'sending', bodyHash, sentAt: at }]));
      return true;
    });
  } catch (error) {
    if (error instanceof Problem && error.kind === 'busy') return false;
    throw error;
  }
}
