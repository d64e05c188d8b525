import type { AttemptRow } from '../store/ledger-rows.ts';

/** How the trail of a payout tells that it was out of sight, or called over by the provider: what is written is what is looked for. */
export const lostWords = {
  confirmed: 'Cancelled, confirmed', unknown: 'Outcome unknown', stopped: 'The companion stopped before it knew the outcome', unusable: 'No usable answer',
} as const;

/** Whether its trail tells so of this one: what it took from the balance was not expected then. */
export const wasLost = ({ timeline }: Pick<AttemptRow, 'timeline'>): boolean => timeline.some(({ text }) => Object.values(lostWords).some((line) => text.startsWith(line)));
