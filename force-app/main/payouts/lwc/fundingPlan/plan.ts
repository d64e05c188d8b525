/** One payment that wants money from an account. The companion plans by the same rules; a test holds both against each other. */
export interface Demand {
  readonly id: string;
  /** Minor units of the account's currency, above zero. */
  readonly amountMinor: number;
  /** `2026-11-21`: when the money is wanted; undefined = as soon as possible, after everything of today. */
  readonly wantedOn: string | undefined;
}

/** What to have on the account by the start of a day, in addition to what is there and to what was to be loaded before. */
export interface Load {
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

/**
 * What can go with the money that is there, and what has to be loaded by when so that everything goes on its day. What is overdue or has no day is wanted
 * today. One that is too large does not block smaller ones behind it. A balance below zero counts as missing.
 */
export function planFunding(availableMinor: number, demands: readonly Demand[], today: string): FundingPlan {
  const dayOf = ({ wantedOn }: Demand): string => (wantedOn !== undefined && wantedOn > today ? wantedOn : today);
  const inOrder = [...demands].sort((a, b) => dayOf(a).localeCompare(dayOf(b)) || (a.wantedOn ?? '9999-12-31').localeCompare(b.wantedOn ?? '9999-12-31'));
  const [goes, waits]: [string[], string[]] = [[], []];
  const loads: Load[] = [];
  let [free, left, loaded] = [availableMinor, availableMinor, 0];
  for (const { id, amountMinor } of inOrder) {
    const fits = amountMinor <= free;
    if (fits) free -= amountMinor;
    (fits ? goes : waits).push(id);
  }
  for (const by of [...new Set(inOrder.map(dayOf))]) {
    const some = inOrder.filter((demand) => dayOf(demand) === by);
    left -= some.reduce((total, { amountMinor }) => total + amountMinor, 0);
    const minor = Math.max(0, -left) - loaded;
    if (minor > 0) loads.push({ by, minor, count: some.length });
    loaded += Math.max(0, minor);
  }
  return { goes, waits, missingMinor: loaded, loads };
}
