/** One payment that wants money from a funding account. */
export interface Demand {
  readonly id: string;
  /** Minor units of the account's currency, above zero. */
  readonly amountMinor: number;
  /** YYYY-MM-DD: when the money is wanted; undefined = as soon as possible, but after everything that has a date of today or earlier. */
  readonly wantedOn: string | undefined;
}

/** What to have on the account by the start of a day, in addition to what is there and to what was to be loaded before. */
export interface Load {
  /** YYYY-MM-DD */
  readonly by: string;
  readonly minor: number;
  /** How many payments it is for. */
  readonly count: number;
}

export interface FundingPlan {
  /** What the balance suffices for, in the order it goes. */
  readonly goes: readonly string[];
  readonly waits: readonly string[];
  /** Everything together that can't go with what is there: the sum of the loads. */
  readonly missingMinor: number;
  readonly loads: readonly Load[];
}

/** Which of these rows, in order, the money suffices for. One that is too large does not block smaller ones behind it. Pure. */
export function whatFits<T extends { readonly amountMinor: number }>(availableMinor: number, rows: readonly T[]): readonly T[] {
  let left = availableMinor;
  return rows.filter((row) => {
    const fits = row.amountMinor <= left;
    if (fits) left -= row.amountMinor;
    return fits;
  });
}

/** What has no day comes after what has one. */
const orderOf = ({ wantedOn = '9999-12-31' }: Demand): string => wantedOn;

/**
 * What can go with the money that is there, and what has to be loaded by when so that everything goes on its day. Days are compared as text
 * (YYYY-MM-DD); what is overdue or has no day is wanted `today`. A balance below zero counts as missing. Pure.
 */
export function planFunding(availableMinor: number, demands: readonly Demand[], today: string): FundingPlan {
  const dayOf = ({ wantedOn = today }: Demand): string => (wantedOn > today ? wantedOn : today);
  const inOrder = demands.toSorted((a, b) => dayOf(a).localeCompare(dayOf(b)) || orderOf(a).localeCompare(orderOf(b)));
  const goes = new Set(whatFits(availableMinor, inOrder));
  const loads: Load[] = [];
  let [left, loaded] = [availableMinor, 0];
  for (const [by, some] of Map.groupBy(inOrder, dayOf)) {
    left -= some.reduce((total, { amountMinor }) => total + amountMinor, 0);
    const minor = Math.max(0, -left) - loaded;
    if (minor > 0) loads.push({ by, minor, count: some.length });
    loaded += Math.max(0, minor);
  }
  return {
    goes: inOrder.filter((demand) => goes.has(demand)).map(({ id }) => id), waits: inOrder.filter((demand) => !goes.has(demand)).map(({ id }) => id),
    missingMinor: loaded, loads,
  };
}
