import type { Finding } from './finding.ts';

/** One assumption about Salesforce, as docs/unproven.md lists it. */
export interface UnprovenRow {
  readonly id: string;
  readonly statement: string;
  readonly source: string;
  readonly consequence: string;
  readonly check: string;
}

/** The rows of the table in docs/unproven.md, in their order. */
export function unprovenRows(text: string): readonly UnprovenRow[] {
  return text.split('\n').flatMap((line) => {
    const [, id = '', statement = '', source = '', consequence = '', check = ''] = line.split(/\s*(?<!\\)\|\s*/);
    return /^U-\d{3}$/.test(id) ? [{ id, statement, source, consequence, check }] : [];
  });
}

/** A finding with its row's statement, and what to do in the row's own words where the check said nothing. */
export interface Told extends Finding {
  readonly statement: string;
  readonly doThis: string;
}

/**
 * Every row with what was found: rows that no check speaks of are not checkable by a script and say what a person does instead. Checks of their own come first.
 */
export function toldFindings(rows: readonly UnprovenRow[], found: readonly Finding[]): readonly Told[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const own = found.filter(({ id }) => !byId.has(id)).map((one) => ({ ...one, statement: one.id, doThis: one.doThis ?? '' }));
  const ofRows = rows.map(({ id, statement, consequence, check }): Told => {
    const one = found.find((each) => each.id === id) ?? { id, verdict: 'not checkable here' as const, saw: 'A script can not see it.' };
    const doThis = one.doThis ?? (one.verdict === 'holds' ? '' : one.verdict === 'does not hold' ? consequence : check);
    return { ...one, statement, doThis };
  });
  return [...own, ...ofRows];
}
