import { planFunding, type Load } from './funding-plan.ts';
import { moneyText, type Money } from './money.ts';

/**
 * What would become of one request. `pays` goes out at once; `pays later` on its date or when something was told first; `short` waits for money; `held` waits for a
 * person; `refused` comes back for correction; `over` is not waiting to be paid at all.
 */
export type Foresight = 'pays' | 'pays later' | 'short' | 'held' | 'refused' | 'over';

export interface RehearsedLine {
  readonly requestId: string;
  readonly name: string;
  readonly amount: Money;
  readonly foresight: Foresight;
  /** In the words the record would get; empty when it simply goes. */
  readonly why: string;
  /** The program that would pay; undefined when nothing would. */
  readonly program: string | undefined;
  /** YYYY-MM-DD: its payout date, else its due date. */
  readonly wantedOn: string | undefined;
  /** From the configured schedule; undefined when it says nothing. */
  readonly fee: Money | undefined;
  /** ISO 8601; undefined while nothing was ever paid from there. */
  readonly arrivesAt: string | undefined;
  /** Rehearsed as if somebody entitled approved it now. */
  readonly asIfApproved: boolean;
}

/** What was known of a program and currency when it was rehearsed. */
export interface RehearsedLane {
  readonly program: string;
  readonly currency: string;
  /** What may still be sent, in minor units: the balance less everything on its way. Undefined when it could not be read. */
  readonly availableMinor: number | undefined;
  /** Epoch ms. */
  readonly availableAt: number | undefined;
  /** Why nothing would leave there just now; it goes on by itself, or a person has been told. */
  readonly heldUp: string | undefined;
  /** Nothing leaves there until a person has settled an issue. */
  readonly isStopped: boolean;
}

/** How old what was believed is. */
export interface Facts {
  /** ISO 8601: the oldest payee status or balance that was used. */
  readonly asOf: string;
  /** Payees the provider was never asked about: it is asked before anything leaves. */
  readonly payeesNotAsked: number;
}

export interface Cost {
  readonly currency: string;
  readonly count: number;
  readonly minor: number;
  /** Estimated; the sum of what the schedule says. */
  readonly feeMinor: number;
  readonly feeUnknown: number;
}

export interface Shortfall {
  readonly program: string;
  readonly currency: string;
  readonly availableMinor: number;
  readonly missingMinor: number;
  readonly waits: number;
  readonly loads: readonly Load[];
}

export interface Rehearsal {
  /** ISO 8601 */
  readonly at: string;
  /** What needs somebody first. */
  readonly lines: readonly RehearsedLine[];
  readonly counts: Readonly<Record<Foresight, number>>;
  readonly costs: readonly Cost[];
  readonly shortfalls: readonly Shortfall[];
  readonly lanes: readonly RehearsedLane[];
  readonly facts: Facts;
  /** Records that could not be read, each with the reason. */
  readonly unreadable: readonly { readonly requestId: string; readonly why: string }[];
  readonly asIfApproved: number;
}

/** The same as the books keep it: texts to be shown. */
export interface RehearsalText {
  readonly verdict: string;
  readonly answeredAt: string;
  readonly summary: string;
  readonly lines: string;
}

const order: readonly Foresight[] = ['refused', 'held', 'short', 'over', 'pays later', 'pays'];
/** What costs money, now or when it goes. */
const willPay: ReadonlySet<Foresight> = new Set<Foresight>(['pays', 'pays later', 'short']);

/** What has no day comes first. */
const dayOf = ({ wantedOn = '' }: RehearsedLine): string => wantedOn;

function costsOf(lines: readonly RehearsedLine[]): readonly Cost[] {
  const paying = Map.groupBy(lines.filter(({ foresight }) => willPay.has(foresight)), ({ amount }) => amount.currency);
  return [...paying].map(([currency, some]) => ({
    currency, count: some.length, minor: some.reduce((total, { amount }) => total + amount.minor, 0),
    feeMinor: some.reduce((total, { fee }) => total + (fee?.minor ?? 0), 0), feeUnknown: some.filter(({ fee }) => !fee).length,
  })).toSorted((a, b) => a.currency.localeCompare(b.currency));
}

function shortfallsOf(lines: readonly RehearsedLine[], lanes: readonly RehearsedLane[], today: string): readonly Shortfall[] {
  return lanes.flatMap(({ program, currency, availableMinor }): Shortfall[] => {
    if (availableMinor === undefined) return [];
    const wanting = lines.filter((line) => willPay.has(line.foresight) && line.program === program && line.amount.currency === currency);
    const plan = planFunding(availableMinor, wanting.map(({ requestId, amount, wantedOn }) => ({ id: requestId, amountMinor: amount.minor, wantedOn })), today);
    return plan.missingMinor > 0 ? [{ program, currency, availableMinor, missingMinor: plan.missingMinor, waits: plan.waits.length, loads: plan.loads }] : [];
  });
}

/** Puts a rehearsal together: what needs somebody comes first, costs and shortfalls are added up. Pure. */
export function summarise(given: Pick<Rehearsal, 'lines' | 'lanes' | 'facts' | 'unreadable' | 'at'>): Rehearsal {
  const counts = Object.fromEntries(order.map((word) => [word, given.lines.filter(({ foresight }) => foresight === word).length])) as Record<Foresight, number>;
  return {
    ...given, counts, lines: given.lines.toSorted((a, b) => order.indexOf(a.foresight) - order.indexOf(b.foresight) || dayOf(a).localeCompare(dayOf(b)) || a.name.localeCompare(b.name)),
    costs: costsOf(given.lines), shortfalls: shortfallsOf(given.lines, given.lanes, given.at.slice(0, 10)), asIfApproved: given.lines.filter(({ asIfApproved }) => asIfApproved).length,
  };
}

const phrases: Readonly<Record<Foresight, string>> = { pays: 'will be paid', 'pays later': 'will be paid later', short: 'will wait for funds', held: 'will be held', refused: 'will be refused', over: 'not waiting to be paid' };

/** One sentence for lists: `44 of 48 will be paid; 3 will be refused; 1 will wait for funds: 120.00 EUR missing.` */
export function verdictText({ lines, counts, shortfalls, unreadable }: Rehearsal): string {
  const others = order.filter((word) => word !== 'pays' && counts[word] > 0).map((word) => `${counts[word]} ${phrases[word]}`);
  const missing = shortfalls.map(({ missingMinor, currency }) => moneyText({ minor: missingMinor, currency }));
  const parts = [`${counts.pays} of ${lines.length + unreadable.length} ${phrases.pays}`, ...others, ...(unreadable.length ? [`${unreadable.length} could not be read`] : []), ...(missing.length ? [`${missing.join(', ')} missing`] : [])];
  return `${parts.join('; ')}.`;
}
