import { countryCodeOf } from './country.ts';
import { fullName, isCompanyName, sameName, splitName, type PersonName } from './party-name.ts';
import { payeeAccountOf, payeeIdOf } from './payout.ts';

/** Who is paid, as the books have it and people may change it; what stands behind the recipient fills what is blank. */
export interface RecipientFacts {
  readonly payeeKey: string | undefined;
  readonly name: string | undefined;
  readonly email: string | undefined;
  readonly country: string | undefined;
}

/** The person or company behind a recipient, as the books describe them in words of their own. */
export interface Party {
  readonly person: PersonName | undefined;
  readonly company: string | undefined;
  readonly email: string | undefined;
  /** As people write it: a name or a code. */
  readonly country: string | undefined;
}

/** What a provider knows of a payee; undefined is what it did not say. */
export interface PayeeFacts {
  readonly accountId: string | undefined;
  readonly kind: 'person' | 'company' | undefined;
  readonly name: string | undefined;
  readonly email: string | undefined;
  /** ISO 3166-1 alpha-2. */
  readonly country: string | undefined;
  /** How and in which currency the payee is paid: `BANK EUR`. */
  readonly method: string | undefined;
  /** YYYY-MM-DD */
  readonly registeredOn: string | undefined;
}
export type PayeeFact = keyof PayeeFacts;

/** Everything a registration link is asked with. */
export interface Invitation {
  readonly payeeId: string;
  readonly sessionId: string;
  readonly email: string;
  readonly country: string | undefined;
  readonly party: { readonly company: string } | { readonly person: PersonName };
}

/** The accounts a payee key may name, and how a key begins. */
export interface PayeeRules {
  /** `<provider>:<environment>` */
  readonly keyPrefix: string;
  readonly programs: readonly { readonly program: string }[];
}

/** Providers read no more than this of an address, and Salesforce keeps no more. */
const longestEmail = 80;
const emailShape = /^[^\s@,;<>"]+@[^\s@,;<>"]+\.[^\s@.,;<>"]{2,}$/;

/** Facts with what is blank filled from the party behind, and the country as its code where it can be told. */
export function completed(facts: RecipientFacts, party: Party | undefined): RecipientFacts {
  const said = (text: string | undefined): string | undefined => (text?.trim() ? text.trim() : undefined);
  const name = said(facts.name) ?? said(party?.company) ?? said(party?.person && fullName(party.person));
  const country = said(facts.country) ?? said(party?.country);
  return { payeeKey: said(facts.payeeKey), name, email: said(facts.email) ?? said(party?.email), country: country && (countryCodeOf(country) ?? country) };
}

function keyTrouble(payeeKey: string, { keyPrefix, programs }: PayeeRules): string | undefined {
  if (!payeeKey.startsWith(`${keyPrefix}:`)) return `The payee key does not begin with ${keyPrefix}: it belongs to another provider or environment. Correct the payee key.`;
  const account = payeeAccountOf(payeeKey);
  if (!programs.some(({ program }) => program === account)) return `The payee key names the program ${account}, which is not one of ours (${programs.map(({ program }) => program).join(', ')}). Correct the payee key.`;
  const payeeId = payeeIdOf(payeeKey);
  if (!/^[A-Za-z0-9_\-^@!?".]{1,50}$/.test(payeeId)) return 'The payee id at the end of the payee key has more than 50 characters, or some that are not allowed. Correct the payee key.';
  return undefined;
}

/** What is wrong with a recipient's own facts, a sentence each with what to do; none when all is well. What is blank is wrong only for an invitation. */
export function troubleWith({ payeeKey, name, email, country }: RecipientFacts, rules: PayeeRules, use: 'invitation' | 'payments'): readonly string[] {
  const found: (string | undefined)[] = [payeeKey === undefined ? undefined : keyTrouble(payeeKey, rules)];
  if (use === 'invitation' && !name) found.push('There is no name to invite. Fill in Display Name, or choose the contact or account.');
  if (use === 'invitation' && !email) found.push('There is no e-mail address to invite. Fill in Email, or choose a contact that has one.');
  if (email && (!emailShape.test(email) || email.length > longestEmail)) found.push(`"${email.slice(0, 60)}" is no e-mail address that can be invited. Correct Email.`);
  if (country && !countryCodeOf(country)) found.push(`"${country.slice(0, 40)}" is no country that is known. Enter its two-letter code, for example DE.`);
  return found.filter((sentence) => sentence !== undefined);
}

/** What to ask a registration link with. The facts must be free of trouble. A contact's own two names count as they stand; any other name is split. */
export function invitationOf(recipientId: string, facts: RecipientFacts, party: Party | undefined): Invitation {
  const name = facts.name ?? '';
  const ofContact = party?.person && sameName(fullName(party.person), name) ? party.person : undefined;
  const asCompany = !ofContact && (isCompanyName(name) || (party?.company !== undefined && sameName(party.company, name)));
  return {
    payeeId: payeeIdOf(String(facts.payeeKey)), sessionId: recipientId, email: facts.email ?? '', country: facts.country,
    party: asCompany ? { company: name } : { person: ofContact ?? splitName(name) },
  };
}

/** Where the books and the provider speak of different people, a sentence each. What one of them does not say is no difference. */
export function differencesBetween(books: RecipientFacts, payee: PayeeFacts): readonly string[] {
  const found: string[] = [];
  const told = (fact: string, ours: string, theirs: string): void => void found.push(`${fact} here is "${ours}", the provider has "${theirs}".`);
  if (books.name && payee.name && !sameName(books.name, payee.name)) told('The name', books.name, payee.name);
  if (books.email && payee.email && books.email.toLowerCase() !== payee.email.toLowerCase()) told('The e-mail', books.email, payee.email);
  if (books.country && payee.country && (countryCodeOf(books.country) ?? books.country) !== payee.country) told('The country', books.country, payee.country);
  return found;
}

/** What a change of each fact is called. The day of registration is no part of who is paid. */
const watched: Readonly<Partial<Record<PayeeFact, string>>> = { accountId: 'account', kind: 'kind of payee', name: 'name', email: 'e-mail', country: 'country', method: 'way of being paid' };

/** The facts that are others than before, in words. What was not said before, or is not said now, did not change. */
export function changedFacts(before: Partial<PayeeFacts>, now: PayeeFacts): readonly string[] {
  const same = (fact: PayeeFact, one: string, other: string): boolean => (fact === 'name' ? sameName(one, other) : one.toLowerCase() === other.toLowerCase());
  return (Object.keys(watched) as PayeeFact[]).flatMap((fact) => {
    const [old, fresh] = [before[fact], now[fact]];
    return old && fresh && !same(fact, old, fresh) ? [watched[fact] ?? fact] : [];
  });
}
