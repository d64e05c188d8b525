import { keepable } from '../../domain/keepable.ts';
import { Problem } from '../../domain/problem.ts';

/** What must be written otherwise within quotes: a line break there ends the query ("line breaks not allowed in string literals"), and so may its kin. */
const shortForm: Readonly<Record<string, string>> = { '\\': '\\\\', "'": "\\'", '%': '\\%', _: '\\_', '\n': '\\n', '\r': '\\r', '\t': '\\t', '\b': '\\b', '\f': '\\f' };
const codeOf = (sign: string): string => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
const escaped = (text: string, signs: RegExp): string => keepable(text).replace(signs, (sign) => shortForm[sign] ?? codeOf(sign));

/** A text as a SOQL literal. Source: SOQL reference, "Quoted String Escape Sequences". */
export const literal = (text: string): string => `'${escaped(text, /[\\'\u2028\u2029]|\p{Cc}/gu)}'`;

/** A pattern for LIKE: whatever begins with this text, what LIKE itself reads as signs taken as it is. */
export const beginningWith = (text: string): string => `'${escaped(text, /[\\'%_\u2028\u2029]|\p{Cc}/gu)}%'`;

export const literals = (texts: readonly string[]): string => `(${texts.map(literal).join(',')})`;

/** A moment as SOQL wants it: bare, in UTC. @throws Problem `invalid` when it is no ISO 8601 moment. */
export function moment(iso: string): string {
  const text = isoMoment(iso);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z$/.test(text))
    throw new Problem('invalid', `Salesforce connector: "${iso.slice(0, 60)}" is not a moment in UTC (2026-11-20T10:00:00.000Z). Sweep from the beginning.`);
  return text;
}

/** Salesforce writes `2026-11-20T10:00:00.000+0000`: the same moment with `Z`, as everybody else reads it. */
export const isoMoment = (text: string): string => text.replace(/\+00:?00$/, 'Z');

/**
 * A record id with its check letters. Formulas may store the 15-character form of an id, which differs from another only by case;
 * both forms name the same record, and only the 18-character one can be compared as text.
 */
export function caseSafeId(id: string): string {
  if (!/^[A-Za-z0-9]{15}$/.test(id)) return id;
  const letter = (chunk: string): string => {
    const capitals = [...chunk].reduce((bits, sign, at) => bits + (sign >= 'A' && sign <= 'Z' ? 2 ** at : 0), 0);
    return 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345'[capitals] ?? '';
  };
  return id + letter(id.slice(0, 5)) + letter(id.slice(5, 10)) + letter(id.slice(10));
}
