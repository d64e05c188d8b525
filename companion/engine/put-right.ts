import { ranAhead } from '../domain/timing.ts';
import type { AttemptPatch } from '../store/ledger.ts';
import type { AttemptRow } from '../store/ledger-rows.ts';
import type { Office } from './office.ts';

/** What patience, a second reading and the alert about what came back are counted from. */
const countedFrom = ['sentAt', 'cancelledFirstAt', 'returnedAt'] as const;

function broughtDown(attempt: AttemptRow, now: number): AttemptPatch {
  const down: AttemptPatch = Object.fromEntries(countedFrom.filter((name) => ranAhead(attempt[name], now)).map((name) => [name, now]));
  // Where nobody noted the doubt it is counted from when the attempt was sent, else from when it was planned.
  const doubted = attempt.stage === 'unknown' && ranAhead(attempt.unknownSince ?? attempt.sentAt ?? attempt.plannedAt, now);
  return doubted ? { ...down, unknownSince: now } : down;
}

/**
 * Attempts as they can be believed. What a clock that ran ahead noted is brought down to now and kept so, or an unknown outcome would go to no person, and no cancellation be
 * confirmed, for as long as that clock was ahead. What was noted happened before now: patience begins anew and two readings lie farther apart, never nearer than they have to.
 * Joins the caller's transaction, which holds the rows.
 */
export async function putRight({ store: { ledger }, tools }: Office, attempts: readonly AttemptRow[]): Promise<readonly AttemptRow[]> {
  const now = tools.now();
  const down = new Map(attempts.map((attempt) => [attempt.reference, broughtDown(attempt, now)]));
  await ledger.patchAttemptsQuietly([...down].filter(([, patch]) => Object.keys(patch).length > 0));
  return attempts.map((attempt) => ({ ...attempt, ...down.get(attempt.reference) }));
}
