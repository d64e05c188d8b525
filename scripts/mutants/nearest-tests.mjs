/**
 * Stryker's runner for jest, told which test files to load: by itself jest loads all of a part for every mutant, and loading a file costs more than its
 * tests do. A mutant meets the tests of its file's own first; only what they let pass meets the others that can see it.
 */
import { existsSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, resolve } from 'node:path';
import { strykerPlugins as jestPlugins, strykerValidationSchema } from '@stryker-mutator/jest-runner';
import { parts } from './parts.mjs';

const { choose } = createRequire(import.meta.url)('./only-these.cjs');
/** Which file each test stands in, found in the dry run; a runner that was started anew reads it. */
const kept = resolve('.stryker-tmp', `${process.env.MUTANTS_OF}-tests.json`);

/** Stryker links the packages into its copy, unless they are a link themselves. */
const packages = resolve('node_modules');
const linkPackages = () => {
  if (!existsSync('node_modules')) symlinkSync(packages, 'node_modules');
};

const imported = /^(?:import|export)(?! type)[^'"]*from\s+['"](\.[^'"]+)['"]|import\(\s*['"](\.[^'"]+)['"]/gm;

/** Every file of ours that a file runs, itself included. */
function reachedFrom(file, found = new Set()) {
  if (found.has(file)) return found;
  found.add(file);
  for (const [, named, dynamic] of readFileSync(file, 'utf8').matchAll(imported)) reachedFrom(resolve(dirname(file), named ?? dynamic), found);
  return found;
}

const stemOf = (mutated) => basename(mutated, '.ts');
/** Whether a test file bears the name of the mutated one, or the other one that was given, in whichever folder of the part. */
const isOwn = (mutated) => {
  const stems = [stemOf(mutated), process.env.MUTANTS_ALSO ?? []].flat();
  return (file) => file.endsWith('.test.ts') && stems.some((stem) => basename(file).startsWith(`${stem}.`) || basename(file).startsWith(`${stem}-`));
};

/** Lists of test files, in the order they are asked: the mutated file's own beside it, those of its own elsewhere, which may start a server, and the others. */
function asked(files, mutated) {
  const groups = Map.groupBy(files, (file) => (!isOwn(mutated)(file) ? 2 : dirname(file) === dirname(mutated) ? 0 : 1));
  return [0, 1, 2].flatMap((group) => (groups.has(group) ? [groups.get(group)] : []));
}

/** The tests of one file's own, where only those are to be asked. */
function ownOf(mutated) {
  const files = parts[process.env.MUTANTS_OF].tests.flatMap((folder) => readdirSync(folder).map((name) => resolve(folder, name))).filter(isOwn(mutated));
  if (!files.length) throw new Error(`Mutants: ${mutated} has no test of its own. Ask without --own, or write ${stemOf(mutated)}.test.ts.`);
  return files;
}

function openRunner(injector) {
  const [{ factory }] = jestPlugins;
  const jest = injector.injectFunction(factory);
  let tests;
  const reached = new Map();
  const sees = (test, mutated) => {
    if (!reached.has(test)) reached.set(test, reachedFrom(test));
    return reached.get(test).has(mutated);
  };
  return {
    init() {
      linkPackages();
      return jest.init();
    },
    capabilities: () => jest.capabilities(),
    dispose: () => jest.dispose?.(),
    async dryRun(options) {
      choose(process.env.MUTANTS_OWN ? ownOf(process.env.MUTANTS_OWN) : undefined);
      const result = await jest.dryRun(options);
      if (result.status !== 'complete') return result;
      mkdirSync(dirname(kept), { recursive: true });
      writeFileSync(kept, JSON.stringify(result.tests.map(({ id, fileName }) => [id, fileName])));
      return result;
    },
    async mutantRun(options) {
      tests ??= JSON.parse(readFileSync(kept, 'utf8'));
      const { testFilter, sandboxFileName } = options;
      const ids = testFilter && new Set(testFilter);
      const files = [...new Set(tests.flatMap(([id, file]) => ((ids ? ids.has(id) : sees(file, sandboxFileName)) ? [file] : [])))];
      let result = { status: 'survived', nrOfTests: 0 };
      for (const some of asked(files, sandboxFileName)) {
        choose(some);
        result = await jest.mutantRun(options);
        if (result.status !== 'survived') break;
      }
      return result;
    },
  };
}
openRunner.inject = ['$injector'];

export { strykerValidationSchema };
export const strykerPlugins = [{ kind: 'TestRunner', name: 'jest-nearest', factory: openRunner }];
