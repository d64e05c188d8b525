import type { Read } from './read.ts';

/** Counts, and scores in percent: of all, and of those that make a difference at all. */
type Part = Readonly<Record<'files' | 'mutants' | 'killed' | 'timeout' | 'survived' | 'equivalent' | 'score' | 'scoreOfDifferent', number>> & { readonly commit: string };

/** How many small changes of the code some test notices. */
export function mutantsSection(read: Read): string | undefined {
  const parts = read('mutants') as Readonly<Record<string, Part>> | undefined;
  if (!parts) return undefined;
  return `## Small changes of the code

\`npm run mutants -- PART\`; the survivors that make no difference are answered one by one in [mutants.md](mutants.md).

| Part | Files | Mutants | Noticed | Survived | Make no difference | Score | Commit |
|---|--:|--:|--:|--:|--:|--:|---|
${Object.entries(parts).map(([part, run]) => `| ${part} | ${run.files} | ${run.mutants} | ${run.killed + run.timeout} | ${run.survived} | ${run.equivalent} | ${run.scoreOfDifferent.toFixed(1)} % (${run.score.toFixed(1)} % of all) | ${run.commit} |`).join('\n')}`;
}
