import { counted, currencyOf, dayOf, decimalsOf, fill, leavesOn, type Departure, type FundingAccount } from 'c/quittancePage';
import { label } from './labels';
import { planFunding, type Demand } from './plan';

type Amount = ReturnType<typeof currencyOf>;

/** How many payments, and how much. */
interface Part {
  readonly countText: string;
  readonly amount: Amount;
}

/** The plan of one account, as the page shows it. */
export interface PlanLine {
  readonly key: string;
  readonly account: string;
  /** What is free: the balance without what is on its way. Undefined while no balance is known. */
  readonly available: Amount;
  readonly onItsWay: string | undefined;
  readonly goes: Part | undefined;
  readonly waits: Part | undefined;
  readonly loads: readonly { readonly by: string; readonly amount: Amount; readonly text: string }[];
  readonly missingMinor: number;
  readonly currency: string;
  readonly isKnown: boolean;
  readonly isEnough: boolean;
}

/** Whole units to minor ones, and back: a plan is counted in whole numbers. */
const minorOf = (amount: number, currency: string): number => Math.round(amount * 10 ** decimalsOf(currency));
const amountOf = (minor: number, currency: string): Amount => currencyOf(Number((minor / 10 ** decimalsOf(currency)).toFixed(decimalsOf(currency))), currency);

function partOf(some: readonly Demand[], currency: string): Part | undefined {
  if (!some.length) return undefined;
  return { countText: counted(some.length, label.countOne, label.count), amount: amountOf(some.reduce((total, { amountMinor }) => total + amountMinor, 0), currency) };
}

function lineOf(key: string, account: FundingAccount | undefined, currency: string, own: readonly Departure[], nowMs: number): PlanLine {
  const today = dayOf(nowMs);
  const leaving = own.filter(({ isLeaving }) => isLeaving);
  const demands = own.filter(({ isLeaving }) => !isLeaving).map((each): Demand => ({ id: each.id, amountMinor: minorOf(each.amount, currency), wantedOn: leavesOn(each, nowMs) }));
  const onItsWayMinor = leaving.reduce((total, { amount }) => total + minorOf(amount, currency), 0);
  const isKnown = account?.available !== undefined;
  const freeMinor = minorOf(account?.available ?? 0, currency) - onItsWayMinor;
  const plan = planFunding(freeMinor, demands, today);
  const ofToday = (ids: readonly string[]): Demand[] => demands.filter(({ id, wantedOn }) => ids.includes(id) && (wantedOn ?? today) <= today);
  return {
    key, currency, isKnown, account: account?.name ?? fill(label.accountOpen, currency),
    available: isKnown ? amountOf(freeMinor, currency) : undefined,
    onItsWay: leaving.length ? fill(label.onItsWay, counted(leaving.length, label.countOne, label.count)) : undefined,
    goes: isKnown ? partOf(ofToday(plan.goes), currency) : undefined, waits: isKnown ? partOf(ofToday(plan.waits), currency) : undefined,
    loads: isKnown ? plan.loads.map(({ by, minor, count }) => ({ by, amount: amountOf(minor, currency), text: counted(count, label.loadOne, label.load) })) : [],
    missingMinor: isKnown ? plan.missingMinor : 0,
    isEnough: isKnown && plan.missingMinor === 0,
  };
}

/** A request that names no account is paid from the only one of its currency; where there are several, its recipient's registration decides, which the page can't know. */
function accountFor({ accountId, currency }: Departure, accounts: readonly FundingAccount[]): FundingAccount | undefined {
  const own = accounts.filter((account) => account.currency === currency);
  return accounts.find(({ id }) => id === accountId) ?? (own.length === 1 ? own[0] : undefined);
}

/** One line for each account that something waits for, in the order of the accounts; what belongs to none of them comes last. */
export function linesOf(departures: readonly Departure[], accounts: readonly FundingAccount[], nowMs: number): readonly PlanLine[] {
  const groups = new Map<string, { account: FundingAccount | undefined; currency: string; own: Departure[] }>();
  for (const departure of departures) {
    const account = accountFor(departure, accounts);
    const key = `${account?.id ?? 'open'} ${departure.currency}`;
    const group = groups.get(key) ?? { account, currency: departure.currency, own: [] };
    group.own.push(departure);
    groups.set(key, group);
  }
  const rank = (account: FundingAccount | undefined): number => (account ? accounts.indexOf(account) : accounts.length);
  return [...groups].sort(([, a], [, b]) => rank(a.account) - rank(b.account)).map(([key, { account, currency, own }]) => lineOf(key, account, currency, own, nowMs));
}

/** What is missing in all, by currency. */
export function missingOf(lines: readonly PlanLine[]): readonly NonNullable<Amount>[] {
  const currencies = [...new Set(lines.filter(({ missingMinor }) => missingMinor > 0).map(({ currency }) => currency))].sort();
  return currencies.flatMap((currency) => amountOf(lines.filter((line) => line.currency === currency).reduce((total, { missingMinor }) => total + missingMinor, 0), currency) ?? []);
}
