import type { Read } from './read.ts';

export function campaignsSection(read: Read): string | undefined {
  return read('campaigns') === undefined ? undefined : '## Campaigns';
}
