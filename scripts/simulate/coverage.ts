import { payoutEvents, payoutStates, payoutTable, type PayoutEvent, type PayoutState } from '../../companion/domain/payout-states.ts';
import { faults, type Fault } from './faults.ts';

type Counts = Record<string, number>;

/** A place in the code, told by what is passed there. */
export interface Place {
  readonly at: 'statement' | 'commit' | 'call' | 'answer';
  readonly place: string;
}
/** A seed with so many payouts, in which processes end at these places too. */
export interface Passing {
  readonly seed: number;
  readonly payouts: number;
  readonly endAt?: readonly Place[];
}

/** What simulations went through, as counts that can be added up and kept as JSON. */
export interface Coverage {
  seeds: number;
  /** Simulated hours. */
  hours: number;
  /** Payment Requests that were approved. */
  requests: number;
  /** Items the provider took. */
  payouts: number;
  crashes: number;
  violations: number;
  /** `state | fault`: payments that were in this state when it struck. */
  readonly cells: Counts;
  /** `state | event`: how often a payment in this state met this event, and the table allowed it. */
  readonly edges: Counts;
  /** `state | event` of what the table forbids, and was refused. */
  readonly refused: Counts;
  /** Calls of the store and of the transport: how often each was passed, and how often a process ended there. */
  readonly points: Counts;
  readonly deaths: Counts;
  /** By point, the smallest seed known that passes it: where a process can be made to end there. */
  readonly passedIn: Record<string, Passing>;
}

const sizeOf = (seed: Passing | undefined): number => (seed ? seed.payouts + (seed.endAt?.length ?? 0) : Infinity);

export const noCoverage = (): Coverage => ({ seeds: 0, hours: 0, requests: 0, payouts: 0, crashes: 0, violations: 0, cells: {}, edges: {}, refused: {}, points: {}, deaths: {}, passedIn: {} });

export const count = (counts: Counts, key: string, by = 1): void => void (counts[key] = (counts[key] ?? 0) + by);

/** Adds `more` to `sum`. */
export function addCoverage(sum: Coverage, more: Coverage): void {
  for (const field of ['seeds', 'hours', 'requests', 'payouts', 'crashes', 'violations'] as const) sum[field] += more[field];
  for (const field of ['cells', 'edges', 'refused', 'points', 'deaths'] as const) for (const [key, times] of Object.entries(more[field])) count(sum[field], key, times);
  for (const [point, seed] of Object.entries(more.passedIn)) if (sizeOf(seed) < sizeOf(sum.passedIn[point])) sum.passedIn[point] = seed;
}

export const cellOf = (state: string, fault: Fault): string => `${state} | ${fault}`;
export const edgeOf = (state: string, event: PayoutEvent): string => `${state} | ${event}`;

/** Every cell of the state table that lets a payment go on, be it to where it is. */
export const legalEdges: readonly string[] = payoutStates.flatMap((state) => payoutEvents.filter((event) => payoutTable[state][event] !== 'never').map((event) => edgeOf(state, event)));
export const legalMoves: readonly string[] = payoutStates.flatMap((state) => payoutEvents.filter((event) => !['never', 'stay', state].includes(payoutTable[state][event])).map((event) => edgeOf(state, event)));

/** What happens to a request that was not approved, or not again, never passes the ledger under that name: told from the change of the record. */
export function eventOf(from: PayoutState, to: string): PayoutEvent | undefined {
  if (to === 'Submitted') return 'submit';
  if (from !== 'Submitted' && from !== 'Draft' && from !== 'Rejected' && from !== 'Recalled') return undefined;
  return byPeople[to];
}
const byPeople: Readonly<Record<string, PayoutEvent>> = { Rejected: 'reject', Recalled: 'recall', 'Approved for Payout': 'approve', 'On Hold': 'hold', Cancelled: 'cancel', Completed: 'see transferred' };

export const missing = (counts: Counts, keys: readonly string[], least: number): readonly string[] => keys.filter((key) => (counts[key] ?? 0) < least);
export const allCells: readonly string[] = payoutStates.flatMap((state) => faults.map((fault) => cellOf(state, fault)));
