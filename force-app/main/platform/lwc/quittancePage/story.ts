/** One line of what happened, oldest first. */
export interface StoryLine {
  readonly key: string;
  /** ISO time. */
  readonly at: string;
  readonly text: string;
}

const isLine = (line: unknown): line is { readonly at: string; readonly text: string } =>
  typeof line === 'object' && line !== null && typeof (line as StoryLine).at === 'string' && typeof (line as StoryLine).text === 'string';

/**
 * Reads the JSON of Timeline__c of several transactions into one story. A returned payment tells its story twice (payout and return), so
 * the same line at the same time counts once. `unreadable` counts texts that are no story.
 */
export function storyOf(texts: readonly (string | null | undefined)[]): { readonly lines: readonly StoryLine[]; readonly unreadable: number } {
  const lines = new Map<string, StoryLine>();
  let unreadable = 0;
  texts.filter((text): text is string => text !== null && text !== undefined && text !== '').forEach((text) => {
    try {
      const read: unknown = JSON.parse(text);
      if (!Array.isArray(read) || !read.every(isLine)) throw new Error('no story');
      read.forEach(({ at, text: said }) => lines.set(`${at} ${said}`, { key: `${at} ${said}`, at, text: said }));
    } catch {
      unreadable += 1;
    }
  });
  return { lines: [...lines.values()].sort((a, b) => a.at.localeCompare(b.at)), unreadable };
}
