import { statSync } from 'node:fs';
import { join, normalize, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { readFolder } from './check-package/package-folder.ts';
import { checkFiles, rules } from './check-package/rules.ts';
import type { RuledFinding } from './check-package/rules.ts';

const usage = `Usage: npm run check:package [-- --dir force-app] [-- --json]
Checks a folder of Salesforce metadata without an org: every file against the metadata types, every name that one file uses of another,
formulas, flows, pages, queries, and the rules of this package. What only an org can tell (labels of report columns in other languages,
limits of an edition, what an install does with data) it does not check.

  --dir PATH   the folder; force-app when left out
  --json       findings as JSON, for a program to read
  --help       this text

Exit codes: 0 nothing found, 1 something found, 2 called wrongly or the folder can't be read.

Rules:
${rules.map(({ name, means }) => `  ${name.padEnd(13)}${means}`).join('\n')}`;

interface Options { readonly dir: string; readonly json: boolean; readonly help: boolean }

/** The options, or what is wrong with them. */
function optionsOf(args: readonly string[]): Options | string {
  try {
    const { values } = parseArgs({ args: [...args], options: { dir: { type: 'string', default: 'force-app' }, json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } } });
    return values;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
const lineOf = (dir: string, { path, line, what, todo }: RuledFinding): string => `${relative('', join(dir, path)) || path}:${line}: ${what} ${todo}`;

function report(options: Options): number {
  const began = performance.now();
  const dir = normalize(options.dir);
  if (!statSync(dir, { throwIfNoEntry: false })?.isDirectory()) {
    console.error(`check:package: there is no folder ${options.dir}. Name one with --dir.`);
    return 2;
  }
  const files = readFolder(dir);
  if (![...files.keys()].some((path) => path.endsWith('-meta.xml'))) {
    console.error(`check:package: ${options.dir} holds no metadata (no file ends in -meta.xml). Name a package folder with --dir.`);
    return 2;
  }
  const found = checkFiles(files);
  const seconds = Number(((performance.now() - began) / 1_000).toFixed(1));
  if (options.json) console.log(JSON.stringify({ files: files.size, rules: rules.length, seconds, findings: found }, null, 2));
  else {
    for (const each of found) console.log(lineOf(dir, each));
    console.log(`${found.length === 0 ? 'Nothing found' : `${found.length} found in ${counted(new Set(found.map(({ path }) => path)).size, 'file')}`}: ${counted(files.size, 'file')} checked by ${rules.length} rules in ${seconds} s.`);
  }
  return found.length === 0 ? 0 : 1;
}

const options = optionsOf(process.argv.slice(2));
if (typeof options === 'string') {
  console.error(`check:package: ${options}. See --help.`);
  process.exitCode = 2;
} else if (options.help) console.log(usage);
else process.exitCode = report(options);
