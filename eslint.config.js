/**
 * What a reader should not have to check. `npm run lint`.
 * Who may import whom is .dependency-cruiser.cjs; lengths, names and dead exports are test/house/.
 */
import lwcBase from '@salesforce/eslint-config-lwc/recommended-ts.js';
import lwcPlain from '@salesforce/eslint-config-lwc/recommended.js';
import lwcI18n from '@salesforce/eslint-config-lwc/i18n-ts.js';
import tseslint from 'typescript-eslint';

const handedIn = 'The world is handed in: take it from Tools (companion) or World (sandbox), so that the same code runs under a clock a test moves.';
const forbidGlobal = (name) => ({ name, message: handedIn });

/** The clock, chance, timers and calls to the outside. */
const noWorld = {
  'no-restricted-globals': ['error', { globals: ['setTimeout', 'setInterval', 'setImmediate', 'fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest', 'performance'].map(forbidGlobal), checkGlobalObject: true }],
  'no-restricted-properties': [
    'error',
    { object: 'Date', property: 'now', message: handedIn },
    { object: 'Math', property: 'random', message: handedIn },
    { object: 'process', property: 'hrtime', message: handedIn },
    { object: 'AbortSignal', property: 'timeout', message: handedIn },
  ],
  'no-restricted-syntax': [
    'error',
    { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: handedIn },
    { selector: "CallExpression[callee.name='Date']", message: handedIn },
  ],
  'no-restricted-imports': ['error', { patterns: [{ regex: '^(node:)?(timers(/promises)?|perf_hooks)$', message: handedIn }] }],
};

/** The outermost files, and why each may touch the world. Nothing else is excused. */
const outermost = [
  'companion/main.ts', // The process itself: signals, exit, start.
  'companion/world.ts', // Makes the real Tools.
  'companion/store/group-commit.ts', // setImmediate gathers the writes of one turn of the event loop; it measures no time and its order is not observable.
  'sandbox/kit/clock.ts', // Makes the real clock (and the one that is moved).
  'sandbox/kit/world.ts', // Makes the real World: its default fetch is the real one.
];

/** Tests stand outside, and may wait for a socket or read the clock. */
const tests = ['test/**/*.ts', '**/*.test.ts', '**/test-*.ts'];

/** Lightning web components run in a browser, and are judged by Salesforce's own rules beside ours. */
const components = ['force-app/**/lwc/**/*.ts', 'types/**/*.ts'];
const componentRules = [
  ...[...lwcBase, ...lwcI18n].map((config) => ({ ...config, files: components })),
  {
    files: components,
    languageOptions: { parser: tseslint.parser, parserOptions: { project: './tsconfig.lwc-tests.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      // The compiler knows undefined names, unused ones and overloads better.
      'no-undef': 'off',
      'no-unused-vars': 'off',
      'import/named': 'off',
    },
  },
  // A test holds a wire adapter's stand-in in its hand.
  { files: ['force-app/**/__tests__/**'], rules: { '@lwc/lwc/no-unexpected-wire-adapter-usages': 'off' } },
  // The one timer of all components: it looks every 30 s while the event channel can't be had, and ends with the last component.
  { files: ['force-app/main/platform/lwc/quittancePage/live.ts'], rules: { '@lwc/lwc/no-async-operation': 'off' } },
];

/** The host of the preview is plain JavaScript: it runs as it is written, and is never deployed. */
const previewComponents = ['preview/modules/**/*.js'];
const previewRules = [
  ...lwcPlain.map((config) => ({ ...config, files: previewComponents })),
  {
    files: previewComponents,
    rules: {
      // The stand-ins and the registry are resolved by the build, which refuses what it does not find.
      'import/named': 'off',
      // A promise that nobody waits for says so, here as in the rest of the code.
      'no-void': 'off',
    },
  },
  // The one timer of the host: the weather outside changes without a word.
  { files: ['preview/modules/shell/weatherPanel/*.js'], rules: { '@lwc/lwc/no-async-operation': 'off' } },
];

export default [
  { ignores: ['node_modules/', 'dist/', 'data/', 'reports/', 'coverage/', '.stryker-tmp/', 'force-app/**/*.js'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  ...tseslint.configs.recommended.map((config) => ({ ...config, files: ['**/*.ts'] })),
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      // `== null` asks for null and undefined at once, and says so.
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
      'no-eval': 'error',
      'no-implied-eval': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': true, 'ts-ignore': true, 'ts-nocheck': true }],
      // A promise nobody waits for is an error nobody hears.
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unnecessary-type-assertion': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
    },
  },
  { files: ['companion/**/*.ts', 'sandbox/**/*.ts'], ignores: [...outermost, ...tests], rules: noWorld },
  // A script talks to the person who runs it.
  { files: ['scripts/**/*.ts', 'test/**/*.ts', 'companion/main.ts'], rules: { 'no-console': 'off' } },
  {
    files: ['companion/**/*.ts', 'sandbox/**/*.ts', 'scripts/**/*.ts'],
    ignores: tests,
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'error',
      '@typescript-eslint/no-unsafe-member-access': 'error',
      '@typescript-eslint/no-unsafe-call': 'error',
      '@typescript-eslint/no-unsafe-return': 'error',
      '@typescript-eslint/no-unsafe-argument': 'error',
    },
  },
  ...componentRules,
  ...previewRules,
];
