import type { Attempt, Reason, Refusal, Sent } from '../../domain/payout.ts';
import { reasonOf } from './error-codes.ts';
import { parseExactly } from './exact-json.ts';
import { errorReply, type ItemError, legacyErrorReply } from './wire.ts';

/** An error body that Payoneer itself wrote, in one shape for both generations. */
export interface OwnError {
  readonly description: string;
  /** Every code the body carries, whatever its place. */
  readonly codes: readonly string[];
  readonly items: readonly ItemError[];
}

/** Recognises Payoneer's own error body; undefined for a proxy's page, another framework's JSON or no JSON at all. */
export function ownError(text: string): OwnError | undefined {
  const body = parsedOrNothing(text);
  const v4 = errorReply.safeParse(body);
  if (v4.success) {
    const { error, error_description, error_details: details } = v4.data;
    const items = details?.errors ?? [];
    const top = details?.target ? [{ ...details, message: error_description }] : [];
    // Beside a list, what stands above it repeats the list; a complaint about a reference must not be missed even so.
    const single = items.length === 0 || (top.some(aboutReference) && !items.some(aboutReference)) ? [...items, ...top] : items;
    return { description: error_description ?? error, codes: present([details?.sub_code, details?.code, ...items.flatMap(codesOf)]), items: single };
  }
  const v2 = legacyErrorReply.safeParse(body);
  if (v2.success && v2.data.code !== '0') return { description: v2.data.description, codes: [v2.data.code], items: [] };
  return undefined;
}

const codesOf = (item: ItemError): readonly (string | null | undefined)[] => [item.sub_code, item.code];
const present = (values: readonly (string | null | undefined)[]): string[] => values.filter((value) => value !== null && value !== undefined && value !== '') as string[];

function parsedOrNothing(text: string): unknown {
  try {
    return parseExactly(text);
  } catch {
    return undefined;
  }
}

/** The reason of the whole refusal. `error_details.code` repeats the HTTP status, which is no reason when a better code is there. */
export function wholeReason(error: OwnError, status: number): Reason {
  const code = error.codes.find((each) => each !== String(status)) ?? String(status);
  const words = [error.description, ...error.items.map(wordsOf)].filter(Boolean).join('; ');
  return reasonOf(code, words);
}

const wordsOf = (item: ItemError): string => item.message ?? item.description ?? '';

/** Our references are always of the published form, so that a complaint about one, in whatever words, can only mean that the provider knows it. */
const aboutReference = (item: ItemError): boolean => /(^|\W)clientreferenceid$/i.test(item.target?.trim().replaceAll('_', '') ?? '');

function itemReason(item: ItemError, error: OwnError): Reason {
  const reason = reasonOf(present(codesOf(item))[0] ?? '', wordsOf(item) || error.description);
  return aboutReference(item) ? { ...reason, cause: 'duplicate' } : reason;
}

/**
 * Who was refused. Items that the error names are refused by name; when it names none, all are. A duplicate that can't be pinned to an
 * item makes the whole answer a duplicate: any of the items may already be on its way, so the caller has to ask for each.
 */
export function attribute(error: OwnError, status: number, batch: readonly Attempt[]): Extract<Sent, { refused: unknown }> {
  const named = new Map<string, Reason>();
  const whole = wholeReason(error, status);
  const loose: Reason[] = [];
  for (const item of error.items) {
    const attempts = namedBy(item, batch);
    const reason = itemReason(item, error);
    if (attempts.length === 0) loose.push(reason);
    for (const { reference } of attempts) if (named.get(reference)?.cause !== 'duplicate') named.set(reference, reason);
  }
  const duplicateNamed = [...named.values()].some(({ cause }) => cause === 'duplicate');
  const duplicate = [...loose, ...(duplicateNamed ? [] : topReasons(error))].find(({ cause }) => cause === 'duplicate');
  if (duplicate) return { refused: 'all', reason: duplicate };
  if (named.size === 0) return { refused: 'all', reason: whole };
  return { refused: [...named].map(([reference, reason]): Refusal => ({ reference, reason })) };
}

const topReasons = (error: OwnError): Reason[] => [...error.codes, ''].map((code) => reasonOf(code, error.description));

/**
 * Reads a value that is a reference, the target `payee_id` with a payee's id, which names all that payee's items, or `Payments[3].payee_id`. No fact says that this
 * index counts from 0, so it names an item among others only where the value, or a reference in the words, means the same item: better to ask than to guess.
 */
function namedBy(item: ItemError, batch: readonly Attempt[]): readonly Attempt[] {
  const value = typeof item.value === 'string' ? item.value.trim() : '';
  const target = item.target?.trim() ?? '';
  const byValue = value ? batch.find(({ reference }) => same(reference, value)) : undefined;
  const match = /^(?:\$\.?)?(?:payments)?\[(\d+)\](?:\.(\w+))?/i.exec(target);
  if (!match) return byValue ? [byValue] : value && same(target, 'payee_id') ? batch.filter(({ payeeId }) => payeeId === value) : [];
  const byIndex = batch[Number(match[1])];
  if (!byIndex || (byValue && byValue !== byIndex)) return [];
  const field = match[2]?.toLowerCase();
  const expected = field === 'payee_id' ? byIndex.payeeId : field === 'client_reference_id' ? byIndex.reference : undefined;
  if (value && expected !== undefined && !same(expected, value)) return [];
  const inWords = batch.filter(({ reference }) => wordsOf(item).toLowerCase().includes(reference.toLowerCase()));
  if (inWords.length > 0) return inWords.length === 1 && inWords[0] === byIndex ? inWords : [];
  const isOnlyOfPayee = expected === byIndex.payeeId && value !== '' && batch.filter(({ payeeId }) => same(payeeId, value)).length === 1;
  return batch.length === 1 || byValue || isOnlyOfPayee ? [byIndex] : [];
}

const same = (left: string, right: string): boolean => left.toLowerCase() === right.toLowerCase();
