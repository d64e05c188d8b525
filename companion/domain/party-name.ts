import { plainWords } from './plain-words.ts';

/** A person's name in the two parts providers ask for; either may be empty. */
export interface PersonName {
  readonly first: string;
  readonly last: string;
}

/** Words that belong to the family name behind them. */
const particles: ReadonlySet<string> = new Set('van von der den de del della di da do dos das du la le los las ten ter te zu zum zur vom bin ibn al el abu bint ben af av san santa'.split(' '));

/** Legal forms, without dots and blanks, as the last words of a company's name. */
const legalForms: ReadonlySet<string> = new Set(
  'gmbh ag kg ohg ug gbr ev eg se ltd limited llc llp lp inc incorporated corp corporation co company plc sa sas sarl sasu sci eurl bv nv vof oy oyj ab as asa aps srl spa snc sl slu slp lda ltda eireli doo dd sro kft zrt nyrt zoo oo ooo oao pao zao pty pte bhd sdn pvt kk gk foundation association stiftung verein university universitat institute group holding partners'.split(' '),
);

const oneBlank = (text: string): string => text.normalize('NFC').replace(/\s+/g, ' ').trim();

/** First and last name as one, without blanks to spare. */
export const fullName = ({ first, last }: PersonName): string => oneBlank(`${first} ${last}`);

/**
 * One name in two: the last word, with the particles before it, is the family name; with a comma, what stands before it. A single word is a family name, for
 * providers refuse an empty one. Nothing is lost: the words of both parts are the words that came.
 */
export function splitName(text: string): PersonName {
  const name = oneBlank(text);
  const comma = /^([^,]*[^,\s]),\s*([^,]+)$/.exec(name);
  if (comma) return { first: oneBlank(String(comma[2])), last: oneBlank(String(comma[1])) };
  const words = name.split(' ');
  let start = words.length - 1;
  while (start > 1 && particles.has(String(words[start - 1]).toLowerCase())) start -= 1;
  return { first: words.slice(0, start).join(' '), last: words.slice(start).join(' ') };
}

/** Two letters are a legal form only in capitals or with dots: Sa and Se are family names too. */
const mayBeName = (word: string): boolean => /^.?[a-z]$/.test(word);
const formOf = (words: readonly string[]): string => words.filter((word) => !mayBeName(word)).join('').replace(/[.()]/g, '').toLowerCase();

/** Whether a name ends in a legal form, and so is a company's: "Nordwind GmbH & Co. KG", "Acme S.A.". */
export function isCompanyName(text: string): boolean {
  const words = oneBlank(text).split(/[\s,&]+/);
  return words.length > 1 && [words.slice(-1), words.slice(-2)].some((ending) => legalForms.has(formOf(ending)));
}

const wordsOf = (text: string): string => plainWords(text).split(' ').toSorted().join(' ');

/** Whether two names are one in another spelling: accents, case, marks and the order of words do not count, a missing or other word does. */
export const sameName = (one: string, other: string): boolean => wordsOf(one) === wordsOf(other);
