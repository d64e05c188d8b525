import { laneKey, type AttemptRow, type Lane } from '../store/ledger-rows.ts';
import type { Office } from './office.ts';

/** What moved the balance while nothing here explained it, by lane, as [read at, minor units]: rises are taken for loads, falls are told to a person. */
type Drift = 'loads' | 'falls';
const driftOf = (drift: Drift, lane: Lane): string => `${drift}:${laneKey(lane)}`;
type Drifts = readonly (readonly [at: number, minor: number])[];

const driftsKept = 50;
async function driftsOf({ store: { cursors } }: Office, drift: Drift, lane: Lane): Promise<Drifts> {
  return JSON.parse((await cursors.get(driftOf(drift, lane))) ?? '[]') as Drifts;
}

const keepDrifts = ({ store: { cursors } }: Office, drift: Drift, lane: Lane, drifts: Drifts): Promise<void> => cursors.set(driftOf(drift, lane), JSON.stringify(drifts.slice(-driftsKept)));

/** Remembers what no payout explains: a rise where `unexplained`, minor units, is negative, else a fall. */
export async function keepDrift(office: Office, lane: Lane, unexplained: number, readAt: number): Promise<void> {
  const drift = unexplained < 0 ? 'loads' : 'falls';
  await keepDrifts(office, drift, lane, [...(await driftsOf(office, drift, lane)), [readAt, Math.abs(unexplained)]]);
}

/** A load's size is known to nobody here: one may have hidden a payout of another store, and was then larger by it than it seemed. False when nothing was loaded. */
async function hiddenInLoad(office: Office, lane: Lane, minor: number): Promise<boolean> {
  const loads = await driftsOf(office, 'loads', lane);
  if (!loads.length) return false;
  await keepDrifts(office, 'loads', lane, loads.map(([at, size], index) => [at, index === loads.length - 1 ? size + minor : size]));
  return true;
}

/** Takes back that a rise by exactly `minor` was a load; false when none was. */
export async function wasNoLoad(office: Office, lane: Lane, minor: number): Promise<boolean> {
  const loads = await driftsOf(office, 'loads', lane);
  const one = loads.findLastIndex(([, size]) => size === minor);
  if (one >= 0) await keepDrifts(office, 'loads', lane, loads.toSpliced(one, 1));
  return one >= 0;
}

/** Takes `minor` off the first earlier drift that is large enough and not older than `since`; false when none is. */
async function recognised(office: Office, drift: Drift, lane: Lane, minor: number, since: number): Promise<boolean> {
  const drifts = await driftsOf(office, drift, lane);
  const fitting = drifts.findIndex(([at, size]) => at > since && size >= minor);
  if (fitting >= 0) await keepDrifts(office, drift, lane, drifts.map(([at, size], index) => [at, index === fitting ? size - minor : size]));
  return fitting >= 0;
}

/**
 * What is left unexplained once earlier drifts are recognised as news that came late: a bank return shows in the balance before anybody speaks of it, and
 * what another store, or a later state of this one, paid, and what the provider had called cancelled or unknown, left the balance before it was known here. Either was taken for a load or told as a fall, or broke the seal of
 * a batch that moved meanwhile.
 */
export async function lessEarlierDrifts(office: Office, lane: Lane, residue: number, rows: readonly AttemptRow[]): Promise<number> {
  const late = rows.filter((row) => (residue > 0 ? row.returnedAt !== null : (row.sentAt === null || row.wasLost) && row.returnedAt === null && row.transferredAt !== null));
  if (residue === 0 || Math.abs(residue) > late.reduce((total, row) => total + row.amountMinor, 0)) return residue;
  if (await wasDrift(office, lane, residue, late)) return 0;
  // News of several may come between two readings, each of which had drifted in its own way.
  let left = residue;
  for (const row of late) {
    const minor = Math.sign(residue) * row.amountMinor;
    if (Math.abs(left) >= row.amountMinor && (await wasDrift(office, lane, minor, [row]))) left -= minor;
  }
  return left;
}

/** Takes `minor` off what it had drifted into before: a seal it broke, a load or a fall. False when there is none. */
async function wasDrift(office: Office, lane: Lane, minor: number, late: readonly AttemptRow[]): Promise<boolean> {
  const { ledger } = office.store;
  const [broken] = await ledger.batchesOver(lane, minor);
  if (broken) await ledger.patchBatches([[broken.id, { residueMinor: broken.residueMinor + minor }]]);
  if (broken) return true;
  // Only what rose after the payout had arrived can be that payout coming back; when another store's payout left, nobody here knows.
  if (minor > 0) return recognised(office, 'loads', lane, minor, Math.min(...late.map((row) => row.transferredAt ?? Infinity)));
  return (await recognised(office, 'falls', lane, -minor, Math.min(...late.map((row) => row.sentAt ?? 0)))) || hiddenInLoad(office, lane, -minor);
}
