/** A recipient as the books list it. */
export interface ListedRecipient {
  readonly id: string;
  readonly payeeKey: string | undefined;
  readonly country: string | undefined;
  /** The word of the books. */
  readonly status: string | undefined;
  /** When that was confirmed with the provider, ISO 8601. */
  readonly statusCheckedAt: string | undefined;
}

/** What may be wrong with a recipient that was there before. */
export type RecipientFinding = 'payee key missing' | 'payee key malformed' | 'payee of another account' | 'payee twice' | 'country missing' | 'country unknown';

interface Ours {
  /** `<provider>:<environment>` */
  readonly keyPrefix: string;
  /** The provider's accounts that are configured: a payee of another can't be paid by this companion. */
  readonly accounts: ReadonlySet<string>;
}

const regions = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
/** Codes that name no country though they have a name: unions, the unknown, and those kept for tests. */
const noCountries: ReadonlySet<string> = new Set(['EU', 'EZ', 'UN', 'ZZ', 'XA', 'XB', 'QO']);
const isCountry = (code: string): boolean => /^[A-Z]{2}$/.test(code) && !noCountries.has(code) && regions.of(code) !== undefined;

/** Keys that differ only in case or in spaces around them mean the same payee to people, and perhaps to the provider. */
export const foldedKey = (payeeKey: string): string => payeeKey.trim().toLowerCase();

function ofKey(key: string | undefined, { keyPrefix, accounts }: Ours): RecipientFinding | undefined {
  if (key === undefined || key.trim() === '') return 'payee key missing';
  const [provider, environment, account, id] = key.split(':');
  if (!provider || !environment || !account || !id || /[\s\p{Cc}]/u.test(key)) return 'payee key malformed';
  return `${provider}:${environment}` !== keyPrefix || !accounts.has(account) ? 'payee of another account' : undefined;
}

/** What is wrong with one recipient, and the value it is wrong with. Whether a payee is there twice is known only when all have been seen. */
export function findingsOf(recipient: ListedRecipient, ours: Ours): readonly { readonly finding: RecipientFinding; readonly value: string }[] {
  const { payeeKey, country } = recipient;
  const key = ofKey(payeeKey, ours);
  return [
    ...(key ? [{ finding: key, value: payeeKey ?? '' }] : []),
    ...(country === undefined ? [{ finding: 'country missing' as const, value: '' }] : isCountry(country) ? [] : [{ finding: 'country unknown' as const, value: country }]),
  ];
}

/** What each finding means for whoever reads it, and what to do. */
export const findingAdvice: Readonly<Record<RecipientFinding, { readonly says: string; readonly doThis: string }>> = {
  'payee key missing': { says: 'have no payee key', doThis: 'They cannot be paid before they have one: invite them, or enter the key.' },
  'payee key malformed': { says: 'have a payee key that is none', doThis: 'A key is provider:environment:account:payee id, without spaces. Correct it; a second person confirms the change.' },
  'payee of another account': { says: 'belong to an account or environment that is not configured here', doThis: 'Nothing is wrong if another companion pays them; else correct the key, or configure the account.' },
  'payee twice': { says: 'share a payee with another one', doThis: 'Decide which stays, and empty the payee key of the other; requests to both are not known as one debt.' },
  'country missing': { says: 'have no country', doThis: 'Fees and rules by country do not apply to them. Enter it: two capital letters.' },
  'country unknown': { says: 'have a country that is no ISO 3166 code', doThis: 'Correct it: two capital letters, such as DE.' },
};
