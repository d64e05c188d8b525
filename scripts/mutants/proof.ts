/** As much of Stryker's report as is read here. */
export interface MutantsReport {
  readonly files: Readonly<Record<string, { readonly source: string; readonly mutants: readonly Mutant[] }>>;
}
interface Place {
  readonly line: number;
  readonly column: number;
}
interface Mutant {
  readonly mutatorName: string;
  readonly replacement?: string;
  readonly status: string;
  readonly location: { readonly start: Place; readonly end: Place };
}
interface Row {
  readonly place: string;
  readonly change: string;
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').replaceAll('|', '¦').replaceAll('`', '´').trim();

/** What a mutant replaces: the text between its two places, which count from 1. */
function replacedBy(source: string, { start, end }: Mutant['location']): string {
  const lines = source.split('\n').slice(start.line - 1, end.line);
  const last = lines.length - 1;
  return lines.map((line, at) => line.slice(at === 0 ? start.column - 1 : 0, at === last ? end.column - 1 : undefined)).join('\n');
}

/** `file:line` and `before → after`, as the rows of docs/mutants.md name a mutant. */
const rowOf = (file: string, source: string, mutant: Mutant): Row => ({
  place: `${file}:${mutant.location.start.line}`,
  change: `${oneLine(replacedBy(source, mutant.location))} → ${oneLine(mutant.replacement ?? mutant.mutatorName)}`,
});
const wordOf = ({ place, change }: Row): string => `${place} | ${change}`;

/** The first two cells of each row of the table. */
const explained = (table: string): readonly string[] => [...table.matchAll(/^\| `([^`|]+:\d+)` \| `([^`|]+)` \|/gm)].map(([, place = '', change = '']) => wordOf({ place, change }));

const isSurvivor = ({ status }: Mutant): boolean => status === 'Survived' || status === 'NoCoverage';
const survivorsOf = ({ files }: MutantsReport): readonly string[] =>
  Object.entries(files).flatMap(([file, { source, mutants }]) => mutants.filter(isSurvivor).map((mutant) => wordOf(rowOf(file, source, mutant))));

/** The same without the mutants no test noticed. */
export const withoutSurvivors = (report: MutantsReport): MutantsReport => ({
  ...report, files: Object.fromEntries(Object.entries(report.files).map(([file, { mutants, ...rest }]) => [file, { ...rest, mutants: mutants.filter((mutant) => !isSurvivor(mutant)) }])),
});

/** Survivors that docs/mutants.md does not explain, and rows of its table about files of this report that fit no survivor. */
export function answeredIn(report: MutantsReport, table: string): { readonly unanswered: readonly string[]; readonly stale: readonly string[] } {
  const [survivors, rows] = [survivorsOf(report), explained(table)];
  return { unanswered: survivors.filter((word) => !rows.includes(word)), stale: rows.filter((row) => (row.split(':')[0] ?? '') in report.files && !survivors.includes(row)) };
}

/** What became of the changes of one file, or of several. `score` is per cent of all that were noticed; `scoreOfDifferent` leaves out those that make no difference. */
export interface Figures {
  readonly mutants: number;
  readonly killed: number;
  readonly timedOut: number;
  readonly survived: number;
  readonly equivalent: number;
  readonly errors: number;
  readonly score: number;
  readonly scoreOfDifferent: number;
}
type Counts = Omit<Figures, 'score' | 'scoreOfDifferent'>;
/** At which commit a file was asked; `own` when only the tests named after it were, so that what others would notice counts as survived. */
export interface Asked {
  readonly commit: string;
  readonly own: boolean;
}
/** The figures of a part: all files together, and each of them. */
export type Proof = Figures & { readonly files: Readonly<Record<string, Figures & Asked>> };

const scored = (counts: Counts): Figures => {
  const { mutants, killed, timedOut, equivalent } = counts;
  // Where nothing was to be noticed, nothing was missed.
  const percent = (of: number): number => (of ? Math.floor(((killed + timedOut) / of) * 1_000) / 10 : 100);
  return { ...counts, score: percent(mutants), scoreOfDifferent: percent(mutants - equivalent) };
};

function figuresOf(report: MutantsReport, table: string): Figures {
  const all = Object.values(report.files).flatMap(({ mutants }) => mutants);
  const count = (...words: readonly string[]): number => all.filter(({ status }) => words.includes(status)).length;
  const [killed, timedOut, survived] = [count('Killed'), count('Timeout'), count('Survived', 'NoCoverage')];
  return scored({ mutants: killed + timedOut + survived, killed, timedOut, survived, equivalent: survived - answeredIn(report, table).unanswered.length, errors: count('RuntimeError', 'CompileError') });
}

/** What was known of a part, with what a run over some of its files, or all, found now; `isThere` tells files that were deleted or renamed since, which count no more. */
export function proofOf(before: Proof | undefined, report: MutantsReport, table: string, asked: Asked, isThere: (file: string) => boolean): Proof {
  const fresh = Object.entries(report.files).filter(([, { mutants }]) => mutants.length).map(([file, of]) => [file, { ...asked, ...figuresOf({ files: { [file]: of } }, table) }] as const);
  const files = Object.fromEntries(Object.entries({ ...before?.files, ...Object.fromEntries(fresh) }).filter(([file]) => isThere(file)).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  const total = (figure: keyof Counts): number => Object.values(files).reduce((sum, of) => sum + of[figure], 0);
  return { ...scored({ mutants: total('mutants'), killed: total('killed'), timedOut: total('timedOut'), survived: total('survived'), equivalent: total('equivalent'), errors: total('errors') }), files };
}
