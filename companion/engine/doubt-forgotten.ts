import type { Move } from '../store/ledger.ts';
import type { AttemptRow } from '../store/ledger-rows.ts';
import type { Office } from './office.ts';
import { doubt } from './reserve.ts';
import { retotal, takeBack } from './settle-batches.ts';

/** Whether the store has a row as one that has not left, or may leave again. */
export const saysUnsent = ({ stage, refusedWithBatch }: AttemptRow): boolean => ['intent', 'reserved', 'withdrawn'].includes(stage) || (stage === 'unknown' && refusedWithBatch);

/** Taken back by somebody who was told that they had not left. Others may stand in their place by now: they are asked about like what a person closed. */
async function closeWithdrawn(office: Office, rows: readonly AttemptRow[]): Promise<void> {
  const { ledger, timers } = office.store;
  const now = office.tools.now();
  await takeBack(office, rows);
  await ledger.patchAttempts(rows.map((row) => [row.reference, { stage: 'settled', posted: 2, wasLost: true, sentAt: now, nextAskAt: now, timeline: [...row.timeline, { at: new Date(now).toISOString(), text: 'It had left when it was taken back: asking the provider.' }] }]));
  await ledger.useUp(rows);
  await retotal(office, rows.map((row) => row.batchId));
  await ledger.move(rows.map((row): Move => ({ requestId: row.requestId, event: 'hold', reason: `${row.reference} had left when it was taken back: the store had forgotten it. A person must check with the provider.` })));
  await timers.atLatest('ask', '', now);
}

/**
 * Rows that went out, and that the store knows as not sent: its server came back without its last commits, or another one took its place. What else was forgotten nobody knows: they
 * are asked about, never sent again by this process, and nothing leaves before that is settled. Of those that are `gone` not even the plan is left. Joins the caller's transaction.
 */
export async function doubtForgotten(office: Office, forgotten: readonly AttemptRow[], gone: number): Promise<void> {
  const { ledger, installation, issues, timers } = office.store;
  if (!forgotten.length && !gone) return;
  const [withdrawn, waiting] = [forgotten.filter(({ stage }) => stage === 'withdrawn'), forgotten.filter(({ stage }) => stage !== 'withdrawn')];
  await closeWithdrawn(office, withdrawn);
  const now = office.tools.now();
  // Patience begins anew, also for what waited to go again: it may be the submission that was forgotten which was taken.
  await ledger.patchAttemptsQuietly(waiting.map((row) => [row.reference, { posted: 2, refusedWithBatch: false, wasLost: true, unknownSince: now, missed: 0, nextAskAt: now }]));
  await doubt(office, waiting, []);
  const parked = waiting.filter(({ stage }) => stage === 'unknown');
  await ledger.move(parked.map((row): Move => ({ requestId: row.requestId, event: 'lose sight', reason: `${row.reference} had been sent again, and the store had forgotten it; the provider is being asked.` })));
  if (parked.length) await timers.atLatest('ask', '', now);
  await installation.setMode('recovery');
  await issues.raise({ kind: 'recovery', source: office.companionId, severity: 'Critical', summary: `Recovery: the store forgot that it was sending payouts: ${forgotten.length + gone}`, detail: `Its server came back without its last commits, or a standby took over that had not received them. Let it write synchronously. Nothing is sent until the provider has been asked about each open payout.${gone ? ` Start the companion anew: ${gone} of them it has to find in the books.` : ''}` });
}

/**
 * The store may come back without its last commits after the outcome of a submission was written, too: then nothing is on its way here, and a row that was paid looks as if it waited to
 * leave. What this process handed out more often than the store knows is doubted, also under another number of the same request. @returns whether there was any
 */
export async function doubtHandedOut(office: Office, rows: readonly AttemptRow[]): Promise<boolean> {
  const { db, ledger } = office.store;
  const ids = [...new Set(rows.map(({ requestId }) => requestId))];
  const own = async (): Promise<readonly AttemptRow[]> => (await ledger.attemptsOf(ids)).filter((row) => office.handedOut.times(row.reference) > row.posted && saysUnsent(row));
  if (!(await own()).length) return false;
  return db.transaction(async () => {
    await ledger.payments(ids, 'for update');
    const forgotten = await own();
    await doubtForgotten(office, forgotten, 0);
    return forgotten.length > 0;
  });
}
