import type { Share } from './fee-split.ts';

/** What of a payment decides where its fee belongs. Texts are compared without case and outer spaces; empty is not told. */
export interface FeeFacts {
  readonly country: string | undefined;
  /** Of the payment, not of the fee. */
  readonly currency: string;
  readonly product: string | undefined;
  readonly costCenter: string | undefined;
}
const criteria = ['country', 'currency', 'product', 'costCenter'] as const satisfies readonly (keyof FeeFacts)[];
type Criterion = (typeof criteria)[number];

/** One record an admin edits. A criterion that is left out fits everything. */
export interface FeeRule {
  readonly id: string;
  readonly name: string;
  /** The lowest number is looked at first. */
  readonly priority: number;
  readonly when: Partial<Readonly<Record<Criterion, string>>>;
  readonly shares: readonly Share[];
}

const same = (a: string | undefined, b: string | undefined): boolean => (a ?? '').trim().toLowerCase() === (b ?? '').trim().toLowerCase();
/** By code unit: the same on every machine. */
const inOrder = (a: string, b: string): number => Number(a > b) - Number(a < b);
const fits = ({ when }: FeeRule, facts: FeeFacts): boolean => criteria.every((criterion) => when[criterion] === undefined || same(when[criterion], facts[criterion]));

/** The rule that decides: the lowest priority number, then the one that names more, then by name and id. Pure. */
export function ruleFor(rules: readonly FeeRule[], facts: FeeFacts): FeeRule | undefined {
  return rules.filter((rule) => fits(rule, facts)).toSorted((a, b) =>
    a.priority - b.priority || Object.keys(b.when).length - Object.keys(a.when).length || inOrder(a.name, b.name) || inOrder(a.id, b.id))[0];
}

/** How a fee was allocated once, by a rule or by a person. */
export interface PastAllocation {
  readonly facts: FeeFacts;
  readonly shares: readonly Share[];
  /** Epoch ms. */
  readonly at: number;
}
export interface Suggestion {
  readonly shares: readonly Share[];
  /** So many of so many like payments were allocated so. */
  readonly times: number;
  readonly of: number;
}

const wordOf = (shares: readonly Share[]): string => JSON.stringify(shares.map(({ accountId, percent }) => [accountId, percent]));

/** Like payments: the same in all four; where there are none, the same product and cost centre, provided one of them is told. */
function alike(past: readonly PastAllocation[], facts: FeeFacts): readonly PastAllocation[] {
  const agree = (names: readonly Criterion[]): readonly PastAllocation[] => past.filter((one) => names.every((name) => same(one.facts[name], facts[name])));
  const exact = agree(criteria);
  return exact.length || !(facts.product || facts.costCenter) ? exact : agree(['product', 'costCenter']);
}

/** The most frequent allocation of like payments, the latest used first where two are equally frequent; undefined without any. Pure. */
export function suggestFrom(past: readonly PastAllocation[], facts: FeeFacts): Suggestion | undefined {
  const like = alike(past, facts);
  const counted = [...Map.groupBy(like, ({ shares }) => wordOf(shares))].flatMap(([word, same]) => same.map(({ shares, at }) => ({ word, shares, at, times: same.length })));
  const [best] = counted.toSorted((a, b) => b.times - a.times || b.at - a.at || inOrder(a.word, b.word));
  return best && { shares: best.shares, times: best.times, of: like.length };
}
