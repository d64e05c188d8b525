import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { matchesGlob } from 'node:path';
import { fileURLToPath } from 'node:url';

const sources = ['companion', 'config', 'sandbox', 'scripts', 'force-app'];

const top = fileURLToPath(new URL('../..', import.meta.url));
const git = (...words: readonly string[]): string => execFileSync('git', words, { cwd: top, encoding: 'utf8' }).trimEnd();

const isRun = (path: string, without: readonly string[]): boolean => !['**/*.test.ts', ...without].some((left) => matchesGlob(path, left));

/** Names the committed files that these paths of the top match, without tests and what else is to be left out: another text has another name. */
export function blobsOf(paths: readonly string[], without: readonly string[] = []): string {
  const files = git('ls-files', '--format=%(objectname) %(path)', '--', ...paths).split('\n').filter((line) => isRun(line.slice(line.indexOf(' ') + 1), without));
  return createHash('sha256').update(files.join('\n')).digest('hex').slice(0, 16);
}

/** Whether something under these paths is not committed; what only a test says does not count. */
export const isChanged = (paths: readonly string[] = sources): boolean => git('status', '--porcelain', '--untracked-files=no', '--', ...paths).split('\n').some((line) => line !== '' && isRun(line.slice(3), []));

/** The commit figures belong to; what is not committed is said. `unknown` where there is no git. */
export function commitOf(): string {
  try {
    return `${git('rev-parse', '--short=10', 'HEAD')}${isChanged() ? ' with changes' : ''}`;
  } catch {
    return 'unknown';
  }
}
