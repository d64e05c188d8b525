import type { FeeBooks, KnownFee, KnownPart } from '../domain/rate-and-fee-books.ts';
import { ruleFor, suggestFrom, type FeeRule, type PastAllocation } from '../domain/fee-rule.ts';
import { sharesTrouble } from '../domain/fee-split.ts';
import { counted } from '../domain/plain-words.ts';
import type { FeeRow } from '../store/fee-rows.ts';
import type { Noted } from './noted.ts';
import type { Office } from './office.ts';
import { decidedBy, partKey, slotOf, transactionOf } from './render-finance.ts';

/** What one look at the books told of fees. */
export type FeeLook = Awaited<ReturnType<FeeBooks['fees']>>;

const cursor = 'fees seen';
const rulesCursor = 'fee rules';
/** So many past allocations are compared with for a suggestion. */
const pastLimit = 5_000;

/** Fees since the last look, with an overlap, and everything that decides about them; at first, as far back as a rule may reach. */
export async function lookAtFees({ store, timing, tools, finance }: Office, books: FeeBooks): Promise<FeeLook> {
  const seen = await store.cursors.get(cursor);
  const since = seen ? Date.parse(seen) - timing.sweepOverlapMs : tools.now() - Math.max(finance.reallocateMs, timing.sweepOverlapMs);
  const look = await books.fees({ since: new Date(since).toISOString() });
  for (const { id, why } of look.unreadable)
    await store.issues.raise({ kind: 'fee rule unusable', source: id, severity: 'Warning', summary: 'A fee or an allocation rule could not be used', detail: `${why} It is left out until the record is corrected.` });
  if (!look.rules.length) tools.log.debug('Fees: no usable allocation rule is active, so fees are not allocated. Add a rule to begin.');
  return look;
}

const textOf = (facts: FeeRow['facts']): string => JSON.stringify([facts.country ?? null, facts.currency, facts.product ?? null, facts.costCenter ?? null]);

type Decided = Pick<FeeRow, 'how' | 'ruleId' | 'ruleName' | 'shares' | 'times' | 'ofLike'>;
const nobodys: Omit<Decided, 'how'> = { ruleId: null, ruleName: null, shares: [], times: null, ofLike: null };

/** How the books hold a fee this store does not know, for it was lost or put back to an older copy: what a rule or a person allocated stays. A suggestion is made anew. */
function asTheBooksHold(parts: readonly KnownPart[]): Decided {
  const [first, ...others] = parts.toSorted((a, b) => slotOf(a.key) - slotOf(b.key));
  if (!first) return { ...nobodys, how: 'none' };
  const shares = [first, ...others].flatMap(({ accountId, percent }) => (accountId === undefined || percent === undefined ? [] : [{ accountId, percent }]));
  const { how, ruleName } = decidedBy(first.why);
  if (how === 'rejected') return { ...nobodys, how };
  // What is not whole any more, for its expense account is gone, is allocated anew.
  if (how === 'none' || first.status !== 'Allocated' || sharesTrouble(shares) !== undefined) return { ...nobodys, how: 'none' };
  return { ...nobodys, how, ruleId: first.ruleId ?? null, ruleName, shares };
}

/**
 * A fee as the books tell it, with the allocation it had. Parts the books count and this store knows nothing of count as its own from now on: they are told anew, or that they are too many.
 */
function rowOf({ key, transactionId, requestId, fee, basis, facts, occurredAt }: KnownFee, before: FeeRow | undefined, parts: readonly KnownPart[]): FeeRow {
  const slots = Math.max(before?.slots ?? 1, ...parts.map((part) => slotOf(part.key)));
  const told = { key, transactionId, requestId, minor: fee.minor, currency: fee.currency, basis, facts, occurredAt: Date.parse(occurredAt), slots };
  return before ? { ...before, ...told } : { ...told, ...asTheBooksHold(parts), allocatedAt: 0 };
}
const isSame = (a: FeeRow, b: FeeRow | undefined): boolean => b !== undefined && a.minor === b.minor && a.slots === b.slots && a.currency === b.currency && a.basis === b.basis && textOf(a.facts) === textOf(b.facts);

/**
 * The fees to be allocated now: new or changed ones, and, when the rules are not the ones of the last look, everything not too old that no person decided. Without
 * any rule there are none: allocation is off until the first, and fees are only kept. What was allocated before is known from the store, by the transaction's key, so a repeated look changes nothing.
 */
export async function feesToAllocate({ store, tools, finance }: Office, { rules, fees, parts }: FeeLook): Promise<readonly FeeRow[]> {
  const before = new Map((await store.fees.byKeys(fees.map(({ key }) => key))).map((row) => [row.key, row]));
  // What cost nothing has nothing to divide, unless something was divided for it before.
  const partsOf = Map.groupBy(parts, (part) => transactionOf(part.key));
  const told = fees.filter(({ key, fee }) => fee.minor > 0 || before.has(key) || partsOf.has(key));
  const changed = told.map((fee) => rowOf(fee, before.get(fee.key), partsOf.get(fee.key) ?? [])).filter((row) => !isSame(row, before.get(row.key)));
  if (!rules.length) {
    await store.fees.keep(changed);
    return [];
  }
  const moved = (await store.cursors.get(rulesCursor)) === JSON.stringify(rules) ? [] : await store.fees.open(tools.now() - finance.reallocateMs);
  const known = new Set(changed.map(({ key }) => key));
  return [...changed, ...moved.filter(({ key }) => !known.has(key))];
}

