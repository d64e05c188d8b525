import { isRecovered, isRemembered, type AttemptRow } from '../store/ledger-rows.ts';
import type { Office } from './office.ts';

/** Marks each batch as its rows stand. Joins the caller's transaction. */
export async function settleBatches(office: Office, batchIds: readonly string[]): Promise<void> {
  const { ledger } = office.store;
  const now = office.tools.now();
  const standings = await ledger.standings([...new Set(batchIds)]);
  await ledger.patchBatches(standings.map(({ id, stage, sentAt, settledAt, isSeen }) => {
    // Planned here and sent by a later state of this store, of which this copy has only the provider's word: it moves the balance like any other.
    const sentUnseen = sentAt === null && isSeen && !isRecovered(id) && !isRemembered(id);
    return [id, { stage, settledAt: stage === 'settled' ? (settledAt ?? now) : null, ...(sentUnseen ? { sentAt: now } : {}) }] as const;
  }));
}

/**
 * A batch counts what was planned or reserved for it and not withdrawn; one with nothing left is settled at nothing. Only a withdrawal, and its contrary, change what a
 * batch counts: what was sent is compared with it. Joins the caller's transaction.
 */
export async function retotal(office: Office, batchIds: readonly string[]): Promise<void> {
  const { ledger } = office.store;
  const ids = [...new Set(batchIds)];
  const rows = await ledger.attemptsOfBatch(ids);
  const patches = await Promise.all(ids.map(async (id) => {
    const own = rows.filter((row) => row.batchId === id && row.stage !== 'withdrawn');
    const stamped = await ledger.stampedTotal(own.map((row) => row.requestId));
    return [id, { requestedCount: own.length, requestedMinor: own.reduce((total, row) => total + row.amountMinor, 0), approvedMinor: stamped, ...(own.length ? {} : { stage: 'settled' as const, settledAt: office.tools.now() }) }] as const;
  }));
  await ledger.patchBatches(patches);
}

/**
 * Money that arrived, or is on its way, on one attempt takes back a later one that was planned and has not left: its stage is what the sender checks
 * before the call. Joins the caller's transaction.
 */
export async function takeBack(office: Office, alive: readonly AttemptRow[]): Promise<void> {
  const later = await office.store.ledger.withdraw(alive.map((attempt) => attempt.requestId), ['intent', 'reserved']);
  await settleBatches(office, later.map((row) => row.batchId));
  await retotal(office, later.map((row) => row.batchId));
}
