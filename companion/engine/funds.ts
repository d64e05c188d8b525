import type { PayoutTerms } from '../domain/rehearsal-roles.ts';
import { whatFits } from '../domain/funding-plan.ts';
import { moneyText } from '../domain/money.ts';
import { laneKey, type Lane } from '../store/ledger-rows.ts';
import type { Office } from './office.ts';
import { movedSince, reconcile } from './seal.ts';
import { watchThreshold } from './threshold.ts';

/** A balance, and the moment it was asked for: what left later may be in it or not. */
interface Balance {
  readonly minor: number;
  readonly at: number;
}

/** Reads the provider's balance of a lane, explains the movement since the last reading, and keeps a snapshot when it changed. */
export async function readFunds(office: Office, payer: PayoutTerms, lane: Lane): Promise<Balance> {
  const { store } = office;
  const { available, asOf } = await payer.funds(lane.program);
  await store.db.transaction(async () => {
    await reconcile(office, lane, available.minor, asOf);
    const last = await store.lanes.lastSnapshot(lane);
    if (last?.availableMinor === available.minor && asOf - last.at < 3_600_000) return;
    const key = `${office.keyPrefix}:${lane.program}:${asOf}`;
    await store.lanes.keepSnapshot(key, lane, available.minor, asOf);
    await store.outbox.add('funds', [laneKey(lane)], asOf + office.timing.writeDelayMs);
    await store.outbox.add('snapshot', [key], asOf + office.timing.writeDelayMs);
  });
  await watchThreshold(office, lane, available.minor);
  return { minor: available.minor, at: asOf };
}

/** What may still be sent from a lane: the provider's balance less everything on its way (MONEY.md 6). A fresh reading is not asked for again. */
export async function availableMinor(office: Office, payer: PayoutTerms, lane: Lane): Promise<number> {
  const { lanes, ledger } = office.store;
  const known = await lanes.read(lane);
  const fresh = known?.availableAt != null && office.tools.now() - known.availableAt < office.timing.fundsFreshMs;
  const { minor, at } = fresh ? { minor: known.availableMinor ?? 0, at: known.availableAt } : await readFunds(office, payer, lane);
  return minor - (await ledger.committedMinor(lane, at));
}

/** By how much the balance, read once more now, fell since it was last explained, beyond what is known to have been paid; and by how much it was seen to have fallen since, at most. Minor units. */
export async function unexplainedFall(office: Office, payer: PayoutTerms, lane: Lane): Promise<{ readonly now: number; readonly atMost: number }> {
  const { minor } = await readFunds(office, payer, lane);
  const { known, explained } = await movedSince(office, lane);
  return { now: (known?.baselineMinor ?? minor) - minor - explained, atMost: known?.fellMinor ?? 0 };
}

/** Which of these rows, in order, the funds suffice for. One that is too large does not block smaller ones behind it. */
export async function whatCanGo<T extends { readonly amountMinor: number }>(office: Office, payer: PayoutTerms, lane: Lane, rows: readonly T[]): Promise<readonly T[]> {
  if (!rows.length) return [];
  return whatFits(await availableMinor(office, payer, lane), rows);
}

/** Says how much is missing, once an hour per lane. */
export async function alertShortfall(office: Office, lane: Lane, missingMinor: number, count: number): Promise<void> {
  const missing = moneyText({ minor: missingMinor, currency: lane.currency });
  await office.store.issues.raise({
    kind: 'insufficient funds', source: laneKey(lane), severity: 'Warning', summary: `${missing} needed in program ${lane.program} for ${count} ${count === 1 ? 'request' : 'requests'}`,
    detail: `Requests wait as Awaiting Funds and go out by themselves, in order of due date, when the program is funded.`,
  });
}
