import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The root of the repository, without a slash at the end. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26 });

/** Every file that is in version control, or would be with the next commit; paths from the root. Ignored files are not ours to judge. */
export const trackedFiles: readonly string[] = [...new Set(listed.split('\0'))].filter((file) => file !== '' && statSync(`${root}/${file}`, { throwIfNoEntry: false })?.isFile()).sort();

export const textOf = (file: string): string => readFileSync(`${root}/${file}`, 'utf8');

/** A test, or what only tests use: `x.test.ts`, helpers named `test-…` beside production code, and all of test/. */
export const isTest = (file: string): boolean => file.startsWith('test/') || /\.test\.ts$|(^|[/-])test-[^/]*\.ts$/.test(file);

/** Our own TypeScript, declarations of other people's packages left out. */
export const sources: readonly string[] = trackedFiles.filter((file) => /^(companion|sandbox|scripts|test)\/.*\.ts$/.test(file) && !file.endsWith('.d.ts'));
