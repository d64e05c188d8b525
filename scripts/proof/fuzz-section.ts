import type { Read } from './read.ts';

export function fuzzSection(read: Read): string | undefined {
  return read('fuzz') === undefined ? undefined : '## Fuzz';
}
