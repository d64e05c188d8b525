import { createHash } from 'node:crypto';
import type { PayoutBooks, Payouts, SendPermit } from '../connectors/connector.ts';
import { Problem } from '../domain/problem.ts';
import type { Attempt, Sent } from '../domain/payout.ts';
import { laneKey, type AttemptRow, type Lane } from '../store/ledger-rows.ts';
import { askInTime } from './ask-in-time.ts';
import { doubtHandedOut } from './doubt-forgotten.ts';
import type { Noted } from './noted.ts';
import type { Office } from './office.ts';
import { readFunds } from './funds.ts';
import { heldBackHere, mayNotSend } from './may-not-send.ts';
import { recordOutcome } from './outcome.ts';
import { nextResend } from './resend.ts';
import { doubtDangling, giveBack, reserveWave } from './reserve.ts';
import { retotal } from './settle-batches.ts';
import { stillReserved } from './still-reserved.ts';

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
    // Before they are given back: the books would say that they wait.
    await doubtHandedOut(office, await store.ledger.inLane(lane, ['intent', 'reserved'], 1_000));
    const told: Noted[] = [];
    for (;;) {
      const why = await mayNotSend(office, books, lane);
      if (why) {
        await giveBack(office, lane, why);
        return told;
      }
      const batch = (await nextResend(office, books, payer, lane)) ?? (await nextReserved(office, books, payer, lane));
      if (!batch) return told;
      if (batch === 'otherwise') continue;
      const startedAt = office.tools.now();
      // What is reserved and not sent must not wait for a chance: without a timer of its own nobody would come back to it.
      const comeBack = (): Promise<void> => store.timers.atLatest('send', laneKey(lane), office.tools.now() + timing.firstRetryMs);
      if (!(await store.leases.renew(lease, holder, right.fence, timing.leaseMs))) return await comeBack().then(() => told);
      const sent = await sendBatch(office, payer, lane, batch, startedAt + timing.leaseMs);
      if (!sent) return await comeBack().then(() => told);
      // Held back at the last moment: given back with that reason, for the provider was not even called.
      if ('notSent' in sent && heldBackHere(office)) continue;
      if ('notSent' in sent) return await couldNotBeSent(office, lane).then(() => told);
      const outcome = 'accepted' in sent ? 'accepted' : 'unknown' in sent ? 'unknown' : 'refused';
      told.push(...batch.map((row) => ({ id: row.requestId, note: { reference: row.reference, batch: row.batchId, outcome } })));
    }
  } finally {
    await store.leases.release(lease, holder, right.fence);
  }
}

/** Set while the last submission could not even be sent. */
const unreachable = (lane: Lane): string => `not sent:${laneKey(lane)}`;

async function couldNotBeSent(office: Office, lane: Lane): Promise<void> {
  const { cursors, timers } = office.store;
  await cursors.set(unreachable(lane), 'yes');
  await giveBack(office, lane, 'the provider can\'t be reached');
  await timers.set('send', laneKey(lane), office.tools.now() + office.timing.fundsShortMs);
}

/** After a submission that could not be sent nothing is reserved until the provider has answered something: a question costs no number, a reservation does. */
async function stillUnreachable(office: Office, payer: Payouts, lane: Lane): Promise<boolean> {
  const { cursors } = office.store;
  if ((await cursors.get(unreachable(lane))) !== 'yes') return false;
  try {
    await readFunds(office, payer, lane);
  } catch (error) {
    if (error instanceof Problem) return true;
    throw error;
  }
  await cursors.set(unreachable(lane), 'no');
  return false;
}

/** The next batch of rows the books let us reserve; rows they refuse are withdrawn and not sent. `otherwise` where they hold one otherwise by now, and everything is to be looked at anew. */
async function nextReserved(office: Office, books: PayoutBooks, payer: Payouts, lane: Lane): Promise<readonly AttemptRow[] | 'otherwise' | undefined> {
  const { ledger, timers } = office.store;
  if (await stillUnreachable(office, payer, lane)) {
    await timers.set('send', laneKey(lane), office.tools.now() + office.timing.fundsShortMs);
    return undefined;
  }
  for (let justNow = false; ; ) {
    const reserved = (await ledger.inLane(lane, ['reserved'])).filter((row) => row.plannedBy === office.holder);
    const [first] = reserved;
    const batch = reserved.filter((row) => row.batchId === first?.batchId).slice(0, payer.batchLimit);
    if (first) return justNow || (await stillReserved(office, books, payer, batch)) ? batch : 'otherwise';
    const wave = (await ledger.inLane(lane, ['intent'], 1_000)).filter((row) => row.plannedBy === office.holder);
    if (!wave.length) return undefined;
    justNow = await reserveWave(office, books, lane, wave);
  }
}

const attemptOf = (row: AttemptRow): Attempt => ({
  reference: row.reference, requestId: row.requestId, number: row.number, connection: row.connection, program: row.program, payeeId: row.payeeId,
  amount: { minor: row.amountMinor, currency: row.currency }, purpose: row.purpose, orgId: row.orgId, batchId: row.batchId,
});

/** Minted here and nowhere else: one permit, for one call, as long as the lease lasts. */
const permitUntil = (office: Office, leaseEndsAt: number): SendPermit =>
  ({ deadlineAt: Math.min(leaseEndsAt, office.tools.now() + office.timing.sendDeadlineMs), stillMine: () => !heldBackHere(office) && office.tools.now() < leaseEndsAt }) as SendPermit;

/** One submission of exactly these rows. Undefined when somebody else took one of them meanwhile, or the store forgot that one was sent: then nothing is sent. */
async function sendBatch(office: Office, payer: Payouts, lane: Lane, rows: readonly AttemptRow[], leaseEndsAt: number): Promise<Sent | undefined> {
  const { store: { db }, handedOut } = office;
  const references = rows.map(({ reference }) => reference);
  const attempts = rows.map(attemptOf);
  const body = payer.prepare(attempts);
  const bodyHash = createHash('sha256').update(body).digest('hex');
  if ((await doubtHandedOut(office, rows)) || !(await markSending(office, rows, bodyHash))) return undefined;
  handedOut.add(references);
  const sent = await payer.send(attempts, body, permitUntil(office, leaseEndsAt)).catch((error: unknown): Sent => ({ unknown: `the sender failed: ${String(error)}` }));
  if ('notSent' in sent) handedOut.takeBack(references);
  // The question belongs to the outcome: a process that dies after it was written, and before anybody was to ask, would leave its lane shut.
  await db.transaction(async () => {
    await recordOutcome(office, lane, rows, sent);
    await askInTime(office);
  });
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
