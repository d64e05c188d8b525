import type { OutsideWorld } from '../outside-world.ts';
import { statusOf } from '../../sandbox/payoneer/state.ts';
import type { Chance } from './chance.ts';
import { hourMs } from './happening.ts';
import { requestOf, type Witness } from './witness.ts';

/** What the provider holds of one request: net paid, whether anything is still on its way, and when it last heard of it. */
export function truthOf({ payoneer }: OutsideWorld, requestId: string): { readonly paid: number; readonly pending: boolean; readonly lastPostedAt: number } {
  const own = (reference: string): boolean => requestOf(reference) === requestId;
  const payouts = [...payoneer.state.payouts.values()].flat().filter((payout) => own(payout.reference) && !payout.payeeId.startsWith('stranger'));
  const paid = payoneer.transfers().filter((transfer) => own(transfer.reference) && !transfer.payeeId.startsWith('stranger')).reduce((sum, { kind }) => sum + (kind === 'payout' ? 1 : kind === 'return' ? -1 : 0), 0);
  return { paid, pending: payouts.some((payout) => statusOf(payout).startsWith('Pending')), lastPostedAt: Math.max(0, ...payouts.map((payout) => payout.postedAt)) };
}

/**
 * People look at what was stopped and ask for something, sometimes. Who lets money go again has asked the provider first, as the record tells
 * them to: nothing was paid, nothing is on its way, and the last attempt is long over.
 */
export function tend(outside: OutsideWorld, chance: Chance, witness: Witness): void {
  const now = outside.world.clock.now();
  for (const row of outside.requests()) {
    const [id, status] = [String(row.Id), String(row.Status__c)];
    if (row.Requested_Action__c || !chance.happens(0.5)) continue;
    const truth = truthOf(outside, id);
    const isOver = truth.paid === 0 && !truth.pending && now - Date.parse(String(row.LastModifiedDate)) > hourMs;
    const action = wish(status, Number(row.Attempt__c ?? 0) > 0, isOver, chance);
    if (!action) continue;
    try {
      outside.ask(id, action, 'Looked at it with the provider.');
      witness.note(`person asks ${action} of ${String(row.Name)} (${status})`);
    } catch (error) {
      witness.note(`person may not ${action} ${String(row.Name)}: ${error instanceof Error ? error.message.slice(0, 80) : ''}`);
    }
  }
}

function wish(status: string, wasSent: boolean, isOver: boolean, chance: Chance): string | undefined {
  switch (status) {
    case 'On Hold':
      if (!wasSent) return chance.pick(['Release', 'Cancel']);
      return isOver ? chance.pick(['Re-initiate', 'Cancel', 'Retry']) : 'Retry';
    case 'Failed':
    case 'Returned':
      return isOver && chance.happens(0.6) ? chance.pick(['Re-initiate', 'Re-initiate', 'Hold', 'Cancel']) : undefined;
    case 'Awaiting Funds':
      return chance.pick<string | undefined>(['Retry', 'Hold', 'Cancel', undefined, undefined]);
    case 'Needs Correction':
      return chance.happens(0.2) ? chance.pick(['Cancel', 'Hold']) : undefined;
    case 'Draft':
    case 'Rejected':
    case 'Recalled':
      return chance.happens(0.2) ? 'Cancel' : undefined;
    case 'Scheduled':
    case 'Outcome Unknown':
    case 'Action Required':
      return chance.happens(0.2) ? chance.pick(['Hold', 'Cancel']) : undefined;
    case 'In Progress':
    case 'Approved for Payout':
      return chance.happens(0.05) ? 'Cancel' : undefined;
    default:
      return undefined;
  }
}
