import { Problem } from '../../domain/problem.ts';
import type { Claim } from '../connector.ts';
import { textOf, type Row } from './exact-json.ts';
import { needed, numberOf, requestOf, type Reading } from './requests.ts';
import { isoMoment } from './soql.ts';

type Payee = NonNullable<Parameters<typeof requestOf>[2]>;

/**
 * A reservation as the books hold it, for whom it was stamped: the recipient may have been changed since. @throws Problem naming the record when it can't be
 * read: recovery must not overlook one.
 */
export function claimOf(row: Row, reading: Reading): Claim {
  try {
    return readClaim(row, reading, 'the payee as stamped');
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    throw new Problem(error.kind, `${error.message} It concerns ${textOf(row, 'Name') ?? 'a Payment Request'} (${textOf(row, 'Id') ?? 'no id'}).`, { cause: error });
  }
}

function readClaim(row: Row, reading: Reading, payee: Payee): Claim {
  const n = reading.names.request;
  const wish = textOf(row, n.action);
  return {
    ...(wish === undefined ? {} : { wish }),
    reference: needed(row, n.reference, 'the reference'),
    request: requestOf(row, reading, payee),
    epoch: numberOf(row, n.epoch),
    sequence: numberOf(row, n.sequence),
    version: numberOf(row, n.version),
    reason: textOf(row, n.reason) ?? null,
    changedAt: isoMoment(needed(row, 'SystemModstamp', 'when it changed')),
  };
}

/** The same where nothing depends on a single one, for the payee who matters there: to whom it was sent, or to whom it would go now. */
export function readableClaim(row: Row, reading: Reading, payee: Payee): Claim | undefined {
  try {
    return readClaim(row, reading, payee);
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}
