import type { PayoutBooks } from '../connectors/connector.ts';
import { isBusy, type AttemptRow, type Payment } from '../store/ledger-rows.ts';
import type { Office } from './office.ts';

const withoutApproval: ReadonlySet<string> = new Set(['Submitted', 'Rejected', 'Recalled']);

/** What is held here, was sent before, and of which nothing can be on its way any more, with the reference under which the books know it. */
function over(payments: readonly Payment[], attempts: readonly AttemptRow[]): ReadonlyMap<string, string> {
  const own = Map.groupBy(attempts, ({ requestId }) => requestId);
  return new Map(payments.flatMap(({ requestId, attempt, state }) => {
    const rows = own.get(requestId) ?? [];
    const last = rows.find((row) => row.number === attempt && row.stage !== 'withdrawn');
    return last && state === 'On Hold' && !rows.some(isBusy) ? [[requestId, last.reference] as const] : [];
  }));
}

/**
 * Held here over an approval that was taken back in the books, where it had been sent once before: they refuse that it is held, for a release would pay it on that approval. Asked how it stands there,
 * for the same refusal is given for what was paid or given up there. It waits for its next approval.
 */
export async function giveUpTakenBack(office: Office, books: Pick<PayoutBooks, 'reserved'>, requestIds: readonly string[]): Promise<void> {
  const { db, ledger } = office.store;
  const found = over(await ledger.payments(requestIds), await ledger.attemptsOf(requestIds));
  if (!found.size) return;
  const takenBack = new Set((await books.reserved([...found.values()])).filter(({ request }) => withoutApproval.has(request.status)).map(({ request }) => request.id));
  await db.transaction(async () => {
    const still = over(await ledger.payments([...takenBack], 'for update'), await ledger.attemptsOf([...takenBack]));
    await ledger.move([...still.keys()].map((requestId) => ({ requestId, event: 'correct', reason: 'Not held: its approval was taken back. Submit it for approval again.', patch: { clearsApproval: true } })));
  });
}
