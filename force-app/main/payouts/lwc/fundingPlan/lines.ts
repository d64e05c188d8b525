import { counted, currencyOf, dayOf, decimalsOf, fill, freeOf, leavesOn, paidFrom, type Departure, type FundingAccount, type Sent } from 'c/quittancePage';
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

/** What is paid from one account in one currency. */
interface Group {
  /** Undefined where it is left to the recipients, or not shown to the reader. */
  readonly account: FundingAccount | undefined;
  readonly name: string;
  readonly currency: string;
  readonly own: Departure[];
}

/** Whole units to minor ones, and back: a plan is counted in whole numbers. */
const minorOf = (amount: number, currency: string): number => Math.round(amount * 10 ** decimalsOf(currency));
const amountOf = (minor: number, currency: string): Amount => currencyOf(Number((minor / 10 ** decimalsOf(currency)).toFixed(decimalsOf(currency))), currency);

function partOf(some: readonly Demand[], currency: string): Part | undefined {
  if (!some.length) return undefined;
  return { countText: counted(some.length, label.countOne, label.count), amount: amountOf(some.reduce((total, { amountMinor }) => total + amountMinor, 0), currency) };
}

function lineOf(key: string, { account, name, currency, own }: Group, sent: readonly Sent[], nowMs: number): PlanLine {
  const today = dayOf(nowMs);
  const leaving = [...own.filter(({ isLeaving }) => isLeaving), ...sent.filter((each) => each.accountId === account?.id && each.currency === currency)];
  const demands = own.filter(({ isLeaving }) => !isLeaving).map((each): Demand => ({ id: each.id, amountMinor: minorOf(each.amount, currency), wantedOn: leavesOn(each, nowMs) }));
  const free = freeOf(account?.currency === currency ? account.available : undefined, leaving, currency);
  const isKnown = free !== undefined;
  const freeMinor = minorOf(free ?? 0, currency);
  const plan = planFunding(freeMinor, demands, today);
  const ofToday = (ids: readonly string[]): Demand[] => demands.filter(({ id, wantedOn }) => ids.includes(id) && (wantedOn ?? today) <= today);
  return {
    key, currency, isKnown, account: name,
    available: isKnown ? amountOf(freeMinor, currency) : undefined,
    onItsWay: leaving.length ? fill(label.onItsWay, counted(leaving.length, label.countOne, label.count)) : undefined,
    goes: isKnown ? partOf(ofToday(plan.goes), currency) : undefined, waits: isKnown ? partOf(ofToday(plan.waits), currency) : undefined,
    loads: isKnown ? plan.loads.map(({ by, minor, count }) => ({ by, amount: amountOf(minor, currency), text: counted(count, label.loadOne, label.load) })) : [],
    missingMinor: isKnown ? plan.missingMinor : 0,
    isEnough: isKnown && plan.missingMinor === 0,
  };
}

/** One line for each account that something waits for, in the order of the accounts; what belongs to none of them comes last. What was sent and is in the balance still counts as on its way. */
export function linesOf(departures: readonly Departure[], sent: readonly Sent[], accounts: readonly FundingAccount[], nowMs: number): readonly PlanLine[] {
  const groups = new Map<string, Group>();
  for (const departure of departures) {
    const [{ currency }, accountId] = [departure, paidFrom(departure, accounts)];
    const account = accounts.find(({ id }) => id === accountId);
    const key = `${accountId ?? 'open'} ${currency}`;
    const group = groups.get(key) ?? { account, name: account?.name ?? (accountId === undefined ? fill(label.accountOpen, currency) : label.accountUnknown), currency, own: [] };
    group.own.push(departure);
    groups.set(key, group);
  }
  const rank = (account: FundingAccount | undefined): number => (account ? accounts.indexOf(account) : accounts.length);
  return [...groups].sort(([, a], [, b]) => rank(a.account) - rank(b.account)).map(([key, group]) => lineOf(key, group, sent, nowMs));
}

/** What is missing in all, by currency. */
export function missingOf(lines: readonly PlanLine[]): readonly NonNullable<Amount>[] {
  const currencies = [...new Set(lines.filter(({ missingMinor }) => missingMinor > 0).map(({ currency }) => currency))].sort();
  return currencies.flatMap((currency) => amountOf(lines.filter((line) => line.currency === currency).reduce((total, { missingMinor }) => total + missingMinor, 0), currency) ?? []);
}
