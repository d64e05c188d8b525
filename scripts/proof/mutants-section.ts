import type { Read } from './read.ts';

export function mutantsSection(read: Read): string | undefined {
  return read('mutants') === undefined ? undefined : '## Mutants';
}
