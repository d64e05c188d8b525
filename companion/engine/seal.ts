import { moneyText } from '../domain/money.ts';
import type { PayoutState } from '../domain/payout-states.ts';
import { laneKey, type AttemptRow, type BatchRow, type Lane } from '../store/ledger-rows.ts';
import { keepDrift, lessEarlierDrifts, wasNoLoad } from './drifts.ts';
import type { Office } from './office.ts';

/** Where the money of a batch is, in minor units: requested = paid + returned + failed + held + in flight. */
export interface Sums {
  readonly paid: number;
  readonly returned: number;
  readonly failed: number;
  readonly held: number;
  readonly inFlight: number;
}

/** Sorts each attempt of a batch by what is known of it; `stateOf` tells the state of its request. */
export function sumsOf(rows: readonly AttemptRow[], stateOf: (requestId: string) => PayoutState | undefined): Sums {
  const sums = { paid: 0, returned: 0, failed: 0, held: 0, inFlight: 0 };
  for (const row of rows.filter((attempt) => attempt.stage !== 'withdrawn')) {
    if (row.returnedAt !== null) sums.returned += row.amountMinor;
    else if (row.transferredAt !== null) sums.paid += row.amountMinor;
    else if ((row.stage === 'settled' && !row.revived) || row.stage === 'refused') sums.failed += row.amountMinor;
    else if (stateOf(row.requestId) === 'On Hold') sums.held += row.amountMinor;
    else sums.inFlight += row.amountMinor;
  }
  return sums;
}

/** What the provider's own answers add up to for the rows it took: the second side. Undefined while an answer is missing. */
export function providerTotal(rows: readonly AttemptRow[]): number | undefined {
  const taken = rows.filter((row) => !['withdrawn', 'refused'].includes(row.stage));
  return taken.some((row) => row.providerStatus === null) ? undefined : taken.reduce((total, row) => total + row.amountMinor, 0);
}

/** What a batch should have taken from the balance: everything the provider accepted and did not give back. */
const debited = (rows: readonly AttemptRow[]): number =>
  rows
    .filter((row) => row.returnedAt === null && (row.stage === 'accepted' || row.transferredAt !== null))
    .reduce((total, row) => total + row.amountMinor, 0);

/** Closed, and then said to be on its way all the same. */
const isRevived = (row: AttemptRow): boolean => row.stage === 'settled' && row.providerStatus !== null && row.providerStatus !== 'cancelled';

/**
 * Whether a reading taken at `readAt` may or may not show what this row did to the balance: the provider debits some time after it accepted, and
 * what was heard after the reading may have happened before or after it.
 */
const unclearIn = (row: AttemptRow, readAt: number): boolean =>
  ((row.stage === 'accepted' || isRevived(row)) && row.transferredAt === null) || (row.stage === 'settled' && (row.askedAt ?? 0) > readAt) || (row.returnedAt ?? 0) > readAt;

const explainedDaysMs = 2 * 86_400_000;

/** Whether the balance fell by exactly what ended unpaid: the provider says that it did not pay, and its balance says that it did. */
function keptBack(rows: readonly AttemptRow[], fell: number): boolean {
  const unpaid = rows.filter((row) => row.stage === 'settled' && row.transferredAt === null && row.providerStatus !== null).map((row) => row.amountMinor);
  return fell > 0 && (unpaid.includes(fell) || unpaid.reduce((sum, minor) => sum + minor, 0) === fell);
}

/** What batches of a lane took or gave back since its last explained reading: each that moved with what it took in all, and their sum (minor units). */
export async function movedSince({ store: { lanes, ledger } }: Office, lane: Lane) {
  const known = await lanes.read(lane);
  // What moved before the last reading is explained already; two days more, because news may come late.
  const batches = await ledger.batchesMoving(lane, known?.availableAt == null ? 0 : known.availableAt - explainedDaysMs);
  const rows = await ledger.attemptsOfBatch(batches.map((batch) => batch.id));
  const moved = batches.flatMap((batch) => {
    const now = debited(rows.filter((row) => row.batchId === batch.id));
    return now === (batch.movementMinor ?? 0) ? [] : [{ batch, now }];
  });
  return { known, batches, rows, moved, explained: moved.reduce((total, { batch, now }) => total + now - (batch.movementMinor ?? 0), 0) };
}

/**
 * The third side: a balance reading must be explained, to the minor unit, by what batches took or gave back since the last explained reading.
 * A rise while no batch moved is a load; a fall is told, for nobody here knows what took it. Anything else unexplained breaks the seal of the batches that moved, with the residue named; but while a
 * payout is on its way nobody can say what the balance should be, so only an exact match counts then.
 */
