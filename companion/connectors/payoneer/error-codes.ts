import type { Cause, Reason } from '../../domain/payout.ts';
import type { ProblemKind } from '../../domain/problem.ts';

interface Meaning {
  readonly cause: Cause;
  readonly kind: ProblemKind;
  /** What the number means, for the reader of this table and for a reply that brings no words of its own. */
  readonly says: string;
}

/**
 * Exact codes. 5-digit codes are shared by v2 replies, v4 webhooks and cancellation reasons; 3-digit ones come from the XML generation
 * (facts, section 3.6). Payoneer's own complete list is not public: a code that is not here falls through to the words below.
 */
const byCode: ReadonlyMap<string, Meaning> = new Map(Object.entries<Meaning>({
  '2306': { cause: 'other', kind: 'declined', says: 'payout not found' },
  '10311': { cause: 'other', kind: 'declined', says: 'payout not found' },
  PE1026: { cause: 'other', kind: 'declined', says: 'payout not found' },
  '10304': { cause: 'duplicate', kind: 'declined', says: 'a payout with this reference already exists' },
  '004': { cause: 'duplicate', kind: 'declined', says: 'a payout with this reference already exists' },
  '10005': { cause: 'payee', kind: 'declined', says: 'payee not found' },
  '002': { cause: 'payee', kind: 'declined', says: 'payee not found' },
  '002em': { cause: 'payee', kind: 'declined', says: 'payee not found' },
  '10009': { cause: 'payee', kind: 'declined', says: 'payee is inactive' },
  '010': { cause: 'payee', kind: 'declined', says: 'payee is inactive' },
  '30013': { cause: 'payee', kind: 'declined', says: 'bank details: invalid branch code' },
  '003': { cause: 'funds', kind: 'unfunded', says: 'insufficient funds in the program' },
  '030': { cause: 'data', kind: 'invalid', says: 'currency is not the program’s currency' },
  PE1028: { cause: 'data', kind: 'invalid', says: 'currency is not valid' },
  '001m': { cause: 'data', kind: 'invalid', says: 'amount outside the limits' },
  '001': { cause: 'data', kind: 'invalid', says: 'a field is not in the expected format' },
  '000FFF0': { cause: 'access', kind: 'refused', says: 'not allowed for this partner' },
  '011': { cause: 'access', kind: 'refused', says: 'funding is not enabled for this partner' },
  A00B556F: { cause: 'access', kind: 'refused', says: 'credentials or caller address not accepted' },
  '099': { cause: 'access', kind: 'refused', says: 'credentials or caller address not accepted' },
}));

const used = /\b(already|unique|in use|been used|reused|previously (used|sent|submitted|processed))\b/i;
const over = /\balready (been )?(cancel|clos|expir|block|declin|inactiv|deactiv|suspend|reject|return|reach|exceed|exhaust)/gi;
const ofPayee = /payee|recipient|beneficiary|account/i;
const ofPayment = /reference|payment|payout|transaction/i;

/**
 * "Used before", in words nobody has documented. Not what is already closed, cancelled or exhausted, and not what is said of a payee alone. In doubt it counts as a
 * duplicate: that is asked about at once, and a fault is not.
 */
const usedBefore = { test: (text: string): boolean => used.test(text.replace(over, '')) && (ofPayment.test(text) || !ofPayee.test(text)) };

/** Words, tried in this order when the code is unknown. */
const byWords: readonly (readonly [Pick<RegExp, 'test'>, Omit<Meaning, 'says'>])[] = [
  [/already exist|duplicate/i, { cause: 'duplicate', kind: 'declined' }],
  [/(insufficient|not enough) (\w+ )?(funds?|balance|money)/i, { cause: 'funds', kind: 'unfunded' }],
  [/returned by|bank return|payment returned|rejected by the (receiving )?bank/i, { cause: 'returned', kind: 'declined' }],
  [/inactive|payee.*(not found|not approved|declined|blocked)|bank details|bank account/i, { cause: 'payee', kind: 'declined' }],
  [usedBefore, { cause: 'duplicate', kind: 'declined' }],
  [/currency|amount|format|invalid|required|too long|exceed/i, { cause: 'data', kind: 'invalid' }],
];

/** Families of codes known by one member only (30013 is a bank detail): the last resort before the default. */
const byFamily: readonly (readonly [RegExp, Omit<Meaning, 'says'>])[] = [[/^3\d{4}$/, { cause: 'payee', kind: 'declined' }]];

const byDefault: Omit<Meaning, 'says'> = { cause: 'other', kind: 'refused' };

/** The codes that say "no such payout"; nothing else does, whatever the words. */
export const payoutNotFoundCodes: readonly string[] = ['2306', '10311'];
/** "No such payee". */
export const payeeNotFoundCodes: readonly string[] = ['10005'];

const meaningOf = (code: string, text: string): Omit<Meaning, 'says'> =>
  byCode.get(code) ?? byWords.find(([words]) => words.test(text))?.[1] ?? byFamily.find(([family]) => family.test(code))?.[1] ?? byDefault;

/** Payoneer's code and words as our cause: by code first, then by words. The text is cut at 300 characters. */
export function reasonOf(code: string, text: string): Reason {
  const words = text.trim() || byCode.get(code)?.says || 'no explanation given';
  return { code, text: words.slice(0, 300), cause: meaningOf(code, text).cause };
}

/** The kind of problem such a refusal is for a call that moves nothing. */
export const kindOf = (code: string, text: string): ProblemKind => meaningOf(code, text).kind;
