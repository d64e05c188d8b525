import type { OutsideWorld } from '../outside-world.ts';
import { statusOf } from '../../sandbox/payoneer/state.ts';
import { openStates } from '../../companion/domain/payout-states.ts';
import type { Chance } from './chance.ts';
import { hourMs } from './happening.ts';
import { requestOf, type Witness } from './witness.ts';

interface Truth {
  readonly paid: number;
  readonly pending: boolean;
  readonly lastPostedAt: number;
}
const nothing: Truth = { paid: 0, pending: false, lastPostedAt: 0 };

/** What the provider holds, by request: net paid, whether anything is still on its way, and when it last heard of it (epoch ms). */
export function truthsOf({ payoneer }: OutsideWorld): (requestId: string) => Truth {
  const truths = new Map<string, Truth>();
  const add = (reference: string, payeeId: string, change: (truth: Truth) => Truth): void => {
    if (!payeeId.startsWith('stranger')) truths.set(requestOf(reference), change(truths.get(requestOf(reference)) ?? nothing));
  };
  for (const payout of [...payoneer.state.payouts.values()].flat())
    add(payout.reference, payout.payeeId, (truth) => ({ ...truth, pending: truth.pending || statusOf(payout).startsWith('Pending'), lastPostedAt: Math.max(truth.lastPostedAt, payout.postedAt) }));
  for (const { reference, payeeId, kind } of payoneer.transfers()) add(reference, payeeId, (truth) => ({ ...truth, paid: truth.paid + (kind === 'payout' ? 1 : kind === 'return' ? -1 : 0) }));
  return (requestId) => truths.get(requestId) ?? nothing;
}

/**
 * People look at what was stopped and ask for something, sometimes. Who lets money go again has asked the provider first, as the record tells
 * them to: nothing was paid, nothing is on its way, and the last attempt is long over.
 */
export function tend(outside: OutsideWorld, chance: Chance, witness: Witness): void {
  const now = outside.world.clock.now();
  const truthOf = truthsOf(outside);
  for (const row of outside.requests()) {
    const [id, status] = [String(row.Id), String(row.Status__c)];
    if (row.Requested_Action__c || !chance.happens(0.5)) continue;
    const truth = truthOf(id);
    const isOver = truth.paid === 0 && !truth.pending && now - Date.parse(String(row.LastModifiedDate)) > hourMs;
    const wanted = wish(status, Number(row.Attempt__c ?? 0) > 0, isOver, chance);
    // Who had asked to stop it wants to know how it stands, without any chance: every seed keeps its course otherwise.
    const action = wanted ?? (witness.stopped.has(id) && openStates.some((state) => state === status) ? 'Retry' : undefined);
    if (!action) continue;
    try {
      // To pay again needs a permission that finance has not.
      outside.ask(id, action, 'Looked at it with the provider.', action === 'Retry' || action === 'Re-initiate' ? outside.people.admin : outside.people.finance);
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
      if (!chance.happens(0.6)) return undefined;
      return isOver ? chance.pick(['Re-initiate', 'Re-initiate', 'Hold', 'Cancel']) : chance.pick(['Hold', 'Cancel', undefined]);
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
