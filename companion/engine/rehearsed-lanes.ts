import type { PayoutTerms, RehearsalView } from '../domain/rehearsal-roles.ts';
import { Problem } from '../domain/problem.ts';
import type { RehearsedLane } from '../domain/rehearsal.ts';
import type { Lane } from '../store/ledger-rows.ts';
import { availableMinor } from './funds.ts';
import type { Office } from './office.ts';

/** What may be sent from each program of these currencies, by the last reading of its balance, and what holds it up. Asks nobody outside. */
export async function lanesAsRehearsed(office: Office, payer: PayoutTerms, { requests }: Pick<RehearsalView, 'requests'>, heldUp: (lane: Lane) => Promise<string | undefined>): Promise<readonly RehearsedLane[]> {
  const currencies = new Set(requests.map(({ amount }) => amount.currency));
  const lanes: RehearsedLane[] = [];
  for (const { program, currency } of payer.programs.filter((each) => currencies.has(each.currency))) {
    const lane = { connection: office.payerId, program, currency };
    const known = await office.store.lanes.read(lane);
    lanes.push({ program, currency, availableMinor: await leftIn(office, payer, lane), availableAt: known?.availableAt ?? undefined, heldUp: await heldUp(lane), isStopped: known?.stoppedBecause != null });
  }
  return lanes;
}

async function leftIn(office: Office, payer: PayoutTerms, lane: Lane): Promise<number | undefined> {
  try {
    return await availableMinor(office, payer, lane);
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}
