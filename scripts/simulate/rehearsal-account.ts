import type { Compared } from './simulation-state.ts';

/** So many of the verdicts whose facts did not change have to be right. */
const wantedShare = 0.99;

const judged = (all: readonly Compared[]): readonly Compared[] => all.filter(({ changed }) => changed === undefined);
const shareOf = (all: readonly Compared[]): number => (judged(all).length ? judged(all).filter(({ isRight }) => isRight).length / judged(all).length : 0);

/** Whether enough was foreseen rightly; nothing rehearsed is not enough. */
export const isGoodEnough = (all: readonly Compared[]): boolean => shareOf(all) >= wantedShare;

/** How the rehearsals did, in words: right, wrong with what became of it, and what was left out because the facts changed in between. */
export function accountOf(all: readonly Compared[]): string {
  const wrong = judged(all).filter(({ isRight }) => !isRight);
  const causes = Map.groupBy(all.flatMap(({ changed }) => changed ?? []), (cause) => cause);
  const verdicts = Map.groupBy(judged(all), ({ foresight }) => foresight);
  return [
    `rehearsed ${all.length} requests: ${judged(all).length - wrong.length} of ${judged(all).length} verdicts right (${(shareOf(all) * 100).toFixed(2)} %, wanted ${wantedShare * 100} %)`,
    ...[...verdicts].map(([foresight, some]) => `  ${foresight}: ${some.filter(({ isRight }) => isRight).length} of ${some.length} right`),
    `  left out, because what it rested on changed in between: ${all.length - judged(all).length}`,
    ...[...causes].map(([cause, some]) => `    ${some.length} because ${cause}`),
    ...wrong.map(({ name, foresight, why, became }) => `  ✗ ${name}: foreseen ${foresight}${why ? ` (${why})` : ''}, became ${became}`),
  ].join('\n');
}
