import { moneyText, type Money } from './money.ts';
import type { Movement } from './movements.ts';

/** A payout as our ledger has it. */
export interface LedgerPayout {
  readonly amount: Money;
  /** What the provider says it took for it: an estimate of ours explains nothing. */
  readonly fee: Money | undefined;
  /** Paid, paid and given back, ended without a payment, or not ended yet. */
  readonly end: 'paid' | 'given back' | 'nothing' | 'open';
  /** When it ended so, or left when it is open; epoch ms. */
  readonly since: number;
}

/** A line of the provider's list that names the payout's reference; `at` is its date, epoch ms. */
export type ListedLine = Pick<Movement, 'kind' | 'direction' | 'status' | 'amount'> & { readonly at: number };

export type Difference = 'not listed' | 'not paid there' | 'given back there' | 'paid there' | 'listed twice' | 'another amount' | 'another currency' | 'unknown here';

/**
 * `nothing`: neither side says that money moved, so there is nothing to find. What is awaited names the difference it will be unless it goes away. The details are the
 * same however often it is looked.
 */
export type Finding =
  | { readonly is: 'confirmed'; readonly detail: string }
  | { readonly is: 'awaited'; readonly difference: Difference; readonly detail: string }
  | { readonly is: 'different'; readonly difference: Difference; readonly detail: string }
  | { readonly is: 'nothing' };

/** How long what may only be late is looked for before it is told, and how long what contradicts us is; ms. */
export interface Patience {
  readonly lateMs: number;
  readonly contraryMs: number;
}

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
const ends = { paid: 'completed', 'given back': 'returned', nothing: 'ended without a payment', open: 'not ended yet' } as const satisfies Record<LedgerPayout['end'], string>;
/** `completed here (2026-11-20)` */
const here = ({ end, since }: LedgerPayout): string => `${ends[end]} here (${dayOf(since)})`;

const total = (lines: readonly ListedLine[]): number => lines.reduce((sum, { amount }) => sum + amount.minor, 0);

/** What the lines of one reference come to: payments less what was given back. Only completed lines are money. */
function balanceOf(lines: readonly ListedLine[]) {
  const done = lines.filter(({ status }) => status === 'completed');
  const out = done.filter(({ direction }) => direction === 'Out');
  const back = done.filter(({ direction }) => direction === 'In');
  return { out, back, times: out.length - back.length, minor: total(out) - total(back) };
}

/** `100.00 USD and 40.00 USD` */
const listedText = (lines: readonly ListedLine[]): string => lines.map(({ amount }) => moneyText(amount)).join(' and ');

const different = (difference: Difference, detail: string): Finding => ({ is: 'different', difference, detail });

/** What can be said only a while after `since` (epoch ms): until then it is looked for again. */
function afterAWhile(difference: Difference, detail: string, since: number, now: number, ms: number): Finding {
  return now - since >= ms ? different(difference, detail) : { is: 'awaited', difference, detail };
}

/** Two sides contradict each other from when the later of them spoke: a payout that takes days may be listed hours before we hear that it arrived. */
const contradictsSince = (payout: LedgerPayout, lines: readonly ListedLine[]): number => Math.max(payout.since, ...lines.map(({ at }) => at));

/** Our payout was paid, and the provider's list does not say that it was. */
function notThere(payout: LedgerPayout, lines: readonly ListedLine[], now: number, { lateMs }: Patience): Finding {
  const { out, back } = balanceOf(lines);
  if (out.length) return afterAWhile('given back there', `The provider lists it as paid and given back; it is ${here(payout)}.`, contradictsSince(payout, back), now, lateMs);
  const [line] = lines.filter(({ direction }) => direction === 'Out');
  if (line) return afterAWhile('not paid there', `The provider lists it as ${line.status}; it is ${here(payout)}.`, payout.since, now, lateMs);
  return afterAWhile('not listed', `The provider does not list it; it is ${here(payout)}.`, payout.since, now, lateMs);
}

/** Whether a line's amount holds the fee is not documented: with the fee the provider names, it is the same payment. */
function sameAmount(minor: number, { amount, fee }: LedgerPayout): boolean {
  return minor === amount.minor || (fee?.currency === amount.currency && minor === amount.minor + fee.minor);
}

/** Our payout came to nothing, and so did what the provider lists: all of it came back, with the fee in it or without. */
function cameToNothing(payout: LedgerPayout, lines: readonly ListedLine[]): boolean {
  const { out, back, minor } = balanceOf(lines);
  if (!out.length) return true;
  return out.every(({ amount }) => sameAmount(amount.minor, payout)) && (minor === 0 || total(back) === out.length * payout.amount.minor);
}

/** One payout against the lines that name it. Payments that are pending, cancelled or failed there move nothing. */
export function compareWithList(payout: LedgerPayout, lines: readonly ListedLine[], now: number, patience: Patience): Finding {
  const { out, back, times, minor } = balanceOf(lines);
  const stranger = [...out, ...back].find(({ amount }) => amount.currency !== payout.amount.currency);
  const listed = listedText(out);
  if (stranger) return different('another currency', `The provider lists ${moneyText(stranger.amount)}; here it is ${moneyText(payout.amount)}.`);
  if (times > 1) return different('listed twice', `The provider lists it ${times} times: ${listed}; here it was sent once, ${moneyText(payout.amount)}.`);
  const since = contradictsSince(payout, [...out, ...back]);
  if (payout.end === 'paid') {
    if (times < 1) return notThere(payout, lines, now, patience);
    if (!sameAmount(minor, payout)) return different('another amount', `The provider lists ${moneyText({ minor, currency: payout.amount.currency })}; here it is ${moneyText(payout.amount)}.`);
    return { is: 'confirmed', detail: 'The provider lists it as paid.' };
  }
  if (times === 1) return afterAWhile('paid there', `The provider lists it as paid, ${listed}; it is ${here(payout)}.`, since, now, patience.contraryMs);
  if (!cameToNothing(payout, lines)) return afterAWhile('another amount', `The provider lists ${listed} paid and ${listedText(back)} given back; here ${moneyText(payout.amount)} is ${here(payout)}.`, since, now, patience.contraryMs);
  if (payout.end === 'open' || !lines.length) return { is: 'nothing' };
  return { is: 'confirmed', detail: payout.end === 'given back' && out.length ? 'The provider lists it as paid and given back.' : 'The provider lists no payment.' };
}

/** The provider may know better than our last answer: what it lists says that the payout was paid, or came back. */
export const isWorthAsking = (finding: Finding): boolean =>
  (finding.is === 'awaited' || finding.is === 'different') && ['paid there', 'given back there', 'another amount'].includes(finding.difference);

/** A reference as this product writes it: a Payment Request's id and the number of the attempt. */
export const looksLikeOurs = (reference: string): boolean => /^[a-z0-9]{18}-\d{2}$/i.test(reference);

/** Lines of a reference no payout here has: money that left under it is told at once. */
export function compareWithNobody(lines: readonly ListedLine[]): Finding {
  const { out, minor } = balanceOf(lines);
  return minor > 0 ? different('unknown here', `The provider lists ${listedText(out)} under this reference, which nobody here has sent.`) : { is: 'nothing' };
}
