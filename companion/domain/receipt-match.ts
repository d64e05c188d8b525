/** What can be known of a receipt before the books are asked. */
export interface Clue {
  readonly key: string;
  readonly source: string;
  readonly reference: string;
  readonly description: string;
}

/** A record of the books that a word of the receipt names exactly. `on` says by which field: "Opportunity.Invoice_Number__c". */
export interface Named {
  readonly word: string;
  readonly on: string;
  readonly opportunityId: string | undefined;
  readonly accountId: string | undefined;
}

/** Whom a person matched receipts of the same source with before. */
export interface Earlier {
  readonly accountId: string | undefined;
  readonly contactId: string | undefined;
  readonly times: number;
}

/** What the books know of one clue. */
export interface Findings {
  readonly named: readonly Named[];
  /** Accounts whose name is the source's name. */
  readonly sameName: readonly { readonly accountId: string; readonly name: string }[];
  readonly earlier: readonly Earlier[];
}

export interface Match {
  readonly state: 'Matched' | 'Proposed' | 'Unmatched';
  readonly accountId: string | undefined;
  readonly contactId: string | undefined;
  readonly opportunityId: string | undefined;
  /** In words, for the person who confirms. */
  readonly reason: string;
}

const wordsAtMost = 12;

/** The words of a receipt that may name something: the whole reference, and every word with a digit in it of four characters or more. Without repetition, at most twelve. */
export function wordsOf({ reference, description }: Pick<Clue, 'reference' | 'description'>): readonly string[] {
  const whole = reference.trim();
  const parts = `${reference} ${description}`.split(/[\s,;:|()[\]"'#]/).map((part) => part.replace(/^[.\-_/]+|[.\-_/]+$/g, ''));
  const found = [...(whole.length >= 3 && whole.length <= 80 ? [whole] : []), ...parts.filter((part) => part.length >= 4 && part.length <= 80 && /\d/.test(part))];
  const unique = new Map(found.map((word) => [word.toLowerCase(), word]));
  return [...unique.values()].slice(0, wordsAtMost);
}

/** A name as two systems may both write it: without case, accents, punctuation and what a company is registered as. */
export function plainName(name: string): string {
  const words = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/&/g, ' and ').replace(/[^\p{L}\p{N}]+/gu, ' ').trim().split(' ');
  const legal = new Set(['ltd', 'limited', 'inc', 'incorporated', 'llc', 'gmbh', 'ag', 'bv', 'sa', 'sas', 'sarl', 'srl', 'plc', 'corp', 'corporation', 'co', 'company', 'pty', 'oy', 'ab']);
  const short = words.filter((word) => !legal.has(word));
  return (short.length ? short : words).join(' ');
}

const distinct = (ids: readonly (string | undefined)[]): readonly string[] => [...new Set(ids.filter((id) => id !== undefined))];
const nobody = { accountId: undefined, contactId: undefined, opportunityId: undefined };

/**
 * Whom a receipt belongs to. Sure only when its reference names exactly one record; a name, or what persons decided before, is a proposal that
 * a person confirms; two answers are no answer. Pure.
 */
export function matchOf(clue: Clue, { named, sameName, earlier }: Findings): Match {
  return byReference(named) ?? byName(clue, sameName, earlier) ?? { state: 'Unmatched', ...nobody, reason: clue.source || clue.reference ? 'No record is named by its reference, and no account by its source.' : 'It says neither who paid nor what for.' };
}

function byReference(named: readonly Named[]): Match | undefined {
  const opportunities = distinct(named.map(({ opportunityId }) => opportunityId));
  const accounts = distinct(named.map(({ accountId }) => accountId));
  const [first, opportunityId, accountId] = [named[0], opportunities[0], accounts[0]];
  if (!first || (!opportunityId && !accountId)) return undefined;
  // An opportunity and another's account, both named, contradict each other as two opportunities do.
  if (opportunities.length > 1 || accounts.length > 1)
    return { state: 'Proposed', ...nobody, accountId: accounts.length === 1 ? accountId : undefined, reason: `Its reference names several records (${named.slice(0, 4).map(({ word, on }) => `${word} on ${on}`).join(', ')}). Choose one.` };
  return { state: 'Matched', accountId, contactId: undefined, opportunityId, reason: `${first.word} is ${first.on}.` };
}

function byName({ source }: Clue, sameName: Findings['sameName'], earlier: readonly Earlier[]): Match | undefined {
  const told = earlier.filter(({ accountId, contactId }) => accountId || contactId);
  const before = [...new Map(told.map((each) => [`${each.accountId}/${each.contactId}`, each])).values()];
  const times = told.reduce((total, each) => total + each.times, 0);
  const [same] = before;
  if (same && before.length === 1)
    return { state: 'Proposed', accountId: same.accountId, contactId: same.contactId, opportunityId: undefined, reason: `${source} was matched so ${times === 1 ? 'once' : `${times} times`} before. Confirm it.` };
  const accounts = distinct(sameName.filter(({ name }) => plainName(name) === plainName(source)).map(({ accountId }) => accountId));
  if (accounts.length === 1) return { state: 'Proposed', ...nobody, accountId: accounts[0], reason: `The account is called like the source, ${source}. Confirm it.` };
  const fitting = Math.max(accounts.length, before.length);
  return fitting ? { state: 'Unmatched', ...nobody, reason: `${fitting} accounts fit the source ${source}. Choose one.` } : undefined;
}
