export type Verdict = 'holds' | 'does not hold' | 'not checkable here';

/** What one check saw. `id` is a row of docs/unproven.md or the name of a check of its own. */
export interface Finding {
  readonly id: string;
  readonly verdict: Verdict;
  /** What the org answered, in words. */
  readonly saw: string;
  /** What to do about it; for a row of docs/unproven.md its own words stand in when this is left out. */
  readonly doThis?: string;
}

const finding = (verdict: Verdict) => (id: string, saw: string, doThis?: string): Finding => ({ id, verdict, saw, ...(doThis === undefined ? {} : { doThis }) });
export const holds = finding('holds');
export const fails = finding('does not hold');
export const notHere = finding('not checkable here');

/** Holds or does not, by what was seen. */
export const judged = (id: string, isTrue: boolean, saw: string, doThis?: string): Finding => (isTrue ? holds(id, saw) : fails(id, saw, doThis));
