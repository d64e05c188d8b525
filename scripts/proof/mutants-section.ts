import type { Read } from './read.ts';

/** Counts, and the score in percent of all. */
type Counted = Readonly<Record<'mutants' | 'killed' | 'timedOut' | 'survived' | 'equivalent' | 'score', number>>;
type File = Counted & { readonly commit: string; readonly own?: boolean };
type Part = Counted & { readonly files: Readonly<Record<string, File>> };

const rowOf = (what: string, { mutants, killed, timedOut, survived, equivalent, score }: Counted, by: string): string =>
  `| ${what} | ${mutants} | ${killed + timedOut} | ${survived} | ${equivalent} | ${score.toFixed(1)} % | ${by} |`;

/** How many small changes of the code some test notices. */
export function mutantsSection(read: Read): string | undefined {
  const parts = read('mutants') as Readonly<Record<string, Part>> | undefined;
  if (!parts) return undefined;
  const rows = Object.entries(parts).flatMap(([part, run]) => [
    rowOf(`**${part}**, ${Object.keys(run.files).length} files`, run, ''),
    ...Object.entries(run.files).filter(([, { survived }]) => survived || part !== 'domain').map(([file, one]) => rowOf(`\`${file}\``, one, `${one.own ? 'its own tests' : 'all of the part'}, ${one.commit}`)),
  ]);
  return `## Small changes of the code

\`npm run mutants -- PART\`. Survivors that make no difference are answered one by one in [mutants.md](mutants.md). A file that
only its own tests were asked about, those named after it, may have been noticed by others too: its score is the least it has. Of the domain,
only files with a survivor have a row; a file of another part without one was not asked yet, or has nothing that could be changed.

| Part | Mutants | Noticed | Survived | Of these, make no difference | Score | Asked, at commit |
|---|--:|--:|--:|--:|--:|---|
${rows.join('\n')}`;
}
