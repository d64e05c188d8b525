import type { CallWeather } from '../../sandbox/kit/weather.ts';
import type { Arrival } from '../../sandbox/payoneer/accounts.ts';
import type { PayoneerPolicies } from '../../sandbox/payoneer/policies.ts';
import type { Chance } from './chance.ts';
import type { OwedHappening } from './owed-plan.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** A customer's payment of the plan; `deal` names the opportunity it is for, by its number. */
export interface PlannedArrival extends Omit<Arrival, 'at' | 'reference'> {
  readonly deal?: number;
  /** How long before now it is dated. */
  readonly datedBackMs?: number;
}

/** Something that happens to receipts, rates or fees, in milliseconds after the start. */
export type FinanceHappening =
  | OwedHappening
  | { readonly atMs: number; readonly what: 'arrival'; readonly arrival: PlannedArrival }
  | { readonly atMs: number; readonly what: 'arrival settles'; readonly index: number; readonly status: 'Completed' | 'Canceled' | 'Failed' }
  | { readonly atMs: number; readonly what: 'bank publishes'; readonly rates: Readonly<Record<string, string>> }
  | { readonly atMs: number; readonly what: 'bank serves a page' | 'fee rule changes' | 'consent again' };

/** What one simulation has beside its payouts. */
export interface FinancePlan {
  /** The holder of the account lets the companion read it. */
  readonly consent: boolean;
  readonly policies: Partial<PayoneerPolicies>;
  readonly weather: readonly { readonly atMs: number; readonly rules: readonly CallWeather[] }[];
  readonly happenings: readonly FinanceHappening[];
}

export const deals = 3;
/** Nobody's program is in these, so that what customers send moves no balance a seal looks at. */
const currencies = ['SEK', 'GBP'] as const;
export const buyer = 'North Quay Games AB';

function arrivalsOf(chance: Chance, stormMs: number): FinanceHappening[] {
  const all: FinanceHappening[] = [];
  const count = chance.whole(2, 6);
  for (let index = 0; index < count; index++) {
    const atMs = chance.whole(0, stormMs);
    const pending = chance.happens(0.3);
    const whom = chance.pick(['deal', 'deal', 'name', 'nobody'] as const);
    all.push({
      atMs, what: 'arrival',
      arrival: {
        amountMinor: chance.whole(1_00, 9_000_00), currency: chance.pick(currencies), source: whom === 'nobody' ? `Sender ${index}` : buyer, status: pending ? 'Pending' : 'Completed',
        ...(whom === 'deal' ? { deal: chance.whole(0, deals - 1) } : {}), ...(chance.happens(0.2) ? { datedBackMs: chance.whole(1, 70) * hourMs } : {}),
      },
    });
    if (pending) all.push({ atMs: atMs + chance.whole(5, 600) * minuteMs, what: 'arrival settles', index, status: chance.pick(['Completed', 'Completed', 'Canceled', 'Failed']) });
  }
  return all;
}

const doors = ['GET /v4/accounts/:account/transactions', 'POST /api/v2/oauth2/token', 'GET /stats/eurofxref/eurofxref-daily.xml', 'POST /services/data/:version/composite'] as const;

function weatherOf(chance: Chance, atMs: number): { readonly atMs: number; readonly rules: readonly CallWeather[] } {
  const door = chance.pick(doors);
  const standIn = door.includes('eurofxref') ? 'ecb' : door.includes('composite') ? 'salesforce' : 'payoneer';
  const reply = chance.pick<CallWeather['reply']>(['drop', 'reset', 'hang', { status: 503 }, { status: 429, headers: { 'retry-after': '60' } }, { status: 500, body: { error: 'internal' } }, { status: 200, headers: { 'content-type': 'text/html' }, body: '<html></html>' }]);
  return { atMs, rules: [{ standIn, door, when: chance.pick(['before', 'after']), reply, times: chance.whole(1, 4), skip: chance.whole(0, 1) }] };
}

/** Receipts, rates and fees of one simulation, drawn apart from its payouts; undefined in the seeds that have only those. */
export function financePlanOf(chance: Chance, stormMs: number): FinancePlan | undefined {
  if (!chance.happens(0.25)) return undefined;
  const during = (): number => chance.whole(0, stormMs);
  const happenings: FinanceHappening[] = arrivalsOf(chance, stormMs);
  for (let count = chance.whole(1, 3); count > 0; count--) happenings.push({ atMs: during(), what: 'bank publishes', rates: { USD: `1.${chance.whole(800, 1_300)}`.slice(0, 6), SEK: `11.${chance.whole(1_000, 9_999)}` } });
  if (chance.happens(0.3)) happenings.push({ atMs: during(), what: 'bank serves a page' });
  if (chance.happens(0.5)) happenings.push({ atMs: during(), what: 'fee rule changes' });
  // The last one comes after every store that is put back: with a store of yesterday its token of one use is spent.
  for (const atMs of [stormMs + hourMs, stormMs + 12 * hourMs, stormMs + 27 * hourMs]) happenings.push({ atMs, what: 'consent again' });
  return {
    consent: chance.happens(0.8), happenings: happenings.toSorted((a, b) => a.atMs - b.atMs), weather: Array.from({ length: chance.whole(0, 3) }, () => weatherOf(chance, during())),
    policies: {
      payoutsInTransactions: chance.happens(0.7), transactionOrder: chance.pick(['newest first', 'oldest first']), transactionNext: chance.pick(['cursor', 'path']), refreshTokens: chance.pick(['once', 'stay']),
      feeMinor: chance.pick([150, 201]),
    },
  };
}
