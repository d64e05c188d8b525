import { counted, currencyOf, sumOf, type FundingAccount } from 'c/quittancePage';
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
  /** What is missing now, and once everything submitted is approved too; undefined when it is enough, or when no balance is known. */
  readonly short: Amount;
  readonly shortLater: Amount;
  readonly isKnown: boolean;
}

/** The account a request is paid from: its own, else the only one of its currency, else '' for "known when it is paid". */
function placeOf({ accountId, currency }: Demand, accounts: readonly FundingAccount[]): string {
  if (accountId !== undefined) return accountId;
  const [only, ...more] = accounts.filter((account) => account.currency === currency);
  return only && more.length === 0 ? only.id : '';
}

/** One account and currency with the requests that count against it. */
interface Place {
  readonly accountId: string;
  readonly currency: string;
  readonly wanted: readonly Demand[];
}

function placesOf(demand: readonly Demand[], accounts: readonly FundingAccount[]): readonly Place[] {
  const wanted = demand.filter(({ status }) => due.has(status) || status === 'Submitted').map((each) => ({ each, accountId: placeOf(each, accounts) }));
  const named = [...accounts.map(({ id, currency }) => ({ accountId: id, currency })), ...wanted.map(({ accountId, each }) => ({ accountId, currency: each.currency }))];
  const places = new Map(named.map((place) => [`${place.accountId} ${place.currency}`, place]));
  return [...places.values()].map((place) => ({
    ...place,
    wanted: wanted.filter(({ accountId, each }) => accountId === place.accountId && each.currency === place.currency).map(({ each }) => each),
  }));
}

const neededOf = ({ wanted, currency }: Place, withSubmitted: boolean): number =>
  sumOf(wanted.filter(({ status }) => withSubmitted || due.has(status)).map(({ amount }) => amount), currency);

/** What a place has: the account's balance, or for requests without an account what the accounts of the currency have left over. */
function availableOf({ accountId, currency }: Place, places: readonly Place[], accounts: readonly FundingAccount[], withSubmitted: boolean): number | undefined {
  const own = accounts.filter((account) => account.currency === currency && (accountId === '' || account.id === accountId));
  const known = own.flatMap(({ id, available }) => (available === undefined ? [] : [{ id, available }]));
  if (known.length === 0) return undefined;
  if (accountId !== '') return known[0]?.available;
  const left = known.map(({ id, available }) => available - places.filter((place) => place.accountId === id && place.currency === currency).reduce((sum, place) => sum + neededOf(place, withSubmitted), 0));
  return sumOf(left.map((amount) => Math.max(0, amount)), currency);
}

function shortOf(place: Place, places: readonly Place[], accounts: readonly FundingAccount[], withSubmitted: boolean): Amount {
  const available = availableOf(place, places, accounts, withSubmitted);
  const missing = available === undefined ? 0 : sumOf([neededOf(place, withSubmitted), -available], place.currency);
  return missing > 0 ? currencyOf(missing, place.currency) : undefined;
}

function lineOf(place: Place, places: readonly Place[], accounts: readonly FundingAccount[]): FundsLine {
  const { accountId, currency, wanted } = place;
  const account = accounts.find(({ id }) => id === accountId);
  const dueTally = tallyOf(wanted.filter(({ status }) => due.has(status)), currency);
  const submitted = tallyOf(wanted.filter(({ status }) => !due.has(status)), currency);
  const available = availableOf(place, places, accounts, false);
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
    short: shortOf(place, places, accounts, false),
    shortLater: shortOf(place, places, accounts, true),
    isKnown: available !== undefined,
  };
}

/** One line for each account and currency, by currency; amounts of different currencies are never added. */
export function fundsOf(demand: readonly Demand[], accounts: readonly FundingAccount[]): readonly FundsLine[] {
  const places = placesOf(demand, accounts);
  return places.map((place) => lineOf(place, places, accounts)).sort((a, b) => a.currency.localeCompare(b.currency) || a.account.localeCompare(b.account));
}

/** What is short now, one amount a currency. */
export function shortagesOf(lines: readonly FundsLine[]): readonly NonNullable<Amount>[] {
  const short = lines.flatMap((line) => (line.short ? [line.short] : []));
  const currencies = [...new Set(short.map(({ currency }) => currency))];
  return currencies.flatMap((currency) => currencyOf(sumOf(short.filter((each) => each.currency === currency).map(({ value }) => value), currency), currency) ?? []);
}
