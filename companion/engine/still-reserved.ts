import type { Claim, PayoutBooks } from '../connectors/connector.ts';
import type { PayoutState } from '../domain/payout-states.ts';
import type { AttemptRow } from '../store/ledger-rows.ts';
import type { Office } from './office.ts';
import { recover } from './recover.ts';
import { doubt } from './reserve.ts';
import { retotal } from './settle-batches.ts';

const stops: ReadonlySet<string | undefined> = new Set(['Hold', 'Cancel']);

/** Somebody asks to stop it, and it has not left: it is given back, and the next look carries out the wish. */
async function giveBackAsked(office: Office, rows: readonly AttemptRow[]): Promise<void> {
  if (!rows.length) return;
  const { store: { db, ledger, timers }, holder, tools, timing } = office;
  await db.transaction(async () => {
    const freed = new Set(await ledger.advance(rows.map(({ reference }) => reference), 'reserved', 'withdrawn', holder));
    await ledger.move(rows.flatMap(({ reference, requestId }) => (freed.has(reference) ? [{ requestId, event: 'withdraw', reason: 'Not sent: somebody asks to stop it.', patch: { batchId: null } } as const] : [])));
    await retotal(office, rows.map(({ batchId }) => batchId));
    await timers.atLatest('survey', '', tools.now() + timing.writeDelayMs + timing.surveyQuietMs);
  });
}

/**
 * Whether the books hold these rows reserved still, each as this ledger does. They were reserved before the submission that left last, or in an earlier turn, and much may have come since: a wish
 * to stop one, another companion, or a store that lost its last commits and with them that a row was given back. One call, for what was reserved a moment ago costs none. What is otherwise
 * is not sent: it is given back where somebody asks to stop it, and asked about everywhere else.
 */
export async function stillReserved(office: Office, books: PayoutBooks, rows: readonly AttemptRow[]): Promise<boolean> {
  const claims = new Map((await books.reserved(rows.map(({ reference }) => reference))).map((claim) => [claim.reference.toLowerCase(), claim]));
  const isOurs = (row: AttemptRow, claim: Claim | undefined): boolean => claim?.sequence === row.sequence && claim.request.status === ('Sending' satisfies PayoutState) && !claim.request.isStopped;
  const ours = rows.filter((row) => isOurs(row, claims.get(row.reference.toLowerCase())));
  const asked = ours.filter(({ reference }) => stops.has(claims.get(reference.toLowerCase())?.wish));
  await giveBackAsked(office, asked);
  const otherwise = rows.filter((row) => !ours.includes(row));
  if (otherwise.length) {
    await recover(office, books);
    // Recovery asks about what the books have come further with; what it knows nothing of must not stay reserved either.
    await doubt(office, (await office.store.ledger.attempts(otherwise.map(({ reference }) => reference))).filter(({ stage }) => stage === 'reserved'), [], 'The books hold it otherwise than this store');
  }
  return !asked.length && !otherwise.length;
}
