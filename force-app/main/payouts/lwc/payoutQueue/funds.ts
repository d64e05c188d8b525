import { counted, currencyOf, fill, freeOf, isLeaving, paidFrom, sumOf, type FundingAccount, type Sent } from 'c/quittancePage';
import { tallyOf, type Demand } from './demand';
import { label } from './labels';

type Amount = ReturnType<typeof currencyOf>;

/** Approved, and to be paid as soon as money and date allow. */
const due: ReadonlySet<string> = new Set(['Approved for Payout', 'Scheduled', 'Awaiting Funds']);

/** What is to be paid from one account in one currency, against what is there. */
export interface FundsLine {
  readonly key: string;
  readonly account: string;
  readonly currency: string;
  readonly due: Amount;
  readonly dueCount: string;
  readonly submitted: Amount;
  readonly submittedCount: string;
  readonly available: Amount;
  readonly availableAt: string | undefined;
  /** What is not counted as available any more; undefined when nothing is on its way. */
  readonly onItsWay: string | undefined;
  /** What is missing now, and once everything submitted is approved too; undefined when it is enough, or when no balance is known. */
  readonly short: Amount;
  readonly shortLater: Amount;
  readonly isKnown: boolean;
}

/** One account and currency with the requests that count against it, and those that may not be taken from its balance yet. */
interface Place {
  /** '' for "known when it is paid". */
  readonly accountId: string;
  readonly currency: string;
  readonly wanted: readonly Demand[];
  readonly leaving: readonly Demand[];
}

function placesOf(demand: readonly Demand[], accounts: readonly FundingAccount[]): readonly Place[] {
  const placed = demand.map((each) => ({ each, accountId: paidFrom(each, accounts) ?? '' }));
  const wanted = placed.filter(({ each: { status } }) => due.has(status) || status === 'Submitted');
  const leaving = placed.filter(({ each: { status } }) => isLeaving(status));
  const named = [...accounts.map(({ id, currency }) => ({ accountId: id, currency })), ...[...wanted, ...leaving].map(({ accountId, each }) => ({ accountId, currency: each.currency }))];
  const places = new Map(named.map((place) => [`${place.accountId} ${place.currency}`, place]));
  return [...places.values()].map((place) => {
    const ownOf = (some: typeof placed): readonly Demand[] => some.filter(({ accountId, each }) => accountId === place.accountId && each.currency === place.currency).map(({ each }) => each);
    return { ...place, wanted: ownOf(wanted), leaving: ownOf(leaving) };
  });
}

const neededOf = ({ wanted, currency }: Place, withSubmitted: boolean): number =>
  sumOf(wanted.filter(({ status }) => withSubmitted || due.has(status)).map(({ amount }) => amount), currency);

/** What a place has: what is free of the account's balance, or for requests without an account what the accounts of the currency have left over. */
function availableOf({ accountId, currency, leaving }: Place, places: readonly Place[], accounts: readonly FundingAccount[], withSubmitted: boolean): number | undefined {
  if (accountId !== '') return freeOf(accounts.find(({ id, currency: held }) => id === accountId && held === currency)?.available, leaving, currency);
  const isOpenTo = (place: Place): boolean => place.accountId !== '' && place.currency === currency && accounts.find(({ id }) => id === place.accountId)?.paysOut !== false;
  const left = places.filter(isOpenTo).flatMap((place) => {
    const free = availableOf(place, places, accounts, withSubmitted);
    return free === undefined ? [] : [Math.max(0, free - neededOf(place, withSubmitted))];
  });
  return left.length === 0 ? undefined : freeOf(sumOf(left, currency), leaving, currency);
}

function shortOf(place: Place, places: readonly Place[], accounts: readonly FundingAccount[], withSubmitted: boolean): Amount {
  const available = availableOf(place, places, accounts, withSubmitted);
  const missing = available === undefined ? 0 : sumOf([neededOf(place, withSubmitted), -available], place.currency);
  return missing > 0 ? currencyOf(missing, place.currency) : undefined;
}

function lineOf(place: Place, places: readonly Place[], accounts: readonly FundingAccount[]): FundsLine {
  const { accountId, currency, wanted, leaving } = place;
  const account = accounts.find(({ id }) => id === accountId);
  const dueTally = tallyOf(wanted.filter(({ status }) => due.has(status)), currency);
  const submitted = tallyOf(wanted.filter(({ status }) => !due.has(status)), currency);
  const available = availableOf(place, places, accounts, false);
  const onTheWay = tallyOf(leaving, currency).count;
  return {
    key: `${accountId} ${currency}`,
    account: account?.name ?? (accountId === '' ? label.accountOpen : label.accountUnknown),
    currency,
    due: currencyOf(dueTally.amount, currency),
    dueCount: counted(dueTally.count, label.requestsOne, label.requests),
    submitted: currencyOf(submitted.amount, currency),
    submittedCount: counted(submitted.count, label.requestsOne, label.requests),
    available: currencyOf(available, currency),
    availableAt: account?.currency === currency ? account.availableAt : undefined,
    onItsWay: onTheWay > 0 ? fill(label.onItsWay, counted(onTheWay, label.requestsOne, label.requests)) : undefined,
    short: shortOf(place, places, accounts, false),
    shortLater: shortOf(place, places, accounts, true),
    isKnown: available !== undefined,
  };
}

/** One line for each account and currency, by currency; amounts of different currencies are never added. What was sent and is in the balance still counts as on its way. */
export function fundsOf(demand: readonly Demand[], sent: readonly Sent[], accounts: readonly FundingAccount[]): readonly FundsLine[] {
  const places = placesOf([...demand, ...sent.map((each) => ({ ...each, status: 'Sending', count: 1 }))], accounts);
  return places.map((place) => lineOf(place, places, accounts)).sort((a, b) => a.currency.localeCompare(b.currency) || a.account.localeCompare(b.account));
}

/** What is short now, one amount a currency. */
export function shortagesOf(lines: readonly FundsLine[]): readonly NonNullable<Amount>[] {
  const short = lines.flatMap((line) => (line.short ? [line.short] : []));
  const currencies = [...new Set(short.map(({ currency }) => currency))];
  return currencies.flatMap((currency) => currencyOf(sumOf(short.filter((each) => each.currency === currency).map(({ value }) => value), currency), currency) ?? []);
}