export async function reconcile(office: Office, lane: Lane, availableMinor: number, readAt: number): Promise<void> {
  const { lanes, ledger } = office.store;
  const { known, batches, rows, moved, explained } = await movedSince(office, lane);
  const unsettled = batches.some((batch) => batch.stage === 'sending' || batch.stage === 'unknown');
  const rowsOf = (batch: BatchRow): readonly AttemptRow[] => rows.filter((row) => row.batchId === batch.id);
  // Ended without having taken anything: that was compared too, and is not looked at again.
  const idle = batches.filter((batch) => batch.stage === 'settled' && batch.movementMinor === null && !moved.some((one) => one.batch.id === batch.id));
  const baseline = known?.baselineMinor ?? availableMinor;
  const unexplained = baseline - availableMinor - explained;
  if (unsettled || (unexplained !== 0 && rows.some((row) => unclearIn(row, readAt)))) return lanes.reading(lane, availableMinor, readAt, baseline, unexplained);
  const suspects = moved.length ? moved.map(({ batch }) => batch) : idle.filter((batch) => keptBack(rowsOf(batch), unexplained)).slice(0, 1);
  const blamed = suspects.at(-1);
  const residue = !blamed ? 0 : moved.length ? await lessEarlierDrifts(office, lane, unexplained, suspects.flatMap(rowsOf)) : unexplained;
  if (!blamed) await drifted(office, lane, unexplained, readAt);
  await lanes.reading(lane, availableMinor, readAt, availableMinor);
  await ledger.patchBatches([...idle.map((batch) => ({ batch, now: 0 })), ...moved].map(({ batch, now }) => [batch.id, { movementMinor: now }]));
  // Read again: what was recognised just now may have been a part of what this very batch had broken by.
  if (residue && blamed) await ledger.patchBatches((await ledger.batches([blamed.id])).map(({ id, residueMinor }) => [id, { residueMinor: residueMinor + residue }]));
  const even = blamed !== undefined && unexplained !== 0 && (await evenOut(office, lane));
  if (residue && !even) await raiseBroken(office, lane, { residue, baseline, availableMinor, explained, batches: suspects.map(({ id }) => id) });
}

/**
 * What one batch's balance lacks and others of its lane have too much, to the minor unit: the words for it came in another order than the money went. Together they
 * explain the balance, and none of them is broken. So does what they lack together and a rise by just that: one payout was put back while another was kept, and the
 * difference was taken for a load. False while they do not.
 */
async function evenOut(office: Office, lane: Lane): Promise<boolean> {
  const { ledger } = office.store;
  const broken = await ledger.brokenIn(lane);
  const lacks = broken.reduce((sum, { residueMinor }) => sum + residueMinor, 0);
  if (lacks !== 0 && !(lacks > 0 && (await wasNoLoad(office, lane, lacks)))) return false;
  await ledger.patchBatches(broken.map(({ id }) => [id, { residueMinor: 0 }]));
  return true;
}

/** A rise by exactly what had broken a seal, or by a part of it that ended unpaid: the provider took it for what it did not pay, and has put it back. */
async function cameBack({ store: { ledger } }: Office, lane: Lane, unexplained: number): Promise<boolean> {
  if (unexplained > 0) return false;
  const over = await ledger.batchesOver(lane, unexplained);
  const rows = await ledger.attemptsOfBatch(over.map(({ id }) => id));
  const broken = over.find(({ residueMinor }) => residueMinor === -unexplained) ?? over.find(({ id }) => keptBack(rows.filter(({ batchId }) => batchId === id), -unexplained));
  if (broken) await ledger.patchBatches([[broken.id, { residueMinor: broken.residueMinor + unexplained }]]);
  return broken !== undefined;
}

async function drifted(office: Office, lane: Lane, unexplained: number, readAt: number): Promise<void> {
  if (unexplained === 0 || (await cameBack(office, lane, unexplained))) return;
  await keepDrift(office, lane, unexplained, readAt);
  if (unexplained > 0) await raiseFall(office, lane, unexplained);
}

async function raiseFall(office: Office, lane: Lane, minor: number): Promise<void> {
  await office.store.issues.raise({
    kind: 'balance fell', source: laneKey(lane), severity: 'Warning', summary: `The balance of ${laneKey(lane)} fell by ${moneyText({ minor, currency: lane.currency })}, and no payout explains it`,
    detail: 'A withdrawal, a fee of the provider or another system that pays from the same program looks like this. Compare with the provider\'s statement: a payout this store does not know of would too.',
  });
}

async function raiseBroken(office: Office, lane: Lane, found: { residue: number; baseline: number; availableMinor: number; explained: number; batches: readonly string[] }): Promise<void> {
  const text = (minor: number): string => moneyText({ minor, currency: lane.currency });
  await office.store.issues.raise({
    kind: 'seal broken', source: laneKey(lane), severity: 'Critical', summary: `The balance of ${laneKey(lane)} moved by ${text(found.residue)} more than its payouts explain`,
    detail: `Balance before ${text(found.baseline)}, now ${text(found.availableMinor)}, payouts since ${text(found.explained)}. A load or a fee taken while payouts were on their way looks like this too: compare with the provider's statement. Batches: ${found.batches.join(', ')}.`,
  });
}

/** The verdict on one batch, with the reason in words. */
export function sealOf(batch: BatchRow, rows: readonly AttemptRow[], sums: Sums): { readonly seal: 'Open' | 'Sealed' | 'Broken'; readonly detail: string } {
  const text = (minor: number): string => moneyText({ minor, currency: batch.currency });
  const total = sums.paid + sums.returned + sums.failed + sums.held + sums.inFlight;
  if (total !== batch.requestedMinor) return { seal: 'Broken', detail: `Requested ${text(batch.requestedMinor)}, accounted for ${text(total)}.` };
  if (batch.approvedMinor !== null && batch.approvedMinor !== batch.requestedMinor) return { seal: 'Broken', detail: `Approved ${text(batch.approvedMinor)}, requested ${text(batch.requestedMinor)}.` };
  if (batch.residueMinor !== 0) return { seal: 'Broken', detail: `The provider's balance moved by ${text(batch.residueMinor)} more than the payouts explain.` };
  if (sums.inFlight || sums.held) return { seal: 'Open', detail: `${text(sums.inFlight)} in flight, ${text(sums.held)} held.` };
  const expected = sums.paid;
  if (batch.movementMinor === null || batch.movementMinor !== expected) return { seal: 'Open', detail: "The provider's balance has not been read since." };
  return { seal: 'Sealed', detail: `Approved, paid and taken from the balance agree: ${text(batch.requestedMinor)} requested = ${text(sums.paid)} paid + ${text(sums.returned)} returned + ${text(sums.failed)} failed.` };
}
