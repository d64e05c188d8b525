import { fileURLToPath } from 'node:url';
import { parts } from './scripts/mutants/parts.mjs';

const part = process.env.MUTANTS_OF ?? 'domain';
const { mutate, tests } = parts[part];
/** The very file the runner speaks to, not its copy. */
const onlyThese = fileURLToPath(import.meta.resolve('./scripts/mutants/only-these.cjs'));

/** Started by `npm run mutants -- <part>`, which names the part in MUTANTS_OF. Each part keeps its results and goes on from them: what did not change is not asked again. */
export default {
  packageManager: 'npm',
  testRunner: 'jest-nearest',
  plugins: ['./scripts/mutants/nearest-tests.mjs'],
  testRunnerNodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
  jest: { projectType: 'custom', configFile: 'jest.config.mjs', enableFindRelatedTests: false, config: { roots: tests.map((folder) => `<rootDir>/${folder}`), filter: onlyThese } },
  coverageAnalysis: 'perTest',
  mutate: [...mutate, '!**/*.test.ts', '!**/test-*.ts'],
  // What no test of a part reads stays out of the copy that is changed.
  ignorePatterns: ['/force-app', '/preview', '/docs', '/data', '/reports', '/dist', '/sandbox', '/.stryker-tmp'],
  tempDirName: `.stryker-tmp/${part}`,
  incremental: true,
  incrementalFile: `reports/mutants/${part}-kept.json`,
  reporters: ['json', 'html', 'clear-text', 'progress-append-only'],
  jsonReporter: { fileName: `reports/mutants/${part}.json` },
  htmlReporter: { fileName: `reports/mutants/${part}.html` },
  clearTextReporter: { reportTests: false, logTests: false, allowColor: false, reportScoreTable: true },
  concurrency: 1,
  timeoutMS: 10_000,
  // Each run leaves its modules behind in the process.
  maxTestRunnerReuse: 40,
  disableTypeChecks: false,
};
