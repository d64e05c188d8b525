import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { normalize } from 'node:path';
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';
import { parts } from './mutants/parts.mjs';
import { answeredIn, proofOf, withoutSurvivors, type MutantsReport, type Proof } from './mutants/proof.ts';
import { commitOf } from './proof/source-state.ts';

const help = `Changes the code a little, thousands of times, and tells which changes no test notices.

  node scripts/mutants.ts <part> [--file <path> [--own [--also <name>]]] [--again]

  <part>          ${Object.keys(parts).join(', ')}: see scripts/mutants/parts.mjs
  --file <path>   this file of the part only
  --own           by the tests named after it only, which takes minutes instead of hours; what others would notice counts as not noticed
  --also <name>   and by the tests named after that
  --again         asks every mutant, also those that were noticed and whose file and tests did not change since
  --help          this text

What was found is kept in reports/mutants, so that a run that was stopped goes on where it was; reports/mutants/<part>.html shows every mutant.
Survivors that make no difference are explained in docs/mutants.md; what is neither noticed nor explained is listed at the end.
The figures go to docs/proof/mutants.json, of each file those of the last run that asked it. Ends with 1 when one is neither noticed nor explained.
`;
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const proof = 'docs/proof/mutants.json';

/** The figures of one part, beside those of the others. */
function keepProof(part: string, report: MutantsReport, table: string, own: boolean): void {
  const before = existsSync(proof) ? (JSON.parse(readFileSync(proof, 'utf8')) as Record<string, Proof>) : {};
  mkdirSync('docs/proof', { recursive: true });
  writeFileSync(proof, `${JSON.stringify({ ...before, [part]: proofOf(before[part], report, table, { commit: commitOf(), own }, existsSync) }, null, 2)}\n`);
}

/** A survivor is asked again each time: the kept results do not tell which tests could see it, and a new test may. */
function forgetSurvivors(part: string): void {
  const kept = `reports/mutants/${part}-kept.json`;
  if (existsSync(kept)) writeFileSync(kept, JSON.stringify(withoutSurvivors(JSON.parse(readFileSync(kept, 'utf8')) as MutantsReport)));
}

async function run(part: string, { file: asGiven, own, also, again }: { readonly file?: string; readonly own?: boolean; readonly also?: string; readonly again?: boolean }): Promise<void> {
  const file = asGiven === undefined ? undefined : normalize(asGiven);
  process.env['MUTANTS_OF'] = part;
  if (own) process.env['MUTANTS_OWN'] = file;
  if (also) process.env['MUTANTS_ALSO'] = also;
  forgetSurvivors(part);
  await new Stryker({ configFile: 'stryker.config.mjs', ...(file ? { mutate: [file] } : {}), ...(again ? { force: true } : {}) }).runMutationTest();
  const { files } = JSON.parse(readFileSync(`reports/mutants/${part}.json`, 'utf8')) as MutantsReport;
  // What is kept of other files may be half of a run that was stopped.
  const report = { files: Object.fromEntries(Object.entries(files).filter(([name]) => file === undefined || name === file)) };
  if (!Object.keys(report.files).length) throw new Error(`Mutants: ${file ?? part} is no file of the part "${part}". scripts/mutants/parts.mjs names them.`);
  const table = readFileSync('docs/mutants.md', 'utf8');
  const { unanswered, stale } = answeredIn(report, table);
  for (const mutant of unanswered) say(`Not noticed and not explained: ${mutant}`);
  for (const row of stale) say(`docs/mutants.md explains a mutant that is noticed, or is not there: ${row}`);
  keepProof(part, report, table, own === true);
  if (unanswered.length) process.exitCode = 1;
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { file: { type: 'string' }, own: { type: 'boolean' }, also: { type: 'string' }, again: { type: 'boolean' }, help: { type: 'boolean' } } });
const [part] = positionals;
if (values.help || part === undefined) say(help);
else if (!Object.hasOwn(parts, part)) {
  say(`Mutants: there is no part "${part}". Choose ${Object.keys(parts).join(', ')}.`);
  process.exitCode = 1;
} else if ((values.own && values.file === undefined) || (values.also !== undefined && !values.own)) {
  say('Mutants: --own asks the tests named after one file, and --also those of another name. Name the file with --file.');
  process.exitCode = 1;
} else await run(part, values);
