import { describe, expect, it } from '@jest/globals';
import { textOf, trackedFiles } from './tracked-files.ts';

const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Readonly<Record<string, string>> };
/** What `npm test` runs, in its order. */
const steps = [...(scripts['test'] ?? '').matchAll(/npm run ([a-z]+)/g)].map(([, name]) => name ?? '');
/** Folders and single files a step runs. */
const pathsOf = (step: string): readonly string[] => [...(scripts[step] ?? '').matchAll(/ \.\/(\S+(?:\/|\.test\.ts))/g)].map(([, path]) => path ?? '');

describe('commands', () => {
  it('run every test exactly once, with npm test or with npm run test:long', () => {
    const tests = trackedFiles.filter((file) => file.endsWith('.test.ts'));
    expect(tests.map((file) => [file, [...steps, 'test:long'].filter((step) => pathsOf(step).some((path) => file.startsWith(path))).length]).filter(([, times]) => times !== 1)).toEqual([]);
  });

  it('check types, lint and imports before any test', () => {
    expect(steps.slice(0, 3)).toEqual(['types', 'lint', 'rules']);
  });

  it('name only scripts that exist', () => {
    expect(steps.filter((step) => !(step in scripts))).toEqual([]);
    const files = Object.values(scripts).flatMap((command) => [...command.matchAll(/\b((?:scripts|companion)\/\S+\.ts)/g)].map(([, file]) => file ?? ''));
    expect(files.filter((file) => !trackedFiles.includes(file))).toEqual([]);
  });
});
