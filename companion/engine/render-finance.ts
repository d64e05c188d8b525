import type { Change } from '../domain/change.ts';
import { splitFee } from '../domain/fee-split.ts';
import type { FeeRow } from '../store/fee-rows.ts';
import type { OutboxRow } from '../store/outbox.ts';
import type { Office } from './office.ts';

const iso = (at: number): string => new Date(at).toISOString();
const versionOf = (rows: readonly OutboxRow[], key: string): number => rows.find((row) => row.key === key)?.version ?? 0;

/** `<transaction key>:fee:<number>`: the parts of a fee are numbered from 1. */
export const partKey = (key: string, slot: number): string => `${key}:fee:${slot}`;
export const transactionOf = (key: string): string => key.replace(/:fee:\d+$/, '');
export const slotOf = (key: string): number => Number(/:fee:(\d+)$/.exec(key)?.[1] ?? '1');

const statusOf = { rule: 'Allocated', confirmed: 'Allocated', suggested: 'Suggested', rejected: 'Unallocated', none: 'Unallocated' } as const;

const said = { rule: 'Rule: ', confirmed: 'Confirmed by a person.', rejected: 'A person rejected the suggestion. Add a rule for payments like this one.' } as const;

/** What `whyOf` told: who decided, and the name of the rule that did. Of anything else, that nobody has. */
export function decidedBy(why: string): { readonly how: 'rule' | 'confirmed' | 'rejected' | 'none'; readonly ruleName: string | null } {
  if (why.startsWith(said.rule)) return { how: 'rule', ruleName: why.slice(said.rule.length) };
  return { how: why === said.confirmed ? 'confirmed' : why === said.rejected ? 'rejected' : 'none', ruleName: null };
}

function whyOf({ how, ruleName, times, ofLike }: FeeRow): string {
  if (how === 'rule') return `${said.rule}${ruleName ?? ''}`;
  if (how === 'suggested') return `Suggested: ${times} of ${ofLike} like payments were allocated so. Confirm or reject it.`;
  if (how === 'confirmed' || how === 'rejected') return said[how];
  return 'No rule fits, and no like payment was allocated before. Add a rule.';
}

/** One part of a fee as it stands; a number that is too high is told to be nothing, for the books keep the record. */
function partChange(fee: FeeRow, slot: number, version: number): Change {
  const parts = fee.shares.length ? splitFee({ minor: fee.minor, currency: fee.currency }, fee.shares) : [{ accountId: undefined, percent: undefined, amount: { minor: fee.minor, currency: fee.currency } }];
  const part = parts[slot - 1];
  return {
    kind: 'feeAllocation', key: partKey(fee.key, slot), version, transactionId: fee.transactionId, accountId: part?.accountId, ruleId: part && fee.how === 'rule' ? (fee.ruleId ?? undefined) : undefined,
    amount: part?.amount ?? { minor: 0, currency: fee.currency }, percent: part?.percent, basis: fee.basis, status: part ? statusOf[fee.how] : 'Superseded',
    why: part ? whyOf(fee) : 'The fee is divided into fewer parts now.', times: part && fee.how === 'suggested' ? (fee.times ?? undefined) : undefined, ofLike: part && fee.how === 'suggested' ? (fee.ofLike ?? undefined) : undefined,
    occurredAt: iso(fee.occurredAt), allocatedAt: iso(fee.allocatedAt),
  };
}

export async function feeAllocationChanges({ store }: Office, rows: readonly OutboxRow[]): Promise<readonly Change[]> {
  const fees = new Map((await store.fees.byKeys([...new Set(rows.map((row) => transactionOf(row.key)))])).map((fee) => [fee.key, fee]));
  return rows.flatMap((row): Change[] => {
    const fee = fees.get(transactionOf(row.key));
    return fee ? [partChange(fee, slotOf(row.key), row.version)] : [];
  });
}

export async function rateChanges({ store }: Office, rows: readonly OutboxRow[]): Promise<readonly Change[]> {
  const found = await store.rates.byKeys(rows.map((row) => row.key));
  return found.map(({ key, base, quote, rate, source, asOf }) => ({ kind: 'rate', key, version: versionOf(rows, key), base, quote, rate, source, asOf: iso(asOf) }));
}

export async function reportingChanges({ store }: Office, rows: readonly OutboxRow[]): Promise<readonly Change[]> {
  const found = new Map((await store.reporting.byIds(rows.map((row) => row.key))).map((row) => [row.requestId, row]));
  return rows.map(({ key, version }) => {
    const row = found.get(key);
    return { kind: 'reporting', key, version, reported: row && { amount: { minor: row.reportingMinor, currency: row.reportingCurrency }, rate: row.rate, source: row.source, at: iso(row.rateAt) } };
  });
}

export async function conversionChanges({ store }: Office, rows: readonly OutboxRow[]): Promise<readonly Change[]> {
  const found = new Map((await store.conversions.byIds(rows.map((row) => row.key))).map((row) => [row.requestId, row]));
  return rows.map(({ key, version }) => {
    const row = found.get(key);
    const converted = row && { owed: { minor: row.owedMinor, currency: row.owedCurrency }, amount: { minor: row.amountMinor, currency: row.currency }, rate: row.rate, source: row.source, at: iso(row.rateAt) };
    return { kind: 'conversion', key, version, converted };
  });
}
