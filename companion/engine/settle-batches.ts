import { isRecovered, isRemembered, type AttemptRow } from '../store/ledger-rows.ts';
import type { Office } from './office.ts';

/**
 * How each batch stands, read from its rows: unsettled while any row's outcome is unknown; a row a person looks at no longer holds up the others.
 * Joins the caller's transaction.
 */
export async function settleBatches(office: Office, batchIds: readonly string[]): Promise<void> {
  const { ledger } = office.store;
  const ids = [...new Set(batchIds)];
  const attempts = await ledger.attemptsOfBatch(ids);
  const held = await ledger.onHold(attempts.map((row) => row.requestId));
  const patches = (await ledger.batches(ids)).map((batch) => {
    const own = attempts.filter((row) => row.batchId === batch.id);
    const unknown = own.some((row) => ['sending', 'unknown'].includes(row.stage) && !held.has(row.requestId));
    const stage = unknown ? 'unknown' : own.some((row) => row.stage === 'accepted') ? 'open' : own.some((row) => row.stage === 'reserved' || row.stage === 'intent') ? 'intent' : 'settled';
    // Planned here and sent by a later state of this store, of which this copy has only the provider's word: it moves the balance like any other.
    const sentUnseen = batch.sentAt === null && !isRecovered(batch.id) && !isRemembered(batch.id) && own.some((row) => row.providerStatus !== null);
    return [batch.id, { stage, settledAt: stage === 'settled' ? (batch.settledAt ?? office.tools.now()) : null, ...(sentUnseen ? { sentAt: office.tools.now() } : {}) }] as const;
  });
  await ledger.patchBatches(patches);
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
    return [id, { requestedCount: own.length, requestedMinor: own.reduce((total, row) => total + row.amountMinor, 0), approvedMinor: stamped, ...(own.length ? {} : { stage: 'settled' as const }) }] as const;
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
