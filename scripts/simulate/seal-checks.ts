import { sealOf, sumsOf } from '../../companion/engine/seal.ts';
import { isRecovered, type AttemptRow, type BatchRow } from '../../companion/store/ledger-rows.ts';
import { statusOf } from '../../sandbox/payoneer/state.ts';
import { loadMinor, strangerMinor } from './hands.ts';
import type { Simulation } from './simulation-state.ts';

/** More different sums than this are not tried. */
const mostSums = 200_000;

/**
 * Whether some of these movements add up to exactly this: money that came or went while payouts were on their way, and that no batch can explain. Of very many it is
 * only asked that together they are enough.
 */
function amountsTo(minor: number, movements: readonly number[]): boolean {
  const sums = new Set([0]);
  for (const movement of movements) {
    if (sums.size > mostSums) return Math.abs(minor) <= movements.reduce((sum, each) => sum + Math.abs(each), 0);
    for (const sum of [...sums]) sums.add(sum + movement);
  }
  return sums.has(minor);
}

/** What batches say of their money is what the provider did with it. */
export async function checkSeals(simulation: Simulation, attempts: readonly AttemptRow[]): Promise<void> {
  const { plan, withdrawn, stage: { outside }, witness, current } = simulation;
  const ledger = current?.assembly.store.ledger;
  if (!ledger) return;
  const payments = new Map((await ledger.payments(attempts.map((row) => row.requestId))).map((row) => [row.requestId, row]));
  const strangers = plan.happenings.filter(({ what }) => what === 'stranger').length;
  const returns = outside.payoneer.transfers().filter(({ kind }) => kind === 'return').flatMap(({ amountMinor }) => [amountMinor, -amountMinor]);
  // Behind a stranger's payout of the same reference ours can't be seen; that the balance shows it is what the seal is for.
  const unseen = attempts.filter(({ stage }) => stage === 'unknown').map(({ amountMinor }) => amountMinor);
  // Out of sight, or called over, while the money was gone, and known or put back together with something foreign: nobody can tell the two apart.
  const contradicted = attempts.filter((row) => row.wasLost || isRecovered(row.batchId)).flatMap(({ amountMinor }) => [amountMinor, -amountMinor]);
  // Paid, then called cancelled, and posted more than once or hidden behind a stranger's payout: nobody here can tell, so a person was told.
  const alerted = new Set((await current?.assembly.store.issues.open() ?? []).filter(({ kind, severity }) => ['second copy', 'reference collision'].includes(kind) && severity === 'Critical').map(({ source }) => source));
  const fromBeside = await sentFromBeside(simulation);
  const loads = plan.happenings.filter(({ what }) => what === 'fund').length;
  const foreign = [...withdrawn.flatMap((minor) => [minor, -minor]), ...Array.from({ length: loads }, () => -loadMinor), ...Array.from({ length: strangers }, () => [strangerMinor, -strangerMinor]).flat(), ...returns, ...unseen, ...fromBeside];
  for (const batch of await ledger.batches([...new Set(attempts.map((row) => row.batchId))])) {
    const rows = attempts.filter((row) => row.batchId === batch.id);
    const sums = sumsOf(rows, (id) => payments.get(id)?.state);
    const { seal, detail } = sealOf(batch, rows, sums);
    if (seal === 'Sealed') checkBreaks(batch, rows, (id) => payments.get(id)?.state, witness);
    if (seal === 'Broken' && !(batch.residueMinor !== 0 && foreign.length > 0 && amountsTo(batch.residueMinor, [...foreign, ...contradicted]))) witness.blame({ rule: 'the seal holds', detail: `${batch.id}: ${detail}` });
    for (const row of rows.filter((attempt) => attempt.transferredAt !== null && attempt.returnedAt === null && !alerted.has(attempt.reference))) {
      const really = [...outside.payoneer.state.payouts.values()].flat().filter((payout) => payout.reference.toLowerCase() === row.reference.toLowerCase());
      if (!really.some((payout) => statusOf(payout) === 'Transferred' && payout.amountMinor === row.amountMinor && payout.payeeId === row.payeeId)) witness.blame({ rule: 'the seal holds', requestId: row.requestId, detail: `${row.reference} counts as paid, the provider holds ${really.map((payout) => `${statusOf(payout)} ${payout.amountMinor} to ${payout.payeeId}`).join(', ') || 'nothing'}` });
    }
  }
}

/** What a second companion sent while the first one did not know of it: seen as a fall of the balance first, and as ours when it was learned. */
async function sentFromBeside({ second, stage }: Simulation): Promise<readonly number[]> {
  if (!second) return [];
  const { db } = await stage.store(1);
  return (await db.query<{ minor: number }>("select amount_minor as minor from attempt where sent_at is not null")).flatMap(({ minor }) => [minor, -minor]);
}

/** One minor unit more on any one side, and the seal does not hold: in our ledger, in what was approved in the books, in what the provider took. */
function checkBreaks(batch: BatchRow, rows: readonly AttemptRow[], stateOf: Parameters<typeof sumsOf>[1], witness: Simulation['witness']): void {
  const [first, ...others] = rows.filter(({ stage }) => stage !== 'withdrawn');
  if (!first) return;
  const changed: Readonly<Record<string, readonly [BatchRow, readonly AttemptRow[]]>> = {
    'our ledger': [batch, [{ ...first, amountMinor: first.amountMinor + 1 }, ...others]],
    'the approvals in the books': [{ ...batch, approvedMinor: (batch.approvedMinor ?? 0) + 1 }, rows],
    "the provider's balance": [{ ...batch, residueMinor: 1 }, rows],
  };
  for (const [side, [otherBatch, otherRows]] of Object.entries(changed))
    if (sealOf(otherBatch, otherRows, sumsOf(otherRows, stateOf)).seal !== 'Broken') witness.blame({ rule: 'the seal breaks when one amount is changed', detail: `${batch.id}: one minor unit more in ${side} changed nothing` });
}
