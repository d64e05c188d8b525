import type { Place } from './coverage.ts';
import type { Outcome } from './simulation-state.ts';

/** One line for one seed. */
export function summaryOf({ seed, hash, states, crashes, violations }: Outcome): string {
  const ends = Object.entries(states).map(([state, count]) => `${count} ${state}`).join(', ');
  return `seed ${seed} ${hash}: ${ends}; ${crashes} crashes; ${violations.length ? `${violations.length} VIOLATIONS` : 'clean'}`;
}

/** What happened to the payments that went wrong: what was broken, the provider's and the books' side in order of time, the journal, and how to see it again. */
export function storyOf({ seed, violations, lines, journals }: Outcome, payouts: number, endAt: readonly Place[] = []): string {
  const ids = [...new Set(violations.flatMap(({ requestId }) => requestId ?? []))];
  const names = ids.map((id) => journals.get(id)?.name ?? id);
  const concerns = (line: string): boolean => [...ids, ...names].some((word) => line.includes(word)) || / (happens|crash|start|approved) /.test(` ${line} `);
  return [
    ...violations.map(({ rule, detail }) => `  ✗ ${rule}: ${detail}`),
    ...lines.filter(concerns).map((line) => `    ${line}`),
    ...ids.flatMap((id) => (journals.get(id)?.told ?? []).map((line) => `    ${names[ids.indexOf(id)]} ${line}`)),
    `  Again: npm run simulate -- --seed ${seed} --payouts ${payouts}${endAt.map(({ at, place }) => ` --end-at '${at}: ${place}'`).join('')} --lines`,
  ].join('\n');
}
