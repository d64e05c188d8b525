import type { Read } from './read.ts';

interface Fuzzed {
  readonly commit: string;
  readonly unhandledRejections: number;
  readonly rounds: readonly { readonly target: string; readonly inputs: number; readonly broken: number; readonly answers: Readonly<Record<string, number>> }[];
}

/** How many inputs, and what they were answered. */
export function fuzzSection(read: Read): string | undefined {
  const fuzzed = read('fuzz') as Fuzzed | undefined;
  if (!fuzzed) return undefined;
  const answersOf = (answers: Readonly<Record<string, number>>): string => Object.entries(answers).toSorted(([, a], [, b]) => b - a).map(([answer, times]) => `${answer} ${times}`).join('; ');
  return `## Spoiled input

\`npm run fuzz\` (commit ${fuzzed.commit.slice(0, 10)}): unhandled rejections ${fuzzed.unhandledRejections}.

| Target | Inputs | Rules broken | Answers |
|---|--:|--:|---|
${fuzzed.rounds.map(({ target, inputs, broken, answers }) => `| ${target} | ${inputs} | ${broken} | ${answersOf(answers)} |`).join('\n')}`;
}
