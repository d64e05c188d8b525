import type { Change, ChangeKind } from '../../domain/change.ts';
import { keepable } from '../../domain/keepable.ts';
import { decimalText } from '../../domain/money.ts';
import { exactNumber } from './exact-json.ts';
import type { Names } from './names.ts';

type RecordFields = Readonly<Record<string, unknown>>;
type Of<K extends ChangeKind> = Extract<Change, { kind: K }>;

/** To a field's length; a character of two halves that stood at the end is marked as unreadable, for half of it is no text. */
const cut = (text: string, room: number): string => keepable(text.slice(0, room));

/** A decision is the person's own: it is never written. */
export function feeAllocationFields(change: Of<'feeAllocation'>, { feeAllocation: n }: Names): RecordFields {
  return {
    [n.key]: change.key,
    [n.transactionId]: change.transactionId,
    [n.accountId]: change.accountId ?? null,
    [n.ruleId]: change.ruleId ?? null,
    [n.amount]: exactNumber(decimalText(change.amount)),
    [n.currency]: change.amount.currency,
    [n.percent]: change.percent === undefined ? null : exactNumber(change.percent),
    [n.basis]: change.basis,
    [n.status]: change.status,
    [n.why]: cut(change.why, 255),
    [n.times]: change.times ?? null,
    [n.ofLike]: change.ofLike ?? null,
    [n.occurredAt]: change.occurredAt,
    [n.allocatedAt]: change.allocatedAt,
    [n.version]: change.version,
  };
}

export const rateFields = (change: Of<'rate'>, { rate: n }: Names): RecordFields => ({
  [n.key]: change.key,
  [n.base]: change.base,
  [n.quote]: change.quote,
  [n.rate]: exactNumber(change.rate),
  [n.source]: cut(change.source, 80),
  [n.asOf]: change.asOf,
});

/** All five together, so that no rate stands beside an amount it does not belong to. */
export const reportingFields = ({ key, reported }: Of<'reporting'>, { reporting: n }: Names): RecordFields => ({
  id: key,
  [n.amount]: reported ? exactNumber(decimalText(reported.amount)) : null,
  [n.currency]: reported?.amount.currency ?? null,
  [n.rate]: reported ? exactNumber(reported.rate) : null,
  [n.source]: reported ? cut(reported.source, 80) : null,
  [n.at]: reported?.at ?? null,
});

/**
 * The amount with the rate it was converted by, and what it was converted from as it was read: where the owed amount, its currency or the payment currency is
 * another by now, the write would change it, which the books refuse (FENCE-CONVERSION). What the amount of before came to for reports goes with it, for the new one
 * may be submitted before it is looked at again.
 */
export const conversionFields = ({ key, converted }: Of<'conversion'>, { conversion: n, request, reporting: r }: Names): RecordFields => ({
  id: key,
  [n.owedAmount]: converted ? exactNumber(decimalText(converted.owed)) : null,
  [n.owedCurrency]: converted?.owed.currency ?? null,
  ...(converted ? { [request.amount]: exactNumber(decimalText(converted.amount)), [request.currency]: converted.amount.currency, [r.amount]: null, [r.currency]: null, [r.rate]: null, [r.source]: null, [r.at]: null } : {}),
  [n.rate]: converted ? exactNumber(converted.rate) : null,
  [n.source]: converted ? cut(converted.source, 80) : null,
  [n.at]: converted?.at ?? null,
});
