import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';

const sources = ['companion', 'config', 'sandbox', 'scripts', 'force-app'];

const git = (...words: readonly string[]): string => execFileSync('git', words, { cwd: import.meta.dirname, encoding: 'utf8' }).trim();

const within = (folders: readonly string[], without: readonly string[] = []): readonly string[] => [...folders.map((folder) => `:/${folder}`), ...['*.test.ts', ...without].map((left) => `:!/${left}`)];

/** Names the committed files in these folders of the top, without tests and what else is to be left out: another text has another name. */
export const blobsOf = (folders: readonly string[], without: readonly string[] = []): string => createHash('sha256').update(git('ls-files', '--full-name', '--format=%(path) %(objectname)', '--', ...within(folders, without))).digest('hex').slice(0, 16);

/** Whether something in these folders is not committed; what only a test says does not count. */
export const isChanged = (folders: readonly string[] = sources): boolean => git('status', '--porcelain', '--untracked-files=no', '--', ...within(folders)) !== '';

/** The commit figures belong to; what is not committed is said. `unknown` where there is no git. */
export function commitOf(): string {
  try {
    return `${git('rev-parse', '--short=10', 'HEAD')}${isChanged() ? ' with changes' : ''}`;
  } catch {
    return 'unknown';
  }
}
