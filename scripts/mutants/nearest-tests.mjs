/**
 * Stryker's runner for jest, told which test files to load: by itself jest loads all of a part for every mutant, and loading a file costs more than its
 * tests do. A mutant meets the tests beside its file first; only what they let pass meets the others that can see it.
 */
import { existsSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import { strykerPlugins as jestPlugins, strykerValidationSchema } from '@stryker-mutator/jest-runner';

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

/** Whether a test file stands beside the mutated one and bears its name. */
const isBeside = (mutated) => {
  const stem = mutated.replace(/\.ts$/, '');
  return (file) => file.endsWith('.test.ts') && (file.startsWith(`${stem}.`) || file.startsWith(`${stem}-`));
};

/** Two lists of test files: those beside the mutated file, and the others. */
const nearAndFar = (files, mutated) => [files.filter(isBeside(mutated)), files.filter((file) => !isBeside(mutated)(file))].filter((some) => some.length);

/** The tests beside one file, where only those are to be asked. */
function besideOnly() {
  const mutated = resolve(process.env.MUTANTS_BESIDE);
  const files = readdirSync(dirname(mutated)).map((name) => resolve(dirname(mutated), name)).filter(isBeside(mutated));
  if (!files.length) throw new Error(`Mutants: no test stands beside ${process.env.MUTANTS_BESIDE}. Ask without --beside, or write ${process.env.MUTANTS_BESIDE.replace(/\.ts$/, '.test.ts')}.`);
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
      choose(process.env.MUTANTS_BESIDE ? besideOnly() : undefined);
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
      for (const some of nearAndFar(files, sandboxFileName)) {
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
