import { execFileSync } from 'node:child_process';

const sources = ['companion', 'config', 'sandbox', 'scripts', 'force-app'];

const git = (...words: readonly string[]): string => execFileSync('git', words, { cwd: import.meta.dirname, encoding: 'utf8' }).trim();

/** Names the sources in these folders of the top, as git does: another text has another name. */
export const treesOf = (folders: readonly string[]): string => folders.map((folder) => git('rev-parse', '--short=10', `HEAD:${folder}`)).join(' ');

/** Whether something in these folders is not committed. */
export const isChanged = (folders: readonly string[] = sources): boolean => git('status', '--porcelain', '--untracked-files=no', '--', ...folders.map((folder) => `:/${folder}`)) !== '';

/** The commit figures belong to; what is not committed is said. `unknown` where there is no git. */
export function commitOf(): string {
  try {
    return `${git('rev-parse', '--short=10', 'HEAD')}${isChanged() ? ' with changes' : ''}`;
  } catch {
    return 'unknown';
  }
}
