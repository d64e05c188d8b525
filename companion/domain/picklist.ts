import { plainWords } from './plain-words.ts';

/**
 * The value of a picklist that a text means: the value itself in any spelling, or another word for it. Undefined when it means none, for a value nobody
 * recognised must never become the nearest one.
 */
export function pickOne<V extends string>(values: readonly V[], text: string, otherWords: Readonly<Record<string, V>> = {}): V | undefined {
  const wanted = plainWords(text);
  if (wanted === '') return undefined;
  const other = Object.entries(otherWords).find(([word]) => plainWords(word) === wanted)?.[1];
  return values.find((value) => plainWords(value) === wanted) ?? other;
}
