import type { Claim, PayoutBooks } from '../connectors/connector.ts';
import type { PayoutState } from '../domain/payout-states.ts';
import type { PayoutTerms } from '../domain/rehearsal-roles.ts';
import type { AttemptRow } from '../store/ledger-rows.ts';
import { changedSince } from './changed-since.ts';
import type { Office } from './office.ts';
import { recover } from './recover.ts';
import { doubt, giveBackRows } from './reserve.ts';

/**
 * Whether the books hold these rows reserved still, each as this ledger does and as it may go out. They were reserved before the submission that left last, or in an earlier turn, or the answer to it was lost, and
 * much may have come since: a wish to stop one, another payee, a later day, another companion, or a store that lost its last commits and with them that a row was given back. One call, for what was
 * reserved a moment ago costs none. What was changed is given back, to be looked at anew; what the books hold otherwise is asked about.
 */
export async function stillReserved(office: Office, books: PayoutBooks, payer: PayoutTerms, rows: readonly AttemptRow[]): Promise<boolean> {
  const claims = new Map((await books.reserved(rows.map(({ reference }) => reference))).map((claim) => [claim.reference.toLowerCase(), claim]));
  const isOurs = (row: AttemptRow, claim: Claim | undefined): boolean => claim?.sequence === row.sequence && claim.request.status === ('Sending' satisfies PayoutState) && !claim.request.isStopped;
  const ours = rows.filter((row) => isOurs(row, claims.get(row.reference.toLowerCase())));
  const changed = Map.groupBy(ours, (row) => changedSince(office, payer, row, claims.get(row.reference.toLowerCase()) ?? {}));
  changed.delete(undefined);
  for (const [why, some] of changed) await giveBackRows(office, some, `Not sent: ${why}.`, office.timing.writeDelayMs + office.timing.surveyQuietMs);
  const otherwise = rows.filter((row) => !ours.includes(row));
  if (otherwise.length) {
    await recover(office, books);
    // Recovery asks about what the books have come further with; what it knows nothing of must not stay reserved either.
    await doubt(office, (await office.store.ledger.attempts(otherwise.map(({ reference }) => reference))).filter(({ stage }) => stage === 'reserved'), [], 'The books hold it otherwise than this store');
  }
  return !changed.size && !otherwise.length;
}
