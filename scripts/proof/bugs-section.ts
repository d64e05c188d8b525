import { medianOf, type Hunted } from '../simulate/bug-hunt.ts';
import type { Read } from './read.ts';

/** Each planted bug and how many seeds it took to be noticed. */
export function bugsSection(read: Read): string | undefined {
  const kept = read('bugs') as { readonly command: string; readonly hunts: readonly Hunted[] } | undefined;
  if (!kept) return undefined;
  const found = kept.hunts.filter(({ took }) => medianOf(took) !== null);
  return `## Planted bugs

\`${kept.command}\`

${found.length} of ${kept.hunts.length} were noticed: the simulator can fail. The median is of ${kept.hunts[0]?.took.length ?? 0} hunts, each from a first seed of its own; no seed counts that breaks a rule without the bug.

| Planted bug | Seeds until it was noticed (median) | By the rule |
|---|--:|---|
${kept.hunts.map(({ bug, took, found: by }) => `| ${bug} | ${medianOf(took) ?? 'not noticed'} | ${by?.rule ?? ''} |`).join('\n')}`;
}