function decide(row: FeeRow, rules: readonly FeeRule[], past: readonly PastAllocation[]): Decided {
  if (row.how === 'confirmed') return row;
  const rule = ruleFor(rules, row.facts);
  if (rule) return { how: 'rule', ruleId: rule.id, ruleName: rule.name, shares: rule.shares, times: null, ofLike: null };
  // The rule that divided it may be gone: what was allocated stays so until another one claims it.
  if (row.how === 'rule') return row;
  if (row.how === 'rejected') return { ...nobodys, how: 'rejected' };
  const suggestion = suggestFrom(past, row.facts);
  return suggestion ? { ...nobodys, how: 'suggested', shares: suggestion.shares, times: suggestion.times, ofLike: suggestion.of } : { ...nobodys, how: 'none' };
}
const isAllocatedSo = (row: FeeRow, now: Decided): boolean => row.allocatedAt > 0 && row.how === now.how && row.ruleId === now.ruleId && JSON.stringify(row.shares) === JSON.stringify(now.shares) && row.times === now.times && row.ofLike === now.ofLike;

/** Finds the rule of each fee, or what like payments suggest. A person's confirmation is kept; only its amount follows the fee. */
export async function findRules({ store, tools }: Office, { rules }: FeeLook, fees: readonly FeeRow[]): Promise<readonly FeeRow[]> {
  if (!fees.length) return [];
  const fits = new Set(fees.map(({ key }) => key));
  const before = new Map((await store.fees.byKeys([...fits])).map((row) => [row.key, row]));
  const past = (await store.fees.past(pastLimit)).filter(({ key }) => !fits.has(key));
  const remembered = fees.filter(({ key, how }) => !before.has(key) && (how === 'rule' || how === 'confirmed'));
  const history = [...past, ...remembered].map(({ facts, shares, occurredAt }): PastAllocation => ({ facts, shares, at: occurredAt }));
  return fees.flatMap((row) => {
    const now = decide(row, rules, history);
    const same = isSame(row, before.get(row.key)) && isAllocatedSo(row, now);
    return same ? [] : [{ ...row, ...now, slots: Math.max(row.slots, now.shares.length), allocatedAt: tools.now() }];
  });
}

/** Divides the fees: keeps the decision and hands every part to the write-back, in one transaction. The next look begins after this one. */
export async function divideFees({ store, tools, timing }: Office, look: FeeLook, fees: readonly FeeRow[]): Promise<readonly Noted[]> {
  await store.db.transaction(async () => {
    await keep({ store, tools, timing }, fees);
    if (look.until) await store.cursors.set(cursor, look.until);
    await store.cursors.set(rulesCursor, JSON.stringify(look.rules));
  });
  const homeless = fees.filter(({ how }) => how === 'none');
  if (homeless.length) await store.issues.raise({ kind: 'fee unallocated', source: 'fees', severity: 'Info', by: homeless.length, summary: `${counted(homeless.length, 'fee')} without an expense account`, detail: 'No rule fits them and no like payment was allocated before. Add a rule in Fee Allocation Rules; they follow by themselves.' });
  return fees.map(({ requestId, how, ruleName, shares, minor, currency, basis }) => ({ id: requestId, note: { how, rule: ruleName, shares, fee: { minor, currency }, basis } }));
}

async function keep({ store, tools, timing }: Pick<Office, 'store' | 'tools' | 'timing'>, fees: readonly FeeRow[]): Promise<void> {
  await store.fees.keep(fees);
  await store.outbox.add('feeAllocation', fees.flatMap(({ key, slots }) => Array.from({ length: slots }, (_, at) => partKey(key, at + 1))), tools.now() + timing.writeDelayMs);
}

/** What people decided about suggestions, each once: it stands for the whole fee. What is no suggestion any more is left alone. */
export async function takeDecisions(office: Office, { decisions }: FeeLook): Promise<readonly Noted[]> {
  const { store, tools } = office;
  const by = new Map(decisions.map((decision) => [decision.transactionKey, decision]));
  const rows = (await store.fees.byKeys([...by.keys()])).filter(({ how }) => how === 'suggested');
  if (!rows.length) return [];
  await store.db.transaction(async () => {
    await keep(office, rows.map((row) => ({ ...row, ...(by.get(row.key)?.decision === 'Confirm' ? { how: 'confirmed' as const } : { how: 'rejected' as const, shares: [] }), times: null, ofLike: null, allocatedAt: tools.now() })));
    for (const row of rows) await store.ledger.audit({ requestId: row.requestId, action: `${by.get(row.key)?.decision ?? ''} fee allocation`, reason: row.key, byId: by.get(row.key)?.byId ?? '' });
  });
  return rows.map((row) => ({ id: row.requestId, note: by.get(row.key) }));
}
