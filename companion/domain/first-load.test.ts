import { describe, expect, it } from '@jest/globals';
import { loadBar, loadInWords, percentRead, type LoadProgress } from './first-load.ts';

const minute = 60_000;
const began = Date.parse('2026-11-21T09:00:00Z');
const progress = (more: Partial<LoadProgress> = {}): LoadProgress => ({ part: 'ended', state: 'reading', expected: 50_000, read: 19_000, readingSince: began, readBefore: 0, readAt: null, ...more });
const words = (more: Partial<LoadProgress>, now = began): string | undefined => loadInWords([progress(more)], now);

describe('how much of the first load is read', () => {
  it.each<[Partial<LoadProgress>, number]>([
    [{ expected: 200, read: 75 }, 37], [{ expected: 200, read: 200 }, 99], [{ expected: 200, read: 300 }, 99], [{ expected: 1, read: 0 }, 0], [{ expected: 0, read: 0 }, 0],
    [{ state: 'read', expected: 200, read: 199 }, 100], [{ state: 'done', expected: 0, read: 0 }, 100], [{ state: 'preparing', expected: 100, read: 10 }, 10],
  ])('%j is %d per cent', (more, percent) => expect(percentRead(progress(more))).toBe(percent));
});

describe('the first load in words', () => {
  it('is nothing where there is nothing to read', () => expect(loadInWords([], began)).toBeUndefined());

  it('says before it begins what it waits for', () => {
    expect(words({ state: 'waiting', read: 0 })).toBe('Payments: 0 of 50,000 (0 %), export not ordered yet');
    expect(words({ part: 'recipients', state: 'preparing', read: 0 })).toBe('Recipients: 0 of 50,000 (0 %), the org prepares the export');
  });

  it.each<[string, Partial<LoadProgress>, number, string]>([
    ['at the pace so far', { read: 20_000 }, began + 2 * minute, ', 3 min left'],
    ['counted from where this process began', { read: 20_000, readBefore: 10_000 }, began + 2 * minute, ', 6 min left'],
    ['in hours when there are some', { read: 20_000 }, began + 80 * minute, ', 2 h 0 min left'],
    ['in hours and minutes', { read: 25_000 }, began + 125 * minute, ', 2 h 5 min left'],
    ['in minutes up to an hour', { read: 25_000 }, began + 59 * minute, ', 59 min left'],
    ['in hours from an hour', { read: 25_000 }, began + 60 * minute, ', 1 h 0 min left'],
    ['to the nearest minute', { read: 25_000 }, began + 30_000, ', 1 min left'],
    ['under a minute', { read: 25_000 }, began + 29_000, ', under a minute left'],
    ['never below nothing', { read: 60_000 }, began + 60 * minute, ', under a minute left'],
    ['not before a row was read', { read: 10_000, readBefore: 10_000 }, began + minute, ''],
    ['not before time has passed', { read: 20_000 }, began, ''],
    ['not by a clock that was put back', { read: 20_000 }, began - minute, ''],
    ['not while nobody reads', { read: 20_000, readingSince: null }, began + minute, ''],
  ])('tells the time left %s', (_what, more, now, left) => {
    expect(words(more, now)).toMatch(/^Payments: [\d,]+ of 50,000 \(\d+ %\)/);
    expect(words(more, now)?.replace(/^.*%\)/, '')).toBe(left);
  });

  it('says when all was read', () => {
    const readAt = Date.parse('2026-11-21T10:15:00Z');
    expect(words({ state: 'read', read: 50_000, readAt })).toBe('Payments: 50,000 read, 2026-11-21 10:15 UTC');
    expect(words({ state: 'done', read: 1, readAt: null }, readAt)).toBe('Payments: 1 read, 2026-11-21 10:15 UTC');
  });

  it('tells both parts in one line of at most 255 characters', () => {
    expect(loadInWords([progress({ state: 'waiting' }), progress({ part: 'recipients', state: 'preparing' })], began)).toBe('Payments: 19,000 of 50,000 (38 %), export not ordered yet · Recipients: 19,000 of 50,000 (38 %), the org prepares the export');
    expect(loadInWords(Array.from({ length: 9 }, () => progress()), began)).toHaveLength(255);
  });
});

describe('the bar of the first load', () => {
  const bar = (more: Partial<LoadProgress>, columns: number): string => loadBar(progress(more), began + minute, columns);

  it('is as wide as the terminal leaves it, and filled as far as was read', () => {
    expect(loadBar(progress(), began, 72)).toBe('Payments   [##########---------------] 19,000 of 50,000 (38 %)');
    expect(bar({ part: 'recipients', state: 'read', readAt: began }, 200)).toBe(`Recipients [${'#'.repeat(40)}] 19,000 read, 2026-11-21 09:00 UTC`);
    expect(bar({ read: 0 }, 200)).toBe(`Payments   [${'-'.repeat(40)}] 0 of 50,000 (0 %)`);
  });

  it('keeps ten marks on a narrow terminal, and cuts what does not fit', () => {
    expect(bar({ read: 25_000 }, 30)).toBe('Payments   [#####-----] 25,00');
    expect(bar({ read: 25_000 }, 5)).toBe('Payments   [#####---');
  });
});
