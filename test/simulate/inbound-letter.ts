import { letterOf } from '../../companion/intake/subscribe.ts';

/** A Work_Requested event as the subscription keeps it. `number` stands for the replay id. */
export const inboundLetter = (ids: readonly string[], number: number) => letterOf('salesforce', { name: 'work.requested', data: { kind: 'payout.approved', ids } }, `replay-${number}`);
