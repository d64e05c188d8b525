import type { Read } from './read.ts';

/** Counts, and the score in percent of all. */
type Counted = Readonly<Record<'mutants' | 'killed' | 'timedOut' | 'survived' | 'equivalent' | 'score', number>>;
type Part = Counted & { readonly files: Readonly<Record<string, Counted>> };

const rowOf = (what: string, { mutants, killed, timedOut, survived, equivalent, score }: Counted): string => `| ${what} | ${mutants} | ${killed + timedOut} | ${survived} | ${equivalent} | ${score.toFixed(1)} % |`;

/** How many small changes of the code some test notices. */
export function mutantsSection(read: Read): string | undefined {
  const parts = read('mutants') as Readonly<Record<string, Part>> | undefined;
  if (!parts) return undefined;
  const rows = Object.entries(parts).flatMap(([part, run]) => [
    rowOf(`**${part}**, ${Object.keys(run.files).length} files`, run),
    ...(part === 'engine' ? Object.entries(run.files).map(([file, one]) => rowOf(`\`${file}\``, one)) : []),
  ]);
  return `## Small changes of the code

\`npm run mutants -- PART\`. Survivors that make no difference are answered one by one in [mutants.md](mutants.md). What has no row was not run yet.

| Part | Mutants | Noticed | Survived | Of these, make no difference | Score |
|---|--:|--:|--:|--:|--:|
${rows.join('\n')}`;
}
