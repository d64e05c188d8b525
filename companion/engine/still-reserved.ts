import type { Claim, PayoutBooks } from '../connectors/connector.ts';
import type { PayoutState } from '../domain/payout-states.ts';
import type { AttemptRow } from '../store/ledger-rows.ts';
import { asksToStop } from './asks-to-stop.ts';
import type { Office } from './office.ts';
import { recover } from './recover.ts';
import { doubt, giveBackRows } from './reserve.ts';

/**
 * Whether the books hold these rows reserved still, each as this ledger does. They were reserved before the submission that left last, or in an earlier turn, and much may have come since: a wish
 * to stop one, another companion, or a store that lost its last commits and with them that a row was given back. One call, for what was reserved a moment ago costs none. What is otherwise
 * is not sent: it is given back where somebody asks to stop it, and asked about everywhere else.
 */
export async function stillReserved(office: Office, books: PayoutBooks, rows: readonly AttemptRow[]): Promise<boolean> {
  const claims = new Map((await books.reserved(rows.map(({ reference }) => reference))).map((claim) => [claim.reference.toLowerCase(), claim]));
  const isOurs = (row: AttemptRow, claim: Claim | undefined): boolean => claim?.sequence === row.sequence && claim.request.status === ('Sending' satisfies PayoutState) && !claim.request.isStopped;
  const ours = rows.filter((row) => isOurs(row, claims.get(row.reference.toLowerCase())));
  const asked = ours.filter(({ reference }) => asksToStop(claims.get(reference.toLowerCase())?.wish));
  // The next look carries out the wish.
  await giveBackRows(office, asked, 'Not sent: somebody asks to stop it.', office.timing.writeDelayMs + office.timing.surveyQuietMs);
  const otherwise = rows.filter((row) => !ours.includes(row));
  if (otherwise.length) {
    await recover(office, books);
    // Recovery asks about what the books have come further with; what it knows nothing of must not stay reserved either.
    await doubt(office, (await office.store.ledger.attempts(otherwise.map(({ reference }) => reference))).filter(({ stage }) => stage === 'reserved'), [], 'The books hold it otherwise than this store');
  }
  return !asked.length && !otherwise.length;
}
